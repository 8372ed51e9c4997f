"""Hours of a week in plain words: `пн–пт 09:00–18:00, сб 10:00–14:00`."""

import re
from collections.abc import Mapping

from vochi.core.office.company import Language
from vochi.core.scheme.nodes.schedule import Hours
from vochi.core.scheme.plain.form import word, words
from vochi.core.scheme.plain.text import fold
from vochi.core.scheme.plain.wrong import Wrong, closest

_DASH = re.compile(r"\s*[–—-]\s*")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4])(?::([0-5][0-9]))?")
_PIECE = re.compile(r"(?P<days>[^0-9]*?)\s*(?P<since>[0-9][0-9:]*)\s*[–—-]\s*(?P<to>[0-9][0-9:]*)")
_WEEK = (1, 2, 3, 4, 5, 6, 7)
_GROUPS = {"every": _WEEK, "work": _WEEK[:5], "off": _WEEK[5:]}
#: Days in a row that are worth a dash.
_ROW = 3


def write_hours(hours: tuple[Hours, ...], language: Language) -> str:
    """Days and clocks, one piece after another."""
    return ", ".join(f"{_days(each.days, language)} {each.since}–{each.to}" for each in hours)


def _days(days: tuple[int, ...], language: Language) -> str:
    if days == _WEEK:
        return word("days.every", language)
    names = {str(day): word(f"day.{day}", language) for day in _WEEK}
    said: list[str] = []
    here = 0
    while here < len(days):
        end = here
        while end + 1 < len(days) and days[end + 1] == days[end] + 1:
            end += 1
        first, last = names[str(days[here])], names[str(days[end])]
        if end - here + 1 >= _ROW:
            said.append(f"{first}–{last}")
        else:
            said += [names[str(day)] for day in days[here : end + 1]]
        here = end + 1
    return ", ".join(said)


def read_hours(said: str, language: Language) -> tuple[Hours, ...]:
    """What was written, and what people write: `будни 9–18`. Raises Wrong."""
    found: list[Hours] = []
    rest = said.strip()
    while rest:
        piece = _PIECE.match(rest)
        if piece is None:
            raise Wrong("plain.hours", said=rest)
        days = _read_days(piece["days"], language)
        found.append(Hours(days=days, since=_clock(piece["since"]), to=_clock(piece["to"])))
        rest = rest[piece.end() :].strip().lstrip(",;").strip()
    if not found:
        raise Wrong("plain.hours", said=said)
    return tuple(found)


def _read_days(said: str, language: Language) -> tuple[int, ...]:
    known = {fold(name): int(day) for day, name in words("day", language)}
    groups = {fold(name): _GROUPS[which] for which, name in words("days", language)}
    days: list[int] = []
    for part in re.split(r"[,;]", said):
        piece = fold(part).rstrip(":.")
        if not piece:
            continue
        if piece in groups:
            days += groups[piece]
            continue
        ends = [_day(each, known) for each in _DASH.split(piece)]
        if len(ends) == 1:
            days += ends
        elif len(ends) == 2:
            first, last = ends
            days += [(first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1)]
        else:
            raise Wrong("plain.day", said=part.strip())
    if not days:
        raise Wrong("plain.no_days")
    return tuple(days)


def _day(said: str, known: Mapping[str, int]) -> int:
    day = known.get(said.strip().rstrip("."))
    if day is None:
        raise Wrong("plain.day", closest(said, known), said=said)
    return day


def _clock(said: str) -> str:
    found = _CLOCK.fullmatch(said)
    if found is None or (int(found[1]) == 24 and found[2] not in (None, "00")):
        raise Wrong("plain.clock", said=said)
    return f"{int(found[1]):02}:{found[2] or '00'}"
