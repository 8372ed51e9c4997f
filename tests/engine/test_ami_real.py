"""The AMI client against a real Asterisk: verbs, lists, contacts, a cut connection."""

import asyncio
from collections.abc import Callable

import pytest
from phone import Phone

from vochi.engine.errors import Refused
from vochi.engine.run import Engine

Write = Callable[..., int]
TWO = """
[direct]
exten => 101,1,Dial(PJSIP/101,20)
"""


async def test_verbs(engine: Engine, by_hand: Write) -> None:
    by_hand(engine, more=TWO)
    await engine.start()
    ami, port = engine.ami, engine.home.settings().sip_port
    assert await ami.contacts() == ()
    assert await ami.channels() == ()
    with pytest.raises(Refused):
        await ami.hangup("PJSIP/101-00000001")
    with pytest.raises(Refused, match="No such command"):
        await ami.command("no such thing")
    async with Phone("101", port, user_agent="Тест/1") as phone:
        events = ami.events()
        assert await phone.register() == 200
        (contact,) = await ami.contacts()
        assert contact["Endpoint"] == "101"
        assert contact["UserAgent"] == "Тест/1"
        phone.picks_up()
        await ami.originate(
            "PJSIP/101",
            "inside",
            "echo",
            caller_id="<101>",
            variables={"V_X": "1"},
            channel_id="x.1",
        )
        async with asyncio.timeout(15):
            async for event in events:
                if event.name == "OriginateResponse":
                    assert event["Response"] == "Success"
                    assert event["Uniqueid"] == "x.1"
                    break
        (channel,) = await ami.channels()
        await ami.redirect(channel["Channel"], "inside", "tone")
        await ami.hangup(channel["Channel"])
        async with asyncio.timeout(15):
            while await ami.channels():
                await asyncio.sleep(0.02)


async def test_kicked_out_and_back(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    await engine.start()
    ami = engine.ami
    events = ami.events()
    assert ami._writer is not None
    ami._writer.transport.abort()
    names = []
    async with asyncio.timeout(15):
        async for event in events:
            names.append(event.name)
            if event.name == "@up":
                break
    assert "@down" in names
    assert "Asterisk 22" in await ami.command("core show version")
