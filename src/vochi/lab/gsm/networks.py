"""The networks around an office: its SIM cards in the air, calls between them, its gateways."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from vochi.lab.carriers import Carriers
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.card import SimCard
from vochi.lab.gsm.crossing import Crossing
from vochi.lab.gsm.radio import Radio
from vochi.lab.gsm.routing import Routing
from vochi.lab.gsm.switchboard import Switchboard
from vochi.lab.outages import Outages
from vochi.lab.places import GatewayAt, Outside, SimSlot
from vochi.lab.registrations import Registrations
from vochi.lab.side import NotInTimeError, Side
from vochi.lab.tasks import Tasks
from vochi.lab.voice import Voice

#: A quick GoIP: what a real one does in minutes takes seconds, nothing else differs.
FLAVOUR = Flavour(keepalive=2.0, waits=0.5, boot_seconds=4.0, module_seconds=2.0)
#: Mobile network codes of Belarus (MCC 257).
_CODES = {"A1": "01", "МТС": "02", "MTS": "02", "life:)": "04"}


class Networks:
    """`gateways` are the emulated boxes by id; `radio` is what they share."""

    def __init__(
        self,
        outside: Outside,
        carriers: Carriers,
        registrations: Registrations,
        *,
        clock: Callable[[], float],
        tasks: Tasks,
        office_uri: Callable[[str], str],
        pace: float,
    ) -> None:
        self.radio = Radio(clock, pace=pace)
        self.routing = Routing(self.radio, outside, carriers, registrations, office_uri)
        self.switchboard = Switchboard(self.routing, tasks)
        self.gateways: dict[str, GoipBox] = {}
        self._outside = outside
        self._carriers = carriers
        self._registrations = registrations

    async def begin(
        self, stack: contextlib.AsyncExitStack, crossing: Crossing, outages: Outages
    ) -> None:
        """Put the cards in and switch the gateways on."""
        self._crossing = crossing
        stack.push_async_callback(self.radio.end)
        for sim in self._outside.sims:
            slot = self.routing.slot(sim.account)
            if slot is not None:
                self.radio.insert(slot, make_card(sim))
        sip = _Sip(self._carriers, self._registrations, outages)
        for gateway in self._outside.gateways:
            if gateway.kind == "goip" and gateway.keys:
                box = self._goip(gateway, sip)
                self.gateways[gateway.id] = await stack.enter_async_context(box)

    def _goip(self, gateway: GatewayAt, sip: "_Sip") -> GoipBox:
        accounts = [
            Account(sim.slot, sim.account, gateway.keys[sim.account])
            for sim in sorted(self._outside.sims, key=lambda sim: sim.slot)
            if sim.gateway == gateway.id and sim.account in gateway.keys
        ]
        flavour = replace(FLAVOUR, web_login=gateway.web_login, web_password=gateway.web_password)
        return GoipBox(
            gateway.id, accounts, gateway.server, self.radio, flavour,
            at=gateway.address, web_port=gateway.web_port, sip=sip,
        )  # fmt: skip

    def gateway_of(self, line: str) -> GoipBox | None:
        """The box that a line is in."""
        slot = self.routing.slot(line)
        return None if slot is None else self.gateways.get(slot.gateway)

    def card(self, line: str) -> SimCard:
        """The card of a line; raises KeyError."""
        card = self.routing.card(line)
        if card is None:
            raise KeyError(f"no card in {line}")
        return card

    def failures(self) -> tuple[BaseException, ...]:
        """What broke in the networks themselves."""
        boxes = (failure for box in self.gateways.values() for failure in box.failures)
        return (*self.radio.failures, *boxes)

    async def restore(self, line: str) -> None:
        """The line's own card is back, well and rich; its gateway is on, its wire calm."""
        box, slot = self.gateway_of(line), self.routing.slot(line)
        if box is None or slot is None:
            return
        (sim,) = (each for each in self._outside.sims if each.account == line)
        self.radio.insert(slot, make_card(sim))
        box.calm(line)
        if not all(each.is_on for each in box.lines):
            await box.power_on()
        box.line(line).set_module(on=True)
        box.line(line).beat()

    # --- `Watcher` of the lab's calls

    def begun(self, side: Side) -> None:
        """The office calls over a line."""
        self.switchboard.begun(side)

    def answered(self, side: Side) -> None:
        """A call was answered."""
        self._crossing.answered(side)
        self.switchboard.answered(side)

    def ended(self, side: Side) -> None:
        """A call is over."""
        self.switchboard.ended(side)

    def diverts(self, side: Side, cause: int) -> bool:
        """Whether a call that was refused goes on to somebody else."""
        return self.switchboard.diverts(side, cause)

    def is_crossing(self, dialled: str) -> bool:
        """The office calls one of its own numbers."""
        return self._crossing.is_one(dialled)

    async def bridge(self, side: Side, voice: Voice) -> None:
        """Lead such a call back to the office."""
        await self._crossing.bridge(side, voice)


def make_card(sim: SimSlot) -> SimCard:
    """The card that an office believes to be in a slot; numbers of its own by the number."""
    digits = (sim.number or f"+37529{sum(sim.account.encode()):07d}").lstrip("+")
    code = _CODES.get(sim.operator, "99")
    return SimCard(
        iccid=f"89375{code}{digits:0>12}"[:19],
        imsi=f"257{code}{digits[-10:]}",
        number=f"+{digits}",
        operator=sim.operator,
    )


class _Sip:
    """The SIP side of the gateways, which the lab's Asterisk plays."""

    def __init__(self, carriers: Carriers, registrations: Registrations, outages: Outages) -> None:
        self._carriers = carriers
        self._registrations = registrations
        self._outages = outages

    def is_registered(self, line: str) -> bool:
        return self._carriers.endpoint(line) in self._registrations.online

    async def drop(self, line: str) -> None:
        for side in self._carriers.living(line):
            await _unless_late(side.hang_up())

    async def switch(self, line: str, *, on: bool) -> None:
        endpoint = self._carriers.endpoint(line)
        await _unless_late(self._outages.register(endpoint, is_wanted=on))


async def _unless_late(work: Awaitable[None]) -> None:
    """A box goes on although its office is slow to see what it does."""
    with contextlib.suppress(NotInTimeError, TimeoutError):
        await work
