"""The log read down the sets of its days, newest first, as far as a page needs."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from vochi.hub.calls import days
from vochi.hub.calls.models import Call, DaySet
from vochi.hub.calls.sieves import Sieve, through
from vochi.hub.calls.wanted import Clause

#: Days whose sets are read at once: few at first, for most pages are full soon.
_FIRST, _MORE, _MOST = 6, 8, 800
#: All calls of a day, before anything is asked of them.
_ALL = -1


#: Calls by day: when each began, in microseconds (`days.micros`), and its id.
Only = Mapping[date, Sequence[tuple[int, int]]]


class Place(NamedTuple):
    """A place in the log: what lies before it is older."""

    at: datetime
    row: int


class Window(NamedTuple):
    """A part of the log: from `since` on, before `until` and before the place `before`."""

    since: datetime
    until: datetime
    before: Place | None = None

    def cut(self, since: datetime, until: datetime) -> "Window":
        """The part of it in this time."""
        return Window(max(self.since, since), min(self.until, until), self.before)


class Known(NamedTuple):
    """A day whose sets are here: which of its calls fit, and what is yet to be asked of each."""

    day: date
    ids: Sequence[int]
    bits: int
    sieves: Sequence[Sieve] = ()
    packed: Mapping[str, bytes] = {}

    def places(self) -> Iterator[int]:
        """Of the calls that fit, newest first."""
        return through(self.sieves, self.ids, self.packed, self.bits)


def known_days(company: int, window: Window) -> list[date]:
    """Days of a window that have sets, newest first."""
    rows = DaySet.objects.of(company).filter(
        kind=days.CALLS, value="", day__gte=days.day_of(window.since),
        day__lte=days.day_of(window.until),
    )  # fmt: skip
    return list(rows.order_by("-day").values_list("day", flat=True))


def matches(  # noqa: PLR0917 - where, what, when, whose
    company: int,
    window: Window,
    wanted: Sequence[Clause],
    known: Sequence[date],
    sieves: Sequence[Sieve] = (),
    only: Only | None = None,
) -> Iterator[Known]:
    """Days in which the clauses hold of some calls of the window, newest first.

    `only`: of no calls but these, by day.
    """
    start, size = 0, _FIRST
    while start < len(known):
        part = known[start : start + size]
        start, size = start + size, min(size * _MORE, _MOST)
        yield from _part(company, window, wanted, part, sieves, only)


def _part(  # noqa: PLR0917 - as `matches`
    company: int,
    window: Window,
    wanted: Sequence[Clause],
    part: Sequence[date],
    sieves: Sequence[Sieve],
    only: Only | None,
) -> Iterator[Known]:
    """Clause by clause, and only days in which something is left; the calls' ids at last."""
    span = {"day__gte": part[-1], "day__lte": part[0]}
    left = dict.fromkeys(part, _ALL)
    said_days = {_said(day): day for day in part}
    for clause in sorted(wanted, key=lambda each: (each.is_not, len(each.sets))):
        if not left:
            return
        have: dict[date, int] = {}
        values: dict[str, list[str]] = defaultdict(list)
        for kind, value in clause.sets:
            values[kind].append(value)
        for kind, any_of in values.items():
            rows = DaySet.objects.of(company).filter(kind=kind, value__in=any_of, **span)
            for said, bits in rows.values_list(_said_day(), "bits"):
                day = said_days.get(said)
                if day is not None and day in left:
                    have[day] = have.get(day, 0) | int.from_bytes(bits, "little")
        met = {day: _meet(was, have.get(day, 0), clause) for day, was in left.items()}
        left = {day: bits for day, bits in met.items() if bits}
    kinds = sorted({days.CALLS} | {sieve.kind for sieve in sieves})
    rows = DaySet.objects.of(company).filter(kind__in=kinds, value="")
    # The ids of many days are read at once, but not of a year for one page.
    waiting = list(left)
    step = 4
    while waiting:
        now, waiting = waiting[:step], waiting[step:]
        step = min(step * 2, 32)
        packed: dict[date, dict[str, bytes]] = defaultdict(dict)
        for day, kind, bits in rows.filter(day__in=now).values_list("day", "kind", "bits"):
            packed[day][kind] = bytes(bits)
        for day in now:
            if days.CALLS in packed[day]:
                these = None if only is None else only.get(day, ())
                one = _cut(window, day, packed[day], left[day], sieves, these)
                if one is not None:
                    yield one


