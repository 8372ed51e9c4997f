"""Calls of the lab's Asterisk, from the first event of a channel to its hang-up."""

import asyncio
import contextlib
import itertools
import secrets as random_secrets
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused
from vochi.engine.frame import Message
from vochi.lab.carriers import Carriers
from vochi.lab.meeting import meet
from vochi.lab.party import Party
from vochi.lab.side import CAUSES, Role, Side
from vochi.lab.tasks import Tasks
from vochi.lab.timeline import Timeline
from vochi.lab.voice import Gone, Voice

_RINGING, _UP = "5", "6"
#: The place of whoever is called with no line of the office between: a network sent the call on.
AIR = "air"


class Watcher(Protocol):
    """The networks, which see calls on their lines and have a say in them."""

    def begun(self, side: Side) -> None:
        """The office calls over a line."""
        ...

    def answered(self, side: Side) -> None:
        """A call was answered."""
        ...

    def ended(self, side: Side) -> None:
        """A call is over."""
        ...

    def diverts(self, side: Side, cause: int) -> bool:
        """Whether a call that was refused goes on to somebody else."""
        ...

    def is_crossing(self, dialled: str) -> bool:
        """The office calls one of its own numbers."""
        ...

    async def bridge(self, side: Side, voice: Voice) -> None:
        """Lead such a call back to the office."""
        ...


