"""Repair against a clock that is set while something is dead and somebody talks."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from box.gsm.world import LINES, Watch, World, office
from vochi.box.scribe import Scribe


@dataclass(frozen=True)
class Jumping(Watch):
    """Its wall clock may be set; the other goes on."""

    ahead: list[timedelta] = field(default_factory=lambda: [timedelta()])

    def now(self) -> datetime:
        return super().now() + self.ahead[0]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=20_000)])
async def test_a_clock_that_is_set_cuts_no_call(scribe: Scribe, jump: timedelta) -> None:
    """Dead for a minute, and an hour by a clock that was just set: no reason to end a talk."""
    plain = office()
    clock = Jumping("boot-1")
    clock.ahead[0] = -jump
    world = World(scribe, plain, clock=clock)
    await world.pass_time(10)
    world.calling = ["a1-2"]
    for line in LINES:
        world.line(line, online=False)
    world.online.clear()
    await world.until(lambda: bool(world.health.patients()))
    clock.ahead[0] = timedelta()
    await world.pass_time(300)
    assert world.gate.asked == []
    assert {entry.why for entry in await world.entries()} == {"in_call"}
    await world.pass_time(1900)  # dead for half an hour indeed: no talk lives on it
    assert world.gate.asked[:1] == ["device"]
