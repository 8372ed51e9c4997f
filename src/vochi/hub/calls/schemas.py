"""What the call log's API gives."""

from datetime import datetime
from typing import Literal

from vochi.core.calls.call import CallState, Direction, LegEnd, Result
from vochi.core.frozen import Frozen
from vochi.hub.answer import Page

EmployeeState = Literal["ringing", "talking", "held"]


class ClientRef(Frozen):
    """The client of a call: `number` empty when hidden. `name` is his card's, else what the
    network sent (hostile text: data only); `id` is his card's, None when there is none.
    """

    number: str
    pretty: str
    name: str
    id: int | None


class EmployeeRef(Frozen):
    """An employee as the office named him when the call was made."""

    extension: str
    name: str


class CallRow(Frozen):
    """One conversation in the log. `waited` and `talked` are seconds.

    `caller` is the employee who called, whether anybody answered him or not; None for `in`.
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
    seconds: float
    format: str
    url: str
    peaks: str


class CallDetail(CallRow):
    """The call with everything inside."""

    legs: tuple[LegOut, ...]
    talks: tuple[TalkOut, ...]
    path: tuple[PassedOut, ...]
    lines_tried: tuple[TriedLineOut, ...]
    recordings: tuple[RecordingOut, ...]
    office_version: int
    employees: tuple[EmployeeRef, ...]


class Peaks(Frozen):
    """Loudest sample of each slice: left (client) and right (employee), 0 to 255."""

    seconds: float
    peaks: tuple[tuple[int, ...], ...]


class CallPage(Page[CallRow]):
    """Calls, newest first."""
