"""Work schedule: the hour of the week and the holidays of the office choose the way (P06)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.core.scheme.nodes.base import NodeBase

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
