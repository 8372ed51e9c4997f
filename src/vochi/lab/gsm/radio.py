"""The networks in the air: they bring and take SMS, answer USSD codes, send calls on, cost."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime

from vochi.core.office.sim import ForwardReason
from vochi.lab.gsm.alphabet import split
from vochi.lab.gsm.card import (
    CallMoment,
    Clock,
    Forwarding,
    Menu,
    Modem,
    Part,
    Report,
    SimCard,
    Slot,
    Sms,
    Submit,
    UssdAnswer,
    UssdRefused,
)
from vochi.lab.gsm.operators import fill, menu_of
from vochi.lab.numbers import read_dialled
from vochi.lab.tasks import Tasks

#: Seconds in the air at pace 1: of one part sent, of one brought, of a report, of a USSD turn.
_SENDING, _BRINGING, _REPORTING, _SAYING = (2.0, 5.0), (0.3, 1.0), (1.0, 3.0), (1.0, 3.0)
_DELIVERED, _TRYING, _EXPIRED = 0, 48, 70
#: +CMS ERROR of 3GPP TS 27.005 and 24.011.
_NO_SIM, _NO_NETWORK, _UNKNOWN, _BARRED, _CONGESTION = 310, 331, 500, 8, 42


class Radio:
    """Cards by ICCID, slots with a card and a modem, and what lies on phones outside.

    `pace` multiplies every time in the air. `dead` are numbers whose phones are off for ever.
    `sent` are all texts that cards have sent and the network has taken, in order.
    """

    def __init__(self, clock: Clock, *, pace: float = 1.0, seed: int = 1) -> None:
        self.pace = pace
        self.cards: dict[str, SimCard] = {}
        self.subscriber_inbox: defaultdict[str, list[Sms]] = defaultdict(list)
        self.dead: set[str] = set()
        self.sent: list[tuple[SimCard, str, str, datetime]] = []
        self.failures: list[BaseException] = []
        self._clock = clock
        self._dice = random.Random(seed)  # noqa: S311 - a play, not a secret
        self._places: dict[Slot, SimCard] = {}
        self._modems: dict[Slot, Modem] = {}
        self._air: defaultdict[Slot, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._kept: defaultdict[str, list[Part]] = defaultdict(list)
        self._gathering: defaultdict[tuple[str, str, int], dict[int, str]] = defaultdict(dict)
        self._menus: dict[Slot, tuple[str, Menu]] = {}
        self._refs = 0
        self._tasks = Tasks(self.failures.append)

    async def end(self) -> None:
        """Nothing travels any more."""
        await self._tasks.end()

    # --- slots and cards

    def insert(self, slot: Slot, card: SimCard) -> None:
        """Put a card into a slot; it registers when a modem is there too."""
        self.cards[card.iccid] = card
        self._places[slot] = card
        self._menus.pop(slot, None)
        self._bring_kept(slot)

    def remove(self, slot: Slot) -> SimCard | None:
        """Take the card out."""
        self._menus.pop(slot, None)
        return self._places.pop(slot, None)

    def attach(self, slot: Slot, modem: Modem) -> None:
        """A modem is switched on in a slot."""
        self._modems[slot] = modem
        self._bring_kept(slot)

    def detach(self, slot: Slot) -> None:
        """The modem of a slot is switched off: its card cannot be reached."""
        self._modems.pop(slot, None)
        self._menus.pop(slot, None)

    def card(self, slot: Slot) -> SimCard | None:
        """The card in a slot."""
        return self._places.get(slot)

    def card_of(self, number: str) -> SimCard | None:
        """The card with a number, in a slot or not."""
        return next((card for card in self.cards.values() if card.number == number), None)

    def slot_of(self, number: str) -> Slot | None:
        """Where the card with a number lies."""
        return next((slot for slot, card in self._places.items() if card.number == number), None)

    def registered(self, slot: Slot) -> bool:
        """The network knows the card of a slot now."""
        card = self._places.get(slot)
        return card is not None and slot in self._modems and "no_network" not in card.faults

    def network_back(self, slot: Slot) -> None:
        """What waited for the card comes now: call it after a fault was taken away."""
        self._bring_kept(slot)

    # --- messages

    async def sms(
        self,
        sender: str,
        to: str,
        text: str,
        *,
        lose: Collection[int] = (),
        reverse: bool = False,
    ) -> None:
        """Bring a text to a card or a subscriber, cut in parts; `lose` are parts (1-based) that
        never come, `reverse`: the last comes first.
        """
        texts, ref = split(text), self._next_ref()
        at = datetime.now(UTC)
        parts = [
            Part(sender, each, at, ref, number, len(texts))
            for number, each in enumerate(texts, start=1)
            if number not in lose
        ]
        for part in reversed(parts) if reverse else parts:
            await self._air_time(_BRINGING)
            self._bring(to, part)

    async def send(self, slot: Slot, to: str, text: str) -> Submit:
        """A modem sends: it takes as long as the network takes for all parts."""
        async with self._air[slot]:
            refused = self._refusal(slot)
            if refused is not None:
                await self._air_time(_BRINGING)
                return Submit(code=refused)
            number = read_dialled(to)
            card = self._places[slot]
            texts = split(text)
            if number is None:
                return Submit(code=304)
            whole, refs, at = self._next_ref(), [], datetime.now(UTC)
            for place, each in enumerate(texts, start=1):
                await self._air_time(_SENDING)
                await asyncio.sleep(card.slow)
                refused = self._refusal(slot)
                if refused is not None:
                    return Submit(code=refused)
                card.pay(card.sms_cents)
                refs.append(card.next_ref())
                part = Part(card.number, each, at, whole, place, len(texts))
                self._tasks.spawn(self._carry(slot, card, number, part, refs[-1]))
            self.sent.append((card, number, text, at))
            return Submit(ref=refs[-1], refs=tuple(refs))

    def _refusal(self, slot: Slot) -> int | None:
        card = self._places.get(slot)
        if card is None:
            return _NO_SIM
        if not self.registered(slot):
            return _NO_NETWORK
        if card.is_broke:
            return _UNKNOWN
        if "barred" in card.faults:
            return _BARRED
        return _CONGESTION if "congested" in card.faults else None

    async def _carry(self, slot: Slot, card: SimCard, to: str, part: Part, ref: int) -> None:
        """The network's own way with a part, and its reports."""
        await self._air_time(_BRINGING)
        if "drops_sms" in card.faults:
            return
        is_dead = to in self.dead or "undelivered" in card.faults
        if not is_dead:
            self._bring(to, part)
        if "no_report" in card.faults:
            return
        last = part.part == part.parts
        await self._air_time(_REPORTING)
        if "late_report" in card.faults:
            self._report(slot, card, Report(ref, to, _TRYING, last))
            await self._air_time(_REPORTING)
        self._report(slot, card, Report(ref, to, _EXPIRED if is_dead else _DELIVERED, last))

    def _report(self, slot: Slot, card: SimCard, report: Report) -> None:
        modem = self._modems.get(slot)
        if modem is not None and self._places.get(slot) is card:
            modem.reported(report)

    def _bring(self, to: str, part: Part) -> None:
        card = self.card_of(to)
        if card is None:
            self._join(self.subscriber_inbox[to], to, part)
            return
        self._kept[card.iccid].append(part)
        slot = self.slot_of(to)
        if slot is not None:
            self._bring_kept(slot)

    def _join(self, inbox: list[Sms], to: str, part: Part) -> None:
        """A phone shows a message when all of it has come."""
        got = self._gathering[to, part.sender, part.ref]
        got[part.part] = part.text
        if len(got) == part.parts:
            del self._gathering[to, part.sender, part.ref]
            inbox.append(Sms(part.sender, "".join(got[n] for n in sorted(got)), part.at))

    def _bring_kept(self, slot: Slot) -> None:
        card = self._places.get(slot)
        if card is None or not self.registered(slot) or "no_sms_in" in card.faults:
            return
        kept = self._kept[card.iccid]
        while kept and self._modems[slot].received(kept[0]):
            self._join(card.inbox, card.number, kept.pop(0))

    # --- USSD and services

    async def ussd(self, slot: Slot, code: str, dialogue: str = "") -> UssdAnswer | None:
        """Ask, or choose in the dialogue that stands; None: the network never answers.

        Raises UssdRefused.
        """
        card = self._places.get(slot)
        await self._air_time(_SAYING)
        if card is None or not self.registered(slot) or "no_ussd" in card.faults:
            raise UssdRefused("no network")
        if "ussd_silent" in card.faults:
            return None
        standing = self._menus.pop(slot, None)
        found = (
            standing[1].choices.get(code)
            if standing is not None and standing[0] == dialogue
            else menu_of(card, code)
        )
        if found is None:
            return UssdAnswer("UNKNOWN APPLICATION")
        if found.choices:
            self._menus[slot] = (dialogue, found)
        return UssdAnswer(fill(found.text, card), bool(found.choices))

    def end_ussd(self, slot: Slot) -> None:
        """The modem ends the dialogue."""
        self._menus.pop(slot, None)

    def push(self, slot: Slot, text: str) -> None:
        """The network says something by itself."""
        modem = self._modems.get(slot)
        if modem is not None:
            modem.pushed(text)

    async def forward(self, slot: Slot, reason: ForwardReason, to: str, seconds: int = 0) -> bool:
        """Send calls on, or (`to` empty) not any more; False: the network refuses."""
        await self._air_time(_SAYING)
        card = self._places.get(slot)
        if card is None or not self.registered(slot) or "no_forward" in card.faults:
            return False
        if not to:
            card.forwards.pop(reason, None)
            return True
        number = read_dialled(to)
        if number is None or number == card.number:
            return False
        card.forwards[reason] = Forwarding(number, seconds if reason == "no_reply" else 0)
        return True

    # --- calls

    def call_changed(self, slot: Slot, moment: CallMoment) -> None:
        """The lab tells of a call on a slot's card; one that is made is paid for when it ends."""
        card = self._places.get(slot)
        if card is not None and moment.way == "out" and moment.state == "ended" and moment.talked:
            card.pay(card.minute_cents * (int(moment.talked // 60) + 1))
        modem = self._modems.get(slot)
        if modem is not None:
            modem.call_changed(moment)

    def _next_ref(self) -> int:
        """What tells the parts of one message from those of another: one byte."""
        self._refs = (self._refs + 1) % 256
        return self._refs

    async def _air_time(self, span: tuple[float, float]) -> None:
        await asyncio.sleep(self._dice.uniform(*span) * self.pace)
