"""Whether a message may be taken at all: its number, its text, who asks.

What is refused here never gets into the queue; the codes are words of `SmsWhy`.
"""

import re
from dataclasses import dataclass, field

from pydantic import JsonValue

from vochi.core.countries import COUNTRIES
from vochi.core.gsm.entries import SmsOrigin
from vochi.core.gsm.parts import MOST_BYTES, clean, count
from vochi.core.numbers import classify, normalise
from vochi.core.office.document import Office
from vochi.core.office.routing import closed_by_policy

#: Service numbers of operators (`909`, `7781`): what is sent there may cost much.
_SHORT = re.compile(r"[0-9]{3,6}")


@dataclass(frozen=True)
class Accepted:
    """`to` is E.164, or a short number; `text` is what goes to the network."""

    to: str
    text: str
    parts: int


@dataclass(frozen=True)
class Refused:
    """Why not: a code and its facts."""

    code: str
    facts: dict[str, JsonValue] = field(default_factory=dict)


def accept(office: Office, to: str, text: str, origin: SmsOrigin) -> Accepted | Refused:
    """Read a message as people, nodes and rooms of the box ask for it.

    Short numbers are open as premium numbers are, countries as for calls. Who is not asked by a
    person must have a number that reads messages: no city number gets one.
    """
    number = _number(office, to, origin)
    if isinstance(number, Refused):
        return number
    words = clean(text)
    if not words:
        return Refused("empty")
    counted, most = count(words), office.policy.sms.most_parts
    if counted.parts > most or len(words.encode()) > MOST_BYTES:
        return Refused("too_long", {"parts": counted.parts, "most": most})
    return Accepted(number, words, counted.parts)


def _number(office: Office, to: str, origin: SmsOrigin) -> str | Refused:
    company = office.company
    numbering = company.numbering
    country = COUNTRIES.get(company.country)
    bare = to.strip()
    if _SHORT.fullmatch(bare):
        if country is not None and bare in country.emergency:
            return Refused("bad_number", {"number": bare})
        if origin != "person" or not office.policy.limits.premium:
            return Refused("no_route", {"why": "premium_closed", "number": bare})
        return bare
    number = normalise(bare, numbering)
    if number is None:
        return Refused("bad_number", {"number": to[:80]})
    kind = classify(number, numbering)
    if country is None:
        return number  # no tables for it: the network will say
    if kind == "emergency" or kind == "internal" or kind == "unknown":  # noqa: PLR1714 - mypy narrows only by ==
        return Refused("bad_number", {"number": number})
    if origin != "person" and kind not in {"mobile", "abroad"}:
        return Refused("bad_number", {"number": number})
    closed = closed_by_policy(office, kind, number)
    return number if closed is None else Refused("no_route", {"why": closed, "number": number})
