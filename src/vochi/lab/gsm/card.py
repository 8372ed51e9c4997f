"""What a network knows of a SIM card, and what travels between a card and the network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from vochi.core.office.sim import ForwardReason

#: What can be wrong with a card or its network. `no_network`: registers nowhere; `no_money`;
#: `barred`: writes and calls nobody; `congested`: refuses SMS for now; `drops_sms`: takes an SMS
#: and never brings it; `late_report`: tells first that it still tries; `no_report`: tells nothing;
#: `undelivered`: reports for ever a failure; `no_ussd`: USSD fails; `ussd_silent`: no answer at
#: all; `no_forward`: refuses to set forwarding; `one_way`: nobody hears the card's side;
#: `hears_nothing`: the card's side hears nobody; `echo`: whoever talks over the line hears himself;
#: `drops`: calls break off soon after the answer; `deaf`: calls to it never come; `no_sms_in`: nor
#: do SMS; `no_caller_id`: callers are hidden; `wrong_caller_id`.
CardFault = Literal[
    "no_network", "no_money", "barred", "congested", "drops_sms", "late_report", "no_report",
    "undelivered", "no_ussd", "ussd_silent", "no_forward", "one_way", "hears_nothing", "echo",
    "drops", "deaf", "no_sms_in", "no_caller_id", "wrong_caller_id",
]  # fmt: skip
CallWay = Literal["in", "out"]


class Slot(NamedTuple):
    """A place for a card in a gateway of the office, 1-based as printed on its case."""

    gateway: str
    number: int


class Sms(NamedTuple):
    """A whole message on somebody's phone."""

    sender: str
    text: str
    at: datetime


class Part(NamedTuple):
    """One SMS over the air; `ref` tells parts of one message from those of another."""

    sender: str
    text: str
    at: datetime
    ref: int = 0
    part: int = 1
    parts: int = 1


class Submit(NamedTuple):
    """What came of sending: `ref` is the last part's (TP-MR, one byte), or +CMS ERROR `code`."""

    ref: int = 0
    code: int | None = None
    refs: tuple[int, ...] = ()


class Report(NamedTuple):
    """A status report: `state` is TP-Status of 3GPP TS 23.040 (0: delivered).

    `last`: of the last part of a message.
    """

    ref: int
    number: str
    state: int
    last: bool = True


class UssdAnswer(NamedTuple):
    """`menu`: the network waits for a choice."""

    text: str
    menu: bool = False


class UssdRefused(Exception):  # noqa: N818 - says what happened
    """The network does not take it."""


class Forwarding(NamedTuple):
    """Where calls go on to; `seconds` for `no_reply` alone."""

    to: str
    seconds: int = 0


class CallMoment(NamedTuple):
    """A call of a card as its modem sees it; `talked` seconds when it has ended."""

    way: CallWay
    state: Literal["begun", "talking", "ended"]
    number: str
    cause: int = 16
    talked: float = 0.0


@dataclass(frozen=True)
class Menu:
    """What a USSD code answers. `{...}` of `text` is filled in; choices make it a menu."""

    text: str
    choices: "dict[str, Menu]" = field(default_factory=dict)


@dataclass(eq=False)
class SimCard:
    """Money in hundredths; `signal` as +CSQ tells it (0..31, 99); `ussd` over the operator's own.

    `forwards` really act on calls of the lab; `slow` are seconds more that each
    of its SMS is in the air.
    """

    iccid: str
    imsi: str
    number: str
    operator: str
    cents: int = 2000
    signal: int = 21
    inbox: list[Sms] = field(default_factory=list)
    forwards: dict[ForwardReason, Forwarding] = field(default_factory=dict)
    ussd: dict[str, Menu] = field(default_factory=dict)
    faults: set[CardFault] = field(default_factory=set)
    sms_cents: int = 8
    minute_cents: int = 12
    last_ref: int = 0
    slow: float = 0.0

    @property
    def is_broke(self) -> bool:
        """Too poor for an SMS or a minute."""
        return "no_money" in self.faults or self.cents < min(self.sms_cents, self.minute_cents)

    def next_ref(self) -> int:
        """TP-MR: one byte, it wraps."""
        self.last_ref = (self.last_ref + 1) % 256
        return self.last_ref

    def pay(self, cents: int) -> None:
        """Lower the balance, never below nothing."""
        self.cents = max(0, self.cents - cents)


class Modem(Protocol):
    """What an emulated gateway is for the network, a slot each. Every call returns at once."""

    def received(self, part: Part) -> bool:
        """An SMS has come; False: no room or switched off, the network keeps it for later."""
        ...

    def reported(self, report: Report) -> None:
        """A status report has come."""
        ...

    def pushed(self, text: str) -> None:
        """The network says something that nobody asked for."""
        ...

    def call_changed(self, moment: CallMoment) -> None:
        """A call of the card has begun, was answered, has ended."""
        ...


Clock = Callable[[], float]
