"""What the desk shows."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from vochi.core.calls.away import AwayState
from vochi.core.calls.call import CallState, Direction
from vochi.core.frozen import Frozen
from vochi.core.office.person import WorksFrom
from vochi.hub.calls.schemas import ClientRef, EmployeeRef, EmployeeState
from vochi.hub.gateways.events import GatewayChanged, SimChanged
from vochi.hub.messages.schemas import SmsRow
from vochi.hub.offices.schemas import OfficeState

LineStateName = Literal["free", "ringing", "busy", "down", "paused"]
PresenceState = Literal["free", "ringing", "talking", "offline"]


class LiveEmployee(Frozen):
    """An employee in a live call."""

    extension: str
    name: str
    state: EmployeeState


class ParkedNow(Frozen):
    """Where a client is parked, by whom; at `until` he goes back to him."""

    slot: str
    by: EmployeeRef
    since: datetime
    until: datetime


class LiveCall(Frozen):
    """A call that is on now. `scheme_node` is `scheme/node` where an incoming call stands, of the
    kind `node_kind`, since `node_since` (a caller in a queue waits there). `lines` are those that
    bear a leg now, one for each: a client who was handed on outside holds two. `departments` and
    `took_part` (extensions) had part in it until now: whoever may see one of them sees the call.
    """

    linked_id: str
    id: int
    direction: Direction
    state: CallState
    client: ClientRef
    line: str | None
    line_name: str | None
    number: str
    employees: tuple[LiveEmployee, ...]
    ringing: tuple[str, ...]
    started_at: datetime
    answered_at: datetime | None
    held_since: datetime | None
    scheme_node: str | None
    node_kind: str | None = None
    node_since: datetime | None = None
    parked: ParkedNow | None = None
    recording: Literal["on", "paused"] | None = None
    tags: tuple[str, ...] = ()
    source: str | None = None
    lines: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    took_part: tuple[str, ...] = ()


class PresenceDevice(Frozen):
    """A phone of a person."""

    account: str
    online: bool


class PresencePeer(Frozen):
    """With whom a person talks."""

    number: str
    name: str


class AwayNow(Frozen):
    """Why a person is not rung; `to` takes his calls (`to_name`: whose it is), `until` ends it."""

    state: AwayState
    since: datetime
    to: str | None
    to_name: str | None
    until: datetime | None


class Presence(Frozen):
    """A person of the office: what he is doing, since when, with whom; `away` beside it.

    `works_from`: his mobile or his softphone rings in place of his phones.
    """

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    person: str
    name: str
    extension: str
    departments: tuple[str, ...]
    state: PresenceState
    since: datetime
    with_: PresencePeer | None = Field(alias="with")
    devices: tuple[PresenceDevice, ...]
    away: AwayNow | None = None
    works_from: WorksFrom = "desk"


class LineState(Frozen):
    """A line: `busy` of its `channels` carry calls now. `busy` as a state: all of them do.

    `why`: `office` or `desk` paused it, `unsigned`, a limit (`limit`), bad calls (`rest`), or
    `offline`.
    """

    id: str
    name: str
    operator: str
    number: str | None
    kind: Literal["gsm", "trunk", "fxo"]
    channels: int
    busy: int
    online: bool
    since: datetime | None
    state: LineStateName = "free"
    why: str | None = None


class DepartmentOut(Frozen):
    """A department and the extensions of its members."""

    number: str
    name: str
    members: tuple[str, ...]


class EngineState(Frozen):
    """The telephone engine as the box last said; `unknown` before it said anything."""

    state: Literal["started", "stopped", "died", "unknown"]
    since: datetime | None


class AlarmOut(Frozen):
    """What a person should hear of at once, in the words of each language."""

    code: str
    facts: dict[str, str]
    texts: dict[str, str]


class Alarms(Frozen):
    """Event `alarms`: all there are for whoever listens, in place of those told before. Alarms of
    administration are for administrators alone.
    """

    alarms: tuple[AlarmOut, ...]


class ParkingOut(Frozen):
    """How parking is set up: so many slots, taken by the code and the slot, for so many seconds."""

    slots: int
    seconds: int
    code: str | None


class ConferenceOut(Frozen):
    """A conference room and who is in it now (extensions)."""

    number: str
    name: str
    people: tuple[str, ...]


class FollowMeOut(Frozen):
    """A number that looks for a person step by step; `steps` are whom each of them rings."""

    number: str
    name: str
    extension: str
    steps: tuple[tuple[str, ...], ...]


class Board(Frozen):
    """Everything on the desk now; listen to the stream from `event_id` on."""

    event_id: int
    calls: tuple[LiveCall, ...]
    people: tuple[Presence, ...]
    departments: tuple[DepartmentOut, ...]
    lines: tuple[LineState, ...]
    engine: EngineState
    alarms: tuple[AlarmOut, ...] = ()
    parking: ParkingOut
    conferences: tuple[ConferenceOut, ...] = ()
    follow_me: tuple[FollowMeOut, ...] = ()
    office: OfficeState


class CallEnded(Frozen):
    """Event `call_ended`: the call left the desk; `id` is its row in the log. `departments` and
    `took_part` as in `LiveCall`.
    """

    linked_id: str
    id: int
    departments: tuple[str, ...] = ()
    took_part: tuple[str, ...] = ()


class CallFiles(Frozen):
    """A recording or message of the call `id` came; no desk is told, it shows in the log."""

    id: int


class ClientChanged(Frozen):
    """Event `client`: a card was made or changed."""

    id: int


class OfficeChanged(Frozen):
    """Event `office`: a version was published (`running` false) or a box runs it."""

    version: int
    running: bool
    ok: bool


class RightsChanged(Frozen):
    """Not told to desks: the streams of this account are closed, to be opened by its new rights."""

    account: int


class StreamEvents(Frozen):
    """Bodies of the stream's events by name; `reset` has none: read the board again."""

    call: LiveCall
    call_ended: CallEnded
    presence: Presence
    line: LineState
    client: ClientChanged
    engine: EngineState
    office: OfficeChanged
    alarms: Alarms
    sms: SmsRow
    sim: SimChanged
    gateway: GatewayChanged


