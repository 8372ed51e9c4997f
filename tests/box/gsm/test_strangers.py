"""Who knocks and is not let in is told of as long as he knocks, in words that are safe to show."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from box.gsm.cards import office
from box.gsm.sms_world import Clock
from vochi.box.alarm import Alarm
from vochi.box.alarms import Alarms
from vochi.box.clock import Clock as BoxClock
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_lines
from vochi.box.gsm.strangers import Strangers
from vochi.core.wording import say
from vochi.gateways.base import LoginRefused, Stranger


class Ears:
    def hear(self, kind: type, hearer: Callable[[Any], Awaitable[None]]) -> None:
        if kind is LoginRefused:
            self.refuse = hearer
        else:
            assert kind is Stranger
            self.tell = hearer


async def test_strangers_come_and_go() -> None:
    ears, clock = Ears(), Clock()
    told: list[tuple[Alarm, ...]] = []
    alarms = Alarms(lambda: told.append(alarms.every))
    room = Strangers(
        cast("BoxClock", clock), office, fleet=cast("Fleet", ears), tell_alarms=alarms.of("room")
    )
    running = asyncio.create_task(room.run())
    line = gsm_lines(office())[0]
    knock = Stranger(address="10.0.0.9", kind="wrong_password", name=line.id)
    await ears.tell(knock)
    await ears.tell(knock)
    await ears.tell(Stranger(address="10.0.0.8", kind="garbage"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert told == [
        (Alarm(code="gateway.wrong_password", facts={"address": "10.0.0.9", "name": line.name}),)
    ]
    await ears.tell(Stranger(address="10.0.0.7", kind="unknown_id", name="<b>\n${x}" * 20))
    room.look()
    assert told[-1][1].facts["id"] == ("?b????x?" * 20)[:40]
    assert "10.0.0.7" in say("gateway.unknown_id", told[-1][1].facts, "ru")
    for number in range(100):
        await ears.tell(Stranger(address=f"10.1.0.{number}", kind="flood", count=9))
    room.look()
    assert len(told[-1]) == 5
    clock.move(301)
    room.look()
    assert told[-1] == ()
    await ears.refuse(LoginRefused(gateway="goip", address="10.0.0.5"))
    room.look()
    assert [each.code for each in told[-1]] == ["gateway.login_refused"]
    gateway = next(each for each in office().gateways if each.id == "goip")
    assert gateway.name in say("gateway.login_refused", told[-1][0].facts, "ru")
    running.cancel()
