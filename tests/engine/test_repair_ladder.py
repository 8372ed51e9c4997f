"""The ladder of repair (S04) by the box's own rooms, real calls and an emulated gateway that hangs:
its line, then all of it is restarted, then its socket takes its power, and it is back.

The box's clock goes twenty-five times as fast; answers on the wire are waited for longer than that.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from practice import OFFICE, Hurried, Practice, practice

from vochi.box.gsm import health, repair
from vochi.core.gsm.entries import Repaired
from vochi.core.gsm.ladder import BEGUN
from vochi.engine.tree import Tree
from vochi.gateways.goip.patience import Patience
from vochi.lab.behaviour import answers
from vochi.lab.overlay import overlay
from vochi.lab.side import Side

TIMES = 25.0
HUNG = "life-1"
FED = {"sockets": [{"id": "plug", "name": "Розетка", "kind": "tasmota", "address": "127.0.0.1"}],
       "gateways": [{"id": "goip", "socket": "plug"}]}  # fmt: skip


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LOOK_EVERY", health._LOOK_EVERY / TIMES)
    monkeypatch.setattr(repair, "_LOOK_EVERY", repair._LOOK_EVERY / TIMES)
    # Ten seconds of the lab's sockets last two.
    monkeypatch.setattr(repair, "OFF_SECONDS", 2.5)


@pytest.fixture
async def house(tree: Tree, request: pytest.FixtureRequest) -> AsyncIterator[Practice]:
    policy = {"policy": {"repair": {"enabled": True, **getattr(request, "param", {})}}}
    patience = Patience(dead=Patience.dead / TIMES, step=0.5)
    office, clock = overlay(OFFICE, {**FED, **policy}), Hurried("boot-1", TIMES)
    async with practice(tree, office, clock, patience) as found:
        for box in found.city.networks.gateways.values():
            box.set_flavour(replace(box.flavour, keepalive=0.5))
        # A box is in its place for a while before anything hangs.
        await asyncio.sleep(health.PATIENCE / TIMES)
        yield found


async def _talk(house: Practice) -> Side:
    """A client and an employee, over another line of the same gateway."""
    house.city.phones["180"].behaviour = answers(0.2)
    side = await house.city.subscriber("+375291110004").call("+375296000001")
    (line,) = (each for each in house.office.lines if each.id == "a1-1")
    await house.city.until(lambda: any(e.talking for e in house.city.phones["180"].sides), line.id)
    return side


async def _until(house: Practice, *rungs: tuple[str, str], within: float = 60) -> None:
    """Wait till the repairs, in order and with what begins them left out, end so."""
    try:
        async with asyncio.timeout(within):
            while tuple(_told(await house.repairs()))[-len(rungs) :] != rungs:
                await asyncio.sleep(0.05)
    except TimeoutError:
        told = list(_told(await house.repairs()))
        raise AssertionError(f"{told}, not {rungs}\n{house.city.timeline.text()}") from None


def _told(repairs: list[Repaired]) -> list[tuple[str, str]]:
    return [(each.what, each.why) for each in repairs if each.why != BEGUN]


async def test_it_climbs_to_the_socket_but_not_over_a_talk(house: Practice) -> None:
    box, plug = house.city.networks.gateways["goip"], house.board.plugs["plug"]
    talk = await _talk(house)
    await box.hang(HUNG)
    await _until(house, ("restart_line", "no_answer"), ("restart_gateway", "in_call"))
    await asyncio.sleep(2)
    assert _told(await house.repairs())[-1] == ("restart_gateway", "in_call")  # said once
    assert talk.talking
    assert (box.boots, plug.feeds) == (1, True)
    await talk.hang_up()
    await _until(house, ("restart_gateway", "in_call"), ("restart_gateway", "silent"))
    assert HUNG not in house.online  # it said that it would, and did nothing
    await _until(house, ("restart_gateway", "silent"), ("cut_power", "silent"))
    assert box.boots == 2
    assert plug.feeds
    await house.until(lambda: HUNG in house.online and house.house.health.is_well(HUNG))
    await house.until(lambda: not house.alarms["health"])
    # It hangs again: its power was taken once today, and all of it restarted just now.
    await box.hang(HUNG)
    await _until(house, ("restart_gateway", "too_soon"))
    await asyncio.sleep(1)
    assert box.boots == 2
    assert [each.what for each in await house.repairs()].count("cut_power") == 2  # begun and done


@pytest.mark.parametrize("house", [{"force_after": 300}], indirect=True)
async def test_who_is_dead_for_long_is_worth_a_talk(house: Practice) -> None:
    box = house.city.networks.gateways["goip"]
    talk = await _talk(house)
    await box.hang(HUNG)
    await _until(house, ("restart_gateway", "in_call"))
    assert talk.talking
    await _until(house, ("restart_gateway", "silent"))
    assert talk.talking  # a box that hangs restarts nothing
    await _until(house, ("cut_power", "silent"))
    assert not talk.live
    await house.until(lambda: HUNG in house.online)
