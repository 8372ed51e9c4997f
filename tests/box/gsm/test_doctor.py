"""The room of the line doctor: when it works, what it may spend, what it writes."""

from datetime import datetime
from typing import Any, cast

import pytest

from box.gsm.world import LINES, World, office
from vochi.box.alarm import Alarm
from vochi.box.gsm.doctor import Doctor
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import ExamineLine
from vochi.core.gsm.doctor import TALK, Seen, is_time
from vochi.core.gsm.entries import Examined
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.upkeep import DoctorPolicy
from vochi.engine.frame import Message

NUMBERS = dict(zip(LINES, ("+375296000001", "+375296000002", "+375297000003"), strict=True))


class Clinic:
    """A doctor whose hands are a script: lines in `deaf` hear nothing of their callers."""

    def __init__(self, scribe: Scribe, **policy: object) -> None:
        self.world = World(scribe, _office(DoctorPolicy(enabled=True, **cast("Any", policy))))
        self.deaf: set[str] = set()
        self.called: list[tuple[str, str]] = []
        self.written: list[tuple[str, str]] = []
        self.alarms: tuple[Alarm, ...] = ()
        self.begin()

    def begin(self) -> None:
        itself = cast("Any", self)
        world = self.world
        self.doctor = Doctor(
            cast("Any", world), world.scribe, world.clock, lambda: world.office,
            sims=itself, health=world.health, is_online=world.online.__contains__,
            trials=itself, letters=itself, actions=world.actions, tell_alarms=self._tell,
        )  # fmt: skip

    def iccid(self, line: str) -> str:
        return f"iccid-{line}"

    def number(self, _: str) -> None:
        return None

    def _tell(self, alarms: tuple[Alarm, ...]) -> None:
        self.alarms = alarms

    async def call(self, _: Office, caller: GsmLine, called: GsmLine, expected: str) -> Seen:
        self.called.append((caller.id, called.id))
        assert expected == caller.number
        return Seen(
            answered=True, arrived=called.id, shown=expected, expected=expected, lasted=TALK,
            heard_by_called=called.id not in self.deaf, heard_by_caller=caller.id not in self.deaf,
        )  # fmt: skip

    async def send(self, caller: GsmLine, called: GsmLine, number: str) -> Seen:
        assert number == called.number
        self.written.append((caller.id, called.id))
        return Seen(delivered=True)

    async def wait(self, minutes: float) -> None:
        """Time passes, the doctor looks every minute."""
        for _ in range(int(minutes)):
            self.world.clock.at[0] += 60
            await self.doctor.look()

    async def checks(self) -> list[Examined]:
        told = await self.world.scribe.read(lambda journal: journal.after(0, 1000))
        return [Examined.model_validate(each.body) for each in told if each.kind == "check"]


def _office(policy: DoctorPolicy) -> Office:
    plain = office()
    lines = tuple(line.model_copy(update={"number": NUMBERS[line.id]}) for line in plain.lines)
    return plain.model_copy(
        update={"lines": lines, "policy": plain.policy.model_copy(update={"doctor": policy})}
    )


ALWAYS = {"from_time": "00:00", "to_time": "00:00"}


@pytest.fixture
def clinic(scribe: Scribe) -> Clinic:
    return Clinic(scribe, **ALWAYS)


async def test_each_line_is_tried_once_a_day(clinic: Clinic) -> None:
    await clinic.wait(120)
    assert [check.line for check in await clinic.checks()] == list(LINES)
    assert all(check.fault is None for check in await clinic.checks())
    assert len(clinic.called) == 2 * len(LINES)
    await clinic.wait(24 * 60)
    assert len(await clinic.checks()) == 2 * len(LINES)


async def test_a_fault_is_an_alarm_until_the_line_is_well(clinic: Clinic) -> None:
    clinic.deaf.add("a1-2")
    await clinic.wait(20)
    assert [(a.code, a.facts["line"]) for a in clinic.alarms] == [
        ("line.fault.no_audio_in", "a1-2")
    ]
    found = [check for check in await clinic.checks() if check.line == "a1-2"]
    assert found[0].iccid == "iccid-a1-2"
    clinic.begin()
    await clinic.doctor.look()
    assert len(clinic.alarms) == 1  # a restart forgets nothing
    clinic.deaf.clear()
    await clinic.wait(90)  # it is looked at again within the hour
    assert clinic.alarms == ()


async def test_nobody_is_disturbed(clinic: Clinic) -> None:
    clinic.world.calling = ["101-2"]
    await clinic.wait(60)
    assert clinic.called == []
    clinic.world.calling = []
    clinic.doctor.hear(Message((("Event", "Hangup"),)))
    await clinic.wait(4)
    assert clinic.called == []
    await clinic.wait(10)
    assert clinic.called


async def test_the_budget_of_the_day_holds(scribe: Scribe) -> None:
    clinic = Clinic(scribe, day_calls=4, every_hours=1, **ALWAYS)
    await clinic.wait(12 * 60)
    assert len(clinic.called) == 4
    assert clinic.written == []
    await clinic.wait(24 * 60)
    assert len(clinic.called) in (8, 12)


async def test_messages_are_written_only_when_they_may_be(scribe: Scribe) -> None:
    clinic = Clinic(scribe, day_sms=2, **ALWAYS)
    await clinic.wait(60)
    assert clinic.written == [("a1-1", "a1-2"), ("a1-2", "a1-1")]


async def test_a_line_that_is_not_registered_needs_no_call(clinic: Clinic) -> None:
    clinic.world.online.discard("a1-1")
    await clinic.wait(10)
    assert (await clinic.checks())[0].fault == "unregistered"
    assert all("a1-1" not in pair for pair in clinic.called)


async def test_by_hand(clinic: Clinic) -> None:
    do = clinic.world.actions.execute
    assert (await do(ExamineLine(line="x")))[0] == "no_line"
    clinic.world.calling = ["a1-2"]
    assert (await do(ExamineLine(line="a1-1", by="anna")))[0] == "busy"
    clinic.world.calling = []
    assert (await do(ExamineLine(line="a1-1", by="anna")))[0] == "done"
    for task in tuple(clinic.doctor._ordered):
        await task
    (check,) = await clinic.checks()
    assert (check.line, check.by, check.tests) == ("a1-1", "anna", {"out": "ok", "in": "ok"})
    clinic.world.online -= {"a1-2", "mts-1"}
    assert (await do(ExamineLine(line="a1-1")))[0] == "alone"
    clinic.world.office = _office(DoctorPolicy(enabled=False))
    assert (await do(ExamineLine(line="a1-1")))[0] == "refused"


@pytest.mark.parametrize(
    ("begins", "ends", "at", "works"),
    [
        ("02:00", "06:00", "02:00", True), ("02:00", "06:00", "06:00", False),
        ("22:00", "05:00", "23:30", True), ("22:00", "05:00", "04:59", True),
        ("22:00", "05:00", "12:00", False), ("00:00", "00:00", "12:00", True),
    ],
)  # fmt: skip
def test_its_hours(begins: str, ends: str, at: str, *, works: bool) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{at}:00+03:00")
    assert is_time(DoctorPolicy(enabled=True, from_time=begins, to_time=ends), now) is works
    assert not is_time(DoctorPolicy(enabled=False, from_time=begins, to_time=ends), now)
