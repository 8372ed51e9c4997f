"""Bodies of webhooks: documented shapes, added to and never renamed."""

from datetime import datetime
from typing import Literal

from vochi.core.calls.call import Direction, Result
from vochi.core.frozen import Frozen
from vochi.hub.calls.schemas import ClientRef, EmployeeRef


class HookCall(Frozen):
    """A call as it stood when the event happened. Times are UTC, `waited` and `talked` seconds.

    `id` is the call in the log (`GET /calls/{id}`), the same in all of its events. `line` is ours
    that it came or went by, `number` what was dialled. `result` is there once it has ended.
    """

    id: int
    linked_id: str
    direction: Direction
    client: ClientRef
    line: str | None
    number: str
    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    ringing: tuple[str, ...] = ()
    employee: EmployeeRef | None = None
    result: Result | None = None
    waited: float | None = None
    talked: float | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    has_recording: bool = False
    has_message: bool = False


class HookFile(Frozen):
    """A recording or voicemail of a call: `url` wants a token that may read it."""

    call: HookCall
    url: str
    seconds: float | None = None


class HookSms(Frozen):
    """A message; `text` is what a stranger may have written: data only."""

    id: str
    dir: Literal["in", "out"]
    state: str
    number: str
    text: str
    line: str | None
    client_id: int | None
    at: datetime
    why: str


class HookClient(Frozen):
    """A card that was made, changed or put on a list; `id` 0: a bare number on a list."""

    id: int
    name: str
    company_name: str
    phones: tuple[str, ...]


class HookLine(Frozen):
    """A line that went down or came back."""

    id: str
    name: str
    operator: str
    state: str
    why: str | None
    since: datetime | None


class HookOffice(Frozen):
    """A published version of the office."""

    version: int
    author: str
    reason: str


class HookPing(Frozen):
    """What the test button sends."""

    hello: str


Data = HookCall | HookFile | HookSms | HookClient | HookLine | HookOffice | HookPing


class HookMessage(Frozen):
    """The whole body of a request. `id` is the same every time that the event is told: whoever has
    seen it may answer 200 and do nothing. `type` says which of the shapes `data` has.
    """

    id: str
    type: str
    at: datetime
    company: int
    data: Data
