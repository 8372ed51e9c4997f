"""A call as the client lived it: what the fold makes of events."""

from datetime import datetime
from typing import Literal

from vochi.core.frozen import Frozen

Direction = Literal["in", "out", "internal"]
Result = Literal[
    "answered", "missed", "busy", "no_line", "failed", "refused", "interrupted", "no_answer"
]
CallState = Literal["ringing", "talking", "held", "ended"]
LegEnd = Literal[
    "answered", "answered_elsewhere", "no_answer", "busy", "unreachable", "cancelled", "failed",
    "rejected", "interrupted",
]  # fmt: skip


class Leg(Frozen):
    """One device or line that took part or was asked to: when it rang, and how that ended.

    `endpoint` is as Asterisk names it (see `Endpoint`); `unique_id` is empty when Asterisk made
    no channel (a phone that is not registered). `end` is None while the leg lives.
    """

    endpoint: str
    unique_id: str
    role: Literal["caller", "callee"]
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    end: LegEnd | None
    cause: int | None = None


class Talk(Frozen):
    """An interval in which the client (or the caller inside) and one employee heard each other.

    `employee` is the extension: the owner of the phone, or who was looked for at an outside
    number (follow me, forward); None for somebody outside.
    """

    began_at: datetime
    ended_at: datetime | None
    endpoint: str
    seconds: float
    employee: str | None = None


class Passed(Frozen):
    """A node of an inbound scheme that the call went through; `out` is the port it left by.

    `key` is what was pressed there, `why` what a webhook said: where known.
    """

    scheme: str
    node: str
    kind: str
    entered_at: datetime
    out: str | None
    left_at: datetime | None = None
    key: str | None = None
    why: str | None = None


class TriedLine(Frozen):
    """A line that an outgoing call tried; `why` says why it did not carry the call."""

    line: str
    at: datetime
    why: str | None


class Carried(Frozen):
    """A line that bore a leg of the call, and so who paid: `out` is on our bill, `in` is not.

    `number` is who was at the far end, `by` the extension that had him called. `seconds` are
    from the answer to the end: what an operator counts.
    """

    line: str
    unique_id: str
    way: Literal["in", "out"]
    number: str
    by: str | None
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    seconds: float


class Skipped(Frozen):
    """Somebody who was to be rung and was not: `why` as in V_SKIP."""

    to: str
    why: str
    at: datetime
    on: str | None = None


class Parked(Frozen):
    """A stay on a parking slot; `by` parked, `taken_by` took back (None: still there, or gone).

    `how`: taken, returned (to whom it came back answered), abandoned (the client hung up).
    """

    slot: str
    by: str
    began_at: datetime
    ended_at: datetime | None = None
    how: Literal["taken", "returned", "abandoned"] | None = None
    taken_by: str | None = None


class Conferred(Frozen):
    """A stay in the conference `room`; `by` is the extension, None for somebody outside."""

    room: str
    by: str | None
    began_at: datetime
    ended_at: datetime | None = None


class Transferred(Frozen):
    """Somebody handed the client on: `kind` is how, `to` as dialled; `why` when it failed."""

    at: datetime
    kind: Literal["blind", "attended", "third", "pickup", "pull"]
    by: str
    to: str
    why: str | None = None


class Mark(Frozen):
    """A moment of the recording: `what` as in V_MARK, or `held`, `unheld`, `parked`, `moved`.

    `listen`, `whisper`, `barge`: `by` began to listen, to tell the employee, to speak to both.
    """

    at: datetime
    what: str
    by: str | None = None


class Message(Frozen):
    """A message that the caller left (V_MAIL); `sha256` when it is safe on disk."""

    unique_id: str
    owner: str | None
    seconds: float | None = None
    sha256: str | None = None
    format: str | None = None


class RecordingMark(Frozen):
    """A recording of the call: known from its start, `sha256` only when it is safe on disk."""

    unique_id: str
    sha256: str | None = None
    seconds: float | None = None
    format: str | None = None


class Call(Frozen):
    """One conversation. Times are UTC, durations seconds by the monotonic clock.

    `client` is E.164 where the number can be read as one, else the digits as they came, empty
    when hidden; `client_name` is what the network sent as a name: hostile text, data only.
    `employee` is the extension that talked longest; `first` and `last` talked first and last.
    `number` is what was dialled: our number (in), the client's (out), the extension (internal).
    `waited` is from start to the first talk or the end. A call that is missed: in, nobody talked.
    `talked` is the time in which anybody talked: less than the sum of `talks` where several did.
    `steps` are those of follow me (`scheme` is its number, `node` the step). `listeners` are
    extensions that listened in, barged in or not: they count neither as talk nor as employee.
    `limit` is what of V_LIMIT cut or refused it. `carried` are all legs over lines, in order;
    `line` is the client's. A stay of `parks` or `conferences` without an end lasts now.
    `via` is the old number that the client dialled (S07).
    """

    linked_id: str
    direction: Direction
    state: CallState
    result: Result | None
    client: str
    client_name: str
    number: str
    line: str | None
    office_version: int
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    waited: float
    talked: float
    employee: str | None
    first_employee: str | None
    last_employee: str | None
    legs: tuple[Leg, ...]
    talks: tuple[Talk, ...]
    path: tuple[Passed, ...]
    lines_tried: tuple[TriedLine, ...]
    recordings: tuple[RecordingMark, ...]
    end_reason: str | None = None
    skipped: tuple[Skipped, ...] = ()
    steps: tuple[Passed, ...] = ()
    parks: tuple[Parked, ...] = ()
    transfers: tuple[Transferred, ...] = ()
    marks: tuple[Mark, ...] = ()
    messages: tuple[Message, ...] = ()
    tags: tuple[str, ...] = ()
    source: str | None = None
    score: int | None = None
    callback_asked_at: datetime | None = None
    listeners: tuple[str, ...] = ()
    limit: str | None = None
    carried: tuple[Carried, ...] = ()
    conferences: tuple[Conferred, ...] = ()
    via: str | None = None
