"""The bulk dialogue step by step, and what is certain after each."""

import asyncio

import pytest

from gateways.goip.peer import KEY, QUICK, Peer, Room, equipment
from vochi.gateways.base import LateAnswer, MaybeSent, NotSent, Sent
from vochi.gateways.goip.driver import Goip

TO = "+375297654321"


def send(room: Room, text: str = "hello", to: str = TO) -> "asyncio.Task[Sent]":
    return asyncio.create_task(room.driver.send_sms("gsm-1", to, text))


async def step(peer: Peer, text: str = "hello") -> str:
    """Up to the SEND of the server; gives the sid."""
    said = await peer.skip_to("MSG")
    sid = said.split()[1]
    assert said == f"MSG {sid} {len(text.encode())} {text}\n"
    peer.say(f"PASSWORD {sid}\n")
    assert await peer.hear() == f"PASSWORD {sid} {KEY}\n"
    peer.say(f"SEND {sid}\n")
    assert await peer.hear() == f"SEND {sid} 1 {TO}\n"
    return sid


async def test_the_dialogue_of_the_document(room: Room):
    peer = await room.peer()
    sending = send(room, "Добрый день; 5:6\nвторая")
    sid = await step(peer, "Добрый день; 5:6\nвторая")
    peer.say(f"WAIT {sid} 1\n")
    peer.say(f"OK {sid} 1 160\n")
    assert await sending == Sent(ref="160")
    assert await peer.hear() == f"DONE {sid}\n"
    peer.say(f"DONE {sid}\n")
    assert await peer.silent(QUICK.step * 2)


async def test_old_firmware_names_no_reference(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"OK {sid} 1\n")
    assert await sending == Sent()


async def test_nothing_sent_may_be_said_again(room: Room):
    peer = await room.peer()
    sending = send(room)
    first = await peer.hear()
    assert await peer.hear() == first
    sid = first.split()[1]
    peer.say(f"PASSWORD {sid}\n")
    peer.say(f"PASSWORD {sid}\n")  # the answer to the repeat
    password = await peer.hear()
    assert await peer.hear() == password
    peer.say(f"SEND {sid}\n")
    peer.say(f"SEND {sid}\n")
    assert await peer.hear() == f"SEND {sid} 1 {TO}\n"
    peer.say(f"OK {sid} 1 5\n")
    assert await sending == Sent(ref="5")


@pytest.mark.parametrize("steps", [0, 1])
async def test_silence_before_send_is_not_sent(room: Room, steps: int):
    peer = await room.peer()
    sending = send(room)
    said = await peer.hear()
    if steps:
        peer.say(f"PASSWORD {said.split()[1]}\n")
    with pytest.raises(NotSent) as fault:
        await sending
    assert (fault.value.why, fault.value.retry) == ("no_answer", "later")


async def test_silence_after_send_is_unknown(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    with pytest.raises(MaybeSent) as fault:
        await sending
    assert fault.value.handle == sid
    for _ in range(QUICK.repeats):
        assert await peer.hear() == f"SEND {sid} 1 {TO}\n"
    assert await peer.silent(0.1)  # no more of them


async def test_after_wait_there_is_only_listening(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"WAIT {sid} 1\n")
    assert await peer.silent(QUICK.step * 3)
    peer.say(f"OK {sid} 1 9\n")
    assert await sending == Sent(ref="9")


async def test_an_answer_that_comes_too_late_is_told(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"WAIT {sid} 1\n")
    with pytest.raises(MaybeSent) as fault:
        await sending
    peer.say(f"OK {sid} 1 12\n")
    late = (await room.until(LateAnswer))[0]
    assert late == LateAnswer(
        line="gsm-1", handle=fault.value.handle, number=TO, sent=True, ref="12"
    )
    assert await peer.hear() == f"DONE {sid}\n"


async def test_a_failure_that_comes_too_late_is_told(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"WAIT {sid} 1\n")
    with pytest.raises(MaybeSent):
        await sending
    peer.say(f"ERROR {sid} 1 errorstatus:332\n")
    late = (await room.until(LateAnswer))[0]
    assert (late.sent, late.code) == (False, 332)


async def test_a_late_answer_outlives_its_driver(room: Room):
    """An office was published meanwhile: the next driver has the line, the answer comes to it."""
    peer = await room.peer("gsm-2")
    first = Goip(equipment("gsm-2"), room.port, room.tell)
    running = asyncio.create_task(first.run())
    await peer.log_in()
    sending = asyncio.create_task(first.send_sms("gsm-2", TO, "hello"))
    sid = await step(peer)
    peer.say(f"WAIT {sid} 1\n")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    with pytest.raises(MaybeSent):
        await sending
    peer.say(f"OK {sid} 1 12\n")
    assert (await room.until(LateAnswer))[0].sent


async def test_an_unknown_sms_ends_with_its_dialogue(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"WAIT {sid} 1\n")
    with pytest.raises(MaybeSent):
        await sending
    assert await peer.hear(QUICK.session) == f"DONE {sid}\n"
    peer.say(f"DONE {sid}\n")
    peer.say(f"OK {sid} 1 12\n")
    assert await peer.silent(0.1)
    assert room.of(LateAnswer) == []


@pytest.mark.parametrize(
    ("said", "why", "retry", "code"),
    [
        ("1 errorstatus:38", "refused", "later", 38),
        ("1 errorstatus:28", "refused", "never", 28),
        ("1 errorstatus:310", "refused", "other_line", 310),
        ("GSM LOGOUT", "refused", "later", None),
    ],
)
async def test_an_error_of_the_only_send_is_certain(
    room: Room, said: str, why: str, retry: str, code: int | None
):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"ERROR {sid} {said}\n")
    with pytest.raises(NotSent) as fault:
        await sending
    assert (fault.value.why, fault.value.retry, fault.value.code) == (why, retry, code)


