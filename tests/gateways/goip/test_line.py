"""Keepalives and events of a line, byte by byte."""

import asyncio
from dataclasses import replace

import pytest

from gateways.goip.peer import KEY, QUICK, Peer, Room, equipment, running
from gateways.goip.peer import room as open_room
from vochi.gateways.base import (
    CallSeen,
    Delivery,
    GatewayFault,
    LineReport,
    News,
    PartIn,
    Restarted,
    UssdPushed,
)
from vochi.gateways.goip.driver import Goip
from vochi.gateways.goip.port import GoipPort

FULL = "imei:867648040000011;imsi:257021234567890;iccid:{};pro:A1 BY;voip_state:IDLE;"


async def test_a_line_logs_in(room: Room):
    peer = await room.peer(log_in=False)
    assert await peer.log_in(7, FULL.format("8937502060612345678")) == "reg:7;status:200;"
    report = (await room.until(LineReport))[0]
    assert report.online
    assert (report.iccid, report.signal, report.count) == ("8937502060612345678", -73, 7)
    assert report.address == f"127.0.0.1:{peer.port}"
    assert room.driver.reports() == (report, LineReport(line="gsm-2", online=False))
    assert room.of(Restarted) == []


async def test_it_may_move(room: Room):
    old = await room.peer()
    new = await room.peer(log_in=False)
    await new.log_in(2)
    asking = asyncio.create_task(room.driver.own_number("gsm-1"))
    said = await new.hear()
    sid = said.split()[1]
    assert said == f"get_gsm_num {sid} {KEY}"
    old.say(f"get_gsm_num {sid} +375290000000")
    new.say(f"get_gsm_num {sid} +375291234567")
    assert await asking == "+375291234567"
    assert await old.silent(0.1)


async def test_silence_is_death_and_a_keepalive_life():
    async with open_room(replace(QUICK, dead=0.5)) as room:
        peer = await room.peer()
        await room.until(LineReport, 2)
        assert [each.online for each in room.of(LineReport)] == [True, False]
        dead = room.of(LineReport)[1]
        assert (dead.registered, dead.signal, dead.call) == (None, None, "unknown")
        with pytest.raises(GatewayFault, match="offline"):
            await room.driver.own_number("gsm-1")
        await peer.log_in()
        assert (await room.until(LineReport, 3))[2].online
        assert len(room.of(Restarted)) == 1  # the first of all had count 1


async def test_a_restart_is_told(room: Room):
    peer = await room.peer(log_in=False)
    for count in (40, 41, 1, 2):
        await peer.log_in(count)
    await room.until(Restarted)
    for count in (3, 2, 2, 4):  # one that overtook another, a copy
        await peer.log_in(count)
    await asyncio.sleep(QUICK.overtakes)
    assert len(room.of(Restarted)) == 1
    await peer.log_in(1)
    await asyncio.sleep(QUICK.overtakes)
    await peer.log_in(1)  # it had no time for a second one
    assert len(await room.until(Restarted, 3)) == 3


async def test_a_swap_is_seen(room: Room):
    peer = await room.peer(log_in=False)
    await peer.log_in(1, FULL.format("8937502060612345678"))
    await room.until(LineReport)
    peer.say(f"req:2;id:gsm-1;pass:{KEY};num:;signal:99;gsm_status:LOGOUT;voip_status:LOGIN;")
    await room.until(LineReport, 2)
    await peer.log_in(3, FULL.format("8937502060699999999"))
    await peer.hear()
    told = await room.until(LineReport, 3)
    assert [each.iccid[-4:] for each in told] == ["5678", "", "9999"]
    assert [each.registered for each in told] == [True, False, True]


async def test_an_sms_is_acknowledged_once_it_is_safe(room: Room):
    peer = await room.peer()
    safe = asyncio.Event()

    async def hold(news: News) -> None:
        if isinstance(news, PartIn):
            await safe.wait()

    room.hold = hold
    peer.tell("RECEIVE", "77", "srcnum:+375291;msg:a;msg:b\nc")
    assert await peer.silent(0.1)
    peer.tell("RECEIVE", "77", "srcnum:+375291;msg:a;msg:b\nc")  # told again while it waits
    assert await peer.silent(0.1)
    safe.set()
    assert await peer.hear() == "RECEIVE 77 OK\n"
    peer.tell("RECEIVE", "77", "srcnum:+375291;msg:a;msg:b\nc")  # the acknowledgement was lost
    assert await peer.hear() == "RECEIVE 77 OK\n"
    peer.tell("RECEIVE", "77", "srcnum:+375291;msg:another")  # a counter that began anew
    assert await peer.hear() == "RECEIVE 77 OK\n"
    assert [each.text for each in room.of(PartIn)] == ["a;msg:b\nc", "another"]
    assert len({each.key for each in room.of(PartIn)}) == 2


