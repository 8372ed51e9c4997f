"""Answer, hold and attended transfer from the screen, on a real Asterisk with real audio."""

import asyncio
import contextlib
import csv
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from desk_phone import DeskPhone, Told

from vochi.box.lines import Lines
from vochi.box.own_phone import OwnPhone
from vochi.core.calls.call import Call
from vochi.core.calls.entry import CEL_FIELDS, Entry
from vochi.core.calls.fold import fold
from vochi.core.calls.journal import GENESIS, seal
from vochi.core.link import Consult, Decline, HandOver, Hold, PickUpOwn, Resume, TakeBack
from vochi.engine.ami import Ami
from vochi.engine.tree import Tree
from vochi.lab.bare import compiled_office, sample_office
from vochi.lab.behaviour import answers
from vochi.lab.city import City
from vochi.lab.overlay import overlay
from vochi.lab.side import Side

#: Phones ring for longer than every way to answer one of them takes.
NODES = {
    "start": {"kind": "start", "exits": {"next": "sales"}},
    "sales": {"kind": "ring", "targets": ["901"], "seconds": 40, "exits": {"nobody": "end"}},
    "end": {"kind": "hangup"},
}
OFFICE = overlay(sample_office(), {"inbound": [{"id": "main", "nodes": NODES}]})


