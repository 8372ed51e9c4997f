"""Messages between box and hub. The box opens every connection (no static address needed).

    POST /link/v1/enroll           EnrollRequest  -> EnrollReply     one-time code, no key yet
    POST /link/v1/entries          EntriesPush    -> EntriesAck      idempotent by (box, seq)
    GET  /link/v1/commands?wait=25&done=ID&office=N&clients=N -> CommandsReply   long poll
    GET  /link/v1/office           -> OfficeReply                    the version to run
    GET  /link/v1/prompts/{sha256} -> the file
    GET  /link/v1/clients?since=N  -> ClientsReply                   facts that calls need
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
from vochi.core.office.document import Office, Secrets


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
    """Park the client of the call that the extension talks with (S26)."""

    kind: Literal["park"] = "park"
    linked_id: str
    extension: str


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


class RecordPrompt(Frozen):
    """Ring the extension's phones and record what is said after the tone as a prompt `id`."""

    kind: Literal["record_prompt"] = "record_prompt"
    extension: str
    id: str


class SendSms(Frozen):
    """Take an SMS into the box's queue (its `id` for ever: a second one with it does nothing).

    `line` None: the box chooses (`core.gsm.choice`). `done` means queued; how it went on is told
    by entries `sms`. Its command may wait as long as the message may (`give_up_hours`).
    """

    kind: Literal["send_sms"] = "send_sms"
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    to: str
    text: Annotated[str, Field(min_length=1, max_length=3000)]
    line: str | None = None
    origin: Literal["person", "missed"] = "person"


class CancelSms(Frozen):
    """Take an SMS that still waits out of the queue; `too_late` when it is on its way."""

    kind: Literal["cancel_sms"] = "cancel_sms"
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class AskUssd(Frozen):
    """Say `code` to the network of a SIM card; with the `dialogue` of an earlier one: choose.

    `done` with `dialogue`, `text`, `menu` in the facts; the same is told by entries `ussd`.
    Codes: `no_line`, `offline`, `busy`, `refused`, `no_answer`, `not_supported`.
    """

    kind: Literal["ask_ussd"] = "ask_ussd"
    line: str
    code: Annotated[str, Field(pattern=r"^[*#0-9][*#0-9]{0,159}$")]
    dialogue: Annotated[str, Field(pattern=r"^[0-9a-f]{0,32}$")] = ""
    by: str = ""


class EndUssd(Frozen):
    """End a dialogue."""

    kind: Literal["end_ussd"] = "end_ussd"
    line: str
    dialogue: Annotated[str, Field(pattern=r"^[0-9a-f]{1,32}$")]


class AskBalance(Frozen):
    """Ask for the balance of a SIM card now; the facts have `cents`, `currency`, `raw`."""

    kind: Literal["ask_balance"] = "ask_balance"
    line: str


class RenewForwards(Frozen):
    """Tell the network anew what the office wants forwarded on this line."""

    kind: Literal["renew_forwards"] = "renew_forwards"
    line: str


class RestartLine(Frozen):
    """Restart a line of a gateway. `in_call`: refused, unless `force`."""

    kind: Literal["restart_line"] = "restart_line"
    line: str
    force: bool = False
    by: str = ""


class RestartGateway(Frozen):
    """Restart a gateway. `in_call`: refused, unless `force`; `too_soon`."""

    kind: Literal["restart_gateway"] = "restart_gateway"
    gateway: str
    force: bool = False
    by: str = ""


class CutPower(Frozen):
    """Take power from what a socket feeds and give it back. `in_call`, `too_soon`, `offline`."""

    kind: Literal["cut_power"] = "cut_power"
    socket: str
    force: bool = False
    by: str = ""


class ExamineLine(Frozen):
    """Let the line doctor try a line now; `done` when it has begun, the rest is an entry `check`.

    `busy`: a call lives on it or on its partner; `alone`: no other SIM card to try it with.
    """

    kind: Literal["examine_line"] = "examine_line"
    line: str
    by: str = ""


class ProbeGateway(Frozen):
    """Look at a gateway from outside, as the set-up page does: facts are name of a test -> `ok`,
    `failed` or `unknown` with `<name>.why`: `page`, `login`, `default_password`, `backdoor`,
    `registered.<line>`, `keepalive.<line>`, `call_in.<line>`, `sms.<line>`.

    `sms` and `call` cost money: only when asked for.
    """

    kind: Literal["probe_gateway"] = "probe_gateway"
    gateway: str
    sms: bool = False
    call: bool = False


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
    | ProbeGateway,
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
    `not_supported`, `in_call`, `too_soon`, `alone`, `no_gateway`, `no_socket`, `limit`.
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


class LinkError(Frozen):
    """Body of every refusal (RFC 9457 problem details in small)."""

    code: str
    detail: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)