def _said_day() -> Combinable:
    """Days as the database holds them: SQLite as text, which Django would read thousands of."""
    return Cast("day", TextField()) if connection.vendor == "sqlite" else F("day")


def _said(day: date) -> date | str:
    return day.isoformat() if connection.vendor == "sqlite" else day


def _meet(was: int, have: int, clause: Clause) -> int:
    return was & ~have if clause.is_not else was & have


def _cut(  # noqa: PLR0917 - as `matches`
    window: Window,
    day: date,
    packed: Mapping[str, bytes],
    bits: int,
    sieves: Sequence[Sieve],
    only: Sequence[tuple[int, int]] | None,
) -> Known | None:
    """The calls of a day that lie in the window."""
    ids, times = days.split(packed[days.CALLS])
    first = bisect_left(times, days.micros(window.since))
    last = bisect_left(times, days.micros(window.until))
    if window.before is not None:
        before = (days.micros(window.before.at), window.before.row)
        while last and (times[last - 1], ids[last - 1]) >= before:
            last = bisect_left(times, before[0]) if times[last - 1] > before[0] else last - 1
    mask = (1 << last) - (1 << first) if last > first else 0
    left = bits & mask if only is None else bits & mask & _mask(ids, times, only)
    return Known(day, ids, left, sieves, packed) if left else None


def _mask(ids: Sequence[int], times: Sequence[int], calls: Iterable[tuple[int, int]]) -> int:
    """The bits of these calls of a day: when each began, in microseconds, and its id."""
    bits = 0
    for at, number in calls:
        place = bisect_left(times, at)
        while place < len(times) and times[place] == at:
            if ids[place] == number:
                bits |= 1 << place
            place += 1
    return bits


def rows(
    company: int, found: Iterator[Known], also: Q, limit: int, *, is_sparse: bool
) -> list[Call]:
    """The newest calls of the days for which `also` holds of their columns."""
    return fitting(company, _newest(found), also, limit, is_sparse=is_sparse)


def fitting(
    company: int, ids: Iterator[int], also: Q, limit: int, *, is_sparse: bool
) -> list[Call]:
    """The first of these calls, newest first, for which `also` holds of their columns.

    `is_sparse`: few of them may; then more are looked at together.
    """
    taken: list[Call] = []
    size = limit * 8 if is_sparse else limit
    while len(taken) < limit:
        part = list(islice(ids, size))
        if not part:
            break
        # Without an order: asked for the newest of these, SQLite would read down the whole log.
        fit = named(company, part).filter(also).order_by()
        found = list(fit.only("id", "started_at", "row"))
        found.sort(key=lambda row: (row.started_at, row.pk), reverse=True)
        taken += found[: limit - len(taken)]
        size = min(size * 2, 900)
    return taken


def named(company: int, ids: Sequence[int]) -> QuerySet[Call]:
    """The calls of these ids."""
    rows = Call.objects.of(company)
    if connection.vendor != "sqlite":
        return rows.filter(pk__in=ids)
    # Told as one value. Of a list of hundreds SQLite, whose statistics say that a company has 401
    # calls, would rather read all calls of the company.
    where = "calls_call.id IN (SELECT value FROM json_each(%s))"
    return rows.extra(where=[where], params=[json.dumps(ids)])  # noqa: S610 - words of ours


def _newest(found: Iterator[Known]) -> Iterator[int]:
    for each in found:
        for place in each.places():
            yield each.ids[place]


def count(found: Iterator[Known]) -> int:
    """How many calls these are."""
    return sum(
        sum(1 for _ in each.places()) if each.sieves else each.bits.bit_count() for each in found
    )


def unknown(window: Window, known: Sequence[date]) -> list[Window | date]:
    """The window as days that have sets and, between them, spans of time that have none; newest
    first.
    """
    parts: list[Window | date] = []
    until = window.until
    for day in known:
        begun = days.begins(day)
        after = begun + timedelta(days=1)
        if after < until:
            parts.append(window.cut(after, until))
        parts.append(day)
        until = begun
    if until > window.since:
        parts.append(window.cut(window.since, until))
    return parts


def runs(parts: Iterable[Window | date]) -> Iterator[Window | list[date]]:
    """The same, with days that follow each other together."""
    for is_span, group in groupby(parts, key=lambda part: isinstance(part, Window)):
        if is_span:
            yield from (part for part in group if isinstance(part, Window))
        else:
            yield [part for part in group if not isinstance(part, Window)]
