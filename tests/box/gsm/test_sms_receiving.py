"""Incoming messages, and those that schemes ask for: none lost, none doubled."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from box.gsm.sms_world import NUMBER, OFFICE, Dead, SmsWorld
from vochi.box.journal import Draft
from vochi.box.salvage import open_journal, restore
from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.gsm.actions import SendSms
from vochi.core.gsm.joining import WINDOW
from vochi.core.gsm.parts import split
from vochi.core.office.document import Office
from vochi.core.scheme.graph import InboundScheme
from vochi.gateways.base import PartIn

LONG = ("Здравствуйте, когда приедет мастер? Жду с самого утра, никого нет. " * 3)[:150]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[SmsWorld]:
    world = SmsWorld(tmp_path / "journal.db")
    await world.start()
    yield world
    await world.kill()


def part(text: str, key: str, **more: Any) -> PartIn:
    fields = {"line": "a1-1", "sender": "80291234567", "text": text, "key": key} | more
    return PartIn.model_validate(fields)


async def test_a_message_comes_once(world: SmsWorld) -> None:
    for _ in range(3):
        await world.fleet.tell(part("привет", "k"))
        await world.look()
    (found,) = await world.came()
    assert (found.sender, found.text, found.line, found.iccid) == (
        NUMBER, "привет", "a1-1", "i-a1-1",
    )  # fmt: skip
    assert len(await world.entries("sms_part")) == 1
    assert world.ami.store == {f"sim/{NUMBER}": "a1-1"}


async def test_a_device_that_counts_anew(world: SmsWorld) -> None:
    """The same words of the same sender under the same key, hours later, are another message."""
    yes = part("да", "k", key_lasts=False)
    for _ in range(3):
        for _ in range(3):
            await world.fleet.tell(yes)
            world.clock.move(4)
        await world.kill()
        await world.start()
        await world.fleet.tell(yes)
        await world.look()
        world.clock.move(3600)
        await world.look()
    assert [each.text for each in await world.came()] == ["да"] * 3
    assert len({each.id for each in await world.came()}) == 3
    await world.fleet.tell(part("да", "k"))  # of a gateway whose keys last
    await world.look()
    assert len(await world.came()) == 3


async def test_names_are_kept_as_they_are_shown(world: SmsWorld) -> None:
    await world.fleet.tell(part("x", "k1", sender="MTS\u202e\x00"))
    await world.fleet.tell(part("y", "k2", sender="909"))
    await world.fleet.tell(part("z", "k3", sender="\r\nAction: Hangup" * 40))
    await world.look()
    assert [each.sender for each in await world.came()][:2] == ["MTS", "909"]
    assert world.ami.store == {}


async def test_it_is_durable_before_it_is_acknowledged(world: SmsWorld) -> None:
    world.scribe.left = 0
    with pytest.raises(Dead):
        await world.fleet.tell(part("привет", "k"))
    await world.kill()
    await world.start()
    assert await world.entries("sms_part") == []
    await world.fleet.tell(part("привет", "k"))
    await world.kill()  # acknowledged, and dead before it was joined
    await world.start()
    await world.look()
    assert [each.text for each in await world.came()] == ["привет"]


async def test_a_death_between_parts(world: SmsWorld) -> None:
    one, two, three = split(LONG)
    await world.fleet.tell(part(one, "k1"))
    await world.look()
    await world.kill()
    await world.start()
    await world.fleet.tell(part(one, "k1"))
    await world.fleet.tell(part(two, "k2"))
    await world.look()
    world.scribe.left = 1  # the last part, and not the message
    await world.fleet.tell(part(three, "k3"))
    with pytest.raises(Dead):
        await world.look()
    await world.kill()
    await world.start()
    await world.look()
    await world.look()
    (found,) = await world.came()
    assert (found.text, found.parts, found.whole) == (LONG, 3, True)


async def test_what_waits_behind_a_whole_message_is_not_forgotten(world: SmsWorld) -> None:
    one, two, _ = split(LONG)
    await world.fleet.tell(part(one, "k1", part=1, parts=3, ref=1))
    await world.fleet.tell(part("кстати", "short", sender="+375447654321"))
    await world.look()
    assert await world.scribe.read(lambda journal: journal.mark("sms_part:floor")) == "0"
    await world.kill()
    await world.start()
    await world.fleet.tell(part(two, "k2", part=2, parts=3, ref=1))
    await world.look()
    world.clock.move(WINDOW.total_seconds() + 1)
    await world.look()
    kept, late = await world.came()
    assert (kept.text, late.text, late.whole) == ("кстати", one + two + "…", False)


async def test_parts_before_the_box_is_ready(tmp_path: Path) -> None:
    world = SmsWorld(tmp_path / "journal.db")
    await world.start()
    one, two, three = split(LONG)
    await world.fleet.tell(part(one, "k1"))
    await world.kill()
    await world.start(recover=False)
    await world.fleet.tell(part(two, "k2"))
    await world.sms.sending._ledger.recover()
    await world.sms.receiving.recover()
    await world.fleet.tell(part(three, "k3"))
    await world.look()
    assert [each.text for each in await world.came()] == [LONG]
    await world.kill()


async def test_a_hostile_part_is_bounded(world: SmsWorld) -> None:
    await world.fleet.tell(part("я" * 100_000, "k" * 5000, sender="+" * 500))
    await world.fleet.tell(part("", "k0", sender=""))
    await world.look()
    big, empty = await world.came()
    assert len(big.text) == 3000
    assert len(big.keys[0]) == 64
    assert (empty.text, empty.sender) == ("", "")


def with_node(text: str = "Спасибо за звонок") -> Office:
    scheme = InboundScheme.model_validate(
        {
            "id": "main", "name": "Main", "start": "n1",
            "nodes": {
                "n1": {"kind": "start", "exits": {"next": "n2"}},
                "n2": {"kind": "sms", "text": text, "exits": {"next": "n3"}},
                "n3": {"kind": "hangup"},
            },
        }
    )  # fmt: skip
    return OFFICE.model_copy(update={"inbound": (scheme,)})


def cel(world: SmsWorld, linked: str, number: str, said: str, event: str = "V_SMS") -> Draft:
    values = dict.fromkeys(CEL_FIELDS, "") | {
        "EventType": event, "num": number, "UniqueID": linked, "LinkedID": linked,
        "EventExtra": json.dumps({"extra": said}),
    }  # fmt: skip
    return Draft("cel", {**values}, world.clock.now(), world.clock.mono())


ASKED = "scheme=main&node=n2"


async def until_out(world: SmsWorld, count: int) -> list[Any]:
    async with asyncio.timeout(5):
        while (
            len(found := [e.body for e in await world.entries() if e.body["dir"] == "out"]) < count
        ):
            await asyncio.sleep(0.02)
    return found


async def test_a_node_asks_once(world: SmsWorld) -> None:
    world.office = with_node()
    await world.scribe.write([cel(world, "0.1", "80291234567", ASKED)])  # before it first ran
    room = asyncio.create_task(world.sms.asking.run())
    async with asyncio.timeout(5):
        while await world.scribe.read(lambda journal: journal.mark("sms:asked")) is None:
            await asyncio.sleep(0.01)
    await world.scribe.write(
        [
            cel(world, "1.1", "80291234567", ASKED),
            cel(world, "1.1", "80291234567", ASKED),
            cel(world, "1.2", "80291234567", ASKED, event="V_NODE"),
            cel(world, "1.3", "", ASKED),
            cel(world, "1.4", "80291234567", "scheme=gone&node=n2"),
            cel(world, "1.5", "80291234567", "scheme=main&node=n1"),
            cel(world, "1.6", "8 017 200-11-22", ASKED),
            cel(world, "1.7", "80447654321", ASKED),
        ]
    )
    one, two = await until_out(world, 2)
    assert (one["id"], one["to"], one["text"], one["origin"], one["call"]) == (
        "1.1.main.n2", NUMBER, "Спасибо за звонок", "node", "1.1",
    )  # fmt: skip
    assert two["id"] == "1.7.main.n2"
    room.cancel()
    await asyncio.gather(room, return_exceptions=True)
    # what was asked while the box was dead, and what was asked before again
    await world.scribe.write([cel(world, "2.1", NUMBER, ASKED), cel(world, "1.1", NUMBER, ASKED)])
    await world.kill()
    await world.start()
    room = asyncio.create_task(world.sms.asking.run())
    assert [each["id"] for each in await until_out(world, 3)] == [
        "1.1.main.n2", "1.7.main.n2", "2.1.main.n2",
    ]  # fmt: skip
    await world.look()
    assert len(world.air.gone) >= 1
    room.cancel()
    await asyncio.gather(room, return_exceptions=True)


async def test_a_long_name_of_a_call_is_a_message_all_the_same(world: SmsWorld) -> None:
    world.office = with_node()
    room = asyncio.create_task(world.sms.asking.run())
    async with asyncio.timeout(5):
        while await world.scribe.read(lambda journal: journal.mark("sms:asked")) is None:
            await asyncio.sleep(0.01)
    await world.scribe.write([cel(world, "9" * 200, NUMBER, ASKED)])
    (one,) = await until_out(world, 1)
    assert len(one["id"]) == 64
    room.cancel()
    await asyncio.gather(room, return_exceptions=True)


async def test_a_part_that_comes_while_messages_are_written(world: SmsWorld) -> None:
    one, two, three = split(LONG)
    await world.fleet.tell(part("раз", "a"))
    await world.fleet.tell(part("два", "b"))
    await asyncio.gather(world.look(), world.fleet.tell(part(one, "k1")))
    await world.kill()
    await world.start()
    await world.fleet.tell(part(two, "k2"))
    await world.fleet.tell(part(three, "k3"))
    await world.look()
    assert [each.text for each in await world.came()] == ["раз", "два", LONG]


async def test_a_damaged_journal_loses_no_message(world: SmsWorld) -> None:
    """The hub has all of it; the box must go on all the same with what waits."""
    one, two, three = split(LONG)
    world.office = with_node()
    await world.actions.execute(SendSms(id="1" * 32, to=NUMBER, text="в очереди"))
    world.air.answers = ["hang"]
    await world.look()
    await world.actions.execute(SendSms(id="2" * 32, to=NUMBER, text="ждёт", line="mts-1"))
    await world.fleet.tell(part(one, "k1"))
    await world.fleet.tell(part("целое", "k0", sender="+375447654321"))
    await world.look()
    head = await world.scribe.read(lambda journal: journal.head)
    await world.scribe.write(marks={"sms:floor": str(head[0]), "sms:asked": str(head[0])})
    await world.kill()
    with sqlite3.connect(world.file) as db:
        db.execute("DROP TRIGGER entries_no_update")
        db.execute("UPDATE entries SET body = '{}' WHERE seq = ?", (head[0],))
    db.close()
    journal, saved = open_journal(world.file, "boot-1")
    assert saved is not None
    restore(journal, saved, (head[0] - 1, "f" * 64))
    journal.close()
    await world.start()
    assert await world.states("1" * 32) == ["queued", "sending", "unknown"]
    world.clock.move(5)
    await world.look()
    assert [text for _, _, text in world.air.gone] == ["в очереди", "ждёт"]
    await world.fleet.tell(part(two, "k2"))
    await world.fleet.tell(part(three, "k3"))
    await world.look()
    assert LONG in [each.text for each in await world.came()]
    await world.fleet.tell(part("целое", "k0", sender="+375447654321"))
    await world.look()
    assert sum(each.text == "целое" for each in await world.came()) <= 1


async def test_a_message_whose_sending_is_lost_from_the_journal_is_unknown(
    world: SmsWorld,
) -> None:
    await world.actions.execute(SendSms(id="1" * 32, to=NUMBER, text="ушло"))
    await world.look()
    await world.actions.execute(SendSms(id="2" * 32, to=NUMBER, text="ждёт", line="mts-1"))
    await world.kill()
    with sqlite3.connect(world.file) as db:
        db.execute("DROP TRIGGER entries_no_update")
        db.execute("UPDATE entries SET body = '{}' WHERE seq IN (2, 3)")
    db.close()
    journal, saved = open_journal(world.file, "boot-1")
    assert saved is not None
    restore(journal, saved, None)
    journal.close()
    await world.start()
    world.clock.move(5)
    await world.look()
    assert (await world.states("1" * 32))[-1] == "unknown"
    assert [text for _, _, text in world.air.gone] == ["ушло", "ждёт"]
