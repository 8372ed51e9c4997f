"""What the API of SIM cards and gateways takes and gives. Money is in hundredths."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.gsm.entries import CallState
from vochi.core.office.gateway import Adapter, Gateway, GatewayKind, Socket
from vochi.core.office.ids import E164
from vochi.core.office.line import GsmLine
from vochi.core.office.promises import PromisePolicy
from vochi.core.office.sim import Forward, ForwardReason, OperatorProfile, SimPolicy, Tariff
from vochi.core.office.upkeep import DoctorPolicy, RepairPolicy, SmsPolicy
from vochi.hub.answer import Page
from vochi.hub.offices.schemas import Reason

BasedOn = Annotated[int, Field(ge=0, le=2**31 - 1)] | None
#: A login's secret as people type it: what a device can carry, no more.
Key = Annotated[
    str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")
]
HistoryKind = Literal["swaps", "balance", "forwards", "checks", "repairs", "ussd"]


class BalanceOut(Frozen):
    """The balance of a SIM card as last asked: `cents` None when the answer `raw` could not be
    read. `ends_on` is the day when it ends at the present pace.
    """

    cents: int | None
    currency: str
    at: datetime
    raw: str
    why: str
    ends_on: date | None


class UsedOut(Frozen):
    """What a SIM card has used since the month of its tariff began."""

    minutes: float
    sms: int
    cents: int | None


class ForwardOut(Frozen):
    """What the network was last told of a reason; `to` empty: not to forward. `ok` false: it would
    not have it.
    """

    reason: ForwardReason
    to: str
    seconds: int
    ok: bool
    why: str
    at: datetime
    cause: Literal["office", "nightly", "person"]


class ExaminationOut(Frozen):
    """What the line doctor found last; `fault` None: it is well."""

    at: datetime
    fault: str | None
    text: str


class SimRow(Frozen):
    """A GSM line, its slot and the SIM card in it. `number` is the office's, `learnt_number` what
    the card itself told. `operator` is the office's, `network` what the gateway sees, `profile` the
    name of the operator's profile (None: there is none). `signal` in dBm, `signal_bars` 0 to 4.
    `gateway` is where the office has the line.
    """

    line: str
    line_name: str
    gateway: str
    slot: int
    online: bool
    iccid: str
    imsi: str
    imei: str
    number: str | None
    learnt_number: str | None
    operator: str
    network: str
    profile: str | None
    registered: bool | None
    voip: bool | None
    signal: int | None
    signal_bars: int | None
    call: CallState
    since: datetime | None
    balance: BalanceOut | None
    used: UsedOut
    forwards_wanted: tuple[Forward, ...]
    forwards_set: tuple[ForwardOut, ...]
    last_check: ExaminationOut | None
    address: str


class SimEvent(Frozen):
    """Something that happened to a line or gateway, in words (`text`) and as `facts`."""

    id: int
    kind: str
    at: datetime
    line: str | None
    line_name: str | None
    gateway: str | None
    iccid: str | None
    ok: bool
    text: str
    facts: dict[str, JsonValue]


class SimEventPage(Page[SimEvent]):
    """What happened, newest first."""


class BalancePoint(Frozen):
    """A balance that could be read."""

    at: datetime
    cents: int


class Edit(Frozen):
    """A change of the office: `based_on` is the version that its author looked at (None: does not
    matter); `reason` stays in the history.
    """

    reason: Reason = ""
    based_on: BasedOn = None


class ForwardsIn(Edit):
    """What the operator shall forward; what is not here is cleared there."""

    forwards: Annotated[tuple[Forward, ...], Field(max_length=4)]


class SimPolicyIn(Edit):
    """Tariff and limits of a SIM card."""

    tariff: Tariff | None = None
    policy: SimPolicy = SimPolicy()


class NumberIn(Edit):
    """The number of a SIM card as somebody typed it."""

    number: E164 | None = None


class GatewayIn(Gateway, Edit):
    """A gateway, the password of its page (None: as it was), and GSM lines to add or change with
    it: each must name it.
    """

    password: Key | None = None
    lines: Annotated[tuple[GsmLine, ...], Field(max_length=64)] = ()


class SocketIn(Socket, Edit):
    """A socket and its password (None: as it was)."""

    password: Key | None = None


class SocketOut(Socket):
    """A socket; `has_password`: somebody has typed that of its page."""

    has_password: bool


class AdapterIn(Adapter, Edit):
    """An adapter."""


class OperatorsIn(Edit):
    """What the office knows of operators, in place of what it knew."""

    operators: Annotated[tuple[OperatorProfile, ...], Field(max_length=50)]


class SmsPolicyIn(SmsPolicy, Edit):
    """When messages may go out."""


class RepairPolicyIn(RepairPolicy, Edit):
    """How broken equipment is repaired."""


class DoctorPolicyIn(DoctorPolicy, Edit):
    """How lines are tried."""


class PromisePolicyIn(PromisePolicy, Edit):
    """By when clients who could not reach us are to be called back."""


class OperatorOut(OperatorProfile):
    """A profile; `builtin`: the product's own, the office has none of this name."""

    builtin: bool


class WarningOut(Frozen):
    """Why a gateway is not safe."""

    code: str
    text: str


class GatewayRow(Frozen):
    """A gateway as it is set up and as it is. `page_url` is its own page. `login` is told to
    administrators alone; `has_password`: somebody has typed that of its page. `online` None: it
    was never heard of. `lines` are ids. `seen_address` is where the box met it last.
    """

    id: str
    name: str
    kind: GatewayKind
    model: str
    slots: int
    address: str | None
    seen_address: str
    port: int | None
    web: Literal["http", "https"]
    login: str | None
    has_password: bool
    page_url: str | None
    online: bool | None
    since: datetime | None
    firmware: str
    warnings: tuple[WarningOut, ...]
    advice: tuple[str, ...]
    lines: tuple[str, ...]
    socket: str | None


class SetupField(Frozen):
    """A field of a device's own page: its name there, and what belongs in it. A secret's value is
    empty here: it is what `reveal` tells under `key`.
    """

    label: str
    value: str
    secret: bool
    note: str
    key: str | None = None


class SetupStep(Frozen):
    """Fields of one page of a device."""

    title: str
    page: str
    fields: tuple[SetupField, ...]


class SetupOut(Frozen):
    """Everything that a person types into a device, page by page. Secrets are empty until
    revealed; `has_file`: it takes a file instead, which comes with them.
    """

    steps: tuple[SetupStep, ...]
    has_file: bool


class SetupFile(Frozen):
    """What a device takes instead of typing; it holds passwords."""

    name: str
    media_type: str
    text: str


class KeysOut(Frozen):
    """Secrets that were asked for, by name; the asking is in the audit log."""

    keys: dict[str, str]
    files: tuple[SetupFile, ...] = ()


class CostLine(Frozen):
    """What a line cost from `first` to `last`, its tariff's own month. `cents` with the `fee`, and
    what it comes to by its end (`forecast`): None where the line has no tariff.
    """

    line: str
    name: str
    operator: str
    first: date
    last: date
    calls: int
    minutes: float
    free_minutes_left: int | None
    free_sms_left: int | None
    sms: int
    cents: int | None
    fee: int | None
    forecast: int | None


class CostsOut(Frozen):
    """Costs of a month; `total` and `forecast` are of the lines that have a tariff."""

    month: str
    currency: str
    lines: tuple[CostLine, ...]
    total: int
    forecast: int
