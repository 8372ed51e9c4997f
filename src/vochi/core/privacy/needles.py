"""How a person outside stands in texts: his numbers in every spelling, his names."""

import json
import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

import phonenumbers
from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.numbers import ERASED, is_e164

#: A number with fewer digits is searched only where it stands alone: `101` is in everything.
_SAFE_DIGITS = 7
#: A name is searched inside texts when it is this long.
_SAFE_NAME = 5
_BETWEEN = r"(?:[\s().\u00a0\u2009\u202f\u2010-\u2015\u2212-]{0,3})"
_ERASED = re.compile(r"\+0[0-9]{6,15}")


class Needles(Frozen):
    """One person: numbers as they are kept (E.164, or as the network gave them), names, and the
    pseudonym (`+0...`, never a number of anybody) that stands where he stood.

    `labels` are names that mean other things too (`Client`, a word of our own office): they go only
    where a name stands beside one of his numbers, and are not searched in texts.
    """

    numbers: Annotated[tuple[Annotated[str, StringConstraints(max_length=80)], ...], Field(
        repr=False)]  # fmt: skip
    names: Annotated[tuple[str, ...], Field(repr=False)] = ()
    labels: Annotated[tuple[str, ...], Field(repr=False)] = ()
    pseudonym: Annotated[str, StringConstraints(pattern=_ERASED.pattern)]


def pseudonym(numbers: Iterable[str], chance: str) -> str:
    """A pseudonym of as many digits as the first number has: country and operator stay, so that
    calls stay what they cost; the rest is of `chance` (at least 12 random digits).
    """
    first = next((n for n in sorted(numbers) if is_e164(n)), None)
    if first is None:
        return ERASED + chance[:11]
    code = _country(first)
    head = first[1 : 1 + len(code) + 3]
    return ERASED + head + chance[: max(4, len(first) - 1 - len(head))]


def patterns_of_number(number: str) -> str | None:
    """A regular expression of a number in its spellings; None: too short to be searched."""
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) < _SAFE_DIGITS or any(sign.isalpha() for sign in number):
        return None
    heads, core = [""], digits
    if is_e164(number) and (code := _country(number)):
        core = digits[len(code) :]
        spaced = _BETWEEN.join(code)
        heads = [spaced, f"(?:00|810){_BETWEEN}{spaced}", f"8{_BETWEEN}0", "8", "0", ""]
    body = _BETWEEN.join(core)
    return rf"(?:{'|'.join(heads)}){_BETWEEN}{body}"


def forms_of_name(name: str) -> tuple[str, ...]:
    """A name as it may be written: plain, escaped in JSON (also twice), in an address."""
    once = json.dumps(name)[1:-1]
    return tuple(dict.fromkeys((name, once, once.replace("\\", "\\\\"), quote(name, safe=""))))


def is_safe_name(name: str) -> bool:
    """Whether a name is searched inside texts: long, and no word that a program might mean."""
    is_token = re.fullmatch(r"[A-Za-z0-9_.:/-]*", name) is not None and "@" not in name
    return len(name) >= _SAFE_NAME and not is_token


def traces(needles: Needles) -> tuple[str, ...]:
    """Short texts of which one is in every text that speaks of him: what a database is asked for.

    Spellings with spaces inside are not among them: who may hold those reads everything.
    """
    found: list[str] = []
    for number in needles.numbers:
        digits = re.sub(r"[^0-9]", "", number)
        code = _country(number) if is_e164(number) else ""
        found.append(digits[len(code) :] if len(digits) >= _SAFE_DIGITS else number)
        if len(digits) >= _SAFE_DIGITS:
            found.append(digits[-4:-2] + "-" + digits[-2:])
    for name in filter(is_safe_name, needles.names):
        folded = name.casefold().replace("ё", "е")
        for each in (name, folded, name.upper(), name.lower(), name.title()):
            found.extend(forms_of_name(each))
    return tuple(dict.fromkeys(filter(None, found)))


def _country(number: str) -> str:
    try:
        return str(phonenumbers.parse(number).country_code)
    except phonenumbers.NumberParseException:
        return ""
