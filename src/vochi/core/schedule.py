"""Which port of a node Schedule a moment takes; overlaps of periods; moments worth looking at.

    port(schedule, office.holidays, office.company, at) -> "work" | "holiday" | "other"
    moments(office) -> one moment for each way in which all schedules together can answer
    overlaps(schedule) -> periods that would both be right, with the first minute

The compiled dialplan does the same with nothing but arithmetic (`nodes.schedule`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vochi.core.calendar import FIRST_YEAR, LAST_YEAR, OFF, Calendar, calendar

if TYPE_CHECKING:
    from vochi.core.office.company import Company
    from vochi.core.office.document import Office
    from vochi.core.office.holidays import Holidays
    from vochi.core.scheme.nodes.schedule import Hours, Schedule

DAY = 24 * 60
WEEK = 7 * DAY
_ONE_DAY = timedelta(days=1)
#: Ordinary weeks are looked for from here on: moments of them are shown to people as examples.
_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Overlap:
    """Two periods that are both right from a weekday's minute on (of the day, 0-1439)."""

    first: str
    second: str
    weekday: int
    minute: int

    @property
    def clock(self) -> str:
        """`09:30`."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"


@dataclass(frozen=True)
class _Day:
    weekday: int
    kind: int


def zone_of(company: "Company") -> ZoneInfo:
    """The company's time zone; one that is not known (`verify` refuses it) counts as UTC."""
    try:
        return ZoneInfo(company.time_zone)
    except (ValueError, OSError, LookupError):
        return ZoneInfo("UTC")


def minutes(clock: str) -> int:
    """Minutes since midnight of `09:30`; 1440 of `24:00`."""
    return int(clock[:2]) * 60 + int(clock[3:])


def is_within(begins: str, ends: str, at: datetime) -> bool:
    """Whether the clock of `at` stands from `22:00` on and before `06:00`; equal ends: never."""
    clock = f"{at:%H:%M}"
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def passes_midnight(hours: "Hours") -> bool:
    """Whether they go on on the day after."""
    return minutes(hours.to) <= minutes(hours.since)


def port(schedule: "Schedule", holidays: "Holidays", company: "Company", at: datetime) -> str:
    """The port by which a call leaves the schedule at a moment (with a zone)."""
    local = at.astimezone(zone_of(company))
    days = calendar(holidays, company.country)
    before, today = (_day(days, each) for each in (local.date() - _ONE_DAY, local.date()))
    return _port(schedule, before, today, local.hour * 60 + local.minute)


def overlaps(schedule: "Schedule") -> tuple[Overlap, ...]:
    """Each pair of periods that overlap, with the first minute of the week; exact."""
    spans = sorted(_spans(schedule))
    found: dict[tuple[str, str], Overlap] = {}
    open_now: list[tuple[int, int, str]] = []
    for begin, end, name in spans:
        open_now = [span for span in open_now if span[1] > begin]
        for _, _, other in open_now:
            pair = (other, name) if other < name else (name, other)
            if other != name and pair not in found:
                found[pair] = Overlap(other, name, begin // DAY + 1, begin % DAY)
        open_now.append((begin, end, name))
    return tuple(found.values())


def moments(office: "Office") -> tuple[datetime, ...]:
    """Moments in the company's zone: for each answer of all schedules together the first one.

    An ordinary week comes first, then days that the calendar names. One when there is no schedule.
    """
    zone = zone_of(office.company)
    schedules = _schedules(office)
    noon = datetime(_MONDAY.year, _MONDAY.month, _MONDAY.day, 12, tzinfo=zone)
    if not schedules:
        return (noon,)
    cuts = sorted(breaks(schedules))
    days = calendar(office.holidays, office.company.country)
    answers: dict[tuple[str, ...], datetime] = {}
    seen: set[tuple[_Day, _Day]] = set()
    for day in _candidates(days):
        before, today = _day(days, day - _ONE_DAY), _day(days, day)
        if (before, today) in seen:
            continue
        seen.add((before, today))
        for minute in cuts:
            at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
            if at.astimezone(UTC).astimezone(zone) != at:
                continue  # the clocks go forward over this minute
            said = tuple(_port(each, before, today, minute) for each in schedules)
            answers.setdefault(said, at)
    return tuple(answers.values()) or (noon,)


def breaks(schedules: tuple["Schedule", ...]) -> frozenset[int]:
    """Minutes of a day at which an answer can change."""
    clocks = (
        clock
        for schedule in schedules
        for period in schedule.periods
        for hours in period.hours
        for clock in (hours.since, hours.to)
    )
    return frozenset({0, *(minutes(clock) % DAY for clock in clocks)})


def _schedules(office: "Office") -> tuple["Schedule", ...]:
    """Each way of dividing time once, however many nodes ask."""
    return tuple(
        {
            (node.periods, node.holidays): node
            for scheme in office.inbound
            for node in scheme.nodes.values()
            if node.kind == "schedule"
        }.values()
    )


def _candidates(days: Calendar) -> Iterator[date]:
    """The first whole ordinary week, then every day that is named, with the day after it."""
    for number in range(200):
        monday = _MONDAY + timedelta(weeks=number)
        week = [monday + timedelta(days=each) for each in range(-1, 7)]
        if all(days.kind(day) == day.isoweekday() for day in week):
            yield from week[1:]
            break
    named = set(days.dates)
    named |= {
        date(year, month, day)
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month, day in days.every
        if (month, day) != (2, 29)
    }
    # The present decade first: an example of 2026 tells people more than one of 2043.
    for day in sorted(named, key=lambda each: (abs(each.year - _MONDAY.year), each)):
        yield day
        if day < date.max:
            yield day + _ONE_DAY


def _day(days: Calendar, day: date) -> _Day:
    return _Day(day.isoweekday(), days.kind(day))


def _port(schedule: "Schedule", before: _Day, today: _Day, minute: int) -> str:
    """What began yesterday goes on, whatever today is; then a day off; then today's hours."""
    was = before.kind if schedule.holidays else before.weekday
    now = today.kind if schedule.holidays else today.weekday
    for period in schedule.periods:
        for hours in period.hours:
            if passes_midnight(hours) and was in hours.days and minute < minutes(hours.to):
                return period.id
    if now == OFF:
        return "holiday"
    for period in schedule.periods:
        for hours in period.hours:
            end = DAY if passes_midnight(hours) else minutes(hours.to)
            if now in hours.days and minutes(hours.since) <= minute < end:
                return period.id
    return "other"


def _spans(schedule: "Schedule") -> Iterator[tuple[int, int, str]]:
    """(first minute of the week, minute after the last, period); Sunday's night is split."""
    for period in schedule.periods:
        for hours in period.hours:
            for weekday in set(hours.days):
                begin = (weekday - 1) * DAY + minutes(hours.since)
                end = (weekday - 1) * DAY + minutes(hours.to)
                end += DAY if passes_midnight(hours) else 0
                for first, last in pairwise((begin, *((WEEK,) if begin < WEEK < end else ()), end)):
                    yield first % WEEK, last - first + first % WEEK, period.id
