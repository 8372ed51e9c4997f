"""Messages between box and hub. The box opens every connection (no static address needed).

    POST /link/v1/enroll           EnrollRequest  -> EnrollReply     one-time code, no key yet
    POST /link/v1/entries          EntriesPush    -> EntriesAck      idempotent by (box, seq)
    GET  /link/v1/commands?wait=25&done=ID&office=N&clients=N -> CommandsReply   long poll
    GET  /link/v1/office           -> OfficeReply                    the version to run
    GET  /link/v1/prompts/{sha256} -> the file
    GET  /link/v1/clients?since=N  -> ClientsReply                   facts that calls need
    GET  /link/v1/orders/{uid}     -> ForgetOrder                    what `forget` is about
    PUT  /link/v1/alarms           AlarmsPush -> 204                 all of them, at every change
    PUT  /link/v1/prompts/{sha256} body: the file; `X-Vochi-Prompt` -> 201: recorded by phone
    PUT  /link/v1/messages/{sha256} body: the file; `X-Vochi-Unique-Id` -> 201: a voicemail
    PUT  /link/v1/recordings/{sha256}  body: the file; header `X-Vochi-Unique-Id` -> 201 or 200

Everything but `enroll` carries `Authorization: Bearer <key of the box>`.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from vochi.core.calls.entry import Entry
from vochi.core.frozen import Frozen
from vochi.core.gsm.actions import (
    AskBalance,
    AskUssd,
    CancelSms,
    CutPower,
    EndUssd,
    ExamineLine,
    ProbeGateway,
    RenewForwards,
    RestartGateway,
    RestartLine,
    SendSms,
)
from vochi.core.office.document import Office, Secrets
from vochi.core.privacy.needles import Needles


class EnrollRequest(Frozen):
    """`code` is shown once by the hub; `name` is the box's own host name."""

    code: str
    name: str


class EnrollReply(Frozen):
    """The key is told once; the hub keeps only its hash."""

    box_id: int
    key: Annotated[str, Field(repr=False)]


class EntriesPush(Frozen):
    """Entries in order of `seq`, at most 500."""

    entries: Annotated[tuple[Entry, ...], Field(max_length=500)]


class EntriesAck(Frozen):
    """All entries up to and with `through` are safe in the hub; `hash` is that of `through`.

    An empty push asks for it: a box whose journal was lost goes on from there.
    """

    through: int
    hash: str | None = None


class Originate(Frozen):
    """Ring the employee's phones first, then call `to` as if he had dialled it (P03)."""

    kind: Literal["originate"] = "originate"
    extension: str
    to: str


class HangUpCall(Frozen):
    """End the whole call."""

    kind: Literal["hang_up"] = "hang_up"
    linked_id: str


class BlindTransfer(Frozen):
    """Send the client of the call on to `to`, as the employee could dial it."""

    kind: Literal["blind_transfer"] = "blind_transfer"
    linked_id: str
    extension: str
    to: str


class Park(Frozen):
    """Park the client of the call that the extension talks with (S26).

    On `slot`, or on the first that is free when it is empty; `slot_taken`.
    """

    kind: Literal["park"] = "park"
    linked_id: str
    extension: str
    slot: str = ""


class Retrieve(Frozen):
    """Ring the extension's phones; whoever answers has the parked client. `empty_slot`: gone."""

    kind: Literal["retrieve"] = "retrieve"
    slot: str
    extension: str


class PickUp(Frozen):
    """Ring the extension's phones; whoever answers has the call that rings elsewhere."""

    kind: Literal["pick_up"] = "pick_up"
    linked_id: str
    extension: str


class SetAway(Frozen):
    """Do-not-disturb, forward to `to`, or neither; `ready` ends a wrap-up time too."""

    kind: Literal["set_away"] = "set_away"
    extension: str
    state: Literal["none", "dnd", "forward", "ready"]
    to: str = ""


class Listen(Frozen):
    """Ring the extension's phones; whoever answers hears the call (P14). `forbidden`: no right."""

    kind: Literal["listen"] = "listen"
    linked_id: str
    extension: str
    mode: Literal["listen", "whisper", "barge"] = "listen"


class SetRecording(Frozen):
    """Record the call from now on, pause it (card data), go on, stop it."""

    kind: Literal["set_recording"] = "set_recording"
    linked_id: str
    extension: str
    state: Literal["on", "pause", "resume", "off"]


class PauseLine(Frozen):
    """Take a line out of outgoing calls, or back; the last usable one is refused (`last_line`)."""

    kind: Literal["pause_line"] = "pause_line"
    line: str
    paused: bool


class Invite(Frozen):
    """Call `to` and let it into the talk of the extension (third party, S40)."""

    kind: Literal["invite"] = "invite"
    linked_id: str
    extension: str
    to: str


class PickUpOwn(Frozen):
    """Answer the call on the extension's own phone that it rings at; `by_hand`: it will not."""

    kind: Literal["answer"] = "answer"
    linked_id: str
    extension: str


