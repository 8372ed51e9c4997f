"""Public holidays of a country in one year with their names, and weekend days that are worked."""

from datetime import date

import holidays as public

from vochi.core.calendar import FIRST_YEAR, LAST_YEAR, OFF, calendar
from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.holidays import Holidays

_NAMES: dict[Language, tuple[str, ...]] = {"ru": ("ru",), "en": ("en_US",), "be": ("be", "ru")}


class PublicDay(Frozen):
    """A day that is not what its weekday is; `like` 1-7: it is worked, with the hours of that
    weekday; None: nobody works. `name` is empty where the law gives none.
    """

    day: date
    like: int | None
    name: str


def public_days(country: str, year: int, language: Language) -> tuple[PublicDay, ...]:
    """As schedules count them (`core.calendar`); none of a country or year outside the tables."""
    if not FIRST_YEAR <= year <= LAST_YEAR or country not in public.list_supported_countries():
        return ()
    known = public.country_holidays(country).supported_languages
    spoken = next((each for each in _NAMES[language] if each in known), None)
    named = public.country_holidays(country, years=year, language=spoken)
    kinds = calendar(Holidays(), country)
    days = {day for day in named if day.year == year}
    days |= {day for day in named.weekend_workdays if day.year == year}
    return tuple(
        PublicDay(
            day=day,
            like=None if kinds.kind(day) == OFF else kinds.kind(day),
            name=str(named.get(day) or ""),
        )
        for day in sorted(days)
    )
