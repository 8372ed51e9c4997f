"""The city around an office: its phones, its SIM cards, its operators, and people who call."""

import asyncio
import contextlib
import functools
import itertools
import secrets as random_secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import quote

from vochi.engine.ami import Ami
from vochi.engine.errors import Refused
from vochi.engine.frame import Message
from vochi.engine.tree import Tree
from vochi.lab import tones
from vochi.lab.adapters import RING_EVERY
from vochi.lab.asterisk import LabAsterisk
from vochi.lab.behaviour import Behaviour, answers
from vochi.lab.calls import AIR, Calls
from vochi.lab.carriers import Carriers, Fault
from vochi.lab.confs import Manager, Paths, files
from vochi.lab.gsm.crossing import Crossing
from vochi.lab.gsm.networks import Networks
from vochi.lab.gsm.switchboard import Caller, caller_id
from vochi.lab.lifetime import Lifetime
from vochi.lab.numbers import read_dialled
from vochi.lab.outages import Outages
from vochi.lab.party import Party, Phone, Subscriber
from vochi.lab.places import Outside
from vochi.lab.ports import free_tcp
from vochi.lab.registrations import Registrations
from vochi.lab.side import NotInTimeError, Side
from vochi.lab.stalls import Stalls
from vochi.lab.tasks import Tasks
from vochi.lab.timeline import Timeline

#: Who calls the office from one of its own cards: the other half of a call of its own.
_NOBODY = Party("own number", 0, Behaviour())


