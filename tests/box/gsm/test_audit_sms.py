"""Messages against thieves, broken gateways and clocks that jump: each once got through."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from box.gsm.sms_world import NUMBER, SmsWorld
from vochi.core.gsm.actions import SendSms
from vochi.core.gsm.parts import split
from vochi.core.office.sim import SimPolicy
from vochi.gateways.base import PartIn

M1 = "1" * 32
LONG = ("Здравствуйте, когда приедет мастер? Жду с самого утра, никого нет. " * 3)[:150]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[SmsWorld]:
    world = SmsWorld(tmp_path / "journal.db")
    await world.start()
    yield world
    await world.kill()


async def marks(world: SmsWorld, prefix: str) -> dict[str, str]:
    return await world.scribe.read(lambda journal: journal.marks(prefix))


@pytest.mark.parametrize(
    "sender", ["+MTS", "+1", "+375 или нет", "+../../away/101", "+" + "9" * 30]
)
async def test_a_name_that_begins_like_a_number_is_no_number(world: SmsWorld, sender: str) -> None:
    """Whoever may choose his sender's name would write facts of calls, and stops, without end."""
    await world.fleet.tell(PartIn(line="a1-1", sender=sender, text="СТОП", key="k"))
    await world.look()
    assert [each.text for each in await world.came()] == ["СТОП"]
    assert world.ami.store == {}
    assert await marks(world, "sms.stop:") == {}


async def test_an_answer_of_a_clock_that_was_ahead_is_not_swallowed(world: SmsWorld) -> None:
    """The gateway counts anew and the client says the same again: once told, twice shown."""
    yes = PartIn(line="a1-1", sender="80291234567", text="да", key="k", key_lasts=False)
    world.clock.at += timedelta(days=365)
    await world.fleet.tell(yes)
    world.clock.at -= timedelta(days=365)
    world.clock.move(3600)
    await world.fleet.tell(yes)
    await world.look()
    assert [each.text for each in await world.came()] == ["да", "да"]


@pytest.mark.parametrize("bad", ["\ud83d", "\ude00 конец", "a\ud83d\ude00"])
async def test_half_a_letter_is_taken_too(world: SmsWorld, bad: str) -> None:
    """A gateway that cuts UTF-16 into parts cuts emoji; it would tell the part again for ever."""
    await world.fleet.tell(PartIn(line="a1-1", sender=f"МТС{bad}", text=bad, key="k"))
    await world.look()
    (found,) = await world.came()
    found.text.encode()
    assert (await world.entries("sms_part"))[0].body["key"] == "k"


async def test_a_clock_that_is_set_back_holds_no_message(world: SmsWorld) -> None:
    first, *_ = split(LONG)
    await world.fleet.tell(PartIn(line="a1-1", sender="80291234567", text=first, key="k"))
    await world.look()
    assert await world.came() == []
    world.clock.at -= timedelta(hours=5)
    world.clock.move(120)
    await world.look()
    (found,) = await world.came()
    assert found.text == first


async def test_a_clock_that_is_set_back_holds_no_sending(world: SmsWorld) -> None:
    """Refused once in a year that has not come yet: it is tried again in minutes, not in a year."""
    world.clock.at += timedelta(days=365)
    world.air.answers = ["later"]
    await world.actions.execute(SendSms(id=M1, to=NUMBER, text="привет"))
    await world.look()
    assert await world.states(M1) == ["queued", "sending", "queued"]
    world.clock.at -= timedelta(days=365)
    for _ in range(3):
        world.clock.move(60)
        await world.look()
    assert (await world.states(M1))[-1] == "sent"
    assert len(world.air.gone) == 1


async def test_what_was_queued_in_1970_is_sent(world: SmsWorld) -> None:
    """A box without a battery begins in 1970; then its clock is set: nothing is over by that."""
    now, world.clock.at = world.clock.at, datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    world.driver.lines["a1-1"] = world.driver.lines["a1-1"].model_copy(update={"online": False})
    world.driver.lines["mts-1"] = world.driver.lines["mts-1"].model_copy(update={"online": False})
    await world.actions.execute(SendSms(id=M1, to=NUMBER, text="привет"))
    await world.look()
    world.clock.at = now
    await world.look()
    for line in ("a1-1", "mts-1"):
        world.driver.lines[line] = world.driver.lines[line].model_copy(update={"online": True})
    world.clock.move(5)
    await world.look()
    assert (await world.states(M1))[-1] == "sent"
    # Yet it does not wait for ever: it ends as others do.
    assert len(world.air.gone) == 1


async def test_callers_leave_cards_for_people(world: SmsWorld) -> None:
    """Who calls from a thousand numbers has a node write to each; people must still be able to."""
    policy = SimPolicy(day_sms=10)
    assert world.office is not None
    lines = tuple(line.model_copy(update={"policy": policy}) for line in world.office.lines)
    world.office = world.office.model_copy(update={"lines": lines})
    for number in range(40):
        await world.sms.sending.put(
            f"n{number}", f"+37529{1000000 + number}", "Перезвоним", origin="node"
        )
    for _ in range(60):
        await world.look()
        world.clock.move(2)
    assert len(world.air.gone) == 16
    await world.actions.execute(SendSms(id=M1, to=NUMBER, text="привет"))
    await world.look()
    assert (await world.states(M1))[-1] == "sent"
    waiting = await world.out("n39")
    assert (waiting[-1].state, waiting[-1].why) == ("queued", "limit")
