"""Repair climbs the ladder by real rooms, a real journal and an emulated socket (S04)."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from box.gsm.world import LINES, World, office
from vochi.box.gsm import repair
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import CutPower, RestartGateway, RestartLine
from vochi.core.gsm.entries import Repaired
from vochi.engine.errors import NotConnected
from vochi.engine.frame import Message
from vochi.lab.sockets.tasmota import TasmotaPlug


@pytest.fixture
async def plug() -> AsyncIterator[TasmotaPlug]:
    async with TasmotaPlug(tenth=0.002) as plug:
        yield plug


@pytest.fixture
def world(scribe: Scribe, plug: TasmotaPlug, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(repair, "OFF_SECONDS", 0.3)  # the socket's own 10 s last 0.2 s here
    return World(scribe, office(plug.port))


def _dead(world: World) -> None:
    world.online.clear()
    for line in LINES:
        world.line(line, online=False)


async def test_a_gateway_is_restarted_then_its_power_is_cut_then_it_is_let_be(
    world: World, plug: TasmotaPlug
) -> None:
    await world.pass_time(10)
    _dead(world)
    went: list[bool] = []
    plug._on_power = went.append
    await world.until(lambda: went == [False, True])
    await world.pass_time(4000)
    assert world.gate.asked == ["device"]
    assert went == [False, True]
    told = [(e.what, e.ok, e.why) for e in await world.entries()]
    assert told == [
        ("restart_gateway", False, "begun"), ("restart_gateway", True, "silent"),
        ("cut_power", False, "begun"), ("cut_power", True, "silent"),
        ("cut_power", False, "exhausted"),
    ]  # fmt: skip


async def test_what_recovers_is_left_alone(world: World, plug: TasmotaPlug) -> None:
    await world.pass_time(10)
    _dead(world)
    await world.until(lambda: bool(world.gate.asked))
    world.online.update(LINES)
    for line in LINES:
        world.line(line, online=True)
    await world.pass_time(3600)
    assert plug.asked == []
    assert world.gate.asked == ["device"]
    assert world.alarms == ()


async def test_a_restart_of_the_box_does_not_begin_the_ladder_anew(world: World) -> None:
    await world.pass_time(10)
    _dead(world)
    await world.until(lambda: bool(world.gate.asked))
    for _ in range(3):
        world.begin()
        await world.pass_time(60)
    assert world.gate.asked == ["device"]


async def test_a_box_killed_in_the_middle_counts_it_as_done(world: World) -> None:
    await world.pass_time(10)

    async def hang() -> None:
        world.gate.asked.append("device")
        await asyncio.Event().wait()

    world.gate.restart_device = hang  # type: ignore[method-assign]
    _dead(world)
    task = asyncio.create_task(world.until(lambda: False))
    while not world.gate.asked:
        await asyncio.sleep(0.01)
    task.cancel()
    world.begin()
    await world.pass_time(100)
    assert world.gate.asked == ["device"]


async def test_a_live_call_is_not_cut_and_it_is_said_once(world: World) -> None:
    await world.pass_time(10)
    world.calling = ["mts-1"]
    world.online.discard("a1-1")
    await world.until(lambda: bool(world.gate.asked))
    await world.pass_time(600)
    assert world.gate.asked == ["line a1-1"]
    entries = await world.entries()
    assert [(e.what, e.why) for e in entries if not e.ok and e.why != "begun"] == [
        ("restart_gateway", "in_call")
    ]
    await world.pass_time(1300)  # dead for half an hour: now it is cut all the same
    assert "device" in world.gate.asked


async def test_a_person_is_kept_to_the_same_limits(world: World) -> None:
    await world.pass_time(10)
    do = world.actions.execute
    world.calling = ["a1-1"]
    assert (await do(RestartLine(line="a1-1", by="anna")))[0] == "in_call"
    assert (await do(RestartGateway(gateway="goip", by="anna")))[0] == "in_call"
    assert (await do(RestartLine(line="a1-2", by="anna")))[0] == "done"
    assert await do(RestartLine(line="a1-2", by="anna", force=True)) == ("too_soon", {"minutes": 5})
    assert (await do(RestartLine(line="a1-1", by="anna", force=True)))[0] == "done"
    assert (await do(RestartLine(line="x", by="anna")))[0] == "no_line"
    assert (await do(RestartGateway(gateway="x")))[0] == "no_gateway"
    assert (await do(CutPower(socket="x")))[0] == "no_socket"
    assert world.gate.asked == ["line a1-2", "line a1-1"]
    assert {entry.by for entry in await world.entries()} == {"anna"}


async def test_power_by_hand_is_cut_once_a_day(world: World, plug: TasmotaPlug) -> None:
    assert (await world.actions.execute(CutPower(socket="plug", by="anna")))[0] == "done"
    assert plug.is_on
    code, facts = await world.actions.execute(CutPower(socket="plug", force=True))
    assert (code, facts) == ("too_soon", {"minutes": 24 * 60})
    world.begin()
    assert (await world.actions.execute(CutPower(socket="plug")))[0] == "too_soon"


async def test_the_box_is_given_time_and_any_call_keeps_its_power(
    world: World, plug: TasmotaPlug
) -> None:
    world.calling = ["101-2"]
    assert (await world.actions.execute(CutPower(socket="box")))[0] == "in_call"
    world.calling = []
    assert (await world.actions.execute(CutPower(socket="box", by="anna")))[0] == "done"
    assert "Delay%20200" in plug.asked[-1][1].replace("+", "%20")
    assert plug.power_on_state == 1
    assert await world.scribe.read(lambda journal: list(journal.marks("cut:"))) == ["box"]


async def test_with_no_engine_to_ask_one_must_insist(world: World, plug: TasmotaPlug) -> None:
    async def gone() -> list[Message]:
        raise NotConnected

    world.channels = gone  # type: ignore[method-assign]
    assert await world.actions.execute(CutPower(socket="plug")) == ("engine_down", {})
    assert plug.asked == []
    assert (await world.actions.execute(CutPower(socket="plug", force=True)))[0] == "done"


async def test_what_the_gateway_cannot_do_is_told(world: World) -> None:
    world.gate.can = "not_supported"
    assert (await world.actions.execute(RestartLine(line="a1-1")))[0] == "not_supported"
    assert (await world.entries())[-1] == Repaired(
        what="restart_line", line="a1-1", gateway="goip", ok=False, why="not_supported"
    )
    world.gate.can = ""
    assert (await world.actions.execute(RestartLine(line="a1-1")))[0] == "done"