async def test_what_is_not_safe_is_not_acknowledged(room: Room):
    peer = await room.peer()
    faults = [OSError("disk full")]

    async def hold(news: News) -> None:
        if isinstance(news, PartIn) and faults:
            raise faults.pop()

    room.hold = hold
    peer.tell("RECEIVE", "78", "srcnum:A1;msg:x")
    assert await peer.silent(0.2)
    peer.tell("RECEIVE", "78", "srcnum:A1;msg:x")
    assert await peer.hear() == "RECEIVE 78 OK\n"
    assert len(room.of(PartIn)) == 1


async def test_every_event_has_its_acknowledgement(room: Room):
    peer = await room.peer()
    bodies = {
        "DELIVER": "sms_no:7;state:0;num:+375291234567",
        "STATE": "gsm_remain_state:INCOMING:+37529",
        "RECORD": "dir:2;num:+37529",
        "HANGUP": 'num:,cause:"x"',
        "EXPIRY": "exp:-1",
        "REMAIN": "gsm_remain_time:-1",
        "CELLS": "lists:689,638,",
        "USSN": "msg:hello",
    }
    for number, (verb, body) in enumerate(bodies.items()):
        peer.tell(verb, str(number), body)
        assert await peer.hear() == f"{verb} {number} OK\n"
    for verb in ("CELLINFO", "CGATT", "NEWVERB"):
        peer.tell(verb, "9", "x:1")
    peer.say("GSM:1;get_gsm_num:(null);get_gsm_state:IDLE;imei:867648040000011;module_down:0")
    assert await peer.silent(0.1)
    assert [each.state for each in room.of(CallSeen)] == ["incoming", "dialling", "idle"]
    assert len(room.of(Delivery)) == len(room.of(UssdPushed)) == 1
    assert room.port.strangers.total == {}


async def test_an_event_that_says_nothing(room: Room):
    peer = await room.peer()
    peer.tell("RECEIVE", "5", "srcnum:+375291")
    assert await peer.hear() == "RECEIVE 5 ERROR unreadable\n"
    peer.tell("DELIVER", "6", "state:0")
    assert await peer.hear() == "DELIVER 6 ERROR unreadable\n"
    assert room.of(PartIn) == []


async def test_an_office_is_published(room: Room):
    """The next driver knows the lines of the one before, and no gateway has noticed."""
    peer = await room.peer()
    before = room.driver.reports()[0]
    next_driver = Goip(equipment("gsm-1"), room.port, room.tell)
    async with running_driver(next_driver):
        assert next_driver.reports() == (before,)
        peer.tell("STATE", "1", "gsm_remain_state:IDLE")
        assert await peer.hear() == "STATE 1 OK\n"


async def test_a_line_that_was_taken_away_is_a_stranger():
    port = GoipPort("127.0.0.1", 0, QUICK)

    async def tell(news: News) -> None:
        pass

    async with running(port, Goip(equipment("gsm-2"), port, tell)):
        assert port.address is not None
        peer = Peer("gsm-1")
        await peer.open(port.address)
        async with running_driver(Goip(equipment("gsm-1"), port, tell)):
            assert await peer.log_in() == "reg:1;status:200;"
        peer.say(f"req:2;id:gsm-1;pass:{KEY};")
        assert await peer.silent(QUICK.vacant + 0.1)  # perhaps the office is just being published
        assert await peer.log_in() == "reg:2;status:404;"
        peer.close()


class running_driver:  # noqa: N801 - reads as what it is
    def __init__(self, driver: Goip) -> None:
        self._driver = driver

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._driver.run())
        await asyncio.sleep(0.01)

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def test_a_line_without_a_password_lets_nobody_in():
    port = GoipPort("127.0.0.1", 0, QUICK)

    async def tell(news: News) -> None:
        pass

    made = equipment("gsm-1", "gsm-2")
    keyless = type(made)(made.gateway, made.lines, {"sms.gsm-2": KEY})
    async with running(port, Goip(keyless, port, tell)):
        assert port.address is not None
        peer = Peer("gsm-1")
        await peer.open(port.address)
        assert await peer.log_in(key="") == "reg:1;status:404;"
        peer.close()