class City(Lifetime):
    """Use as `async with City(outside, state, tree) as city:`; the office may come up later.

    `phones` by account; `subscriber(number)` makes people outside. `networks` has the SIM cards
    and gateways; `pace` multiplies their times in the air; `stalls` are when the lab stood still.
    """

    def __init__(self, outside: Outside, state: Path, tree: Tree, *, pace: float = 0.1) -> None:
        self.outside = outside
        self.timeline = Timeline()
        self.stalls = Stalls(self.clock, self.note)
        frequencies = range(tones.LOWEST, tones.HIGHEST + 1, tones.STEP)
        accounts = [device.account for device in outside.devices]
        self.phones = {
            account: Phone(self, account, tone)
            for account, tone in zip(accounts, itertools.cycle(frequencies), strict=False)
        }
        # People come and go; a tone is given again only after all others.
        self._tones = itertools.cycle(frequencies[len(accounts) % len(frequencies) :])
        self.subscribers: dict[str, Subscriber] = {}
        self.carriers = Carriers(outside)
        self.registrations = Registrations(outside, self._tell_registration)
        self.sounds = tree.sounds
        self._paths = Paths(state.resolve(), tree.modules, tree.data)
        self._manager = Manager(free_tcp(), "lab", random_secrets.token_hex(16))
        self._asterisk = LabAsterisk(self._paths, tree.argv, self._manager.port)
        self._ami = Ami("127.0.0.1", self._manager.port, self._manager.user, self._manager.secret)
        self._news = asyncio.Condition()
        self._tasks = Tasks(self._tell_failure)
        self._outages = Outages(self._ami, outside, self.carriers, self.registrations, self.until)
        self.networks = Networks(
            outside, self.carriers, self.registrations,
            clock=self.clock, tasks=self._tasks, office_uri=self.office_uri, pace=pace,
        )  # fmt: skip
        self._calls = self.networks.switchboard.calls = Calls(
            self._ami,
            heard=self._paths.heard,
            carriers=self.carriers,
            timeline=self.timeline,
            clock=self.clock,
            news=self._news,
            tasks=self._tasks,
            office_uri=self.office_uri,
            wanted=self._wanted,
            watcher=self.networks,
        )
        self._booted = asyncio.Event()
        self._zero = 0.0

    async def _begin(self, stack: contextlib.AsyncExitStack) -> None:
        """Start the lab's Asterisk; its parties begin to register by themselves."""
        self._zero = asyncio.get_running_loop().time()
        stack.push_async_callback(self._asterisk.stop)
        await self._asterisk.start(files(self._paths, self.outside, self._manager))
        await stack.enter_async_context(self._ami)
        self._tasks.spawn(self._listen(self._ami.events()))
        self._tasks.spawn(self.stalls.watch())
        stack.push_async_callback(self._end)
        async with asyncio.timeout(30):
            await self._booted.wait()
        # What happened before the connection stood; events tell the rest.
        for registration in await self._items("PJSIPShowRegistrationsOutbound"):
            self.registrations.registered(registration)
        for contact in await self._items("PJSIPShowContacts"):
            self.registrations.contact(contact)
        other_end = functools.partial(self._calls.side, _NOBODY, "calls")
        crossing = Crossing(self.networks.routing, self.networks.switchboard, other_end)
        await self.networks.begin(stack, crossing, self._outages)

    @property
    def parties(self) -> dict[str, Party]:
        """Everybody by key: accounts of phones, numbers of subscribers."""
        return {**self.phones, **self.subscribers}

    def failures(self) -> tuple[str, ...]:
        """What went wrong in the lab itself: a fault of the test, not of the office."""
        return (*self.timeline.failures(), *map(repr, self.networks.failures()))

    def clock(self) -> float:
        """Seconds since the lab began."""
        return asyncio.get_running_loop().time() - self._zero

    def note(self, who: str, what: str) -> None:
        """Add a moment to the timeline, now."""
        self.timeline.note(self.clock(), who, what)

    def subscriber(
        self, number: str, *, name: str | None = None, behaviour: Behaviour | None = None
    ) -> Subscriber:
        """Somebody outside; by default he answers after half a second. Made once per number."""
        known = self.subscribers.get(number or "hidden")
        if known is None:
            known = Subscriber(self, number, name or "", next(self._tones), behaviour or answers())
            self.subscribers[known.key] = known
        else:
            known.name = known.name if name is None else name
            known.behaviour = behaviour or known.behaviour
        return known

    async def until_registered(
        self, within: float = 30, *, but: frozenset[str] = frozenset()
    ) -> None:
        """Wait till every phone, SIM card and trunk is known to the other side.

        `but` names endpoints (`phone-180`, `sim-a1-1`, `trunk-city`) that need not be.
        """
        trunks = (trunk.endpoint for trunk in self.outside.trunks if trunk.office_registers)
        wanted = {*self.registrations.ours, *trunks} - but
        try:
            await self._until(lambda: wanted <= self.registrations.online, within)
        except TimeoutError:
            missing = ", ".join(sorted(wanted - self.registrations.online))
            raise NotInTimeError(
                f"not registered after {within} s: {missing}\n{self._asterisk.log()}"
            ) from None

    async def until(self, fact: Callable[[], bool], what: str, within: float = 15) -> None:
        """Wait till `fact` is true of the lab; asked again whenever anything happens in it."""
        try:
            await self._until(fact, within)
        except TimeoutError:
            raise NotInTimeError(f"not {what} within {within} s\n{self.timeline.text()}") from None

    async def until_rings(self, party: Party, within: float = 15) -> Side:
        """Wait till a call rings at the party now, give it."""

        def ringing() -> list[Side]:
            return [
                side
                for side in party.sides
                if side.live and side.role == "is called" and side.rang_at is not None
            ]

        await self.until(lambda: bool(ringing()), f"ringing at {party.key}", within)
        return ringing()[-1]

    async def until_quiet(self, within: float = 30) -> None:
        """Wait till no call lives in the lab."""
        await self.until(lambda: self._calls.are_over, "quiet", within)

    async def register_all(self) -> None:
        """Every phone and SIM card registers now: it leaves first, so what was known is stale."""
        self.registrations.online.difference_update(self.registrations.ours)
        for name in self.registrations.ours:
            await self._ami.action("PJSIPRegister", Registration=f"{name}-reg")

    def office_uri(self, number: str) -> str:
        """SIP address of somebody inside the office."""
        # What a person types travels as it is where SIP allows it, else as %xx.
        user = quote(number, safe="+*&=$,!~'()")
        return f"sip:{user}@{self.outside.office_host}:{self.outside.office_port}"

    async def hand_over(self, older: Side, newer: Side) -> None:
        """A phone's two calls become one without it: REFER with Replaces (RFC 3891)."""
        await older.transfer(f"{self.office_uri(newer.number)}?Replaces={await newer.dialog()}")
        await newer.hang_up()

    async def call_from_phone(self, phone: Phone, to: str) -> Side:
        """`Exchange`: dial from a desk."""
        side = self._calls.side(phone, "calls", to)
        device = f"PJSIP/phone-{phone.account}/{self.office_uri(to)}"
        await self._calls.originate(side, device, caller_id(phone.display_name, ""), phone.tone)
        return side

    async def call_from_outside(
        self, subscriber: Subscriber, to: str, line: str | None, dialled: str = ""
    ) -> Side:
        """`Exchange`: a network brings a call to one of our numbers, if the line can carry it."""
        line = line or self.networks.routing.line_of(to)
        if line is None and self.networks.radio.card_of(to) is None:
            raise KeyError(f"no line of the office has the number {to}")
        side = self._calls.side(subscriber, "calls", to, line)
        pair = next((sim for sim in self.outside.sims if sim.account == line), None)
        number = subscriber.number
        if pair is not None and pair.answers_after:
            # An analogue pair rings by itself first; the number comes after its first ring.
            self.note(pair.account, "rings in the city")
            try:
                await asyncio.sleep(pair.answers_after)
            except asyncio.CancelledError:
                # Whoever called has gone: nothing came into the office.
                await self._calls.close(side, 16)
                raise
            number = number if pair.answers_after >= RING_EVERY else ""
        caller = Caller(number, subscriber.name, subscriber.tone, dialled)
        await self.networks.switchboard.bring(side, caller, line)
        return side

    async def set_registered(self, phone: Phone, registered: bool) -> None:
        """`Exchange`: plug or unplug a phone, and wait till the office has heard of it."""
        self.note(phone.key, "registers" if registered else "unregisters")
        await self._outages.register(f"phone-{phone.account}", is_wanted=registered)

    async def break_line(self, line: str, fault: Fault | None) -> None:
        """Put a line out of order, or (None) back in order, and wait till the office knows."""
        self.note(line, f"out of order: {fault}" if fault else "in order again")
        await self._outages.put(line, fault)

    async def _until(self, fact: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(fact)

    async def _listen(self, events: AsyncIterator[Message]) -> None:
        async for event in events:
            match event.name:
                case "FullyBooted":
                    self._booted.set()
                case "Registry":
                    self.registrations.registered(event)
                case "ContactStatus":
                    self.registrations.contact(event)
                case _:
                    await self._calls.happened(event)
            async with self._news:
                self._news.notify_all()

    async def _items(self, action: str) -> tuple[Message, ...]:
        try:
            return await self._ami.items(action)
        except Refused:
            # PJSIP's list actions answer with an error where the list is empty.
            return ()

    def _wanted(self, place: str, name: str, dialled: str) -> tuple[Party, int | None]:
        """Who is called, and the SIP code if the network or the phone itself declines."""
        if place == "phone":
            phone = self.phones[name]
            return phone, 486 if phone.busy else None
        number = read_dialled(dialled)
        subscriber = self.subscribers.get(number) if number else None
        nobody = Party(dialled, 0, Behaviour())
        if place == AIR:
            if subscriber is None:
                return nobody, 404
            return subscriber, 486 if subscriber.busy else None
        fault = self.carriers.fault(name)
        if fault is not None:
            return nobody, fault
        if not self.carriers.has_room(name):
            return subscriber or nobody, self.carriers.refusal(name)
        refusal = self.networks.routing.refusal(name)
        if refusal is not None:
            return subscriber or nobody, refusal
        if self.networks.is_crossing(dialled):
            return nobody, None
        if subscriber is None:
            return nobody, 404
        return subscriber, 486 if subscriber.busy else None

    def _tell_registration(self, name: str, online: bool) -> None:
        self.note(name, "is registered" if online else "is not registered")

    def _tell_failure(self, error: BaseException) -> None:
        self.note("lab", f"FAILED: {error!r}")

    async def _end(self) -> None:
        await self._outages.end()
        await self._tasks.end()
