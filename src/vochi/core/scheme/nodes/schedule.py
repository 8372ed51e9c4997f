"""Work schedule: the hour of the week and the holidays of the office choose the way (P06)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.dialplan.application import Application, Assign, GoToIf
from vochi.core.dialplan.days import KIND, OFF_TEXT, of_day
from vochi.core.dialplan.expression import (
    AtLeast,
    Both,
    Condition,
    Matches,
    Math,
    Not,
    Same,
    Stamp,
    Text,
    Var,
)
from vochi.core.dialplan.tree import Step, steps
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.core.schedule import minutes, passes_midnight
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

#: The moment of the call, the kind of yesterday, hours and minutes (`0930`).
_AT, _BEFORE, _CLOCK = "V_AT", "V_BEFORE", "V_CLOCK"
_NOON = 12 * 3600

Clock = Annotated[str, StringConstraints(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
#: 1 is Monday, 7 is Sunday (ISO 8601).
Weekday = Annotated[int, Field(ge=1, le=7)]


class Hours(Frozen):
    """From the first minute to before the last, on these days; past midnight when `to` <= `since`.

    What passes midnight belongs to the day on which it began.
    """

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    since: Clock
    to: Clock


class Period(Frozen):
    """A named part of the week; `id` is its port."""

    id: Slug
    name: Title
    hours: Annotated[tuple[Hours, ...], Field(min_length=1)]


class Schedule(NodeBase):
    """Ports: the id of each period, `holiday` if asked for, and `other` for all other time.

    Periods must not overlap. With `holidays` a day off (`Office.holidays`) goes to `holiday`; a
    working day that was moved to a weekend has the hours of the weekday it stands for (Friday's
    where that is not told). Without, holidays are days as any other.
    """

    kind: Literal["schedule"] = "schedule"
    fixed_ports: ClassVar[tuple[str, ...]] = ("other",)

    periods: tuple[Period, ...] = ()
    holidays: bool = True

    @property
    def ports(self) -> tuple[str, ...]:
        """Periods, the holiday, all other time."""
        holiday = ("holiday",) if self.holidays else ()
        return (*(period.id for period in self.periods), *holiday, *self.fixed_ports)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Arithmetic on the clock alone, so that it is right with box and hub dead."""
        zone = around.office.company.time_zone
        at = Var(_AT)
        # Hours back to about midnight and twelve more are yesterday, also when a day of yesterday
        # or today had 23 or 25 hours; a day's seconds less would not be.
        today = Math(Stamp("%H", zone, at), "*", Text("3600"))
        yesterday = Math(Math(at, "-", today), "-", Text(str(_NOON)))
        nights = [
            (period, hours)
            for period in self.periods
            for hours in period.hours
            if passes_midnight(hours)
        ]
        before = (of_day(zone, yesterday, holidays=self.holidays), Assign(_BEFORE, Var(KIND)))
        ways: list[Application] = [
            *(before if nights else ()),
            of_day(zone, at, holidays=self.holidays),
            *(GoToIf(_night(hours), f"p-{period.id}") for period, hours in nights),
        ]
        if self.holidays:
            ways.append(GoToIf(Same(Var(KIND), Text(OFF_TEXT)), "holiday"))
        ways += [
            GoToIf(_day(hours), f"p-{period.id}")
            for period in self.periods
            for hours in period.hours
        ]
        leaves: list[Application | Step] = []
        labels = {period.id: f"p-{period.id}" for period in self.periods}
        for port in dict.fromkeys(self.ports[:-1]):
            said, go_on = around.leave(port)
            leaves += [Step(said, labels.get(port, port)), go_on]
        return steps(
            around.enter(),
            Assign(_AT, Var("EPOCH")),
            Assign(_CLOCK, Stamp("%H%M", zone, at)),
            *ways,
            *around.leave("other"),
            *leaves,
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The way of the moment, at once."""
        return (Outcome("period", (0, 0), "nothing", world.period(self)),)


def _days(hours: Hours) -> str:
    return "".join(str(day) for day in sorted(set(hours.days)))


def _clock(clock: str) -> int:
    """`0930` as a number: hours and minutes in order are in order as numbers, too."""
    return int(clock.replace(":", ""))


def _night(hours: Hours) -> Condition:
    """What began yesterday goes on."""
    begun = Matches(Var(_BEFORE), f"[{_days(hours)}]")
    return Both((begun, Not(AtLeast(Var(_CLOCK), _clock(hours.to)))))


def _day(hours: Hours) -> Condition:
    parts: tuple[Condition, ...] = (
        Matches(Var(KIND), f"[{_days(hours)}]"),
        AtLeast(Var(_CLOCK), _clock(hours.since)),
    )
    if not passes_midnight(hours) and minutes(hours.to) < minutes("24:00"):
        parts = (*parts, Not(AtLeast(Var(_CLOCK), _clock(hours.to))))
    return Both(parts)