class Decline(Frozen):
    """The extension's phones ring for this call no more; whoever else rings goes on ringing."""

    kind: Literal["decline"] = "decline"
    linked_id: str
    extension: str


class Hold(Frozen):
    """The client of the extension's talk hears music, its phone stays in the call."""

    kind: Literal["hold"] = "hold"
    linked_id: str
    extension: str


class Resume(Frozen):
    """Take the client back who was put on hold."""

    kind: Literal["resume"] = "resume"
    linked_id: str
    extension: str


class Consult(Frozen):
    """Call `to` while the client hears music: an attended transfer begins (S40)."""

    kind: Literal["consult"] = "consult"
    linked_id: str
    extension: str
    to: str


class HandOver(Frozen):
    """End an attended transfer: the client goes to who was called, the extension is free."""

    kind: Literal["hand_over"] = "hand_over"
    linked_id: str
    extension: str


class TakeBack(Frozen):
    """Give up an attended transfer: who was called is let go, the client is back."""

    kind: Literal["take_back"] = "take_back"
    linked_id: str
    extension: str


class Forget(Frozen):
    """Let go of what an order of the hub names (`GET /link/v1/orders/{uid}`): a person, files.

    Done twice it is done once. What must be forgotten is never in the command itself.
    """

    kind: Literal["forget"] = "forget"
    order: str


class RecordPrompt(Frozen):
    """Ring the extension's phones and record what is said after the tone as a prompt `id`."""

    kind: Literal["record_prompt"] = "record_prompt"
    extension: str
    id: str


Action = Annotated[
    Originate
    | HangUpCall
    | BlindTransfer
    | Park
    | Retrieve
    | PickUp
    | SetAway
    | Listen
    | SetRecording
    | PauseLine
    | Invite
    | RecordPrompt
    | PickUpOwn
    | Decline
    | Hold
    | Resume
    | Consult
    | HandOver
    | TakeBack
    | SendSms
    | CancelSms
    | AskUssd
    | EndUssd
    | AskBalance
    | RenewForwards
    | RestartLine
    | RestartGateway
    | CutPower
    | ExamineLine
    | ProbeGateway
    | Forget,
    Field(discriminator="kind"),
]


class ClientFact(Frozen):
    """What calls must know of a client's number: `value` of `client/`, extension of `resp/`.

    Both empty: forget the number.
    """

    number: str
    value: str = ""
    responsible: str = ""


class ClientsReply(Frozen):
    """Facts that changed after `since`, at most 1,000; ask again from `through` while `more`.

    `reset`: these are all there are, forget the rest.
    """

    facts: tuple[ClientFact, ...]
    through: int
    more: bool = False
    reset: bool = False


class BoxAlarm(Frozen):
    """What a person should hear of at once: a code of `core.wording` with its facts."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9_.]{1,60}$")]
    facts: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=20)] = (
        Field(default_factory=dict)
    )


class AlarmsPush(Frozen):
    """All alarms of the box as they stand, in place of those it told before."""

    alarms: Annotated[tuple[BoxAlarm, ...], Field(max_length=50)]


class Command(Frozen):
    """Something to do before `deadline` (UTC); later it is refused with code `late`.

    The answer is the journal entry `command` with the same id: codes `done`, `late`,
    `no_such_call`, `no_device` (no phone of the extension is online), `bad_number`,
    `engine_down`, `failed`, `empty_slot`, `forbidden`, `last_line`, `no_free_slot`, `no_line`,
    `no_route`, `not_recorded`, `too_late`, `offline`, `busy`, `refused`, `no_answer`,
    `not_supported`, `in_call`, `too_soon`, `alone`, `no_gateway`, `no_socket`, `limit`,
    `service_code`, `by_hand` (the phone takes no orders: its owner must do it), `third_party`
    (several talk), `no_consultation`, `slot_taken`.
    """

    id: str
    deadline: datetime
    action: Action


class CommandsReply(Frozen):
    """Commands not yet answered, oldest first; `office` is the version the box should run.

    `clients` grows with every change of what calls must know of clients (`ClientsReply.through`).
    """

    commands: tuple[Command, ...]
    office: int | None
    clients: int = 0


class OfficeReply(Frozen):
    """The office to run with its secrets; the prompts are fetched apart, by their content."""

    office: Office
    secrets: Secrets


class ForgetFile(Frozen):
    """A file that the box need not keep any more; one that the hub has not yet got stays."""

    kind: Literal["recording", "message"]
    unique_id: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ForgetOrder(Frozen):
    """What to forget: a person everywhere, if there is one, and files.

    `entries` are those that the hub has rewritten (number, SHA-256 of what stands there now): the
    box names those too that it has itself forgotten since, so that the chain says it of all.
    """

    needles: Needles | None = None
    files: tuple[ForgetFile, ...] = ()
    entries: tuple[tuple[int, str], ...] = ()


class LinkError(Frozen):
    """Body of every refusal (RFC 9457 problem details in small)."""

    code: str
    detail: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)
