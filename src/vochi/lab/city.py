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
from vochi.lab.asterisk import LabAsterisk, LabAsteriskError
from vochi.lab.behaviour import REFUSALS, Behaviour, answers
from vochi.lab.confs import Manager, Paths, files
from vochi.lab.numbers import read_dialled
from vochi.lab.party import Party, Phone, Subscriber
from vochi.lab.places import Outside, SimSlot, Trunk
from vochi.lab.ports import free_tcp
from vochi.lab.side import CAUSES, NotInTimeError, Side
from vochi.lab.timeline import Timeline
from vochi.lab.voice import Gone, Voice

_CHANNEL_RINGING = "5"


class City:
    """Use as `async with City(outside, state, tree) as city:`; the office may come up later.

    `phones` by account, `sims` by line id, `trunks` by line id; `subscriber(number)` makes people.
    """

    def __init__(self, outside: Outside, state: Path, tree: Tree) -> None:
        self.outside = outside
        self.timeline = Timeline()
        self._tone = itertools.count(tones.LOWEST, tones.STEP)
        self.phones = {
            device.account: Phone(self, device.account, self.tone()) for device in outside.devices
        }
        self.sims: dict[str, SimSlot] = {sim.account: sim for sim in outside.sims}
        self.trunks: dict[str, Trunk] = {trunk.id: trunk for trunk in outside.trunks}
        self.subscribers: dict[str, Subscriber] = {}
        self.online: set[str] = set()
        self._paths = Paths(state.resolve(), tree.modules, tree.data)
        manager_port = free_tcp()
        self._manager = Manager(manager_port, "lab", random_secrets.token_hex(16))
        self._asterisk = LabAsterisk(self._paths, tree.argv, manager_port)
        self._ami: Ami
        self._sides: dict[str, Side] = {}
        self._carried: dict[str, list[Side]] = {}
        self._contacts: dict[str, set[str]] = {}
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
            manager = self._manager
            await self._asterisk.start(files(self._paths, self.outside, manager))
            self._ami = await stack.enter_async_context(
                Ami("127.0.0.1", manager.port, manager.user, manager.secret)
            )
            self._spawn(self._listen(self._ami.events()))
            stack.push_async_callback(self._end_tasks)
            async with asyncio.timeout(30):
                await self._booted.wait()
            # What happened before the connection stood; events tell the rest.
            for registration in await self._items("PJSIPShowRegistrationsOutbound"):
                await self._registered(registration)
            for contact in await self._items("PJSIPShowContacts"):
                await self._contact(contact)
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

    def tone(self) -> int:
        """A frequency that nobody has yet."""
        tone = next(self._tone)
        if tone > tones.HIGHEST:
            raise LabAsteriskError("more parties than tones that a phone line carries")
        return tone

    def subscriber(
        self, number: str, *, name: str = "", behaviour: Behaviour | None = None
    ) -> Subscriber:
        """Somebody outside; by default he answers after half a second. Made once per number."""
        known = self.subscribers.get(number or "hidden")
        if known is None:
            known = Subscriber(self, number, name, self.tone(), behaviour or answers())
            self.subscribers[known.key] = known
        else:
            known.name = name or known.name
            known.behaviour = behaviour or known.behaviour
        return known

    async def until_registered(
        self, within: float = 30, *, but: frozenset[str] = frozenset()
    ) -> None:
        """Wait till every phone, SIM card and trunk is known to the other side.

        `but` names endpoints (`phone-180`, `sim-a1-1`, `trunk-city`) that need not be.
        """
        wanted = {
            *(device.endpoint for device in self.outside.devices),
            *(sim.endpoint for sim in self.outside.sims),
            *(trunk.endpoint for trunk in self.outside.trunks if trunk.office_registers),
        } - but
        try:
            await self._until(lambda: wanted <= self.online, within)
        except TimeoutError:
            missing = ", ".join(sorted(wanted - self.online))
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

    async def call_from_phone(self, phone: Phone, to: str) -> Side:
        """`Exchange`: dial from a desk."""
        # What a person types travels as it is where SIP allows it, else as %xx.
        user = quote(to, safe="+*&=$,!~'()")
        device = f"PJSIP/phone-{phone.account}/sip:{user}@{self._office}"
        side = self._side(phone, "calls", to, None)
        await self._originate(side, device, "", phone.display_name, phone.tone)
        return side

    async def call_from_outside(self, subscriber: Subscriber, to: str, line: str | None) -> Side:
        """`Exchange`: a network brings a call to one of our numbers, if the line can carry it."""
        line = line or self.line_of(to)
        if line is None:
            raise KeyError(f"no line of the office has the number {to}")
        side = self._side(subscriber, "calls", to, line)
        endpoint = f"sim-{line}" if line in self.sims else f"trunk-{line}"
        if endpoint not in self.online and not self._is_peer(line):
            await self._close(side, 20)
        elif len(self._carries(line)) > self._channels(line):
            # The network itself tells busy: no call reaches the office.
            await self._close(side, 17)
        else:
            if line in self.sims:
                uri = f"sip:{self.sims[line].forward_to}@{self._office}"
                device = f"PJSIP/{endpoint}/{uri}"
            else:
                device = f"PJSIP/{to}@{endpoint}"
            await self._originate(side, device, subscriber.number, subscriber.name, subscriber.tone)
        return side

    async def set_registered(self, phone: Phone, registered: bool) -> None:
        """`Exchange`: plug or unplug a phone, and wait till the office has heard of it."""
        name = f"phone-{phone.account}"
        self.note(phone.key, "registers" if registered else "unregisters")
        action = "PJSIPRegister" if registered else "PJSIPUnregister"
        await self._ami.action(action, Registration=f"{name}-reg")
        await self.until(lambda: (name in self.online) is registered, f"{action} of {name}")

    async def _until(self, fact: Callable[[], bool], within: float) -> None:
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(fact)

    async def register_all(self) -> None:
        """Every phone and SIM card registers now."""
        names = [
            *(device.endpoint for device in self.outside.devices),
            *(sim.endpoint for sim in self.outside.sims),
        ]
        for name in names:
            await self._ami.action("PJSIPRegister", Registration=f"{name}-reg")

    @property
    def _office(self) -> str:
        return f"{self.outside.office_host}:{self.outside.office_port}"

    def office_uri(self, number: str) -> str:
        """SIP address of somebody inside the office, for transfers."""
        return f"sip:{number}@{self._office}"

    def line_of(self, number: str) -> str | None:
        """The line that has the number, None: none has."""
        for sim in self.outside.sims:
            if sim.number == number:
                return sim.account
        for trunk in self.outside.trunks:
            if number in trunk.numbers:
                return trunk.id
        return None

    def _channels(self, line: str) -> int:
        return self.trunks[line].channels if line in self.trunks else 1

    def _is_peer(self, line: str) -> bool:
        return line in self.trunks and not self.trunks[line].office_registers

    def _carries(self, line: str | None) -> list[Side]:
        return [side for side in self._carried.get(line or "", []) if side.live]

    def _side(self, party: Party, role: str, number: str, line: str | None) -> Side:
        name = f"{next(self._numbers):04d}-{party.key.lstrip('+')}"
        began_at = self.clock()
        side = Side(
            party=party.key,
            role="calls" if role == "calls" else "is called",
            number=number,
            began_at=began_at,
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
            self._carried.setdefault(line, []).append(side)
        over = f" over {line}" if line else ""
        self.note(party.key, f"{side.role}: {number}{over}")
        return side

    async def _originate(self, side: Side, device: str, number: str, name: str, tone: int) -> None:
        side.unique_id = f"lab-{next(self._numbers)}-{random_secrets.token_hex(4)}"
        self._sides[side.unique_id] = side
        variables = {
            "V_HEARD": str(side.heard_file),
            "V_TONE": str(tone),
        }
        await self._ami.action(
            "Originate",
            Channel=device,
            Context="talk",
            Exten="s",
            Priority="1",
            Async="true",
            Timeout="900000",
            ChannelId=side.unique_id,
            CallerID=_caller_id(name, number),
            Variable=",".join(f"{key}={value}" for key, value in variables.items()),
        )

    async def _listen(self, events: AsyncIterator[Message]) -> None:
        async for event in events:
            match event.name:
                case "FullyBooted":
                    self._booted.set()
                case "AsyncAGIStart":
                    await self._arrived(event)
                case "AsyncAGIExec":
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None and side.voice is not None:
                        side.voice.executed(event)
                case "AsyncAGIEnd":
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None and side.voice is not None:
                        side.voice.left()
                case "Newchannel":
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None:
                        side.voice = Voice(self._ami, event["Channel"], side.unique_id)
                        self._spawn(self._record_early(side, event["Channel"]))
                case "Newstate":
                    await self._new_state(event)
                case "DTMFEnd":
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None and event.get("Direction") == "Received":
                        side.keys += event.get("Digit", "")
                        await side.changed()
                case "Hangup":
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None:
                        await self._close(side, int(event.get("Cause", "0") or 0))
                case "OriginateResponse" if event.get("Response") == "Failure":
                    side = self._sides.get(event.get("Uniqueid"))
                    if side is not None:
                        await self._close(side, 127)
                case "Registry":
                    await self._registered(event)
                case "ContactStatus":
                    await self._contact(event)
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
        channel, unique_id = event["Channel"], event["Uniqueid"]
        side = self._sides.get(unique_id)
        if side is not None and side.voice is not None:
            side.answered_at = self.clock()
            side.voice.ready.set()
            self.note(side.party, "is answered")
            await side.changed()
            return
        voice = Voice(self._ami, channel, unique_id)
        voice.ready.set()
        endpoint = channel.removeprefix("PJSIP/").rpartition("-")[0]
        dialled = event.get("Exten", "")
        self._spawn(self._called(voice, endpoint, dialled, event))

    async def _called(self, voice: Voice, endpoint: str, dialled: str, event: Message) -> None:
        """The office calls a phone, or somebody outside over a line."""
        place, _, name = endpoint.partition("-")
        line = None if place == "phone" else name
        try:
            party, refusal = self._wanted(place, name, dialled)
            side = self._side(party, "is called", dialled, line)
            side.caller = event.get("CallerIDNum")
            side.name = event.get("CallerIDName")
            side.voice, side.unique_id = voice, voice.unique_id
            self._sides[voice.unique_id] = side
            if refusal is not None:
                self.note(party.key, f"refuses with {refusal}")
                await voice.refuse(refusal)
                return
            await self._meet(party, side, voice)
        except Gone:
            return

    def _wanted(self, place: str, name: str, dialled: str) -> tuple[Party, int | None]:
        """Who is called, and the SIP code if the network or the phone itself declines."""
        if place == "phone":
            phone = self.phones[name]
            return phone, 486 if phone.busy else None
        number = read_dialled(dialled)
        subscriber = self.subscribers.get(number) if number else None
        if len(self._carries(name)) >= self._channels(name):
            code = 503 if place == "trunk" else self.sims[name].busy_code
            return subscriber or Party(dialled, 0, Behaviour()), code
        if subscriber is None:
            return Party(dialled, 0, Behaviour()), 404
        return subscriber, 486 if subscriber.busy else None

    async def _meet(self, party: Party, side: Side, voice: Voice) -> None:
        """What the party does about a call, as its behaviour says."""
        behaviour = party.behaviour
        await voice.ring()
        side.rang_at = self.clock()
        self.note(party.key, "rings")
        await side.changed()
        if behaviour.refuse is not None:
            await _sleep_or(voice, behaviour.refuse_after)
            self.note(party.key, f"refuses: {behaviour.refuse}")
            await voice.refuse(REFUSALS[behaviour.refuse])
            return
        picked = asyncio.ensure_future(side.until_picked_up(behaviour.answer))
        gone = asyncio.ensure_future(voice.gone.wait())
        await asyncio.wait((picked, gone), return_when=asyncio.FIRST_COMPLETED)
        picked.cancel()
        gone.cancel()
        if voice.gone.is_set():
            return
        await voice.answer()
        await voice.record(str(side.heard_file))
        side.answered_at = self.clock()
        self.note(party.key, "answers")
        await voice.sound(party.tone)
        await side.changed()
        await self._follow(party, side, voice)

    async def _follow(self, party: Party, side: Side, voice: Voice) -> None:
        for step in party.behaviour.then:
            await _sleep_or(voice, step.after)
            if step.press is not None:
                await side.press(step.press)
            if step.transfer is not None:
                await side.transfer(self.office_uri(step.transfer))
            if step.hang_up:
                await side.hang_up()

    async def _record_early(self, side: Side, channel: str) -> None:
        """A caller hears ring-back and voices of the network before anybody answers."""
        with contextlib.suppress(Refused):  # the call may be over already
            await self._ami.action("MixMonitor", Channel=channel, options=f"r({side.early_file})")

    async def _new_state(self, event: Message) -> None:
        side = self._sides.get(event.get("Uniqueid"))
        if side is None or side.role != "calls":
            return
        if event.get("ChannelState") == _CHANNEL_RINGING and side.rang_at is None:
            side.rang_at = self.clock()
            self.note(side.party, "hears that it rings")
        await side.changed()

    async def _close(self, side: Side, cause: int) -> None:
        if side.voice is not None:
            side.voice.left()
        if side.ended_at is None:
            side.ended_at = self.clock()
            side.cause = cause
            self.note(side.party, f"is over: {CAUSES.get(cause, cause)}")
        await side.changed()

    async def _registered(self, event: Message) -> None:
        status = event.get("Status", "")
        name = event.get("ObjectName", "").removesuffix("-reg") or self._endpoint_of(
            event.get("Username", "")
        )
        if name is not None:
            await self._seen(name, status == "Registered")

    def _endpoint_of(self, client_uri: str) -> str | None:
        account = client_uri.removeprefix("sip:").partition("@")[0]
        if account in self.phones:
            return f"phone-{account}"
        return f"sim-{account}" if account in self.sims else None

    async def _contact(self, event: Message) -> None:
        """The office registers at an operator, or leaves; a new contact comes before the old goes."""
        aor = event.get("AOR") or event.get("ObjectName").partition(";")[0]
        uri = event.get("URI") or event.get("Uri")
        for trunk in self.outside.trunks:
            if aor == (trunk.username or trunk.endpoint):
                contacts = self._contacts.setdefault(trunk.endpoint, set())
                status = event.get("ContactStatus") or event.get("Status")
                gone = status in {"Removed", "Unreachable"}
                (contacts.discard if gone else contacts.add)(uri)
                await self._seen(trunk.endpoint, bool(contacts))

    async def _seen(self, name: str, online: bool) -> None:
        if online != (name in self.online):
            (self.online.add if online else self.online.discard)(name)
            self.note(name, "is registered" if online else "is not registered")
        async with self._news:
            self._news.notify_all()

    def note(self, who: str, what: str) -> None:
        """Add a moment to the timeline, now."""
        self.timeline.note(self.clock(), who, what)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.note("lab", f"FAILED: {task.exception()!r}")

    async def _end_tasks(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _sleep_or(voice: Voice, seconds: float) -> None:
    """Wait so long; raises `Gone` at once when the channel ends before."""
    try:
        async with asyncio.timeout(seconds):
            await voice.gone.wait()
    except TimeoutError:
        return
    raise Gone(voice.channel)


def _caller_id(name: str, number: str) -> str:
    """As Asterisk reads a caller id: any text of one line may be the name."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{number}>' if name else f"<{number}>" if number else ""