@dataclass
class House:
    city: City
    ami: Ami
    root: Path
    desk: OwnPhone

    async def do(self, action: Any) -> str:
        return (await self.desk.execute(action, OFFICE))[0]

    async def linked(self, account: str) -> str:
        async with asyncio.timeout(10):
            while True:
                for channel in await self.ami.channels():
                    if channel["Channel"].startswith(f"PJSIP/{account}-"):
                        return channel["Linkedid"]
                await asyncio.sleep(0.05)

    async def until_talking(self, *wanted: str) -> None:
        """Till these accounts and lines, and no others, share bridges."""
        found: set[str] = set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(15):
                while found != set(wanted):
                    await asyncio.sleep(0.05)
                    found = {
                        channel["Channel"].removeprefix("PJSIP/").rpartition("-")[0]
                        for channel in await self.ami.channels()
                        if channel.get("BridgeId") and channel["Channel"].startswith("PJSIP/")
                    }
        assert found == set(wanted)

    def calls(self) -> tuple[Call, ...]:
        """As the log has them."""
        entries: list[Entry] = []
        with (self.root / "office/log/cel-custom/cel.csv").open(newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                body: dict[str, Any] = dict(zip(CEL_FIELDS, row, strict=True))
                when = float(body["EventTime"])
                before = entries[-1].hash if entries else GENESIS
                at = datetime.fromtimestamp(when, UTC)
                entries.append(seal(before, number, at, when, "boot", "cel", body))
        return fold(entries)

    def conf(self, name: str) -> str:
        return (self.root / "office" / "etc" / name).read_text()

    @asynccontextmanager
    async def phone(self, account: str, told: Told, **more: Any) -> AsyncIterator[DeskPhone]:
        """This one in place of the lab's."""
        await self.city.phones[account].unplug()
        pjsip = self.conf("pjsip.conf")
        password = re.search(rf"\nusername = {account}\npassword = (\S+)", pjsip)
        assert password
        port = self.city.outside.office_port
        async with DeskPhone(account, port, password[1], told=told, **more) as phone:
            assert await phone.register() == 200
            phone.rings()
            yield phone


@pytest.fixture
async def house(tree: Tree) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        root = Path(stack.enter_context(TemporaryDirectory(prefix="vochi-own-")))
        city = await stack.enter_async_context(compiled_office(root, tree, office=OFFICE))
        manager = (root / "office" / "etc" / "manager.conf").read_text()
        port, secret = re.search(r"\nport = (\d+)", manager), re.search(r"secret = (\S+)", manager)
        assert port
        assert secret
        ami = Ami("127.0.0.1", int(port[1]), "vochi", secret[1])
        await stack.enter_async_context(ami)
        await ami.connected(10)
        lines = Lines(ami, lambda: OFFICE, lambda _: True)
        yield House(city, ami, root, OwnPhone(ami, lines))


CLIENT = "+375291110001"


async def _rung(house: House, number: str = CLIENT) -> tuple[Side, str]:
    for account in ("180-2", "181", "182"):
        house.city.phones[account].behave(answers(600))
    side = await house.city.subscriber(number).call("+375296000001")
    return side, await house.linked("180")


ANSWER = {"extension": "180"}
YEALINK = "Yealink SIP-T31P 124.86.0.40"


async def test_a_phone_that_knows_talk(house: House) -> None:
    async with house.phone("180", "obeys", user_agent=YEALINK) as phone:
        side, linked = await _rung(house)
        await phone.until_said("INVITE")
        assert await house.do(PickUpOwn(linked_id=linked, **ANSWER)) == "done", phone.said
        await side.until_answered()
        await house.city.stalls.pass_by(1.5)
        assert phone.said[:3] == ["INVITE 180", "talk obeys", "answered"]
        assert phone.acked, "a phone that hears no ACK hangs up"
        assert await house.do(PickUpOwn(linked_id=linked, **ANSWER)) == "done"
        await side.hang_up()
        async with asyncio.timeout(15):  # the line is free before the phone hears of it
            while await house.do(PickUpOwn(linked_id=linked, **ANSWER)) == "done":
                await asyncio.sleep(0.1)
        assert await house.do(PickUpOwn(linked_id=linked, **ANSWER)) == "no_such_call"


@pytest.mark.parametrize(("agent", "told"), [(YEALINK, "bad_event"), ("baresip", "no_dialog")])
async def test_a_phone_that_answers_by_itself(house: House, agent: str, told: Told) -> None:
    async with house.phone("180", told, by_itself=True, user_agent=agent) as phone:
        side, linked = await _rung(house)
        await phone.until_said("INVITE")
        assert await house.do(PickUpOwn(linked_id=linked, **ANSWER)) == "done", phone.said
        await side.until_answered()
        await phone.until_said("cancelled")
        assert phone.said[-2:] == ["answered", "cancelled"]
        await house.until_talking("a1-1", "180")
        await side.hang_up()


@pytest.mark.parametrize(("agent", "told"), [(YEALINK, "bad_event"), ("baresip", "no_dialog")])
@pytest.mark.parametrize("lines", [1, 2])
async def test_a_phone_that_refuses_loses_nothing(
    house: House, agent: str, told: Told, lines: int
) -> None:
    async with house.phone("180", told, lines=lines, user_agent=agent) as phone:
        side, linked = await _rung(house)
        await phone.until_said("INVITE")
        assert await house.do(PickUpOwn(linked_id=linked, **ANSWER)) == "by_hand", phone.said
        phone.lift()
        await side.until_answered()
        await house.until_talking("a1-1", "180")
        await house.city.stalls.pass_by(0.5)
        assert phone.acked, "a phone that hears no ACK hangs up"
        await side.hang_up()


async def test_a_phone_rings_no_more_when_it_is_declined(house: House) -> None:
    side, linked = await _rung(house)
    assert await house.do(Decline(linked_id=linked, extension="182")) == "no_such_call"
    assert await house.do(Decline(linked_id=linked, extension="180")) == "done"
    async with asyncio.timeout(15):
        while any(c["Channel"].startswith("PJSIP/180-") for c in await house.ami.channels()):
            await asyncio.sleep(0.05)
    assert await house.do(Decline(linked_id=linked, extension="180")) == "no_such_call"
    await side.hang_up()


async def test_who_is_not_rung_answers_nothing(house: House) -> None:
    side, linked = await _rung(house)
    assert await house.do(PickUpOwn(linked_id=linked, extension="182")) == "no_such_call"
    assert await house.do(PickUpOwn(linked_id="", extension="180")) == "no_such_call"
    assert side.live
    await side.hang_up()


async def _talk(house: House) -> tuple[Side, Side, str]:
    """A client and 180, who hear each other."""
    house.city.phones["180"].behave(answers(0.3))
    side, linked = await _rung(house)
    await house.until_talking("a1-1", "180")
    return side, house.city.phones["180"].last, linked


def _heard(listener: Side, tone: int) -> float:
    """Seconds of a tone, when the call is over."""
    return listener.hearing.find(tone).seconds


OWN = {"extension": "180"}


async def test_hold(house: House) -> None:
    client, phone, linked = await _talk(house)
    clock, stalls = house.city.clock, house.city.stalls
    await stalls.pass_by(1.5)
    asked = clock()
    for _ in range(2):
        assert await house.do(Hold(linked_id=linked, **OWN)) == "done"
    await stalls.pass_by(3)
    await house.until_talking("a1-1", "180")
    assert await house.do(Resume(linked_id=linked, **OWN)) == "done"
    resumed = clock()
    await stalls.pass_by(1.5)
    assert await house.do(Resume(linked_id=linked, **OWN)) == "by_hand"
    assert await house.do(Hold(linked_id=linked, extension="181")) == "no_such_call"
    await client.hang_up()
    await phone.until_ended()
    (before, after) = client.hearing.find(house.city.phones["180"].tone).stretches
    assert before.seconds > 1
    assert after.seconds > 1
    # He was away as long as the hold lasted, whatever the machine made of it.
    assert 2.5 < after.began - before.ended < resumed - asked + 0.8
    assert client.hearing.loudness() > -40, "music"
    calls = house.calls()
    assert [talk.employee for talk in calls[0].talks] == ["180", "180"]
    assert sum(talk.seconds for talk in calls[0].talks) == pytest.approx(
        client.hearing.find(house.city.phones["180"].tone).seconds,
        abs=0.7 + stalls.between(0, clock()),
    )


@pytest.mark.parametrize("how", ["refer", "code", "park"])
async def test_who_is_held_goes_on_without_music(house: House, how: str) -> None:
    client, phone, linked = await _talk(house)
    colleague = house.city.phones["182"]
    colleague.behave(answers(0.3))
    assert await house.do(Hold(linked_id=linked, **OWN)) == "done"
    await asyncio.sleep(1)
    if how == "refer":
        await phone.transfer(house.city.office_uri("182"))
    elif how == "code":
        await phone.press("*2")
        await asyncio.sleep(1.2)
        await phone.press("182")
    else:
        own = (await house.desk._own(linked, "180", "Up"))[0]
        await house.ami.blind_transfer(own["Channel"], "park", "180")
        await phone.until_ended()
        await house.until_talking("a1-1")  # alone in the bridge of those who are parked
        taker = await colleague.call("*51")
        await taker.until_answered()
    await house.until_talking("a1-1", "182")
    await house.city.stalls.pass_by(3)
    await client.hang_up()
    await colleague.last.until_ended()
    assert _heard(client, colleague.tone) > 2
    assert _heard(colleague.last, house.city.subscribers[CLIENT].tone) > 2


async def test_consulting(house: House) -> None:
    client, phone, linked = await _talk(house)
    colleague = house.city.phones["182"]
    colleague.behave(answers(0.5))
    for action in (HandOver, TakeBack):
        assert await house.do(action(linked_id=linked, **OWN)) == "no_consultation"
    assert await house.do(Consult(linked_id=linked, to="1&2", **OWN)) == "bad_number"
    assert await house.do(Consult(linked_id=linked, to="8104915123456", **OWN)) == "no_route"
    assert await house.do(Hold(linked_id=linked, **OWN)) == "done"
    assert await house.do(Consult(linked_id=linked, to="182", **OWN)) == "done"
    await house.until_talking("a1-1", "180", "182")
    await house.city.stalls.pass_by(2)
    assert await house.do(TakeBack(linked_id=linked, **OWN)) == "done"
    await house.until_talking("a1-1", "180")
    assert await house.do(TakeBack(linked_id=linked, **OWN)) == "no_consultation"
    await house.city.stalls.pass_by(1.5)
    assert await house.do(Consult(linked_id=linked, to="182", **OWN)) == "done"
    await house.city.until(lambda: len(colleague.sides) == 2 and colleague.last.talking, "182")
    await house.city.stalls.pass_by(1.5)
    assert await house.do(HandOver(linked_id=linked, **OWN)) == "done"
    await house.until_talking("a1-1", "182")
    await house.city.stalls.pass_by(3)
    await client.hang_up()
    await colleague.last.until_ended()
    assert _heard(phone, colleague.tone) > 2
    assert _heard(colleague.last, house.city.phones["180"].tone) > 1
    assert _heard(client, colleague.tone) > 2
    assert _heard(colleague.last, house.city.subscribers[CLIENT].tone) > 2
    (call,) = house.calls()
    assert call.last_employee == "182"
    assert [(move.kind, move.by, move.to) for move in call.transfers] == [
        ("attended", "180", "182")
    ]
