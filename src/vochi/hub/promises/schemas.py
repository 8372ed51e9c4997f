"""What the API of promises takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, Slug
from vochi.core.promises.obligation import Kind
from vochi.hub.answer import Cursor, Limit, Page, RowId
from vochi.hub.calls.schemas import CloseReason
from vochi.hub.link.schemas import CommandOut

PromiseState = Literal["open", "kept", "closed"]
#: `merged`: it is one with another promise now.
PromiseHow = Literal["came", "called", "hand", "unwanted", "merged"]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class PromiseOwner(Frozen):
    """Who is to call."""

    person: str
    extension: str
    name: str


class PromiseCalling(Frozen):
    """Who is calling the client back now."""

    extension: str
    name: str
    since: datetime


class PromiseTried(Frozen):
    """The last call back that did not reach him; `why` is its result."""

    at: datetime
    by: str
    why: str
    call: int


class SmsSent(Frozen):
    """The text that went out after his missed call."""

    at: datetime
    state: str


class PromiseOut(Frozen):
    """A promise. `number` is empty when he hid it. `reasons` are all kinds that opened it, `kind`
    the weightiest, or `callback_failed` when calling back was the last thing that happened.
    `times` he called in vain, of them `short` gave up at once; `lost`: in a transfer, or parked.
    `message` is seconds. `departments` and `people` (extensions) had part.
    """

    id: int
    kind: Kind
    reasons: tuple[Kind, ...]
    number: str
    numbers: tuple[str, ...]
    pretty: str
    name: str
    client_id: int | None
    opened_at: datetime
    last_at: datetime
    due_at: datetime
    times: int
    short: int
    lost: bool
    longest_wait: float
    last_call: int | None
    message_call: int | None
    message: float | None
    department: str | None
    departments: tuple[str, ...]
    people: tuple[str, ...]
    line: str | None
    line_name: str | None
    owner: PromiseOwner | None
    calling: PromiseCalling | None
    tries: int
    tried: PromiseTried | None
    state: PromiseState
    closed_at: datetime | None
    how: PromiseHow | None
    by: str
    by_call: int | None
    reason: CloseReason | None
    text: str
    promised_by: str
    sms: SmsSent | None


class PromisePage(Page[PromiseOut]):
    """Open ones by the clock, over ones the newest first."""


class PromiseFigures(Frozen):
    """How many are open: all, the asker's, nobody's, late. `kept` and `closed` by hand since the
    week began, `today` both since midnight, by the clock of the company.
    """

    open: int
    mine: int
    nobody: int
    late: int
    kept: int
    closed: int
    today: int


class PromiseFilter(Frozen):
    """`owner` is a person's id, `me`, or `nobody`; `over`: those kept or closed since `since`."""

    state: Literal["open", "kept", "closed", "over"] = "open"
    owner: Slug | None = None
    department: Extension | None = None
    number: Number | None = None
    client: RowId | None = None
    since: datetime | None = None
    cursor: Cursor | None = None
    limit: Annotated[Limit, Field()] = 50


class PromiseIn(Frozen):
    """A promise made by hand; `owner` is a person's id, else who makes it."""

    number: Number
    due_at: datetime
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    owner: Slug | None = None


class CloseIn(Frozen):
    """Why it is to be remembered no longer."""

    reason: CloseReason


class TakeIn(Frozen):
    """To whom it goes: a person's id, None: to oneself, empty: to nobody."""

    owner: Annotated[str, StringConstraints(max_length=40)] | None = None


class CallBackIn(Frozen):
    """Which of his numbers to call; None: the one that he called from last."""

    number: Number | None = None


class CallBackOut(Frozen):
    """The call is on its way."""

    promise: PromiseOut
    command: CommandOut