class Calls:
    """Begins calls of parties, and lets parties meet the calls of the office.

    `heard` is a folder for what parties hear; `wanted` tells by place (`phone`, `sim`, `trunk`,
    `air`), its name and what was dialled who is called, and a SIP code when that call is refused.
    """

    def __init__(
        self,
        ami: Ami,
        *,
        heard: Path,
        carriers: Carriers,
        timeline: Timeline,
        clock: Callable[[], float],
        news: asyncio.Condition,
        tasks: Tasks,
        office_uri: Callable[[str], str],
        wanted: Callable[[str, str, str], tuple[Party, int | None]],
        watcher: Watcher,
    ) -> None:
        self._ami = ami
        self._heard = heard
        self._carriers = carriers
        self._timeline = timeline
        self._clock = clock
        self._news = news
        self._tasks = tasks
        self._office_uri = office_uri
        self._wanted = wanted
        self._watcher = watcher
        self._sides: dict[str, Side] = {}
        self._numbers = itertools.count(1)

    @property
    def are_over(self) -> bool:
        """No call lives in the lab."""
        return not any(side.live for side in self._sides.values())

    def side(self, party: Party, role: Role, number: str, line: str | None = None) -> Side:
        """A call of a party, from now on."""
        name = f"{next(self._numbers):04d}-{party.key.lstrip('+')}"
        side = Side(
            party=party.key,
            role=role,
            number=number,
            began_at=self._clock(),
            clock=self._clock,
            note=self._note,
            timeline=lambda since: self._timeline.text(since - 1),
            news=self._news,
            heard_file=self._heard / f"{name}.sln",
            early_file=self._heard / f"{name}-early.sln",
            line=line,
        )
        party.sides.append(side)
        if line is not None:
            self._carriers.carry(line, side)
        self._note(party.key, f"{side.role}: {number}" + (f" over {line}" if line else ""))
        return side

    async def originate(
        self, side: Side, device: str, caller_id: str, tone: int, dialled: str = ""
    ) -> None:
        """Let a side call a device (`PJSIP/...`); `dialled` is sent on as Diversion."""
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

    async def leave(self, side: Side) -> None:
        """Let go of the channel of a side; the side goes on, its network calls elsewhere."""
        self._sides.pop(side.unique_id, None)
        voice, side.voice, side.rang_at = side.voice, None, None
        if voice is not None:
            voice.left()
            with contextlib.suppress(AmiError):  # it may have ended by itself
                await self._ami.action("Hangup", Channel=voice.channel)

    async def echo(self, endpoint: str) -> None:
        """Until the call of an endpoint ends, what it sends comes back to it."""
        # A spy hears what the endpoint sends; his other half says it again, and he whispers it.
        await self._ami.action(
            "Originate", Channel="Local/s@echo/n", Async="true", Application="ChanSpy",
            Data=f"PJSIP/{endpoint}-,oqwE",
        )  # fmt: skip

    async def happened(self, event: Message) -> None:
        """Take in an event of any channel."""
        side = self._sides.get(event.get("Uniqueid"))
        if event.name == "AsyncAGIStart":
            self._arrived(side, event)
        elif side is not None:
            await self._went_on(side, event)

    async def close(self, side: Side, cause: int) -> None:
        """The side is over (Q.850)."""
        if side.voice is not None:
            side.voice.left()
        if side.ended_at is None:
            side.ended_at = self._clock()
            side.cause = cause
            self._watcher.ended(side)
            self._note(side.party, f"is over: {CAUSES.get(cause, cause)}")
        await side.changed()

    def _note(self, who: str, what: str) -> None:
        self._timeline.note(self._clock(), who, what)

    async def _went_on(self, side: Side, event: Message) -> None:
        match event.name:
            case "Newchannel":
                side.voice = Voice(self._ami, event["Channel"], side.unique_id)
                self._tasks.spawn(self._record_early(side, event["Channel"]))
            case "AsyncAGIExec" if side.voice is not None:
                side.voice.executed(event)
            case "AsyncAGIEnd" if side.voice is not None:
                side.voice.left()
            case "Newstate" if side.role == "calls" and side.rang_at is None:
                if event.get("ChannelState") == _RINGING:
                    side.rang_at = self._clock()
                    self._note(side.party, "hears that it rings")
            case "Newstate" if side.role == "is called" and side.answered_at is None:
                # Nobody of the lab answers a call that was led back to the office.
                if event.get("ChannelState") == _UP:
                    self._watcher.answered(side)
            case "DTMFEnd" if event.get("Direction") == "Received":
                side.keys += event.get("Digit")
            case "Hangup":
                cause = int(event.get("Cause") or 0)
                if not self._watcher.diverts(side, cause):
                    await self.close(side, cause)
            case "OriginateResponse" if event.get("Response") == "Failure":
                await self.close(side, 127)
            case _:
                pass

    def _arrived(self, side: Side | None, event: Message) -> None:
        """A channel came under our hand: our own call was answered, or the office calls."""
        if side is not None and side.voice is not None:
            side.answered_at = self._clock()
            self._watcher.answered(side)
            side.voice.ready.set()
            self._note(side.party, "is answered")
            return
        self._called(Voice(self._ami, event["Channel"], event["Uniqueid"]), event)

    def _called(self, voice: Voice, event: Message) -> None:
        """The office calls a phone, or somebody outside over a line.

        The side is known before the next event is read: the office may give up in the same
        breath, and a hang-up of a side that nobody knows yet would leave it alive for ever.
        """
        voice.ready.set()
        endpoint = voice.channel.removeprefix("PJSIP/").rpartition("-")[0]
        place, _, name = endpoint.partition("-")
        if voice.channel.startswith("Local/"):
            place, name = AIR, ""
        dialled = event.get("Exten")
        party, refusal = self._wanted(place, name, dialled)
        has_line = place not in {AIR, "phone"}
        side = self.side(party, "is called", dialled, name if has_line else None)
        side.caller, side.name = event.get("CallerIDNum"), event.get("CallerIDName")
        side.voice, side.unique_id = voice, voice.unique_id
        self._sides[voice.unique_id] = side
        if has_line and refusal is None:
            self._watcher.begun(side)
        self._tasks.spawn(self._met(party, side, voice, refusal))

    async def _met(self, party: Party, side: Side, voice: Voice, refusal: int | None) -> None:
        with contextlib.suppress(Gone):
            if refusal is not None:
                self._note(party.key, f"refuses with {refusal}")
                await voice.refuse(refusal)
            elif side.line is not None and self._watcher.is_crossing(side.number):
                await self._watcher.bridge(side, voice)
            else:
                await meet(party, side, voice, self._office_uri)

    async def _record_early(self, side: Side, channel: str) -> None:
        """A caller hears ring-back and voices of the network before anybody answers."""
        with contextlib.suppress(Refused):  # the call may be over already
            await self._ami.action("MixMonitor", Channel=channel, options=f"r({side.early_file})")


def _diverted(number: str) -> str:
    """Another number was dialled, and its operator sent the call on (RFC 5806)."""
    if not number:
        return ""
    return f",PJSIP_HEADER(add,Diversion)=<sip:{number}@127.0.0.1>"
