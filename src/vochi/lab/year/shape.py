"""When clients call: two peaks a day, a week that tires, days off that are nearly silent."""

from bisect import bisect
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from vochi.core.calendar import OFF, calendar
from vochi.core.office.holidays import Holidays
from vochi.lab.year.plan import Plan

#: Monday to Sunday, and a day off; the year breathes too: January is slow, December is not.
_WEEK: Final = (1.18, 1.1, 1.04, 1.0, 0.94, 0.34, 0.07)
_DAY_OFF: Final = 0.05
_MONTHS: Final = (0.78, 0.92, 1.02, 1.05, 0.95, 1.0, 0.93, 0.96, 1.06, 1.08, 1.1, 1.15)
#: By hour of the day: peaks before noon and after lunch; the night calls by mistake.
_HOURS: Final = (
    0.02, 0.01, 0.01, 0.01, 0.01, 0.03, 0.1, 0.35, 1.2, 4.2, 6.6, 6.9, 5.2, 4.1, 5.6, 6.2, 5.3,
    3.8, 1.5, 0.8, 0.5, 0.3, 0.15, 0.06,
)  # fmt: skip


@dataclass
class Shape:
    """The hours of a plan's office and the weight of its days."""

    plan: Plan
    zone: ZoneInfo = field(init=False)
    _kinds: dict[date, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.plan.time_zone)
        self._hours = list(accumulate(_HOURS))
        self._calendar = calendar(Holidays(), self.plan.country)

    def days(self) -> list[tuple[date, float]]:
        """Days of the plan, each with the share of the calls that are made till its end."""
        days = [self.plan.first + timedelta(days=n) for n in range(self.plan.days)]
        sums = list(accumulate(self._weight(day) for day in days))
        return [(day, done / sums[-1]) for day, done in zip(days, sums, strict=True)]

    def _weight(self, day: date) -> float:
        kind = self._kind(day)
        return (_DAY_OFF if kind == OFF else _WEEK[kind - 1]) * _MONTHS[day.month - 1]

    def _kind(self, day: date) -> int:
        found = self._kinds.get(day)
        if found is None:
            found = self._kinds[day] = self._calendar.kind(day)
        return found

    def moment(self, day: date, dice: Random) -> datetime:
        """When in the day a client calls, UTC."""
        hour = bisect(self._hours, dice.random() * self._hours[-1])
        seconds = min(hour, 23) * 3600 + dice.random() * 3600
        midnight = datetime.combine(day, time(), self.zone)
        return midnight.astimezone(UTC) + timedelta(seconds=seconds)

    def is_open(self, at: datetime) -> bool:
        """Whether the office works then."""
        here = at.astimezone(self.zone)
        closes = self._closes(here.date())
        return closes is not None and self.plan.opens <= here.hour < closes

    def next_open(self, at: datetime) -> datetime:
        """That moment when the office works then, else when it opens next."""
        if self.is_open(at):
            return at
        here = at.astimezone(self.zone)
        day = here.date()
        if here.hour >= self.plan.opens:
            day += timedelta(days=1)
        for _ in range(30):
            if self._closes(day) is not None:
                break
            day += timedelta(days=1)
        return datetime.combine(day, time(self.plan.opens), self.zone).astimezone(UTC)

    def _closes(self, day: date) -> int | None:
        kind = self._kind(day)
        if kind in {OFF, 7}:
            return None
        return self.plan.saturday if kind == 6 else self.plan.closes
