"""The rooms of SIM cards with the real driver and an emulated GoIP in the air of the lab."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from box.conftest import until
from vochi.box.alarm import Alarm
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.balances import Balances
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.forwards import Forwards
from vochi.box.gsm.room import keep
from vochi.box.gsm.sims import Sims
from vochi.box.gsm.ussd import Ussd
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import EntryKind
from vochi.core.frozen import Frozen
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.gateways.workshop import Workshop
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.ports import free_udp

ANNA, BORIS = "+375296000001", "+375297000003"
CITY = "+375172000000"
LINES = {"a1-1": (ANNA, "A1"), "mts-1": (BORIS, "МТС")}
QUICK = Flavour(keepalive=0.05, resend_after=0.05, waits=0.01)


@dataclass(frozen=True)
class Shifted(Clock):
    """Real time, moved by as much as a test says; noon of a Monday at first."""

    moved: list[timedelta] = field(
        default_factory=lambda: [datetime(2026, 11, 23, 9, tzinfo=UTC) - datetime.now(UTC)]
    )

    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved[0]

    def mono(self) -> float:
        return super().mono() + self.moved[0].total_seconds()

    def pass_time(self, **how_long: float) -> None:
        self.moved[0] += timedelta(**how_long)

    def go_to(self, hour: int, minute: int = 0) -> None:
        """To this time in Minsk, today or tomorrow."""
        now = self.now() + timedelta(hours=3)
        there = now.replace(hour=hour, minute=minute, second=0)
        self.moved[0] += there - now + (timedelta(days=1) if there <= now else timedelta())


def card(line: str, ordinal: int = 1) -> SimCard:
    """A card of a line; another ordinal is another card."""
    number, operator = LINES[line]
    tail = f"{sorted(LINES).index(line)}{ordinal:03d}"
    return SimCard(f"893750100000000{tail}", f"25701000000{tail}", number, operator)


def office(**lines: dict[str, Any]) -> Office:
    """Both lines in the gateway; `a1_1={...}` changes one."""
    return Office(
        version=1,
        company=Company(name="Ромашка"),
        gateways=(Gateway(id="goip", name="Шлюз"),),
        lines=tuple(
            GsmLine.model_validate(
                {
                    "id": line, "name": line.upper(), "operator": operator, "gateway": "goip",
                    "slot": slot, **lines.get(line.replace("-", "_"), {}),
                }
            )
            for slot, (line, (_, operator)) in enumerate(LINES.items(), start=1)
        ),
    )  # fmt: skip


class Rooms:
    """One life of the box."""

    def __init__(self, cards: "Cards") -> None:
        clock = cards.clock
        self.scribe = Scribe(Journal(cards.file, "boot-1"))
        self.workshop = Workshop("127.0.0.1", cards.port)
        self.actions = GsmActions()
        self.alarms: dict[str, tuple[Alarm, ...]] = {}
        keys = {f"sms.{line}": f"p-{line}" for line in LINES}
        self.fleet = Fleet(self.workshop, lambda: cards.office, lambda: keys, self._of("fleet"))
        now = lambda: cards.office  # noqa: E731 - the office changes under them
        self.sims = Sims(self.fleet, now, self.scribe, clock, self._of("sims"))
        paper = {"scribe": self.scribe, "clock": clock, "actions": self.actions}
        many: Any = paper
        self.ussd = Ussd(self.fleet, self.sims, now, **many)
        self.balances = Balances(
            self.fleet, self.sims, self.ussd, now, **many, tell_alarms=self._of("balances")
        )
        self.forwards = Forwards(
            self.fleet, self.sims, self.ussd, now, **many, tell_alarms=self._of("forwards")
        )
        rooms = (self.workshop, self.fleet, self.sims, self.ussd, self.balances, self.forwards)
        self.tasks = [
            asyncio.create_task(keep(str(n), room.run, self._of(f"room {n}")))
            for n, room in enumerate(rooms)
        ]

    def _of(self, name: str) -> Callable[[tuple[Alarm, ...]], None]:
        return lambda alarms: self.alarms.__setitem__(name, alarms)

    async def kill(self) -> None:
        """Nobody is asked whether he has finished."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.scribe.close()


class Cards:
    """`async with`: a GoIP in its network, a box that has heard of both lines."""

    def __init__(self, root: Path, told: Office | None = None, flavour: Flavour = QUICK) -> None:
        self.file = root / "box" / "journal.db"
        self.clock = Shifted("boot-1")
        self.port = free_udp()
        self.office: Office | None = told or office()
        self.radio = Radio(lambda: 0.0, pace=0.002)
        for slot, line in enumerate(LINES, start=1):
            self.radio.insert(Slot("goip", slot), card(line))
        accounts = [Account(slot, line, f"p-{line}") for slot, line in enumerate(LINES, start=1)]
        self.goip = GoipBox("goip", accounts, ("127.0.0.1", self.port), self.radio, flavour)
        self.rooms: Rooms
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.rooms = Rooms(self)
        await self._stack.enter_async_context(self.goip)
        await self.until_online()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.rooms.kill()
        await self._stack.aclose()
        await self.radio.end()
        assert self.goip.failures == ()
        assert self.radio.failures == []

    async def restart(self) -> None:
        """Kill the box and begin a new life of it."""
        await self.rooms.kill()
        self.rooms = Rooms(self)
        await self.until_online()

    async def until_online(self) -> None:
        await until(lambda: all(self.rooms.sims.is_idle(line) for line in LINES))
        await until(lambda: all(self.rooms.sims.iccid(line) for line in LINES))
        await self.rooms.sims.look()

    async def publish(self, told: Office) -> None:
        """Another office is in force."""
        version = 1 + (self.office.version if self.office is not None else 0)
        self.office = told.model_copy(update={"version": version})
        await self.rooms.fleet.follow()

    def swap(self, line: str, other: SimCard | None) -> None:
        """Another card, or none, in the slot of a line."""
        slot = Slot("goip", 1 + list(LINES).index(line))
        self.radio.remove(slot)
        if other is not None:
            self.radio.insert(slot, other)

    async def do(self, action: Frozen) -> Told:
        return await self.rooms.actions.execute(action)

    async def entries(self, kind: EntryKind) -> list[dict[str, Any]]:
        found = await self.rooms.scribe.read(lambda journal: journal.after(0, 100_000))
        return [dict(each.body) for each in found if each.kind == kind]

    async def until_entry(
        self, kind: EntryKind, fits: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any]:
        """The first entry of a kind that fits."""
        async with asyncio.timeout(10):
            while True:
                for body in await self.entries(kind):
                    if fits(body):
                        return body
                await asyncio.sleep(0.01)

    def alarms(self) -> set[str]:
        return {each.code for alarms in self.rooms.alarms.values() for each in alarms}
