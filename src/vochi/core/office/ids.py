"""The kinds of names that an office uses; each is checked once, here."""

from typing import Annotated

from pydantic import StringConstraints

#: A name of ours: safe in a dialplan, a file name, an address. Never user text.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")]

#: A slug that begins with a letter. Lines bear it, so that an Asterisk endpoint that begins
#: with a letter is a line and one that begins with a digit is a device (see `Endpoint`).
LineId = Annotated[str, StringConstraints(pattern=r"^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$")]

#: What people dial inside: 2 to 5 digits.
Extension = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{1,4}$")]

#: A SIP account of a device: the extension, or the extension, a dash and the device's ordinal.
Account = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{1,4}(?:-[1-9][0-9]?)?$")]

#: A phone number inside Vochi (ITU-T E.164): `+` and 7 to 15 digits.
E164 = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]

#: Text that people typed: names, titles. Any characters; trimmed, 1 to 80 long.
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]

#: SHA-256 of a file, lower-case hex.
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
