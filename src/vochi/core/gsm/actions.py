"""What people ask of gateways and SIM cards, each carried out by one room of the box."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen


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
    origin: Literal["person", "missed", "bulk"] = "person"


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
