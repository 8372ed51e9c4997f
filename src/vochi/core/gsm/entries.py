"""Bodies of the journal's entries about messages, SIM cards and gateways.

What the box knows of messages it knows from its own journal: an entry is durable before anything
is said to a gateway or to the network, so a box killed at any point goes on from what stands here.
Whoever reads them folds by `id`, later entries over earlier ones; the same entry twice is one.
Text from outside is data: shown, never interpreted.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.sim import ForwardReason

#: How an outgoing SMS stands. `unknown`: it may or may not have gone; never sent again by itself.
SmsState = Literal["queued", "sending", "sent", "delivered", "failed", "unknown"]
#: Who asked for it: a person at the desk, a node of a scheme, the line doctor, a missed call,
#: one text for many (`bulk`).
SmsOrigin = Literal["person", "node", "doctor", "missed", "bulk"]
#: Why an SMS has failed, waits (`queued`) or is unknown; `gateway` has the network's `code`.
SmsWhy = Literal[
    "gateway", "no_line", "no_balance", "limit", "opted_out", "quiet", "too_long", "bad_number",
    "no_answer", "restarted", "given_up", "undelivered", "paused", "cancelled",
    "no_route", "empty", "",
]  # fmt: skip
#: What a gateway said of a refused one (`gateways.base.Retry`).
SmsRetry = Literal["later", "never", "other_line"]
#: Why a line was chosen: asked for; the client knows it; of the client's operator; the cheapest;
#: whichever was free, since the better ones were not for long.
SmsChosen = Literal["wanted", "known", "operator", "cheapest", "free"]
CallState = Literal["idle", "dialling", "incoming", "talking", "busy", "unknown"]
Text = Annotated[str, Field(max_length=3000)]
Short = Annotated[str, Field(max_length=80)]


def fit(text: str) -> str:
    """A text of a network as entries take it: 3000 characters, no lone surrogates."""
    return text[:3000].encode("utf-8", "replace").decode()


class SmsOut(Frozen):
    """Entry `sms`, direction out: whole in the first (`queued`), then what is new (None: as was).

    `id` is the hub's, or `<linked id>.<scheme>.<node>` for one that a node asked for. `parts` are
    what the network counts. `call` is the linked id of the call that it belongs to. `ref` names it
    in the network's reports; `report` came before the gateway's own answer (state stays `sending`).
    """

    dir: Literal["out"] = "out"
    id: Annotated[str, Field(min_length=1, max_length=80)]
    state: SmsState
    to: Short | None = None
    text: Text | None = None
    origin: SmsOrigin | None = None
    line: Short | None = None
    iccid: Short | None = None
    parts: int | None = None
    why: SmsWhy = ""
    code: int | None = None
    call: Short | None = None
    wanted_line: Short | None = None
    give_up_at: datetime | None = None
    chosen: SmsChosen | None = None
    retry: SmsRetry | None = None
    ref: Short | None = None
    report: Literal["delivered", "failed"] | None = None


class SmsPart(Frozen):
    """Entry `sms_part`: as it came from a gateway, durable before it is acknowledged there.

    `key` is the same for the same datagram come twice. `part`, `parts`, `ref` where the gateway
    tells them (1-based), else None: joined by sender, line and time (`core.gsm.joining`).
    """

    line: Short
    sender: Short
    text: Text
    key: Annotated[str, Field(max_length=160)]
    iccid: Short | None = None
    sent_at: datetime | None = None
    part: int | None = None
    parts: int | None = None
    ref: int | None = None


class SmsIn(Frozen):
    """Entry `sms`, direction in: one whole message. `id` follows from its parts' `keys`.

    `sender` is E.164 where it is a number of that kind, else as it came (`MTS`, `909`).
    """

    dir: Literal["in"] = "in"
    id: Annotated[str, Field(min_length=1, max_length=80)]
    sender: Short
    text: Annotated[str, Field(max_length=10_000)]
    line: Short
    iccid: Short | None = None
    parts: int = 1
    came_at: datetime
    #: Some part is missing and did not come in time.
    whole: bool = True
    keys: tuple[Annotated[str, Field(max_length=160)], ...] = ()


class SimSeen(Frozen):
    """Entry `sim`: what a slot holds and how it is. Written when anything but `signal` changes,
    and at most every 10 minutes when only that does. `iccid` empty: the slot has no SIM card.

    `signal` in dBm, None: unknown. `online`: the gateway's line talks to us (GoIP: keepalive).
    `swapped_from`, in the one entry that tells of a swap, is the card (ICCID, else IMSI) before.
    """

    line: Short
    gateway: Short
    slot: int
    online: bool
    iccid: Short = ""
    imsi: Short = ""
    imei: Short = ""
    number: Short = ""
    operator: Short = ""
    registered: bool | None = None
    voip: bool | None = None
    signal: int | None = None
    call: CallState = "unknown"
    swapped_from: Short = ""


class UssdSaid(Frozen):
    """Entry `ussd`: one turn of a dialogue. `asked` has what we sent, the rest what came.

    `menu`: it waits for a choice. `by` is a login, empty for the product itself.
    """

    id: Short
    line: Short
    state: Literal["asked", "menu", "done", "failed", "closed", "pushed"]
    text: Text = ""
    why: Short = ""
    iccid: Short | None = None
    by: Short = ""


class BalanceRead(Frozen):
    """Entry `balance`: cents of `currency`; None: the answer `raw` could not be read (`why`)."""

    line: Short
    iccid: Short | None = None
    cents: int | None = None
    currency: Short = "BYN"
    raw: Text = ""
    why: Short = ""


class NumberLearnt(Frozen):
    """Entry `number`: the SIM card told its own number, E.164."""

    line: Short
    iccid: Short | None = None
    number: Short
    raw: Text = ""


class ForwardSet(Frozen):
    """Entry `forward`: the network was told to send calls on, or (`to` empty) not to any more.

    `cause`: `office` (published), `nightly`, `person`.
    """

    line: Short
    iccid: Short | None = None
    reason: ForwardReason
    to: Short = ""
    seconds: int = 0
    ok: bool
    why: Short = ""
    cause: Literal["office", "nightly", "person"] = "office"
    version: int | None = None


class Repaired(Frozen):
    """Entry `repair`: a rung of the ladder was climbed, or why it was not (`ok` false).

    `by` is a login, empty: the box itself.
    """

    what: Literal["restart_line", "restart_gateway", "cut_power"]
    line: Short = ""
    gateway: Short = ""
    socket: Short = ""
    ok: bool
    why: Short = ""
    by: Short = ""


class Examined(Frozen):
    """Entry `check`: what the line doctor found of a line; `fault` None: it is well.

    `tests`: name -> `ok`, `failed`, `skipped`, or a figure with its unit.
    """

    line: Short
    iccid: Short | None = None
    fault: Short | None = None
    tests: Annotated[dict[str, Short], Field(max_length=24)] = Field(default_factory=dict)
    by: Short = ""


class GatewaySeen(Frozen):
    """Entry `gateway`: a device came, went, or is not safe (`warnings`: codes with words)."""

    gateway: Short
    online: bool
    address: Short = ""
    model: Short = ""
    firmware: Short = ""
    warnings: tuple[Short, ...] = ()
