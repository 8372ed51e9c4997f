"""What is told of a group of lines: its busiest hour, what it loses, with fewer and more lines."""

from collections.abc import Iterable

from vochi.core.erlang import blocking, channels_for
from vochi.core.frozen import Frozen
from vochi.core.planner.forecast import Forecast, forecast_of
from vochi.core.planner.model import week
from vochi.core.planner.wish import Leg, wishes

#: At most every hundredth caller of the busiest hour shall hear busy: what offices are built by.
TARGET = 0.01
#: How many lines more are told of.
_MORE = 2


class BusyHour(Frozen):
    """The busiest hour of the week: `weekday` 1 is Monday. `blocked` is Erlang B's of `erlangs`
    with the present lines, `needed` the fewest lines that block at most `TARGET` in it.
    """

    weekday: int
    hour: int
    erlangs: float
    blocked: float
    needed: int


class LinePlan(Frozen):
    """Of a week: `came`, `went`, and `refused`, calls of employees that found no line, as seen."""

    lines: int
    weeks: float
    came: float
    went: float
    refused: float
    busy_hour: BusyHour | None
    forecasts: tuple[Forecast, ...]


def plan(legs: Iterable[Leg], refused: Iterable[float], lines: int, hours: float) -> LinePlan:
    """The plan of a group out of its log of so many hours; seconds by the clock on the wall, as if
    it were UTC.
    """
    seen, lost = list(legs), list(refused)
    wished = wishes(seen, lost, lines)
    weeks = max(hours, 1.0) / (7 * 24)
    slots = week(wished, hours)
    busiest = max(slots, key=lambda slot: slots[slot][0], default=None)
    wanted = [n for n in range(lines - 1, lines + _MORE + 1) if n > 0]
    return LinePlan(
        lines=lines,
        weeks=weeks,
        came=sum(leg.is_in for leg in seen) / weeks,
        went=sum(not leg.is_in for leg in seen) / weeks,
        refused=len(lost) / weeks,
        busy_hour=None if busiest is None else _busy_hour(busiest, slots[busiest][0], lines),
        forecasts=forecast_of(wished, lines, hours, wanted),
    )


def _busy_hour(slot: int, erlangs: float, lines: int) -> BusyHour:
    # The epoch began on a Thursday.
    return BusyHour(
        weekday=(slot // 24 + 3) % 7 + 1,
        hour=slot % 24,
        erlangs=round(erlangs, 3),
        blocked=blocking(erlangs, lines),
        needed=channels_for(erlangs, TARGET),
    )
