"""What a year is to be like: how many calls, of whom, over which lines, at what hours."""

from datetime import date
from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import LineId, Title

People = Annotated[int, Field(ge=4, le=79)]


class Trunk(Frozen):
    """All lines of one operator: `channels` GSM lines of one SIM card each, or one city trunk.

    `share` of the clients know a number of his and call that.
    """

    id: LineId
    operator: Title
    gsm: bool
    channels: Annotated[int, Field(ge=1, le=60)]
    share: Annotated[float, Field(gt=0, le=1)]


class Plan(Frozen):
    """The same plan gives the same year, call by call.

    `answer_rate` is of calls that clients make, `mean_talk` in seconds of all talks with clients.
    Hours are those of a working day, in the company's time zone; on `saturday` the office works
    till then, None: not at all. `clients` call in Zipf's manner: few often, most once.
    """

    seed: int = 1
    calls: Annotated[int, Field(ge=1)] = 1_000_000
    first: date = date(2025, 11, 17)
    days: Annotated[int, Field(ge=1, le=3660)] = 365
    company: Title = "Васильки"
    country: str = "BY"
    time_zone: str = "Europe/Minsk"
    people: People = 28
    departments: Annotated[int, Field(ge=1, le=5)] = 4
    trunks: Annotated[tuple[Trunk, ...], Field(min_length=1)] = (
        Trunk(id="a1", operator="A1", gsm=True, channels=10, share=0.38),
        Trunk(id="mts", operator="МТС", gsm=True, channels=8, share=0.27),
        Trunk(id="life", operator="life:)", gsm=True, channels=4, share=0.1),
        Trunk(id="city", operator="Белтелеком", gsm=False, channels=12, share=0.25),
    )
    clients: Annotated[int, Field(ge=10, le=9_000_000)] = 90_000
    opens: Annotated[int, Field(ge=0, le=22)] = 9
    closes: Annotated[int, Field(ge=1, le=23)] = 18
    saturday: Annotated[int, Field(ge=1, le=23)] | None = 15
    answer_rate: Annotated[float, Field(gt=0, lt=1)] = 0.37
    mean_talk: Annotated[float, Field(gt=5)] = 94.0
    office_version: Annotated[int, Field(ge=0)] = 1
