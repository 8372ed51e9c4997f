"""Whatever a driver does, the box lives; and the disk is read only for another office."""

import asyncio
import sqlite3
from collections.abc import Mapping
from typing import cast

import pytest
from pydantic import JsonValue

from box.conftest import until
from box.gsm.cards import office
from vochi.box.alarm import Alarm
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.room import keep
from vochi.core.frozen import Frozen
from vochi.core.gsm.actions import AskBalance
from vochi.core.office.document import Office
from vochi.gateways.base import Driver, Equipment, GatewayFault, LineReport, Sent, Tell
from vochi.gateways.workshop import Workshop


class Wild(Driver):
    """Does what `mood` says."""

    def __init__(self, equipment: Equipment, tell: Tell, mood: str) -> None:
        self.equipment = equipment
        self.tell = tell
        self.mood = mood

    async def run(self) -> None:
        match self.mood:
            case "falls":
                raise ValueError("broken")
            case "ends":
                return
            case "clings":
                while self.mood == "clings":
                    try:
                        await asyncio.sleep(3600)
                    except asyncio.CancelledError:
                        continue
            case _:
                await asyncio.sleep(3600)

    def reports(self) -> tuple[LineReport, ...]:
        if self.mood == "silent":
            raise RuntimeError("no report")
        return tuple(LineReport(line=line.id, online=True) for line in self.equipment.lines)

    async def send_sms(self, line: str, to: str, text: str) -> Sent:
        raise GatewayFault("not_supported", f"{line}{to}{text}")


class Shop:
    def __init__(self, mood: str) -> None:
        self.mood = mood
        self.made: list[Wild] = []

    def make(self, equipment: Equipment, tell: Tell) -> Driver | None:
        if self.mood == "unmakeable":
            raise KeyError("key")
        self.made.append(Wild(equipment, tell, self.mood))
        return self.made[-1]


class Yard:
    """A fleet with a shop; `read` counts how often the keys were."""

    def __init__(self, mood: str = "") -> None:
        self.shop = Shop(mood)
        self.office: Office | None = office()
        self.read = 0
        self.alarms: tuple[Alarm, ...] = ()
        self.fault: Exception | None = None
        self.fleet = Fleet(
            cast("Workshop", self.shop), lambda: self.office, self._keys, self._alarm
        )

    def _keys(self) -> Mapping[str, str]:
        self.read += 1
        if self.fault is not None:
            raise self.fault
        return {"sms.a1-1": "one", "web.goip": "two", "sms.other": "three"}

    def _alarm(self, alarms: tuple[Alarm, ...]) -> None:
        self.alarms = alarms


@pytest.fixture
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vochi.box.gsm.fleet._END_WITHIN", 0.05)


async def settle(yard: Yard) -> None:
    for _ in range(3):
        await yard.fleet.follow()
        await asyncio.sleep(0)


async def test_keys_are_read_for_another_office_alone() -> None:
    yard = Yard()
    for _ in range(20):
        await yard.fleet.follow()
    assert yard.read == 1
    assert yard.shop.made[0].equipment.keys == {"sms.a1-1": "one", "web.goip": "two"}
    yard.office = office(a1_1={"name": "Другое"})
    await settle(yard)
    assert yard.read == 2
    assert len(yard.shop.made) == 1  # it is none of the driver's business
    yard.office = None
    await settle(yard)
    assert yard.fleet.reports() == {}
    await yard.fleet._end(tuple(yard.fleet._posts))


async def test_unreadable_keys_leave_the_drivers_where_they_are() -> None:
    yard = Yard()
    await settle(yard)
    yard.fault, yard.office = OSError("disk"), office(a1_1={"slot": 5})
    await settle(yard)
    assert yard.fleet.driver("a1-1") is yard.shop.made[0]
    yard.fault = None
    await settle(yard)
    assert yard.fleet.driver("a1-1") is yard.shop.made[1]
    await yard.fleet._end(tuple(yard.fleet._posts))


