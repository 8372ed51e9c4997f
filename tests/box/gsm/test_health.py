"""The room of health: alarms as they stand, once, through restarts of box and engine."""

import pytest

from box.gsm.world import LINES, World, office
from vochi.box.scribe import Scribe


@pytest.fixture
def world(scribe: Scribe) -> World:
    return World(scribe, office())


async def test_a_line_out_of_the_network_is_an_alarm_until_it_is_well(world: World) -> None:
    await world.pass_time(10)
    assert world.raised == []
    world.line("a1-1", registered=False)
    assert await world.until(lambda: bool(world.alarms)) < 60
    (alarm,) = world.alarms
    assert (alarm.code, alarm.facts["line"]) == ("line.dead", "a1-1")
    assert alarm.facts["symptom"] == "no_network"
    world.line("a1-1", registered=True)
    await world.until(lambda: not world.alarms)
    assert len(world.raised) == 2


async def test_a_dead_gateway_is_one_alarm(world: World) -> None:
    await world.pass_time(10)
    world.online.clear()
    for line in LINES:
        world.line(line, online=False)
    assert await world.until(lambda: bool(world.alarms)) < 30
    await world.pass_time(60)
    assert [alarm.code for alarm in world.alarms] == ["gateway.offline"]
    assert len(world.raised) == 1


async def test_a_card_taken_out_is_found(world: World) -> None:
    await world.pass_time(10)
    world.line("mts-1", iccid="", imsi="", registered=False)
    await world.until(lambda: bool(world.alarms))
    assert world.alarms[0].facts["symptom"] == "no_sim"


async def test_the_death_of_the_engine_is_no_death_of_lines(world: World) -> None:
    await world.pass_time(200)
    world.is_connected = False
    world.online.clear()
    await world.pass_time(300)
    world.is_connected = True
    await world.pass_time(60)  # they register again every 60 s
    world.online.update(LINES)
    await world.pass_time(60)
    assert world.raised == []


async def test_nobody_is_dead_right_after_a_start(world: World) -> None:
    world.online.clear()
    for line in LINES:
        world.line(line, online=False)
    await world.pass_time(80)
    assert world.raised == []
    await world.pass_time(60)
    assert [alarm.code for alarm in world.alarms] == ["gateway.offline"]


async def test_what_was_dead_is_dead_after_a_restart_and_since_then(world: World) -> None:
    await world.pass_time(10)
    world.line("a1-1", registered=False)
    await world.until(lambda: bool(world.alarms))
    since = world.alarms[0].facts["since"]
    world.begin()
    await world.pass_time(5)
    assert world.alarms[0].facts["since"] == since


async def test_a_line_whose_messages_were_never_set_up_is_not_restarted(world: World) -> None:
    world.line("a1-1", online=False)  # no keepalive ever, but it takes calls
    await world.pass_time(600)
    assert [alarm.facts["line"] for alarm in world.alarms] == ["a1-1"]
    assert world.gate.asked == []
