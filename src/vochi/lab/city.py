"""The city around an office: its phones, its SIM cards, its operators, and people who call."""

import asyncio
import contextlib
import itertools
import secrets as random_secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from vochi.engine.ami import Ami
from vochi.engine.errors import Refused
from vochi.engine.frame import Message
from vochi.engine.tree import Tree
from vochi.lab import tones
from vochi.lab.asterisk import LabAsterisk
from vochi.lab.behaviour import Behaviour, answers
from vochi.lab.carriers import Carriers, Fault
from vochi.lab.confs import Manager, Paths, files
from vochi.lab.meeting import meet
from vochi.lab.mute import Mute
from vochi.lab.numbers import read_dialled
from vochi.lab.party import Party, Phone, Subscriber
from vochi.lab.places import Outside
from vochi.lab.ports import free_tcp
from vochi.lab.registrations import Registrations
from vochi.lab.side import CAUSES, NotInTimeError, Role, Side
from vochi.lab.timeline import Timeline
from vochi.lab.voice import Gone, Voice

_RINGING = "5"


class City:
    """Use as `async with City(outside, state, tree) as city:`; the office may come up later.

    `phones` by account; `subscriber(number)` makes people outside.
    """

    def __init__(self, outside: Outside, state: Path, tree: Tree) -> None:
        self.outside = outside
        self.timeline = Timeline()
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
        self._sides: dict[str, Side] = {}
        self._mutes: dict[str, contextlib.AsyncExitStack] = {}
        self._numbers = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Condition()
        self._booted = asyncio.Event()
        self._stack = contextlib.AsyncExitStack()
        self._zero = 0.0

    async def __aenter__(self) -> Self:
        """Start the lab's Asterisk; its parties begin to register by themselves."""
        self._zero = asyncio.get_running_loop().time()
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self._asterisk.stop)
            await self._asterisk.start(files(self._paths, self.outside, self._manager))
            await stack.enter_async_context(self._ami)
            self._spawn(self._listen(self._ami.events()))
            stack.push_async_callback(self._end_tasks)
            async with asyncio.timeout(30):
                await self._booted.wait()
            # What happened before the connection stood; events tell the rest.
            for registration in await self._items("PJSIPShowRegistrationsOutbound"):
                self.registrations.registered(registration)
            for contact in await self._items("PJSIPShowContacts"):
                self.registrations.contact(contact)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything."""
        await self._stack.aclose()

    @property
    def parties(self) -> dict[str, Party]:
        """Everybody by key: accounts of phones, numbers of subscribers."""
        return {**self.phones, **self.subscribers}

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
        await self.until(
            lambda: not any(side.live for side in self._sides.values()), "quiet", within
        )

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
        side = self._side(phone, "calls", to)
        device = f"PJSIP/phone-{phone.account}/{self.office_uri(to)}"
        await self._originate(side, device, _caller_id(phone.display_name, ""), phone.tone)
        return side

    async def call_from_outside(
        self, subscriber: Subscriber, to: str, line: str | None, dialled: str = ""
    ) -> Side:
        """`Exchange`: a network brings a call to one of our numbers, if the line can carry it."""
        line = line or self.carriers.line_of(to)
        if line is None:
            raise KeyError(f"no line of the office has the number {to}")
        has_room = self.carriers.has_room(line)
        side = self._side(subscriber, "calls", to, line)
        endpoint = self.carriers.endpoint(line)
        if endpoint not in self.registrations.online and not self.carriers.is_peer(line):
            await self._close(side, 20)
        elif not has_room:
            # The network itself tells busy: no call reaches the office.
            await self._close(side, 17)
        else:
            forward = next(
                (sim.forward_to for sim in self.outside.sims if sim.account == line), None
            )
            # A gateway calls what it is told to; an operator calls our number where we registered.
            device = (
                f"PJSIP/{to}@{endpoint}"
                if forward is None
                else f"PJSIP/{endpoint}/{self.office_uri(forward)}"
            )
            caller = _caller_id(subscriber.name, subscriber.number)
            await self._originate(side, device, caller, subscriber.tone, dialled)
        return side

    async def set_registered(self, phone: Phone, registered: bool) -> None:
        """`Exchange`: plug or unplug a phone, and wait till the office has heard of it."""
        name = f"phone-{phone.account}"
        self.note(phone.key, "registers" if registered else "unregisters")
        action = "PJSIPRegister" if registered else "PJSIPUnregister"
        await self._ami.action(action, Registration=f"{name}-reg")
        await self.until(
            lambda: (name in self.registrations.online) is registered, f"{action} of {name}"
        )

    async def break_line(self, line: str, fault: Fault | None) -> None:
        """Put a line out of order, or (None) back in order, and wait till the office knows."""
        old = self.carriers.faults.pop(line, None)
        self.note(line, f"out of order: {fault}" if fault else "in order again")
        if fault == "cut":
            for side in self.carriers.living(line):
                await side.hang_up()
            return
        if fault is not None:
            self.carriers.faults[line] = fault
        mute = self._mutes.pop(line, None)
        if mute is not None:
            await mute.aclose()
        if fault in {"unregistered", "silent"}:
            await self._register_line(line, registered=False)
        elif old in {"unregistered", "silent"}:
            await self._register_line(line, registered=True)
        if fault == "silent":
            sim = next(each for each in self.outside.sims if each.account == line)
            office = (self.outside.office_host, self.outside.office_port)
            self._mutes[line] = contextlib.AsyncExitStack()
            await self._mutes[line].enter_async_context(
                Mute(line, sim.password, office, sim.address)
            )

    async def _register_line(self, line: str, *, registered: bool) -> None:
        name = self.carriers.endpoint(line)
        action = "PJSIPRegister" if registered else "PJSIPUnregister"
        await self._ami.action(action, Registration=f"{name}-reg")
        await self.until(
            lambda: (name in self.registrations.online) is registered, f"{action} of {name}"
        )

    async def _until(self, fact: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(fact)

    def _side(self, party: Party, role: Role, number: str, line: str | None = None) -> Side:
        name = f"{next(self._numbers):04d}-{party.key.lstrip('+')}"
        side = Side(
            party=party.key,
            role=role,
            number=number,
            began_at=self.clock(),
            clock=self.clock,
            note=self.note,
            timeline=lambda since: self.timeline.text(since - 1),
            news=self._news,
            heard_file=self._paths.heard / f"{name}.sln",
            early_file=self._paths.heard / f"{name}-early.sln",
            line=line,
        )
        party.sides.append(side)
        if line is not None:
            self.carriers.carry(line, side)
        self.note(party.key, f"{side.role}: {number}" + (f" over {line}" if line else ""))
        return side

    async def _originate(
        self, side: Side, device: str, caller_id: str, tone: int, dialled: str = ""
    ) -> None:
        side.unique_id = f"lab-{next(self._numbers)}-{random_secrets.token_hex(4)}"
        self._sides[side.unique_id] = side
        await self._ami.action(
            "Originate",
            Channel=device,
            Context="talk",
            Exten="s",
            Priority="1",
            Async="true",
            Timeout="900000",
            ChannelId=side.unique_id,
            CallerID=caller_id,
            Variable=f"V_HEARD={side.heard_file},V_TONE={tone}{_diverted(dialled)}",
        )

    async def _listen(self, events: AsyncIterator[Message]) -> None:
        async for event in events:
            match event.name:
                case "FullyBooted":
                    self._booted.set()
                case "AsyncAGIStart":
                    await self._arrived(event)
                case "Registry":
                    self.registrations.registered(event)
                case "ContactStatus":
                    self.registrations.contact(event)
                case _:
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None:
                        await self._happened(side, event)
            async with self._news:
                self._news.notify_all()

    async def _happened(self, side: Side, event: Message) -> None:
        """An event of a channel of ours."""
        match event.name:
            case "Newchannel":
                side.voice = Voice(self._ami, event["Channel"], side.unique_id)
                self._spawn(self._record_early(side, event["Channel"]))
            case "AsyncAGIExec" if side.voice is not None:
                side.voice.executed(event)
            case "AsyncAGIEnd" if side.voice is not None:
                side.voice.left()
            case "Newstate" if side.role == "calls" and side.rang_at is None:
                if event.get("ChannelState") == _RINGING:
                    side.rang_at = self.clock()
                    self.note(side.party, "hears that it rings")
            case "DTMFEnd" if event.get("Direction") == "Received":
                side.keys += event.get("Digit")
            case "Hangup":
                await self._close(side, int(event.get("Cause") or 0))
            case "OriginateResponse" if event.get("Response") == "Failure":
                await self._close(side, 127)
            case _:
                pass

    async def _items(self, action: str) -> tuple[Message, ...]:
        try:
            return await self._ami.items(action)
        except Refused:
            # PJSIP's list actions answer with an error where the list is empty.
            return ()

    async def _arrived(self, event: Message) -> None:
        """A channel came under our hand: our own call was answered, or the office calls."""
        side = self._sides.get(event["Uniqueid"])
        if side is not None and side.voice is not None:
            side.answered_at = self.clock()
            side.voice.ready.set()
            self.note(side.party, "is answered")
            return
        voice = Voice(self._ami, event["Channel"], event["Uniqueid"])
        voice.ready.set()
        self._spawn(self._called(voice, event))

    async def _called(self, voice: Voice, event: Message) -> None:
        """The office calls a phone, or somebody outside over a line."""
        endpoint = voice.channel.removeprefix("PJSIP/").rpartition("-")[0]
        place, _, name = endpoint.partition("-")
        dialled = event.get("Exten")
        party, refusal = self._wanted(place, name, dialled)
        side = self._side(party, "is called", dialled, None if place == "phone" else name)
        side.caller, side.name = event.get("CallerIDNum"), event.get("CallerIDName")
        side.voice, side.unique_id = voice, voice.unique_id
        self._sides[voice.unique_id] = side
        with contextlib.suppress(Gone):
            if refusal is None:
                await meet(party, side, voice, self.office_uri)
            else:
                self.note(party.key, f"refuses with {refusal}")
                await voice.refuse(refusal)

    def _wanted(self, place: str, name: str, dialled: str) -> tuple[Party, int | None]:
        """Who is called, and the SIP code if the network or the phone itself declines."""
        if place == "phone":
            phone = self.phones[name]
            return phone, 486 if phone.busy else None
        number = read_dialled(dialled)
        subscriber = self.subscribers.get(number) if number else None
        nobody = Party(dialled, 0, Behaviour())
        fault = self.carriers.fault(name)
        if fault is not None:
            return nobody, fault
        if not self.carriers.has_room(name):
            return subscriber or nobody, self.carriers.refusal(name)
        if subscriber is None:
            return nobody, 404
        return subscriber, 486 if subscriber.busy else None

    async def _record_early(self, side: Side, channel: str) -> None:
        """A caller hears ring-back and voices of the network before anybody answers."""
        with contextlib.suppress(Refused):  # the call may be over already
            await self._ami.action("MixMonitor", Channel=channel, options=f"r({side.early_file})")

    async def _close(self, side: Side, cause: int) -> None:
        if side.voice is not None:
            side.voice.left()
        if side.ended_at is None:
            side.ended_at = self.clock()
            side.cause = cause
            self.note(side.party, f"is over: {CAUSES.get(cause, cause)}")
        await side.changed()

    def _tell_registration(self, name: str, online: bool) -> None:
        self.note(name, "is registered" if online else "is not registered")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.note("lab", f"FAILED: {task.exception()!r}")

    async def _end_tasks(self) -> None:
        for mute in self._mutes.values():
            # The office may be gone already: then nothing is to be taken back.
            with contextlib.suppress(TimeoutError, AssertionError):
                await mute.aclose()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _diverted(number: str) -> str:
    """Another number was dialled, and its operator sent the call on (RFC 5806)."""
    if not number:
        return ""
    return f",PJSIP_HEADER(add,Diversion)=<sip:{number}@127.0.0.1>"


def _caller_id(name: str, number: str) -> str:
    """As Asterisk reads a caller id: any text of one line may be the name."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{number}>' if name else f"<{number}>" if number else ""