@pytest.mark.parametrize("mood", ["falls", "ends", "unmakeable"])
async def test_a_driver_that_falls_is_made_again_later_and_later(
    mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("vochi.box.gsm.fleet.monotonic", lambda: now[0])
    yard = Yard(mood)
    await settle(yard)
    (alarm,) = yard.alarms
    assert alarm.code == "gateway.driver_failed"
    assert alarm.facts["name"] == "Шлюз"
    assert yard.fleet.driver("a1-1") is None
    made = len(yard.shop.made)
    await settle(yard)
    assert len(yard.shop.made) == made
    for _ in range(600):
        now[0] += 1
        await settle(yard)
    assert len(yard.shop.made) < 40
    # Well again: it stays, and the alarm goes.
    yard.shop.mood = ""
    now[0] += 61
    await settle(yard)
    assert yard.fleet.driver("a1-1") is not None
    now[0] += 61
    await settle(yard)
    assert yard.alarms == ()
    await yard.fleet._end(tuple(yard.fleet._posts))


@pytest.mark.usefixtures("shorter")
async def test_a_driver_that_clings_holds_nobody() -> None:
    yard = Yard("clings")
    await settle(yard)
    yard.office = office(a1_1={"slot": 5})
    await asyncio.wait_for(settle(yard), 5)
    first, second = yard.shop.made
    assert yard.fleet.driver("a1-1") is second
    (left,) = yard.fleet._left_behind
    first.mood = second.mood = ""
    await yard.fleet._end(tuple(yard.fleet._posts))
    left.cancel()
    await asyncio.gather(left, return_exceptions=True)
    assert yard.fleet._left_behind == set()


async def test_a_driver_that_cannot_say_how_it_is_says_nothing() -> None:
    yard = Yard("silent")
    await settle(yard)
    assert yard.fleet.reports() == {}
    assert yard.fleet.report("a1-1") is None
    await yard.fleet._end(tuple(yard.fleet._posts))


async def test_what_a_hearer_raises_the_driver_hears() -> None:
    yard = Yard()
    await settle(yard)
    heard: list[LineReport] = []

    async def hear(news: LineReport) -> None:
        heard.append(news)

    async def full(_: LineReport) -> None:
        raise sqlite3.OperationalError("disk full")

    yard.fleet.hear(LineReport, hear)
    yard.fleet.hear(LineReport, full)
    with pytest.raises(sqlite3.OperationalError):
        await yard.shop.made[0].tell(LineReport(line="a1-1", online=True))
    assert len(heard) == 1
    await yard.fleet._end(tuple(yard.fleet._posts))


async def test_a_room_that_falls_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vochi.box.patience.Patience.delay", lambda _: 0.0)
    lives: list[int] = []
    told: list[tuple[Alarm, ...]] = []

    async def work() -> None:
        lives.append(1)
        if len(lives) < 3:
            raise RuntimeError("fell")
        await asyncio.sleep(3600)

    task = asyncio.create_task(keep("sim cards", work, told.append))
    await until(lambda: len(lives) == 3)
    assert not task.done()
    assert [alarm.code for alarm in told[-1]] == ["gsm.room_failed"]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_action_that_breaks_is_an_answer() -> None:
    actions = GsmActions()
    ask = AskBalance(line="a1-1")

    def doer(fault: Exception) -> None:
        async def do(_: Frozen) -> tuple[str, dict[str, JsonValue]]:
            raise fault

        actions.sign_up(AskBalance, do)

    assert await actions.execute(ask) == ("not_supported", {})
    doer(GatewayFault("busy", "call"))
    assert await actions.execute(ask) == ("busy", {"why": "call"})
    doer(ValueError("x" * 5000))
    code, facts = await actions.execute(ask)
    assert code == "failed"
    assert len(str(facts["why"])) <= 200
    doer(sqlite3.OperationalError("disk full"))
    with pytest.raises(sqlite3.OperationalError):
        await actions.execute(ask)
