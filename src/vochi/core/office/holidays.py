"""Days off and moved working days of the office, for every schedule."""

from datetime import date
from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Title


class DayOff(Frozen):
    """A day, or all days through `to`, on which the office is closed, with its name."""

    day: date
    to: date | None = None
    name: Title


class WorkingDay(Frozen):
    """A day on which the office works though the country does not; with the hours of a weekday."""

    day: date
    like: Annotated[int, Field(ge=1, le=7)]


class Holidays(Frozen):
    """`public`: those of the company's country with its moved working days; own ones come first."""

    public: bool = True
    off: tuple[DayOff, ...] = ()
    working: tuple[WorkingDay, ...] = ()
