"""A box's rooms of messages with a real journal, and a gateway of the tests that lives on when the
box dies: it knows what really went over the air.
"""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from vochi.box.alarm import Alarm
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.sms import Sms
from vochi.box.journal import Draft, Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import Entry
from vochi.core.gsm.entries import SmsIn, SmsOut
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.core.office.policy import Policy
from vochi.core.office.upkeep import SmsPolicy
from vochi.engine.errors import Refused
from vochi.engine.frame import Message
from vochi.gateways.base import Driver, LineReport, MaybeSent, NotSent, Sent

NUMBER = "+375291234567"
OFFICE = Office(
    version=1,
    company=Company(name="Ромашка"),
    gateways=(Gateway(id="goip", name="GoIP"),),
    lines=(
        GsmLine(id="a1-1", name="A1", operator="A1", gateway="goip", slot=1),
        GsmLine(id="mts-1", name="MTS", operator="MTS", gateway="goip", slot=2),
    ),
    policy=Policy(sms=SmsPolicy(pace=1)),
)


class Dead(sqlite3.OperationalError):
    """The box was killed: it writes nothing any more."""


@dataclass
class Clock:
    """Both clocks, moved by hand."""

    boot: str = "boot-1"
    at: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)
    since: float = 1000.0

    def now(self) -> datetime:
        return self.at

    def mono(self) -> float:
        return self.since

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.since += seconds


@dataclass
class Air:
    """What the network has, whatever the box believes: texts by number; next answers by line."""

    gone: list[tuple[str, str, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refs: int = 0
    hold: "asyncio.Future[None] | None" = None
    asked: int = 0
    last_ref: str = ""


class FakeDriver(Driver):
    """Answers as `air.answers` says: `ok`, `later`, `never`, `other_line`, `lost` (gone, and nobody
    told), `nothing` (not gone, and nobody told); `hang` waits to be killed behind it.
    """

    abilities = frozenset({"sms", "delivery"})

    def __init__(self, air: Air, lines: Sequence[str]) -> None:
        self.air = air
        self.lines = {line: LineReport(line=line, online=True, iccid=f"i-{line}") for line in lines}

    async def run(self) -> None:
        await asyncio.Event().wait()

    def reports(self) -> tuple[LineReport, ...]:
        return tuple(self.lines.values())

    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        self.air.asked += 1
        answer = self.air.answers.pop(0) if self.air.answers else "ok"
        if answer in {"later", "never", "other_line"}:
            raise NotSent("refused", answer, code=42)  # type: ignore[arg-type]
        if answer != "nothing":
            self.air.gone.append((line, to, text))
        if answer in {"lost", "nothing"}:
            raise MaybeSent("no_answer", handle=f"h{self.air.asked}")
        if answer == "hang":
            await asyncio.Event().wait()
        self.air.refs = (self.air.refs + 1) % 256
        self.air.last_ref = str(self.air.refs)
        return Sent(ref=str(self.air.refs))


class FakeFleet:
    """One driver for all lines; `tell` is what a gateway tells the rooms."""

    def __init__(self, driver: FakeDriver) -> None:
        self.only = driver
        self.hearers: dict[type, list[Callable[[Any], Awaitable[None]]]] = defaultdict(list)

    def hear(self, kind: type, hearer: Callable[[Any], Awaitable[None]]) -> None:
        self.hearers[kind].append(hearer)

    def driver(self, line: str) -> Driver | None:
        return self.only if line in self.only.lines else None

    def report(self, line: str) -> LineReport | None:
        return self.only.lines.get(line)

    async def tell(self, news: Any) -> None:
        for hearer in self.hearers[type(news)]:
            await hearer(news)


@dataclass
class FakeAmi:
    """Asterisk's store."""

    store: dict[str, str] = field(default_factory=dict)

    async def items(self, name: str, **fields: str) -> tuple[Message, ...]:
        if name == "DBGet":
            key = f"{fields['Family']}/{fields['Key']}"
            if key not in self.store:
                raise Refused(action=name, detail="Database entry not found")
            return (Message((("Val", self.store[key]),)),)
        family = fields["Family"]
        return tuple(
            Message((("Key", f"/{key}"), ("Val", value)))
            for key, value in self.store.items()
            if key.startswith(f"{family}/")
        )

    async def action(self, name: str, **fields: str) -> None:
        assert name == "DBPut"
        self.store[f"{fields['Family']}/{fields['Key']}"] = fields["Val"]


class MortalScribe(Scribe):
    """Counts down to its death: from then on nothing becomes durable."""

    left: int | None = None
    is_dead = False

    async def write(
        self, drafts: Sequence[Draft] = (), marks: Mapping[str, str | None] | None = None
    ) -> tuple[Entry | None, ...]:
        if self.is_dead:
            raise Dead("killed")
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.is_dead = True
                raise Dead("killed")
        return await super().write(drafts, marks)


class SmsWorld:
    """`start` a life of the box, `kill` it; `entries` are what the journal has."""

    def __init__(self, file: Path, office: Office = OFFICE) -> None:
        self.file = file
        self.office: Office | None = office
        self.clock = Clock()
        self.air = Air()
        self.driver = FakeDriver(self.air, [line.id for line in office.lines])
        self.ami = FakeAmi()
        self.alarms: tuple[Alarm, ...] = ()
        self.scribe: MortalScribe
        self.fleet: FakeFleet
        self.sms: Sms
        self.actions: GsmActions

    async def start(self, *, recover: bool = True) -> None:
        self.scribe = MortalScribe(Journal(self.file, "boot-1"))
        self.fleet = FakeFleet(self.driver)
        self.actions = GsmActions()
        rooms: Any = (self.ami, self.scribe, self.clock, lambda: self.office)

        def tell(alarms: tuple[Alarm, ...]) -> None:
            self.alarms = alarms

        fleet: Any = self.fleet
        self.sms = Sms(*rooms, fleet=fleet, actions=self.actions, tell_alarms=tell)
        if recover:
            await self.sms.sending._stops.load()
            await self.sms.sending._ledger.recover()
            await self.sms.receiving.recover()

    async def kill(self) -> None:
        """Nothing more of this life is written; its file is let go."""
        self.scribe.is_dead = True
        tasks = [task for task, _ in self.sms.sending._going.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.scribe.close()

    async def look(self) -> None:
        """One look of both rooms, and all that follows at this moment."""
        await self.sms.sending.look()
        await self.settle()
        await self.sms.receiving.look()

    async def settle(self) -> None:
        """Let what is on its way end, unless it hangs."""
        tasks = [task for task, _ in self.sms.sending._going.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=0.2)

    async def entries(self, kind: str = "sms") -> list[Entry]:
        found = await self.scribe.read(lambda journal: journal.after(0, 10_000))
        return [each for each in found if each.kind == kind]

    async def out(self, name: str) -> list[SmsOut]:
        return [
            SmsOut.model_validate(each.body)
            for each in await self.entries()
            if each.body["dir"] == "out" and each.body["id"] == name
        ]

    async def states(self, name: str) -> list[str]:
        return [each.state for each in await self.out(name)]

    async def came(self) -> list[SmsIn]:
        return [
            SmsIn.model_validate(each.body)
            for each in await self.entries()
            if each.body["dir"] == "in"
        ]
