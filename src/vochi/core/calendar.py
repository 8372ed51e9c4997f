"""What the days of an office are: days off, and working days with the hours of another weekday.

Public holidays come from the `holidays` library, whose tables are laws of the past and the decrees
that are known; what comes later is computed (fixed dates, Easter). A day that is in no table is
an ordinary one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays as public

from vochi.core.office.holidays import Holidays

#: Kind of a day: 1-7, it has the hours of that weekday (ISO 8601), or this.
OFF = 0
#: The years for which dates are written out; the dialplan has no calendar but this one.
FIRST_YEAR, LAST_YEAR = 2024, 2045
#: A holiday of the company that is longer is cut here; `verify` refuses it.
LONGEST = 366
_FRIDAY = 5
#: In the library's tables: to month, day; from month, day; the year of `from` when it is another.
_MOVED = (4, 5)


@dataclass(frozen=True)
class Calendar:
    """Kinds of the days that are not what their weekday is; `every` is by month and day."""

    dates: Mapping[date, int]
    every: Mapping[tuple[int, int], int]

    def kind(self, day: date) -> int:
        """1-7 or `OFF`."""
        found = self.dates.get(day)
        if found is None:
            found = self.every.get((day.month, day.day))
        return day.isoweekday() if found is None else found


@lru_cache(maxsize=64)
def calendar(holidays: Holidays, country: str) -> Calendar:
    """Days of the country, then the company's own days off, then its own working days."""
    dates, every = _public(country) if holidays.public else ({}, {})
    own: dict[date, int] = {}
    for off in holidays.off:
        for each in days_of(off.day, off.to):
            own[each] = OFF
    for working in holidays.working:
        own[working.day] = working.like
    return Calendar({**dates, **own}, every)


def days_of(first: date, last: date | None) -> tuple[date, ...]:
    """From the first through the last day, at most `LONGEST`; none when they are the wrong way."""
    count = 1 if last is None else min((last - first).days + 1, LONGEST)
    # The last day that Python knows is in the year 9999.
    room = (date.max - first).days + 1
    return tuple(first + timedelta(days=number) for number in range(min(count, room)))


@lru_cache(maxsize=8)
def _public(country: str) -> tuple[dict[date, int], dict[tuple[int, int], int]]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    try:
        found = public.country_holidays(country, years=years)
    except NotImplementedError:
        return {}, {}
    moved = _stands_for(found)
    dates = dict.fromkeys((day for day in found if day.year in years), OFF)
    for day in found.weekend_workdays:
        if day.year in years:
            dates[day] = moved.get(day, _FRIDAY)
    alike = {
        (day.month, day.day)
        for day, kind in dates.items()
        if kind == OFF and all(dates.get(_in_year(day, year)) == OFF for year in years)
    }
    return (
        {day: kind for day, kind in sorted(dates.items()) if (day.month, day.day) not in alike},
        dict.fromkeys(sorted(alike), OFF),
    )


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year)


def _stands_for(found: public.HolidayBase) -> dict[date, int]:
    """Weekend day on which people work -> weekday of the day that became free for it."""
    stands: dict[date, int] = {}
    tables: dict[int, object] = getattr(found, "special_public_holidays", {})
    for year, table in tables.items():
        if not isinstance(table, tuple) or not table:
            continue
        for entry in table if isinstance(table[0], tuple) else (table,):
            if len(entry) in _MOVED and all(isinstance(part, int) for part in entry):
                to_month, to_day, month, day, *other = entry
                stands[date(other[0] if other else year, month, day)] = date(
                    year, to_month, to_day
                ).isoweekday()
    return stands
