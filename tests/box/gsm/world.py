"""A box's rooms with lines and a gateway whose state a test sets; time goes as the test says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from vochi.box.alarm import Alarm
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.health import HealthRoom
from vochi.box.gsm.repair import Repairs
from vochi.box.scribe import Scribe
from vochi.core.gsm.entries import Repaired
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway, Socket
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.frame import Message
from vochi.gateways.base import GatewayFault, LineReport

LINES = ("a1-1", "a1-2", "mts-1")


def office(socket_port: int = 1) -> Office:
    """Three SIM cards in one gateway that a Tasmota feeds."""
    return Office(
        company=Company(name="Ромашка"),
        gateways=(Gateway(id="goip", name="Шлюз", socket="plug"),),
        sockets=(
            Socket(
                id="plug", name="Розетка", kind="tasmota", address="127.0.0.1", port=socket_port
            ),
            Socket(
                id="box", name="Коробка", kind="tasmota", address="127.0.0.1", port=socket_port,
                feeds="box",
            ),
        ),
        lines=tuple(
            GsmLine(id=line, name=line.upper(), operator="A1", gateway="goip", slot=slot)
            for slot, line in enumerate(LINES, start=1)
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Watch(Clock):
    """A clock that stands until a test moves it."""

    at: list[float] = field(default_factory=lambda: [1000.0])

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 3, 0, tzinfo=UTC) + timedelta(seconds=self.at[0])

    def mono(self) -> float:
        return self.at[0]


@dataclass
class Gate:
    """The gateway: `can` is what restarting it raises."""

    can: str = ""
    asked: list[str] = field(default_factory=list)

    async def restart_line(self, line: str) -> None:
        self._ask(f"line {line}")

    async def restart_device(self) -> None:
        self._ask("device")

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.can:
            raise GatewayFault(self.can)


@dataclass
class World:
    """What the rooms see."""

    scribe: Scribe
    office: Office
    clock: Watch = field(default_factory=lambda: Watch("boot-1"))
    gate: Gate = field(default_factory=Gate)
    told: dict[str, LineReport] = field(default_factory=dict)
    online: set[str] = field(default_factory=lambda: set(LINES))
    calling: list[str] = field(default_factory=list)
    is_connected: bool = True
    alarms: tuple[Alarm, ...] = ()
    raised: list[tuple[Alarm, ...]] = field(default_factory=list)
    actions: GsmActions = field(default_factory=GsmActions)

    def __post_init__(self) -> None:
        for line in LINES:
            self.told[line] = LineReport(
                line=line, online=True, iccid="8937501", registered=True, signal=-71, call="idle"
            )
        self.begin()

    def begin(self) -> None:
        """A new life of the box."""
        itself = cast("Any", self)
        self.health = HealthRoom(
            cast("Ami", itself), self.scribe, self.clock, lambda: self.office,
            fleet=cast("Fleet", itself), is_online=self.online.__contains__, tell_alarms=self._tell,
        )  # fmt: skip
        self.repairs = Repairs(
            self.scribe, self.clock, lambda: self.office, dict,
            fleet=cast("Fleet", itself), health=self.health, actions=self.actions,
        )  # fmt: skip

    # --- as the engine and the fleet answer

    async def channels(self) -> list[Message]:
        return [
            Message((("Channel", f"PJSIP/{name}-{number:08x}"),))
            for number, name in enumerate(self.calling)
        ]

    def report(self, line: str) -> LineReport | None:
        return self.told.get(line)

    def reports(self) -> dict[str, LineReport]:
        return self.told

    def of_gateway(self, gateway: str) -> Gate | None:
        return self.gate if gateway == "goip" else None

    # --- what a test does

    def line(self, line: str, **told: object) -> None:
        """The gateway tells something else of a line."""
        self.told[line] = self.told[line].model_copy(update=told)

    async def pass_time(self, seconds: float, step: float = 5.0) -> None:
        """Both rooms look as time goes."""
        end = self.clock.at[0] + seconds
        while self.clock.at[0] < end:
            self.clock.at[0] += step
            await self.health.look()
            await self.repairs.look()

    async def until(self, fact: Callable[[], bool], most: float = 7200) -> float:
        """How long it took."""
        began = self.clock.at[0]
        while not fact():
            assert self.clock.at[0] - began < most, "it did not happen"
            await self.pass_time(1, 1)
        return self.clock.at[0] - began

    async def entries(self) -> list[Repaired]:
        told = await self.scribe.read(lambda journal: journal.after(0, 1000))
        return [Repaired.model_validate(each.body) for each in told if each.kind == "repair"]

    def _tell(self, alarms: tuple[Alarm, ...]) -> None:
        if alarms != self.alarms:  # as `Alarms.of` does
            self.alarms = alarms
            self.raised.append(alarms)
