"""The box's rooms of messages with every other kind of gateway, through deaths of the box."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from box.conftest import until
from box.gsm.cards import ANNA, BORIS, card
from box.gsm.sms_world import FakeAmi
from vochi.box.clock import system_clock
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.sms import Sms
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import SendSms
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway, GatewayKind
from vochi.core.office.line import GsmLine
from vochi.core.office.policy import Policy
from vochi.core.office.upkeep import SmsPolicy
from vochi.gateways.workshop import Workshop
from vochi.lab.dinstar.box import DinstarBox
from vochi.lab.gsm.card import Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.modem.box import ModemBox
from vochi.lab.ports import free_udp
from vochi.lab.yeastar.box import YeastarBox

CLIENT = "+375291112233"
LONG = "Пункт договора № 7; " * 12 + "конец"
Emulators = dict[GatewayKind, Callable[[Radio], tuple[AbstractAsyncContextManager[Any], Any]]]


def dinstar(radio: Radio) -> tuple[AbstractAsyncContextManager[Any], Any]:
    box = DinstarBox("gate", 2, radio)
    return box, box.http


def yeastar(radio: Radio) -> tuple[AbstractAsyncContextManager[Any], Any]:
    box = YeastarBox("gate", 2, radio)
    return box, box.manager


def quectel(radio: Radio) -> tuple[AbstractAsyncContextManager[Any], Any]:
    box = ModemBox("gate", ("a1-1", "mts-1"), "Quectel", radio)
    return box, box.manager


KINDS: Emulators = {"dinstar": dinstar, "yeastar": yeastar, "quectel": quectel}


@asynccontextmanager
async def life(file: Path, told: Office) -> AsyncIterator[tuple[Fleet, GsmActions]]:
    """The box from its start to a death in which nobody is asked whether he has finished."""
    clock = system_clock()
    scribe = Scribe(Journal(file, clock.boot))
    workshop = Workshop("127.0.0.1", free_udp())
    fleet = Fleet(workshop, lambda: told, lambda: {"web.gate": "admin"})
    actions, ami = GsmActions(), FakeAmi()
    heard: Any = ami
    sms = Sms(
        heard, scribe, clock, lambda: told, fleet=fleet, actions=actions, tell_alarms=lambda _: None
    )
    rooms: Any = (workshop.run, fleet.run, *sms.rooms.values())
    tasks = [asyncio.create_task(room()) for room in rooms]
    try:
        await until(lambda: sum(each.online for each in fleet.reports().values()) == 2, 20)
        yield fleet, actions
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await scribe.close()


@pytest.mark.parametrize("kind", list(KINDS))
async def test_messages_go_and_come_once(tmp_path: Path, kind: GatewayKind) -> None:
    file = tmp_path / "journal.db"
    radio = Radio(asyncio.get_running_loop().time, pace=0.01)
    for slot, line in enumerate(("a1-1", "mts-1"), start=1):
        radio.insert(Slot("gate", slot), card(line))

    def bodies(way: str) -> list[dict[str, Any]]:
        with closing(Journal(file, "reader")) as journal:
            return [e.body for e in journal.messages(0, 1000) if e.body.get("dir") == way]

    made, side = KINDS[kind](radio)
    async with made:
        told = Office(
            version=1,
            company=Company(name="Ромашка"),
            gateways=(
                Gateway(id="gate", name="Шлюз", kind=kind, address="127.0.0.1", port=side.port),
            ),
            lines=tuple(
                GsmLine(id=line, name=line, operator=operator, gateway="gate", slot=slot)
                for slot, (line, operator) in enumerate((("a1-1", "A1"), ("mts-1", "МТС")), start=1)
            ),
            policy=Policy(sms=SmsPolicy(pace=1)),
        )
        async with life(file, told) as (_, actions):
            code, _ = await actions.execute(SendSms(id="1" * 32, to=CLIENT, text=LONG))
            assert code == "done"
            await radio.sms(CLIENT, ANNA, LONG)
            await until(lambda: bodies("in"), 20)
            await until(lambda: "sent" in {each["state"] for each in bodies("out")}, 20)
        async with life(file, told):
            await radio.sms(CLIENT, BORIS, "after a death")
            await until(lambda: len(bodies("in")) == 2, 20)
            if kind == "dinstar":  # the report was fetched in one of both lives
                await until(lambda: "delivered" in {each["state"] for each in bodies("out")}, 20)
            await asyncio.sleep(1)
        assert [(each["line"], each["text"]) for each in bodies("in")] == [
            ("a1-1", LONG), ("mts-1", "after a death"),
        ]  # fmt: skip
        assert [each.text for each in radio.subscriber_inbox[CLIENT]] == [LONG]
        assert made.failures == []  # type: ignore[attr-defined]
    await radio.end()
    assert radio.failures == []
