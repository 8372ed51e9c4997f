"""The line doctor in his house: the box's real rooms of gateways beside a real Asterisk, in a city
whose SIM cards lie in emulated gateways; no hub.
"""

import asyncio
import csv
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, cast

from vochi.box.alarm import Alarm
from vochi.box.clock import Clock, system_clock
from vochi.box.devices import Devices
from vochi.box.gsm.house import GsmHouse, Premises
from vochi.box.gsm.trial import Trials
from vochi.box.journal import Draft, Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.calls.fold import fold
from vochi.core.gsm.doctor import Examination, Fault
from vochi.core.gsm.entries import Examined, Repaired
from vochi.core.office.document import Office, Secrets
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.tree import Tree
from vochi.gateways.goip.patience import Patience
from vochi.home import Settings
from vochi.lab.bare import compiled_office, sample_office
from vochi.lab.city import City
from vochi.lab.goip.box import GoipBox
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.overlay import overlay
from vochi.lab.sockets.board import Board

#: Only by order: at night nobody would know what a test sees.
POLICY = {"doctor": {"enabled": True, "from_time": "00:00", "to_time": "00:01",
                     "idle_minutes": 240, "day_sms": 200},
          "sms": {"pace": 1}, "repair": {"enabled": False}}  # fmt: skip
OFFICE = overlay(sample_office(), {"policy": POLICY})
LINES = ("a1-1", "a1-2", "mts-1", "life-1")


@dataclass
class Practice:
    """The doctor, his house and a city."""

    office: Office
    city: City
    ami: Ami
    root: Path
    house: GsmHouse
    devices: Devices
    scribe: Scribe
    board: Board
    alarms: dict[str, tuple[Alarm, ...]] = field(default_factory=dict)

    @property
    def trials(self) -> Trials:
        return self.house.doctor._trials

    def line(self, name: str) -> GsmLine:
        (found,) = (line for line in self.office.lines if line.id == name)
        assert isinstance(found, GsmLine)
        return found

    def slot(self, line: str) -> Slot:
        found = self.line(line)
        return Slot(found.gateway, found.slot)

    def card(self, line: str) -> SimCard:
        return self.city.networks.card(line)

    async def examine(self, name: str, *, sms: bool = False) -> Examination:
        """By order of a person; the journal and the alarms say what the examination says."""
        doctor = self.house.doctor
        if not sms:
            day = "doctor sms:" + system_clock().now().astimezone().strftime("%Y%m%d")
            await self.scribe.write(marks={day: "200"})
        exam = await doctor.examine(name, by="anna")
        assert exam is not None, "it was put off"
        checks = {check.line: check.fault for check in await self.checks()}
        verdicts = self.verdicts(exam)
        assert checks == verdicts
        told = {(each.code, each.facts["line"]) for each in self.alarms["line doctor"]}
        assert told == {(f"line.fault.{fault}", line) for line, fault in checks.items() if fault}
        return exam

    def verdicts(self, exam: Examination) -> dict[str, Fault | None]:
        if exam.line not in self.online:
            return {exam.line: "unregistered"}
        return exam.verdicts()

    @property
    def online(self) -> frozenset[str]:
        return frozenset(line for line in LINES if self.devices.is_online(line))

    async def checks(self) -> list[Examined]:
        told = await self.scribe.read(lambda journal: journal.after(0, 10_000))
        return [Examined.model_validate(each.body) for each in told if each.kind == "check"]

    async def repairs(self) -> list[Repaired]:
        told = await self.scribe.read(lambda journal: journal.after(0, 10_000))
        return [Repaired.model_validate(each.body) for each in told if each.kind == "repair"]

    async def until(self, fact: object, within: float = 30) -> None:
        assert callable(fact)
        async with asyncio.timeout(within):
            while not fact():
                await asyncio.sleep(0.05)

    async def calls(self) -> tuple[str, ...]:
        """Calls as the log of the office would have them."""
        drafts = [
            Draft(kind="cel", body=dict(row), at=datetime.fromtimestamp(when, UTC), mono=when)
            for row in self.rows()
            for when in (float(row["EventTime"]),)
        ]
        await self.scribe.write(drafts)
        entries = await self.scribe.read(lambda journal: journal.after(0, 100_000))
        return tuple(f"{call.direction} {call.result} {call.client}" for call in fold(entries))

    def rows(self) -> list[dict[str, str]]:
        file = self.root / "office" / "log" / "cel-custom" / "cel.csv"
        if not file.exists():  # not a call yet
            return []
        with file.open(newline="") as rows:
            return [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(rows)]


