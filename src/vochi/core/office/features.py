"""Feature codes: what employees press in a call or dial instead of a number."""

from typing import Annotated

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen

Code = Annotated[str, StringConstraints(pattern=r"^\*[0-9]{1,3}$")]


class FeatureCodes(Frozen):
    """In a call: transfers, third party, park, record. Dialled: the others; None switches one off.

    `park` and a slot take a parked call. `pickup` alone takes a call of own departments, with an
    extension that of this phone. What ends in `_off` needs nothing behind it; `forward` takes the
    number, `listen`, `whisper`, `barge`, `intercom` an extension. `pull` brings the talk of own
    extension to this device. `milliseconds` is the longest pause between keys of a code in a call.
    """

    blind: Code | None = "*2"
    attended: Code | None = "*3"
    third: Code | None = "*4"
    park: Code | None = "*5"
    record: Code | None = "*6"
    pause: Code | None = "*9"
    pickup: Code | None = "*8"
    pull: Code | None = "*70"
    dnd: Code | None = "*71"
    dnd_off: Code | None = "*72"
    forward: Code | None = "*73"
    forward_off: Code | None = "*74"
    ready: Code | None = "*75"
    intercom: Code | None = "*76"
    listen: Code | None = "*77"
    whisper: Code | None = "*78"
    barge: Code | None = "*79"
    prompt: Code | None = "*60"
    milliseconds: Annotated[int, Field(ge=500, le=5000)] = 2500
