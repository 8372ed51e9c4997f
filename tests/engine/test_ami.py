"""The AMI client against a server that lies, stutters, floods and goes away."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from deadline import until
from fake_ami import Peer, fake_ami

from vochi.engine.ami import Ami
from vochi.engine.connection import Timing
from vochi.engine.errors import (
    BadArgument,
    BadStream,
    LoginRefused,
    NoAnswer,
    NotConnected,
    Refused,
)
from vochi.engine.frame import Message, Parser, write_action

#: Asks often and comes back at once; a machine that stalls is no silent peer.
CALM = Timing(ping_every=0.1, ping_answer=10.0, first_wait=0.01, longest_wait=0.05, backlog=50)
HASTY = replace(CALM, ping_answer=0.2)


def client(port: int, timing: Timing = CALM) -> Ami:
    return Ami("127.0.0.1", port, "vochi", "secret", timing)


async def pongs(peer: Peer) -> None:
    while True:
        peer.answer(await peer.action(), "Ping: Pong")


async def wait_for(events: AsyncIterator[Message], name: str) -> Message:
    async with asyncio.timeout(15):
        async for event in events:
            if event.name == name:
                return event
    raise AssertionError(name)


async def test_answers_find_their_actions_in_any_order() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        one, two = await peer.action(), await peer.action()
        peer.answer(two, f"Message: {two['Action']}")
        peer.answer(one, f"Message: {one['Action']}")
        await pongs(peer)

    async with fake_ami(script) as served, client(served.port) as ami:
        await ami.connected(15)
        answers = await asyncio.gather(ami.action("One"), ami.action("Two"))
        assert [answer["Message"] for answer in answers] == ["One", "Two"]


async def test_a_list_and_events_between_its_items() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        action = await peer.action()
        own = f"ActionID: {action['ActionID']}"
        peer.answer(action, "EventList: start")
        peer.say("Event: CoreShowChannel", own, "Channel: PJSIP/101-1")
        peer.say("Event: Hangup", "Channel: PJSIP/9-9")
        peer.say("Event: CoreShowChannel", own, "Channel: PJSIP/102-1")
        peer.say("Event: CoreShowChannelsComplete", own, "EventList: Complete")
        await pongs(peer)

    async with fake_ami(script) as served, client(served.port) as ami:
        events = ami.events()
        await ami.connected(15)
        listed = await ami.channels()
        assert [item["Channel"] for item in listed] == ["PJSIP/101-1", "PJSIP/102-1"]
        assert (await wait_for(events, "Hangup"))["Channel"] == "PJSIP/9-9"


async def test_what_comes_in_one_breath_with_the_login_can_be_acted_on() -> None:
    """Whoever asked at `FullyBooted` was not connected now and then: a boot of the lab failed."""

    async def script(peer: Peer) -> None:
        action = await peer.action()
        login = f"Response: Success\r\nActionID: {action['ActionID']}\r\n\r\n"
        peer.writer.write(f"{login}Event: FullyBooted\r\nStatus: Fully Booted\r\n\r\n".encode())
        await pongs(peer)

    for _ in range(20):
        async with fake_ami(script) as served, client(served.port) as ami:
            told = []
            async with asyncio.timeout(15):
                async for event in ami.events():
                    told.append(event.name)
                    if event.name == "FullyBooted":
                        await ami.action("Ping")
                        break
            assert told == ["@up", "FullyBooted"]


async def test_refused_and_without_an_answer() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        action = await peer.action()
        peer.say("Response: Error", f"ActionID: {action['ActionID']}", "Message: No such channel")
        while True:
            action = await peer.action()
            if action["Action"] == "Ping":
                peer.answer(action)

    async with fake_ami(script) as served, client(served.port) as ami:
        await ami.connected(15)
        with pytest.raises(Refused) as refused:
            await ami.hangup("PJSIP/101-00000001")
        assert refused.value.facts == {"action": "Hangup", "detail": "No such channel"}
        ami._timing = replace(CALM, answer=0.5)
        with pytest.raises(NoAnswer):
            await ami.action("Silence")
        assert ami.is_connected, "one slow action is no reason to leave"


async def test_comes_back_after_the_peer_went_away() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        await pongs(peer)

    async with fake_ami(script) as served, client(served.port) as ami:
        events = ami.events()
        for count in range(1, 4):
            await wait_for(events, "@up")
            assert len(served.peers) == count
            served.peers[-1].writer.close()
            await wait_for(events, "@down")
            with pytest.raises(NotConnected):
                await ami.action("Ping")
        await wait_for(events, "@up")


async def test_a_waiting_action_learns_that_the_peer_is_gone() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        await peer.action()

    async with fake_ami(script) as served, client(served.port) as ami:
        await ami.connected(15)
        with pytest.raises(NotConnected):
            await ami.action("Originate")


async def test_silent_peer_is_left_by_the_ping() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        await asyncio.Event().wait()

    async with fake_ami(script) as served, client(served.port, HASTY) as ami:
        await until(lambda: len(served.peers) >= 3)
        assert isinstance(ami.trouble, NotConnected) or ami.trouble is None


async def test_login_refused() -> None:
    async def script(peer: Peer) -> None:
        action = await peer.action()
        assert action["Username"] == "vochi"
        peer.say("Response: Error", f"ActionID: {action['ActionID']}", "Message: Auth failed")

    async with fake_ami(script) as served, client(served.port) as ami:
        # It goes on trying: the secret may be written a moment later.
        await until(lambda: len(served.peers) > 1)
        with pytest.raises(LoginRefused):
            await ami.connected(0.1)
        assert "secret" not in repr(ami.trouble)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00" * 200_000,
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"Event\r\n: \r\n::::\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"Response: Success\r\nActionID: nobody's\r\n\r\n" * 50,
        b"Event: X\r\n" + b"A: b\r\n" * 250_000,
    ],
    ids=["endless-line", "http", "colons", "not-utf8", "strange-answers", "endless-frame"],
)
async def test_garbage_harms_nothing(garbage: bytes) -> None:
    count = 0

    async def script(peer: Peer) -> None:
        nonlocal count
        count += 1
        await peer.login()
        if count == 1:
            peer.writer.write(garbage)
            await peer.writer.drain()
            if len(garbage) < 10_000:
                await pongs(peer)
            await peer.reader.read()
        await pongs(peer)

    async with fake_ami(script) as served, client(served.port) as ami:
        if len(garbage) > 10_000:
            await until(lambda: count >= 2, 20)
        await ami.connected(15)
        assert (await ami.action("Ping"))["Response"] == "Success"


async def test_slow_reader_gets_a_gap_and_no_more_memory() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        for number in range(500):
            peer.say("Event: Newexten", f"Number: {number}")
        peer.say("Event: Last")
        await pongs(peer)

    async with fake_ami(script) as served, client(served.port) as ami:
        events, quick = ami.events(), ami.events()
        last = asyncio.create_task(wait_for(quick, "Last"))
        await last
        names = []
        async for event in events:
            names.append(event.name)
            if event.name == "Last":
                break
        assert names[0] == "@gap"
        assert len(names) <= CALM.backlog + 1


async def test_close_ends_the_readers() -> None:
    async def script(peer: Peer) -> None:
        await peer.login()
        await pongs(peer)

    async with fake_ami(script) as served:
        ami = client(served.port)
        async with ami:
            events = ami.events()
            await ami.connected(15)
            reading = asyncio.create_task(wait_for(events, "Never"))
            await asyncio.sleep(0)
        with pytest.raises(AssertionError):
            await reading


@pytest.mark.parametrize(
    "hostile", ["1\r\nAction: Command", "1\nX: y", "1\0", "\ud800", "x" * 40_000]
)
def test_no_value_forges_a_header(hostile: str) -> None:
    with pytest.raises(BadArgument):
        write_action("Hangup", "1", {"Channel": hostile})
    with pytest.raises(BadArgument):
        write_action(hostile, "1", {})
    with pytest.raises(BadArgument):
        write_action("Hangup", "1", {f"Channel{hostile}": "1"})


@pytest.mark.parametrize(
    "hostile",
    ["PJSIP/101&PJSIP/102", "PJSIP/${X}", "PJSIP/1,30", "", "PJSIP/1|2", "PJSIP/101\n"],
)
async def test_one_channel_and_no_more(hostile: str) -> None:
    ami = client(1)
    with pytest.raises(BadArgument):
        await ami.originate(hostile, "inside", "102")
    with pytest.raises(BadArgument):
        await ami.originate("PJSIP/101", hostile or "a b", "102")
    with pytest.raises(BadArgument):
        await ami.redirect("PJSIP/101-1", "inside", hostile or "${X}")
    with pytest.raises(BadArgument):
        await ami.originate("PJSIP/101", "inside", "1", variables={"V_X": f"{hostile},a=b"})


def test_first_of_repeated_keys_wins() -> None:
    parser = Parser()
    for line in (b"Event: Newchannel\r\n", b"Channel: a\r\n", b"Channel: forged\r\n"):
        assert parser.feed(line) is None
    message = parser.feed(b"\r\n")
    assert message is not None
    assert message["Channel"] == "a"
    assert message.all("Channel") == ("a", "forged")
    assert message.get("Nothing") == ""


def test_endless_frame() -> None:
    parser = Parser()

    def feed_for_ever() -> None:
        while True:
            parser.feed(b"A: b")

    with pytest.raises(BadStream):
        feed_for_ever()