@dataclass
class _Offices:
    """As the box's own, of an office that is in force."""

    held: Office
    keys: dict[str, str]

    def office(self) -> Office:
        return self.held

    def secrets(self) -> Secrets:
        return Secrets(keys=self.keys)


@dataclass(frozen=True)
class Hurried(Clock):
    """A clock on which `times` as much time goes by, for what takes its time by nature."""

    times: float = 1.0
    began: float = field(default_factory=time.monotonic)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.mono() - self.began)

    def mono(self) -> float:
        return self.began + (time.monotonic() - self.began) * self.times


@asynccontextmanager
async def practice(
    tree: Tree,
    office: Office = OFFICE,
    clock: Clock | None = None,
    patience: Patience | None = None,
) -> AsyncIterator[Practice]:
    """Ready: every line is registered and its gateway speaks."""
    with TemporaryDirectory(prefix="vochi-doctor-") as folder:
        root, cities = Path(folder), list[City]()
        async with AsyncExitStack() as stack:
            board = await stack.enter_async_context(Board(lambda name: _gateway(cities[0], name)))
            office = await board.move(office)
            city = await stack.enter_async_context(
                compiled_office(root, tree, office=office, gateways=True)
            )
            cities.append(city)
            told = (root / "office" / "etc" / "manager.conf").read_text()
            port, secret = (re.search(f"{each} *= *(\\S+)", told) for each in ("port", "secret"))
            assert port
            assert secret
            scribe = Scribe(Journal(root / "box" / "journal.db", "boot-1"))
            async with Ami("127.0.0.1", int(port[1]), "vochi", secret[1]) as ami:
                await ami.connected(20)
                tools = _Tools(clock or system_clock(), ami, scribe, board, root)
                found = _furnish(office, city, tools)
                found.house._workshop.goip.patience = patience or Patience()
                jobs = found.house.jobs()
                work = [asyncio.create_task(job) for job in jobs.values()]
                work.append(asyncio.create_task(found.devices.run()))
                try:
                    await found.until(lambda: len(found.online) == len(LINES))
                    sims = found.house.sims
                    await found.until(lambda: all((s := sims.seen(e)) and s.online for e in LINES))
                    yield found
                finally:
                    await _end(work)
            await scribe.close()


def _gateway(city: City, name: str) -> GoipBox | None:
    return city.networks.gateways.get(name)


class _Tools(NamedTuple):
    clock: Clock
    ami: Ami
    scribe: Scribe
    board: Board
    root: Path


def _furnish(office: Office, city: City, tools: _Tools) -> Practice:
    clock, ami, scribe, board, root = tools
    (gateway, *others) = city.outside.gateways
    at = {each.server for each in (gateway, *others)}
    assert len(at) == 1
    keys = {f"sms.{n}": key for each in city.outside.gateways for n, key in each.keys.items()}
    devices = Devices(ami, scribe, clock)
    alarms: dict[str, tuple[Alarm, ...]] = {"line doctor": ()}

    def tell(name: str) -> Any:
        def raised(now: tuple[Alarm, ...]) -> None:
            alarms[name] = now

        return raised

    offices = cast("Any", _Offices(office, keys))
    spool = root / "office" / "spool"
    premises = Premises(ami, scribe, clock, offices, devices.is_online, tell, spool)
    house = GsmHouse(premises, Settings(listen=gateway.server[0], goip_port=gateway.server[1]))
    return Practice(office, city, ami, root, house, devices, scribe, board, alarms)


async def _end(work: Sequence[asyncio.Task[None]]) -> None:
    for task in work:
        task.cancel()
    for task in work:
        with suppress(asyncio.CancelledError):
            await task