async def test_an_error_after_a_repeat_is_not_certain(room: Room):
    """The first may have gone: firmware that sends twice knows nothing of it any more."""
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    assert await peer.hear() == f"SEND {sid} 1 {TO}\n"
    peer.say(f"ERROR {sid} 1 errorstatus:500\n")
    with pytest.raises(MaybeSent) as fault:
        await sending
    assert "500" in fault.value.detail


async def test_a_dialogue_that_is_gone_says_nothing_of_the_sms(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    peer.say(f"WAIT {sid} 1\n")
    peer.say(f"ERROR {sid} no such session\n")
    with pytest.raises(MaybeSent):
        await sending


async def test_an_sms_outlives_an_error_before_its_ok(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = await step(peer)
    await peer.hear()
    peer.say(f"ERROR {sid} 1 errorstatus:314\n")
    peer.say(f"OK {sid} 1 3\n")
    assert await sending == Sent(ref="3")


@pytest.mark.parametrize(
    ("said", "why", "retry"),
    [("PASSWORD", "wrong_password", "other_line"), ("busy", "busy", "later")],
)
async def test_refused_at_the_door(room: Room, said: str, why: str, retry: str):
    peer = await room.peer()
    sending = send(room)
    sid = (await peer.hear()).split()[1]
    peer.say(f"ERROR {sid} {said}\n")
    with pytest.raises(NotSent) as fault:
        await sending
    assert (fault.value.why, fault.value.retry) == (why, retry)


async def test_a_restart_ends_it(room: Room):
    peer = await room.peer()
    await peer.log_in(50)
    early = send(room)
    await peer.hear()
    await peer.log_in(1)
    with pytest.raises(NotSent):
        await early
    await peer.log_in(60)
    late = send(room)
    await step(peer)
    await peer.log_in(1)
    with pytest.raises(MaybeSent) as fault:
        await late
    assert fault.value.detail == "restarted"


async def test_what_can_never_be_sent(room: Room):
    await room.peer()
    for to, text in (
        ("12 34", "x"),
        ("+375\n1", "x"),
        ("", "x"),
        (TO, ""),
        (TO, "a\0b"),
        (TO, "\ud800"),
        (TO, "ж" * 1501),
    ):
        with pytest.raises(NotSent) as fault:
            await room.driver.send_sms("gsm-1", to, text)
        assert (fault.value.why, fault.value.retry) == ("refused", "never")


async def test_a_line_that_is_not_there(room: Room):
    with pytest.raises(NotSent) as fault:
        await room.driver.send_sms("gsm-1", TO, "x")
    assert (fault.value.why, fault.value.retry) == ("offline", "later")


async def test_five_dialogues_at_once(room: Room):
    peer = await room.peer()
    five = [send(room, f"text {n}") for n in range(5)]
    await asyncio.sleep(0.01)
    with pytest.raises(NotSent) as fault:
        await room.driver.send_sms("gsm-1", TO, "sixth")
    assert (fault.value.why, fault.value.retry) == ("busy", "later")
    sids = set()
    while len(sids) < 5:
        said = (await peer.hear()).split()
        if said[0] == "MSG":
            sids.add(said[1])
            peer.say(f"ERROR {said[1]} not now\n")
    for each in five:
        with pytest.raises(NotSent):
            await each


async def test_answers_of_somebody_else_are_nothing(room: Room):
    peer = await room.peer()
    thief = await room.peer("gsm-2")
    sending = send(room)
    sid = await step(peer)
    thief.say(f"OK {sid} 1 66\n")
    peer.say(f"OK {int(sid) + 1} 1 67\n")
    peer.say(f"OK {sid} 2 68\n")
    peer.say(f"OK {sid} 1 69\n")
    assert await sending == Sent(ref="69")


async def test_cancelled_it_still_says_goodbye(room: Room):
    peer = await room.peer()
    sending = send(room)
    sid = (await peer.hear()).split()[1]
    sending.cancel()
    assert await peer.hear() == f"DONE {sid}\n"
