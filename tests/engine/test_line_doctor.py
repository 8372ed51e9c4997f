"""The line doctor's calls between own SIM cards, through a real Asterisk and the lab's networks."""

import csv
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from vochi.box.clock import system_clock
from vochi.box.gsm.trial import Trials
from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.gsm.doctor import Examination, Fault, order, symptoms
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.tree import Tree
from vochi.lab.bare import compiled_office, sample_office
from vochi.lab.city import City
from vochi.lab.gsm.card import CardFault, Forwarding, SimCard, Slot
from vochi.lab.overlay import overlay

OFFICE = overlay(sample_office(), {"policy": {"doctor": {"enabled": True}}})
LINES = ("a1-1", "a1-2", "mts-1", "life-1")


@dataclass
class Practice:
    """The doctor's hands in a city."""

    office: Office
    city: City
    trials: Trials
    ami: Ami
    root: Path

    def line(self, name: str) -> GsmLine:
        (found,) = (line for line in self.office.lines if line.id == name)
        assert isinstance(found, GsmLine)
        return found

    def slot(self, line: str) -> Slot:
        found = self.line(line)
        return Slot(found.gateway, found.slot)

    def card(self, line: str) -> SimCard:
        card = self.city.networks.radio.card(self.slot(line))
        assert card is not None
        return card

    async def examine(self, name: str) -> Examination:
        exam = Examination(name, order(LINES, name))
        while (trial := exam.next()) is not None:
            caller, called = self.line(trial.caller), self.line(trial.called)
            seen = await self.trials.call(self.office, caller, called, caller.number or "")
            assert not seen.voided
            exam.add(trial, seen)
        return exam

    def rows(self) -> list[dict[str, str]]:
        file = self.root / "office" / "log" / "cel-custom" / "cel.csv"
        with file.open(newline="") as rows:
            return [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(rows)]


@asynccontextmanager
async def practice(tree: Tree) -> AsyncIterator[Practice]:
    with TemporaryDirectory(prefix="vochi-doctor-") as folder:
        root = Path(folder)
        async with compiled_office(root, tree, office=OFFICE, gateways=True) as city:
            told = (root / "office" / "etc" / "manager.conf").read_text()
            port, secret = (re.search(f"{each} *= *(\\S+)", told) for each in ("port", "secret"))
            assert port
            assert secret
            async with Ami("127.0.0.1", int(port[1]), "vochi", secret[1]) as ami:
                await ami.connected(20)
                spool = root / "office" / "spool"
                yield Practice(OFFICE, city, Trials(ami, system_clock(), spool), ami, root)


@pytest.fixture
async def doctor(tree: Tree) -> AsyncIterator[Practice]:
    async with practice(tree) as found:
        yield found


async def test_a_healthy_line_is_well_and_nobody_rings(doctor: Practice) -> None:
    exam = await doctor.examine("a1-1")
    assert exam.verdicts() == {"a1-1": None}
    assert exam.calls() == 2
    for (trial,) in exam.seen.values():
        assert symptoms(*next((t, s[0]) for t, s in exam.seen.items())) == frozenset()
        assert trial.heard_by_called
        assert trial.heard_by_caller
        assert trial.shown == trial.expected
    await doctor.city.until_quiet()
    assert not any(phone.sides for phone in doctor.city.phones.values())
    events = [row["EventType"] for row in doctor.rows()]
    assert events.count("V_TEST") == 2
    assert "V_CALL" not in events
    assert not list((doctor.root / "office" / "spool" / "doctor").iterdir())


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ("deaf", "dead_inbound"),
        ("barred", "dead_outbound"),
        ("one_way", "no_audio_out"),
        ("no_caller_id", "no_caller_id"),
        ("wrong_caller_id", "wrong_caller_id"),
    ],
)
async def test_a_fault_of_a_card_is_named(doctor: Practice, fault: CardFault, named: Fault) -> None:
    doctor.card("a1-2").faults.add(fault)
    exam = await doctor.examine("a1-2")
    assert exam.verdicts() == {"a1-2": named}


async def test_cards_in_each_others_slots_are_found(doctor: Practice) -> None:
    radio = doctor.city.networks.radio
    first, second = doctor.slot("a1-1"), doctor.slot("a1-2")
    one, other = radio.remove(first), radio.remove(second)
    assert one
    assert other
    radio.insert(first, other)
    radio.insert(second, one)
    verdicts = (await doctor.examine("a1-1")).verdicts()
    assert verdicts["a1-1"] == "wrong_line"


async def test_calls_that_the_operator_sends_on_are_found(doctor: Practice) -> None:
    doctor.card("mts-1").forwards["always"] = Forwarding("+375296000002")
    assert (await doctor.examine("mts-1")).verdicts() == {"mts-1": "wrong_line"}


async def test_a_client_who_calls_while_a_test_runs_is_not_tested(doctor: Practice) -> None:
    """His call goes its way, and the test says nothing."""
    client = doctor.city.subscriber("+375291110001")
    until = "99999999999"
    await doctor.ami.action("DBPut", Family="doctor", Key="until", Val=until)
    await doctor.ami.action("DBPut", Family="doctor", Key="from", Val="+375296000002")
    side = await client.call("+375296000001")
    await side.until_answered()
    await side.hang_up()
    events = [row["EventType"] for row in doctor.rows()]
    assert "V_CALL" in events
    assert "V_TEST" not in events


async def test_forwarding_on_busy_is_tried_with_a_line_that_is_busy(doctor: Practice) -> None:
    caller, called, holder = doctor.line("life-1"), doctor.line("a1-1"), doctor.line("a1-2")
    numbers = (caller.number or "", holder.number or "")

    async def is_sent_on() -> bool:
        seen = await doctor.trials.call_busy(OFFICE, caller, called, holder=holder, numbers=numbers)
        assert not seen.voided
        await doctor.city.until_quiet()
        return seen.delivered

    assert not await is_sent_on()
    doctor.card("a1-1").forwards["busy"] = Forwarding("+375297000003")
    assert await is_sent_on()
    assert not any(phone.sides for phone in doctor.city.phones.values())
