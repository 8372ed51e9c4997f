"""What the call log's API gives."""

from datetime import datetime
from typing import Literal

from vochi.core.calls.call import CallState, Direction, LegEnd, Result
from vochi.core.calls.explained import Explained
from vochi.core.frozen import Frozen
from vochi.hub.answer import Page

EmployeeState = Literal["ringing", "talking", "held"]


class ClientRef(Frozen):
    """The client of a call: `number` empty when hidden. `name` is his card's, else what the
    network sent (hostile text: data only); `id` is his card's, None when there is none. `lists`
    and `tags` are slugs, as they are today.
    """

    number: str
    pretty: str
    name: str
    id: int | None
    lists: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class EmployeeRef(Frozen):
    """An employee as the office named him when the call was made."""

    extension: str
    name: str


CloseReason = Literal["settled", "no_need", "mistake"]


class ClosedOut(Frozen):
    """Who closed a missed call by hand, when and why; it is not to be remembered any more."""

    at: datetime
    by: str
    reason: CloseReason


class CallRow(Frozen):
    """One conversation in the log. `waited` and `talked` are seconds.

    `caller` is the employee who called, whether anybody answered him or not; None for `in`.
    `tags` and `source` are slugs that schemes gave the call; `message_owner` is the extension or
    department that the voicemail is for.
    """

    id: int
    linked_id: str
    direction: Direction
    result: Result | None
    state: CallState
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    waited: float
    talked: float
    client: ClientRef
    line: str | None
    line_name: str | None
    number: str
    caller: EmployeeRef | None
    employee: EmployeeRef | None
    first_employee: EmployeeRef | None
    last_employee: EmployeeRef | None
    departments: tuple[str, ...]
    rang: tuple[EmployeeRef, ...]
    has_recording: bool
    end_reason: str | None
    has_message: bool = False
    message_owner: str | None = None
    callback_asked_at: datetime | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    score: int | None = None
    closed: ClosedOut | None = None


class LegOut(Frozen):
    """A device or line that took part or was asked to; `name` is the employee's or line's."""

    endpoint: str
    kind: Literal["device", "line"]
    extension: str | None
    name: str
    role: Literal["caller", "callee"]
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    end: LegEnd | None
    cause: int | None


class TalkOut(Frozen):
    """An interval in which client and employee heard each other."""

    began_at: datetime
    ended_at: datetime | None
    endpoint: str
    extension: str | None
    name: str
    seconds: float


class PassedOut(Frozen):
    """A node that the call went through; `out` is the port it left by."""

    scheme: str
    scheme_name: str
    node: str
    kind: str
    entered_at: datetime
    out: str | None


class TriedLineOut(Frozen):
    """A line that an outgoing call tried, and why it did not carry the call."""

    line: str
    name: str
    at: datetime
    why: str | None


class RecordingOut(Frozen):
    """A recording that can be played: `peaks` is the address of its wave form."""

    id: int
    started_at: datetime | None
    seconds: float
    format: str
    url: str
    peaks: str


class MessageOut(Frozen):
    """A voicemail; `url` is None till its file has come. `owner` is whose it is, by number."""

    id: int | None
    owner: str | None
    owner_name: str | None
    seconds: float | None
    format: str | None
    url: str | None


class ParkedOut(Frozen):
    """A stay on a parking slot, and how it ended (None: still there)."""

    slot: str
    by: EmployeeRef
    began_at: datetime
    ended_at: datetime | None
    how: Literal["taken", "returned", "abandoned"] | None
    taken_by: EmployeeRef | None


class TransferredOut(Frozen):
    """Somebody handed the client on; `why` when that failed. `to_name` is an employee's name."""

    at: datetime
    kind: Literal["blind", "attended", "third", "pickup", "pull"]
    by: EmployeeRef
    to: str
    to_name: str | None
    why: str | None


class MarkOut(Frozen):
    """A moment of the call that the player shows; `by` is an employee."""

    at: datetime
    what: str
    by: EmployeeRef | None


class SkippedOut(Frozen):
    """Somebody who was to be rung and was not; `on` is whom his calls were forwarded to."""

    to: str
    name: str | None
    why: str
    at: datetime
    on: str | None


class RemovedOut(Frozen):
    """A sound that was removed: by a rule after so many `days`, or with a person."""

    kind: Literal["recording", "message"]
    at: datetime
    why: Literal["rule", "person"]
    days: int | None
    text: str


class CallDetail(CallRow):
    """The call with everything inside; `via` is the old number that the client dialled (S07).

    `removed` are sounds that are here no more; `hold` is why nothing of it may be removed.
    """

    legs: tuple[LegOut, ...]
    talks: tuple[TalkOut, ...]
    path: tuple[PassedOut, ...]
    lines_tried: tuple[TriedLineOut, ...]
    recordings: tuple[RecordingOut, ...]
    office_version: int
    employees: tuple[EmployeeRef, ...]
    messages: tuple[MessageOut, ...] = ()
    parks: tuple[ParkedOut, ...] = ()
    transfers: tuple[TransferredOut, ...] = ()
    marks: tuple[MarkOut, ...] = ()
    listeners: tuple[EmployeeRef, ...] = ()
    steps: tuple[PassedOut, ...] = ()
    skipped: tuple[SkippedOut, ...] = ()
    limit: str | None = None
    via: str | None = None
    removed: tuple[RemovedOut, ...] = ()
    hold: str | None = None


class TraceLine(Explained):
    """A line of the trace in the asker's words; `name` is whose phone, or which line it is."""

    name: str | None
    text: str


class Peaks(Frozen):
    """Loudest sample of each slice: left (client) and right (employee), 0 to 255."""

    seconds: float
    peaks: tuple[tuple[int, ...], ...]


class CallPage(Page[CallRow]):
    """Calls, newest first."""
