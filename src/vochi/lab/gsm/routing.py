"""Where networks bring a call: what the forwarding of cards says, and what a card can do at all."""

from collections.abc import Callable
from dataclasses import dataclass

from vochi.core.office.sim import ForwardReason
from vochi.lab.carriers import Carriers
from vochi.lab.gsm.card import CardFault, SimCard, Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.places import Outside
from vochi.lab.registrations import Registrations
from vochi.lab.side import Side

#: Networks send a call on so often at most (3GPP TS 22.082: one to five).
MOST_HOPS = 5
BUSY, UNREACHABLE, _LOOPED = 17, 20, 25
_WRONG_NUMBER = "+375170000000"


@dataclass(frozen=True)
class Route:
    """Where a call goes: to a line of the office, or (None) to a subscriber; or why nowhere."""

    number: str
    line: str | None = None
    cause: int | None = None


class Routing:
    """Lines of the office as networks see them."""

    def __init__(
        self,
        radio: Radio,
        outside: Outside,
        carriers: Carriers,
        registrations: Registrations,
        office_uri: Callable[[str], str],
    ) -> None:
        self.radio = radio
        self.carriers = carriers
        self._sims = {sim.account: sim for sim in outside.sims}
        self._registrations = registrations
        self._office_uri = office_uri
        self._played = {gateway.id for gateway in outside.gateways if gateway.keys}

    def slot(self, line: str | None) -> Slot | None:
        """Where a line is, in a gateway that the lab plays."""
        sim = self._sims.get(line or "")
        if sim is None or sim.gateway not in self._played:
            return None
        return Slot(sim.gateway, sim.slot)

    def card(self, line: str | None) -> SimCard | None:
        """The card that lies where a line is."""
        slot = self.slot(line)
        return None if slot is None else self.radio.card(slot)

    def line_of(self, number: str) -> str | None:
        """A number goes with its card, wherever that lies now."""
        slot = self.radio.slot_of(number)
        if slot is not None:
            return next((name for name in self._sims if self.slot(name) == slot), None)
        line = self.carriers.line_of(number)
        # The number of a line whose card is another one now, or lies in a drawer.
        return None if self.slot(line) is not None else line

    def device(self, line: str, number: str) -> str:
        """What the lab's Asterisk calls to come into the office over a line."""
        if self.carriers.faults.get(line) == "dial_tone":
            return "Local/s@dial-tone/n"
        sim, endpoint = self._sims.get(line), self.carriers.endpoint(line)
        # A gateway calls what it is told to; an operator calls our number where we registered.
        if sim is None:
            return f"PJSIP/{number}@{endpoint}"
        return f"PJSIP/{endpoint}/{self._office_uri(sim.forward_to)}"

    def shown(self, line: str | None, caller: str) -> str:
        """The number of a caller as the network of a line tells it."""
        card = self.card(line)
        faults = set() if card is None else card.faults
        if "no_caller_id" in faults:
            return ""
        return _WRONG_NUMBER if "wrong_caller_id" in faults else caller

    def is_heard(self, line: str | None, other: str | None) -> bool:
        """Whether who talks over the other line hears this one."""
        return not (self.has(line, "one_way") or self.has(other, "hears_nothing"))

    def has(self, line: str | None, fault: CardFault) -> bool:
        """Whether that is wrong with the card of a line."""
        card = self.card(line)
        return card is not None and fault in card.faults

    def refusal(self, line: str) -> int | None:
        """The SIP answer of a gateway whose card cannot call; None: it can."""
        card, slot = self.card(line), self.slot(line)
        if slot is None:
            return None
        if card is None or not self.radio.registered(slot):
            return 503
        return 503 if card.is_broke or "barred" in card.faults else None

    def route(self, number: str, line: str | None, side: Side | None = None) -> Route:
        """Where a call to a number goes; `side` is the call itself, which keeps no line busy."""
        for _ in range(MOST_HOPS + 1):
            card = self.card(line) if line is not None else self.radio.card_of(number)
            if line is None and card is None:
                return Route(number)
            cause, reason = self._obstacle(line, side)
            forwards = {} if card is None else card.forwards
            sent_on = forwards.get("always") or (None if reason is None else forwards.get(reason))
            if sent_on is None:
                return Route(number, line, cause)
            number, line = sent_on.to, self.line_of(sent_on.to)
        return Route(number, line, _LOOPED)

    def _obstacle(
        self, line: str | None, side: Side | None
    ) -> tuple[int | None, ForwardReason | None]:
        """Why a call cannot come to a line now (Q.850), and which forwarding is for that.

        No line: the card lies in a drawer.
        """
        if line is None:
            return UNREACHABLE, "unreachable"
        slot, card = self.slot(line), self.card(line)
        is_there = self.carriers.is_peer(line) or (
            self.carriers.endpoint(line) in self._registrations.online
        )
        if slot is not None and not self.radio.registered(slot):
            is_there = False
        if not is_there or (card is not None and "deaf" in card.faults):
            return UNREACHABLE, "unreachable"
        others = [each for each in self.carriers.living(line) if each is not side]
        if len(others) >= self.carriers.room(line):
            # The network itself tells busy: no call reaches the office.
            return BUSY, "busy"
        return None, None
