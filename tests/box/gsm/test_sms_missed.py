"""Texts after missed calls, over rows of a real Asterisk: one for each caller, whenever the box
dies; none for who was talked to, does not want them, or called too long ago.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from box.gsm.sms_world import NUMBER, OFFICE, Dead, SmsWorld
from core.calls.table import bodies
from vochi.box.journal import Draft
from vochi.core.gsm.entries import SmsOut
from vochi.core.office.document import Office
from vochi.core.office.policy import Policy
from vochi.core.office.upkeep import MissedSms, SmsPolicy
from vochi.engine.errors import NotConnected
from vochi.gateways.base import PartIn

TEXT = "Мы перезвоним"
LIFE = 12


def office(*, quiet: bool = False, missed: bool = True, once_hours: int = 24) -> Office:
    rule = MissedSms(text=TEXT, once_hours=once_hours) if missed else None
    times = {} if quiet else {"quiet_from": None, "quiet_to": None}
    policy = Policy(sms=SmsPolicy(pace=1, missed=rule, **times))  # type: ignore[arg-type]
    return OFFICE.model_copy(update={"policy": policy})


class Calls:
    """Calls of tables, again and again: each under ids of its own, beginning now."""

    def __init__(self, world: SmsWorld) -> None:
        self.world = world
        self.count = 0

    def rows(self, table: str) -> list[Draft]:
        """Moves the clock to the end of the call."""
        self.count += 1
        drafts = []
        began = self.world.clock.at
        found = bodies(table)
        first = float(found[0]["EventTime"])
        for body in found:
            at = began + timedelta(seconds=float(body["EventTime"]) - first)
            same = {"EventTime": str(at.timestamp())}
            for key in ("UniqueID", "LinkedID"):
                same[key] = f"{self.count}{body[key]}"
            drafts.append(Draft("cel", {**body, **same}, at, at.timestamp()))
            self.world.clock.at = at
        return drafts

    async def run(self, table: str) -> None:
        await self.world.scribe.write(self.rows(table))


async def begin(world: SmsWorld) -> None:
    await world.sms.missed.begin()
    await world.sms.missed.look()


async def texts(world: SmsWorld) -> list[SmsOut]:
    """First entries of texts after missed calls."""
    found = [SmsOut.model_validate(each.body) for each in await world.entries()
             if each.body["dir"] == "out"]  # fmt: skip
    return [each for each in found if each.origin == "missed"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[SmsWorld]:
    world = SmsWorld(tmp_path / "journal.db", office())
    await world.start()
    await begin(world)
    yield world
    await world.kill()


@pytest.mark.parametrize("table", ["in_gave_up", "in_missed", "in_rejected", "in_all_busy"])
async def test_one_text_over_the_line_that_he_called(world: SmsWorld, table: str) -> None:
    calls = Calls(world)
    await calls.run(table)
    await world.sms.missed.look()
    (text,) = await texts(world)
    assert (text.to, text.text, text.id) == (NUMBER, TEXT, f"{text.call}.missed")
    await world.look()
    assert world.air.gone == [("a1-1", NUMBER, TEXT)]
    await calls.run(table)
    await world.sms.missed.look()
    assert len(await texts(world)) == 1
    world.clock.move(25 * 3600)
    await calls.run(table)
    await world.sms.missed.look()
    assert len(await texts(world)) == 2


async def test_he_is_written_to_from_the_line_he_knows_even_if_another_network(
    world: SmsWorld,
) -> None:
    world.ami.store[f"sim/{NUMBER}"] = "mts-1"
    await Calls(world).run("in_gave_up")
    await world.sms.missed.look()
    await world.look()
    assert [line for line, *_ in world.air.gone] == ["a1-1"]


@pytest.mark.parametrize(
    "table", ["in_answered", "int_no_answer", "out_no_answer", "hidden", "killed_ringing"]
)
async def test_no_text(world: SmsWorld, table: str) -> None:
    calls = Calls(world)
    await calls.run(table)
    if table == "killed_ringing":
        body = {"state": "died", "version": "22", "reason": "kill"}
        await world.scribe.write([Draft.now("engine", dict(body), world.clock)])
    await world.sms.missed.look()
    assert await texts(world) == []


async def test_none_for_the_blacklist_and_it_is_asked_for_until_it_answers(
    world: SmsWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Calls(world).run("in_gave_up")
    items = world.ami.items

    async def down(*_: object, **__: object) -> None:
        raise NotConnected(detail="down")

    monkeypatch.setattr(world.ami, "items", down)
    with pytest.raises(NotConnected):
        await world.sms.missed.look()
    assert await texts(world) == []
    monkeypatch.setattr(world.ami, "items", items)
    world.ami.store[f"client/{NUMBER}"] = "|list:blacklist|"
    await world.sms.missed.look()
    assert await texts(world) == []
    world.ami.store[f"client/{NUMBER}"] = "|known|list:vip|"
    await Calls(world).run("in_missed")
    await world.sms.missed.look()
    assert len(await texts(world)) == 1


async def test_none_after_stop(world: SmsWorld) -> None:
    await world.fleet.tell(PartIn(line="a1-1", sender=NUMBER, text="стоп", key="k"))
    await world.look()
    await Calls(world).run("in_gave_up")
    await world.sms.missed.look()
    assert await texts(world) == []


async def test_none_when_the_box_was_away_for_hours(world: SmsWorld) -> None:
    await Calls(world).run("in_gave_up")
    world.clock.move(2 * 3600 + 60)
    await world.sms.missed.look()
    assert await texts(world) == []


async def test_none_when_somebody_talked_with_him_before_the_box_looked(world: SmsWorld) -> None:
    calls = Calls(world)
    await calls.run("in_gave_up")
    await calls.run("in_answered")
    await world.sms.missed.look()
    assert await texts(world) == []


@pytest.mark.parametrize("rows", [None, -3])  # the talk is over, and it still goes on
async def test_a_talk_cancels_what_waits_for_the_end_of_quiet_hours(
    world: SmsWorld, rows: int | None
) -> None:
    world.office = office(quiet=True)
    world.clock.at = datetime(2026, 11, 23, 19, tzinfo=UTC)
    calls = Calls(world)
    await calls.run("in_gave_up")
    await world.sms.missed.look()
    await world.look()
    (text,) = await texts(world)
    assert (await world.states(text.id))[-1] == "queued"
    world.clock.move(600)
    await world.scribe.write(calls.rows("in_answered")[:rows])
    await world.sms.missed.look()
    assert (await world.out(text.id))[-1].why == "cancelled"
    world.clock.move(12 * 3600)
    await world.look()
    assert world.air.gone == []
    await calls.run("in_gave_up")  # nothing has been sent: he is told of this one
    await world.sms.missed.look()
    await world.look()
    assert len(world.air.gone) == 1


async def test_switched_off_nothing_waits_and_what_was_missed_then_is_not_told(
    world: SmsWorld,
) -> None:
    calls = Calls(world)
    await calls.run("in_gave_up")
    await world.sms.missed.look()
    world.office = office(missed=False)
    await world.sms.missed.look()
    (text,) = await texts(world)
    assert (await world.out(text.id))[-1].why == "cancelled"
    await calls.run("in_missed")
    await world.sms.missed.look()
    await world.kill()
    await world.start()
    world.office = office()
    await begin(world)
    assert len(await texts(world)) == 1
    await calls.run("in_missed")
    await world.sms.missed.look()
    assert len(await texts(world)) == 2


@pytest.mark.parametrize("cut", [1, 8, 15, 21])
@pytest.mark.parametrize("left", range(LIFE))
async def test_killed_at_any_write_he_gets_one(tmp_path: Path, left: int, cut: int) -> None:
    world = SmsWorld(tmp_path / "journal.db", office())
    await world.start()
    await begin(world)
    calls = Calls(world)
    rows = calls.rows("in_gave_up")
    # Others come and go meanwhile, so that the mark moves past the beginning of his call.
    others = [
        Draft.now("engine", {"state": "started", "version": "22", "reason": ""}, world.clock)
    ] * 2100
    await world.scribe.write([*rows[:cut], *others])
    world.scribe.left = left
    written = False
    for _ in range(4):
        with suppress(Dead):
            await world.sms.missed.look()
            if not written:
                # Rows of Asterisk wait in its file until the box has them.
                await world.scribe.write(rows[cut:])
                written = True
            await world.sms.missed.look()
            await world.look()
        await world.kill()
        await world.start()
        await world.sms.missed.begin()
    await world.sms.missed.look()
    await world.look()
    await world.settle()
    assert len(await texts(world)) == 1
    went = world.air.gone == [("a1-1", NUMBER, TEXT)]
    (text,) = await texts(world)
    state = (await world.states(text.id))[-1]
    # Killed between `sending` and the gateway: nobody knows, and it is not sent by itself.
    assert went or (world.air.gone == [] and state == "unknown")
    await world.kill()


async def test_the_room_runs_alone(world: SmsWorld) -> None:
    room = asyncio.create_task(world.sms.missed.run())
    await Calls(world).run("in_gave_up")
    async with asyncio.timeout(10):
        while not await texts(world):
            await asyncio.sleep(0.02)
    room.cancel()
    await asyncio.wait([room])