class DeviceOut(Frozen):
    """What a person types into a phone, and whether it came through."""

    account: str
    name: str
    kind: str
    extension: str
    person: str | None
    server: str
    port: int
    transport: str
    online: bool
    address: str
    user_agent: str
    last_seen: datetime | None


class OldNumberOut(Frozen):
    """A number that its operator forwards to `to`; `last_used`: when somebody last dialled it."""

    number: str
    name: str
    to: str
    last_used: datetime | None


class AnswerOut(Frozen):
    """What answers a number of a line (None: each that is not named): an incoming scheme."""

    number: str | None
    scheme: str
    name: str


class SchemeRef(Frozen):
    """A scheme by name."""

    id: str
    name: str


class SignatureOut(Frozen):
    """The rule of the country that a line breaks, and who has signed for it (S13; None: nobody,
    and until then it carries no call outside).
    """

    rule: str
    by: str | None
    at: datetime | None


class LineOut(Frozen):
    """What a person types into a gateway (`account` registers at our server), or for a `trunk`
    how we reach the operator (`server`, `port` are his). `used_by` are outgoing schemes.
    `gateway` and `slot` are where a SIM card is, `adapter` what makes an analogue line.
    """

    account: str
    name: str
    operator: str
    kind: Literal["gsm", "trunk", "fxo"]
    number: str | None
    channels: int
    server: str
    port: int
    transport: str
    online: bool
    address: str
    user_agent: str
    last_seen: datetime | None
    replaces: tuple[OldNumberOut, ...] = ()
    id: str
    numbers: tuple[str, ...]
    paused: bool
    gateway: str | None
    slot: int | None
    adapter: str | None
    answers: tuple[AnswerOut, ...]
    used_by: tuple[SchemeRef, ...]
    signature: SignatureOut | None


class PasswordOut(Frozen):
    """A password that was asked for; the asking is in the audit log."""

    password: str
