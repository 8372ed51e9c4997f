# ruff: noqa: ARG002, B027 - what follows are the answers of a device that cannot do it
"""What every gateway can do for the box, whatever it speaks.

A driver holds no decision and no memory that matters: who sends what over which line, what is
journaled, when something is tried again is the box's business. A driver tells `News` as they come
and does what it is asked once. Lines are named by our line ids throughout.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator

from vochi.core.frozen import Frozen
from vochi.core.gsm.entries import CallState
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.core.office.sim import ForwardReason

#: Of a failed SMS: try later or elsewhere; this message never; this line is out of order.
Retry = Literal["later", "never", "other_line"]


def _whole(told: object) -> object:
    if not isinstance(told, str):
        return told
    return told.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


#: Text of a network: what cuts UTF-16 into parts cuts letters, and half of one is no text.
Words = Annotated[str, BeforeValidator(_whole)]


class LineReport(Frozen):
    """How a line is now; `None` and empty: the gateway does not tell. `signal` in dBm.

    `count` is the gateway's own counter of keepalives, where it has one: a drop means a restart.
    """

    line: str
    online: bool
    iccid: Words = ""
    imsi: Words = ""
    imei: Words = ""
    number: Words = ""
    operator: Words = ""
    registered: bool | None = None
    voip: bool | None = None
    signal: int | None = None
    call: CallState = "unknown"
    address: str = ""
    count: int | None = None


class PartIn(Frozen):
    """An SMS, or a part of one, as it came; see `core.gsm.entries.SmsPart`.

    `key` is the same for the same datagram come twice. `key_lasts` false: a device that counts anew
    with every start may use it again for the same words of the same sender; a quarter of an hour
    later it is another SMS.
    """

    line: str
    sender: Words
    text: Words
    key: Words
    sent_at: datetime | None = None
    part: int | None = None
    parts: int | None = None
    ref: int | None = None
    key_lasts: bool = True


class Delivery(Frozen):
    """The network's report on an SMS of ours: `ref` is `Sent.ref`.

    `trying` is no end. It may come before `send_sms` has returned.
    """

    line: str
    ref: Words
    number: Words
    state: Literal["delivered", "trying", "failed"]
    code: int | None = None


class LateAnswer(Frozen):
    """How an SMS went after all that `send_sms` gave up as `MaybeSent`: `handle` is its `handle`.

    `sent` false: it has not gone, for certain; `code` as in NotSent.
    """

    line: str
    handle: Words
    number: Words
    sent: bool
    ref: Words = ""
    code: int | None = None


class CallSeen(Frozen):
    """A GSM call as the gateway tells it; `number` may be empty."""

    line: str
    state: CallState
    number: Words = ""
    cause: Words = ""


class UssdPushed(Frozen):
    """The network said something that nobody asked for."""

    line: str
    text: Words


class Restarted(Frozen):
    """The device, or one line of it, has just started."""

    line: str


class Stranger(Frozen):
    """Something unknown spoke to the driver: counted, never answered with a secret.

    `kind`: `unknown_id`, `wrong_password`, `garbage`, `flood`. `count`: so many since it was last
    told of this address; a flood is told of once a minute.
    """

    address: str
    kind: Literal["unknown_id", "wrong_password", "garbage", "flood"]
    name: Words = ""
    count: int = 1


class LoginRefused(Frozen):
    """The gateway does not take the login that we have for it; told once a minute while it is so.

    `address`: where it is.
    """

    gateway: str
    address: str


News = (
    LineReport
    | PartIn
    | Delivery
    | LateAnswer
    | CallSeen
    | UssdPushed
    | Restarted
    | Stranger
    | LoginRefused
)
#: The driver awaits it and acknowledges to the gateway only what has returned: what is told is
#: durable then. It raises when it could not be made durable: no acknowledgement, the gateway
#: sends it again.
Tell = Callable[[News], Awaitable[None]]


class Sent(Frozen):
    """The network has taken it. `ref` names it in delivery reports, empty: there will be none."""

    ref: Words = ""


class UssdReply(Frozen):
    """`menu`: the network waits for a choice."""

    text: Words
    menu: bool = False


class GatewayFault(Exception):  # noqa: N818 - says what happened
    """It did not work, for certain. `why` is a code: `offline`, `busy`, `refused`, `not_supported`,
    `wrong_password`, `no_answer` (asked, and harmless when it was done all the same).
    """

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why
        self.detail = detail


class NotSent(GatewayFault):
    """The SMS has not gone. `code` is the network's (+CMS ERROR) where there is one."""

    def __init__(self, why: str, retry: Retry, code: int | None = None, detail: str = "") -> None:
        super().__init__(why, detail)
        self.retry = retry
        self.code = code


class MaybeSent(GatewayFault):
    """Nobody can tell whether the SMS has gone; it must not be sent again by itself.

    `handle` names it in a `LateAnswer`, empty: there will be none.
    """

    def __init__(self, why: str, detail: str = "", handle: str = "") -> None:
        super().__init__(why, detail)
        self.handle = handle


@dataclass(frozen=True)
class Equipment:
    """What a driver is made from: its gateway, the lines on it, and their keys (`Secrets.keys`).

    A driver is made anew whenever any of it changes; calls do not go through it.
    """

    gateway: Gateway
    lines: tuple[GsmLine, ...]
    keys: Mapping[str, str]


class Driver(ABC):
    """One gateway. `run` first; the rest may be called from the moment it runs.

    Every method names lines of its gateway. Raises GatewayFault; `not_supported` for what the
    device cannot do, which `abilities` tells beforehand.
    """

    #: Of `sms`, `delivery`, `ussd`, `ussd_menu`, `forward`, `forward_query`, `restart_line`,
    #: `restart_device`, `drop_call`, `own_number`; `calls`, `ussd_pushed`: what it tells by itself.
    abilities: frozenset[str] = frozenset()

    @abstractmethod
    async def run(self) -> None:
        """Speak with the device until cancelled; whatever it sends is told, nothing ends it."""

    @abstractmethod
    def reports(self) -> tuple[LineReport, ...]:
        """How its lines are now, in the order of their slots."""

    @abstractmethod
    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        """Send once, `to` in E.164. Raises NotSent, MaybeSent; cancelled: as MaybeSent."""

    async def ussd(self, line: str, code: str) -> UssdReply:
        """Ask the network; within 120 s. A dialogue that stands is gone on with."""
        raise GatewayFault("not_supported")

    async def end_ussd(self, line: str) -> None:
        """End the dialogue; nothing when there is none."""

    async def forward(self, line: str, reason: ForwardReason, to: str, seconds: int = 0) -> None:
        """Have the network send calls on; `to` empty: not any more."""
        raise GatewayFault("not_supported")

    async def forwards(self, line: str) -> Mapping[ForwardReason, str]:
        """What the network has set, where it can be asked."""
        raise GatewayFault("not_supported")

    async def restart_line(self, line: str) -> None:
        """Restart the module of one line: its call is cut."""
        raise GatewayFault("not_supported")

    async def restart_device(self) -> None:
        """Restart all of it: every call on it is cut."""
        raise GatewayFault("not_supported")

    async def drop_call(self, line: str) -> None:
        """End the GSM call of a line."""
        raise GatewayFault("not_supported")

    async def own_number(self, line: str) -> str:
        """The number that the SIM card or the gateway says is its own; empty: it knows none."""
        raise GatewayFault("not_supported")
