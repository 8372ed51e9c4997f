"""Who is not ours: answered as the vendor answers, seldom, told of seldom, forgotten."""

import asyncio
import random
import socket
import threading

from gateways.goip.peer import KEY, Room
from vochi.gateways.base import PartIn, Sent, Stranger
from vochi.gateways.goip.strangers import Strangers


async def test_unknown_ids_and_wrong_passwords(room: Room):
    peer = await room.peer("nobody", log_in=False)
    assert await peer.log_in(3) == "reg:3;status:404;"
    peer.tell("RECEIVE", "5", "srcnum:1;msg:x")
    refusal = "RECEIVE 5 ERROR not find this id:nobody, or password error\n"
    assert await peer.hear() == refusal
    ours = await room.peer("gsm-1", log_in=False)
    assert await ours.log_in(3, key="guess") == "reg:3;status:404;"
    ours.tell("STATE", "6", "gsm_remain_state:IDLE", key="guess")
    assert "gsm-1" in await ours.hear()
    assert KEY not in refusal
    assert room.of(PartIn) == []
    assert room.port.strangers.total == {"unknown_id": 2, "wrong_password": 2}
    assert not room.driver.reports()[0].online


async def test_they_are_told_of_once_a_minute(room: Room):
    peer = await room.peer("nobody", log_in=False)
    for count in range(1, 6):
        await peer.log_in(count)
    told = await room.until(Stranger)
    assert told == [Stranger(address="127.0.0.1", kind="unknown_id", name="nobody")]


async def test_garbage_is_not_answered(room: Room):
    peer = await room.peer("nobody", log_in=False)
    for said in (b"\xff\xff", b"OK 1 1 1", b"GET / HTTP/1.0\r\n\r\n", b"x" * 60_000):
        peer.say(said)
    assert await peer.silent(0.2)
    assert room.port.strangers.total == {"garbage": 4}


async def test_whatever_comes_nothing_falls(room: Room):
    """Datagrams of the protocol, cut and stirred, under the name of a line and of others."""
    peer = await room.peer()
    dice = random.Random(7)
    honest = [
        f"req:2;id:gsm-1;pass:{KEY};num:1;signal:20;gsm_status:LOGIN;voip_state:IDLE;iccid:8937;",
        f"RECEIVE:1;id:gsm-1;password:{KEY};srcnum:+375;msg:text",
        f"DELIVER:2;id:gsm-1;password:{KEY};sms_no:1;state:0;num:+375",
        f'HANGUP:3;id:gsm-1;pass:{KEY};num:+375,cause:"x"',
        f"STATE:4;id:gsm-1;pass:{KEY};gsm_remain_state:DIALING:+375",
        "OK 1 1 160\n", "ERROR 1 1 errorstatus:38\n", "GSM:1;get_gsm_num:(null);module_down:0",
    ]  # fmt: skip
    for turn in range(20_000):
        data = bytearray(dice.choice(honest).encode())
        for _ in range(dice.randrange(6)):
            place = dice.randrange(len(data))
            match dice.randrange(3):
                case 0:
                    data[place] = dice.randrange(256)
                case 1:
                    data[place:] = data[: dice.randrange(len(data))]
                case _:
                    del data[place : place + dice.randrange(1, 9)]
            data = data or bytearray(b";")
        room.port.datagram_received(bytes(data), ("127.0.0.1", 1 + turn % 65_535))
        if turn % 500 == 0:
            await asyncio.sleep(0)
    # It may be thought to be elsewhere now: whoever has its password may say so.
    await peer.log_in(3)
    peer.tell("STATE", "99", "gsm_remain_state:IDLE")
    assert await peer.skip_to("STATE 99") == "STATE 99 OK\n"


def test_memory_is_constant():
    strangers = Strangers()
    told = answers = 0
    for number in range(50_000):
        answer, news = strangers.met(f"10.{number % 60_000}", "garbage", "x" * 1000, number / 1e5)
        told += len(news)
        answers += answer
    assert sum(strangers.total.values()) == 50_000
    assert len(strangers._seen) == 256
    assert told <= 12
    assert answers <= 120


def test_a_flood_is_told_of_with_its_size():
    strangers = Strangers()
    for number in range(10_000):
        strangers.met("10.0.0.1", "wrong_password", "gsm-1", number / 1000)
    _, told = strangers.met("10.0.0.1", "wrong_password", "gsm-1", 61.0)
    assert sum(each.count for each in told) == 10_000
    assert strangers.total["flood"] > 9_000


async def test_a_flood_hinders_nobody(room: Room):
    """While strangers send as fast as they can, a line of ours is served."""
    peer = await room.peer()
    assert room.port.address is not None
    over = threading.Event()
    flood = asyncio.create_task(asyncio.to_thread(pour, room.port.address, over))
    await asyncio.sleep(0.1)
    sending = asyncio.create_task(room.driver.send_sms("gsm-1", "+375291234567", "x"))
    sid = (await peer.skip_to("MSG")).split()[1]

    async def answer(said: str, wanted: str) -> None:
        # The kernel drops what finds its buffer full; a gateway says it again.
        heard = asyncio.create_task(peer.skip_to(wanted))
        while not heard.done():
            peer.say(said)
            await asyncio.wait({heard}, timeout=0.1)

    await answer(f"PASSWORD {sid}\n", "PASSWORD")
    await answer(f"SEND {sid}\n", "SEND")
    await answer(f"OK {sid} 1 4\n", "DONE")
    assert await sending == Sent(ref="4")
    over.set()
    assert await flood >= 500
    assert room.port.strangers.total["flood"] > 100


def pour(address: tuple[str, int], over: threading.Event) -> int:
    """About 10,000 datagrams a second."""
    count = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        while not over.wait(0.005):
            for _ in range(50):
                out.sendto(b"req:1;id:gsm-1;pass:guess;num:1;", address)
            count += 50
    return count
