"""Forwarding and commands, byte by byte."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from gateways.goip.peer import KEY, Room
from vochi.core.office.sim import ForwardReason
from vochi.gateways.base import GatewayFault


def begin(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    return asyncio.create_task(work)


@pytest.mark.parametrize(
    ("reason", "to", "seconds", "said"),
    [
        ("always", "+375291234567", 0, "0 3 +375291234567 0"),
        ("busy", "+375291234567", 20, "1 3 +375291234567 0"),
        ("no_reply", "+375291234567", 23, "2 3 +375291234567 25"),
        ("no_reply", "+375291234567", 0, "2 3 +375291234567 5"),
        ("unreachable", "+375291234567", 0, "3 3 +375291234567 0"),
        ("busy", "", 0, "1 4 0 0"),
        ("no_reply", "", 20, "2 4 0 0"),
    ],
)
async def test_forwarding(room: Room, reason: ForwardReason, to: str, seconds: int, said: str):
    peer = await room.peer()
    work = begin(room.driver.forward("gsm-1", reason, to, seconds))
    heard = await peer.hear()
    sid = heard.split()[1]
    assert heard == f"CF {sid} {KEY} {said}"
    peer.say(f"CFOK {sid}")
    await work
    assert await peer.hear() == f"DONE {sid}\n"


async def test_forwarding_is_refused_or_unheard(room: Room):
    peer = await room.peer()
    work = begin(room.driver.forward("gsm-1", "busy", "+375291234567"))
    sid = (await peer.hear()).split()[1]
    peer.say(f"CFERROR {sid}")
    with pytest.raises(GatewayFault, match="refused"):
        await work
    assert await peer.hear() == f"DONE {sid}\n"
    work = begin(room.driver.forward("gsm-1", "busy", "+375291234567"))
    first = await peer.hear()
    assert await peer.hear() == first  # setting it twice is setting it
    with pytest.raises(GatewayFault, match="no_answer"):
        await work
    with pytest.raises(GatewayFault, match="refused"):
        await room.driver.forward("gsm-1", "busy", "12 34")


async def test_commands(room: Room):
    peer = await room.peer()
    for work, verb in (
        (room.driver.drop_call("gsm-1"), "svr_drop_call"),
        (room.driver.restart_line("gsm-1"), "svr_reboot_module"),
        (room.driver.restart_device(), "svr_reboot_dev"),
    ):
        task = begin(work)
        heard = await peer.hear()
        sid = heard.split()[1]
        assert heard == f"{verb} {sid} {KEY}"
        peer.say(f"{verb} {sid} ok\n")
        await task
    assert await peer.silent(0.1)


async def test_a_module_that_cannot_restart_is_turned_off_and_on(room: Room):
    peer = await room.peer()
    task = begin(room.driver.restart_line("gsm-1"))
    sid = (await peer.hear()).split()[1]
    peer.say(f"ERROR {sid} unknown command")
    for digit in "21":
        heard = await peer.hear()
        sid = heard.split()[1]
        assert heard == f"module_ctl_i {sid} {digit} {KEY}"
        peer.say(f"module_ctl_i {sid} {digit} ok")
    await task


async def test_a_lost_answer(room: Room):
    peer = await room.peer()
    task = begin(room.driver.own_number("gsm-1"))
    first = await peer.hear()
    assert await peer.hear() == first
    peer.say(f"get_gsm_num {first.split()[1]} (null)")
    assert await task == ""
    task = begin(room.driver.drop_call("gsm-1"))
    for _ in range(4):
        await peer.hear()
    with pytest.raises(GatewayFault, match="no_answer"):
        await task
    assert await peer.silent(0.3)


async def test_a_wrong_password(room: Room):
    peer = await room.peer()
    task = begin(room.driver.drop_call("gsm-1"))
    sid = (await peer.hear()).split()[1]
    peer.say(f"ERROR {sid} password error")
    with pytest.raises(GatewayFault, match="wrong_password"):
        await task


async def test_a_restart_answers_for_itself(room: Room):
    peer = await room.peer()
    await peer.log_in(70)
    task = begin(room.driver.restart_device())
    await peer.hear()
    await peer.log_in(1)
    await task


async def test_the_device_by_whoever_answers(room: Room):
    first = await room.peer("gsm-1")
    second = await room.peer("gsm-2")
    task = begin(room.driver.restart_device())
    await first.hear()
    heard = await second.hear()
    second.say(f"svr_reboot_dev {heard.split()[1]} ok")
    await task


async def test_nobody_there(room: Room):
    for work in (
        room.driver.restart_device(),
        room.driver.restart_line("gsm-1"),
        room.driver.ussd("gsm-1", "*100#"),
        room.driver.forward("gsm-1", "busy", ""),
    ):
        with pytest.raises(GatewayFault, match="offline"):
            await work
