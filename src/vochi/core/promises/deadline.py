"""By when a promise is due: minutes of working time, by the schedule that the client met."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from vochi.core.office.document import Office
from vochi.core.office.promises import Terms
from vochi.core.promises.obligation import Kind
from vochi.core.schedule import DAY, breaks, port, zone_of
from vochi.core.scheme.nodes.schedule import Schedule

#: Ports of a schedule by which nobody is at work.
_SHUT = frozenset({"holiday", "other"})
#: An office that is shut for longer has no hours to wait for.
_FARTHEST = 40


@dataclass(frozen=True)
class Deadlines:
    """Of one office."""

    office: Office

    @cached_property
    def _terms(self) -> dict[str, Terms]:
        return {each.department: each.terms for each in self.office.policy.promises.departments}

    @cached_property
    def _schedules(self) -> dict[str, Schedule]:
        return {
            f"{scheme.id}/{name}": node
            for scheme in self.office.inbound
            for name, node in scheme.nodes.items()
            if isinstance(node, Schedule)
        }

    def due(
        self,
        kind: Kind,
        at: datetime,
        departments: tuple[str, ...] = (),
        schedule: str | None = None,
    ) -> datetime:
        """The shortest term among those of its departments, else the company's. `schedule` is
        `<scheme>/<node>`; one that is no more: the first that the office has.
        """
        own = [self._terms[each] for each in departments if each in self._terms]
        terms = own or [self.office.policy.promises.terms]
        name = "missed" if kind == "promised" else kind
        minutes = min(int(getattr(each, name)) for each in terms)
        at = at.astimezone(UTC)
        found = self._schedules.get(schedule or "") or next(iter(self._schedules.values()), None)
        return self._after(at, minutes, found)

    def _after(self, at: datetime, minutes: int, schedule: Schedule | None) -> datetime:
        if schedule is None or not schedule.periods:
            return at + timedelta(minutes=minutes)
        left = timedelta(minutes=minutes)
        for begin, end in self._working(schedule, at):
            since = max(begin, at)
            if end - since >= left:
                return since + left
            left -= max(end - since, timedelta())
        return at + timedelta(minutes=minutes)

    def _working(self, schedule: Schedule, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of time in which somebody works, from the day of `at` on, in order."""
        zone = zone_of(self.office.company)
        cuts = (*sorted(breaks((schedule,))), DAY)
        first = at.astimezone(zone).date()
        for number in range(_FARTHEST):
            day = first + timedelta(days=number)
            for begin, end in pairwise(cuts):
                since = _moment(day, begin, zone)
                if port(schedule, self.office.holidays, self.office.company, since) in _SHUT:
                    continue
                until = _moment(day, end, zone)
                if until > at:
                    yield since, until


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    if minute == DAY:
        day, minute = day + timedelta(days=1), 0
    clock = time(minute // 60, minute % 60)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
