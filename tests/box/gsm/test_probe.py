"""Gateways looked at from outside: an emulated GoIP's page, its factory password, its telnet."""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from box.gsm.world import World, office
from vochi.box.alarm import Alarm
from vochi.box.gsm.probe import Probes
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import ProbeGateway
from vochi.core.gsm.doctor import Seen, Trial
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.radio import Radio
from vochi.lab.ports import free_tcp

PASSWORD = "an own one"


class Practice:
    """A doctor who tries nothing himself."""

    def __init__(self) -> None:
        self.seen = Seen(answered=True, arrived="a1-1", lasted=6.0, delivered=True)
        self.tried: list[Trial] = []

    def partner(self, line: str) -> str | None:
        return {"a1-1": "a1-2", "a1-2": "a1-1"}.get(line)

    async def try_once(self, trial: Trial) -> Seen | None:
        self.tried.append(trial)
        return self.seen


class House:
    """Probes with what they ask."""

    def __init__(self, scribe: Scribe, box: GoipBox) -> None:
        self.world = World(scribe, office())
        gateway = self.world.office.gateways[0].model_copy(
            update={"address": "127.0.0.2", "port": box.web_port}
        )
        self.world.office = self.world.office.model_copy(update={"gateways": (gateway,)})
        self.described: list[dict[str, Any]] = []
        self.alarms: tuple[Alarm, ...] = ()
        self.practice = Practice()
        self.key = PASSWORD
        itself = cast("Any", self)
        self.probes = Probes(
            scribe, self.world.clock, lambda: self.world.office, lambda: {"web.goip": self.key},
            fleet=cast("Any", self.world), gateways=itself, doctor=cast("Any", self.practice),
            is_online=self.world.online.__contains__, actions=self.world.actions,
            tell_alarms=self._tell, telnet=(box.telnet_port or free_tcp(),),
        )  # fmt: skip

    def describe(self, gateway: str, **told: Any) -> None:
        self.described.append({"gateway": gateway, **told})

    def _tell(self, alarms: tuple[Alarm, ...]) -> None:
        self.alarms = alarms

    async def ask(self, **told: bool) -> dict[str, Any]:
        code, facts = await self.world.actions.execute(ProbeGateway(gateway="goip", **told))
        assert code == "done"
        return dict(facts)


@pytest.fixture(params=[{"web_password": PASSWORD}, {"telnet": True}])
async def box(request: pytest.FixtureRequest) -> AsyncIterator[GoipBox]:
    radio = Radio(lambda: 0.0)
    flavour = Flavour(**request.param)
    lines = [Account(1, "a1-1", "key")]
    async with GoipBox(
        "goip", lines, ("127.0.0.1", free_tcp()), radio, flavour, at="127.0.0.2"
    ) as it:
        yield it
    await radio.end()


async def test_a_safe_gateway_and_one_that_is_not(scribe: Scribe, box: GoipBox) -> None:
    house = House(scribe, box)
    is_safe = box.flavour.web_password == PASSWORD
    facts = await house.ask()
    assert facts["page"] == "ok"
    assert facts["login"] == ("ok" if is_safe else "failed")
    assert facts["default_password"] == ("ok" if is_safe else "failed")
    assert facts["backdoor"] == ("ok" if is_safe else "failed")
    assert facts["registered.a1-1"] == facts["keepalive.a1-1"] == "ok"
    assert "call_in.a1-1" not in facts
    codes = [alarm.code for alarm in house.alarms]
    assert codes == ([] if is_safe else ["gateway.default_password", "gateway.backdoor"])
    assert house.described[-1]["warnings"] == tuple(code.removeprefix("gateway.") for code in codes)
    assert house.practice.tried == []


async def test_money_is_spent_only_when_asked_for(scribe: Scribe, box: GoipBox) -> None:
    house = House(scribe, box)
    facts = await house.ask(call=True)
    assert [trial.kind for trial in house.practice.tried] == ["call", "call"]
    assert facts["call_in.a1-1"] == "ok"
    assert (facts["call_in.a1-2"], facts["call_in.a1-2.why"]) == ("failed", "other_line")
    assert facts["call_in.mts-1"] == "unknown"
    facts = await house.ask(sms=True)
    assert facts["sms.a1-1"] == "ok"
    assert house.practice.tried[-1].kind == "sms"


async def test_each_is_looked_at_once_a_day(scribe: Scribe, box: GoipBox) -> None:
    house = House(scribe, box)
    await house.probes.look()
    await house.probes.look()
    assert len(house.described) == 1
    house.world.clock.at[0] += 24 * 3600 + 1
    await house.probes.look()
    assert len(house.described) == 2


async def test_a_gateway_that_is_not_there(scribe: Scribe, box: GoipBox) -> None:
    house = House(scribe, box)
    gateway = house.world.office.gateways[0].model_copy(update={"port": free_tcp()})
    house.world.office = house.world.office.model_copy(update={"gateways": (gateway,)})
    facts = await house.ask()
    assert (facts["page"], facts["page.why"]) == ("failed", "offline")
    assert facts["login"] == "unknown"
    code, _ = await house.world.actions.execute(ProbeGateway(gateway="nobody"))
    assert code == "no_gateway"
