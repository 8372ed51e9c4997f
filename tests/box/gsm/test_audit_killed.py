"""The box killed at every durable step of what must not happen twice, and told the same again."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from box.gsm.sms_world import Air, Clock, FakeDriver, FakeFleet, MortalScribe
from box.gsm.world import LINES, World, office
from vochi.box.commands import Commander
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.ussd import Ussd
from vochi.box.journal import Journal
from vochi.core.gsm.actions import AskUssd, RestartGateway
from vochi.core.link import Command
from vochi.gateways.base import UssdReply

BUY = "*145*375291234567*5#"
STEPS = range(9)


class Network(FakeDriver):
    """Hears codes; `asked` is what it has carried out."""

    abilities = frozenset({"ussd", "ussd_menu"})

    def __init__(self) -> None:
        super().__init__(Air(), LINES)
        self.heard: list[str] = []

    async def ussd(self, line: str, code: str) -> UssdReply:
        self.heard.append(code)
        await asyncio.sleep(0)
        return UssdReply(text="Переведено 5 BYN")


class Sims:
    async def until_heard(self, line: str) -> None:
        """It speaks."""

    def iccid(self, line: str) -> str:
        return f"i-{line}"


async def live(file: Path, left: int | None, network: Network, command: Command) -> None:
    """One life of the box that dies behind so many commits, and is given the command again."""
    scribe = MortalScribe(Journal(file, "boot-1"))
    scribe.left = left
    clock: Any = Clock(at=datetime(2026, 11, 23, 9, tzinfo=UTC))
    actions = GsmActions()
    ussd = Ussd(
        cast("Any", FakeFleet(network)), cast("Any", Sims()), office,
        scribe=scribe, clock=clock, actions=actions,
    )  # fmt: skip
    commander = Commander(cast("Any", None), scribe, clock, office, lambda _: True, gsm=actions)
    try:
        async with asyncio.timeout(0.2):
            await ussd._recover()
            await commander.recover()
            await commander.handle(command)
    except (sqlite3.OperationalError, TimeoutError):
        pass
    finally:
        await scribe.close()


@pytest.mark.parametrize("first", STEPS)
async def test_nothing_is_bought_twice(tmp_path: Path, first: int) -> None:
    command = Command(
        id="c1", deadline=datetime(2026, 11, 23, 9, 0, 15, tzinfo=UTC),
        action=AskUssd(line="a1-1", code=BUY, by="anna"),
    )  # fmt: skip
    for second in (1, None):
        network = Network()
        file = tmp_path / f"{second}.db"
        await live(file, first, network, command)
        await live(file, second, network, command)
        await live(file, None, network, command)
        assert network.heard.count(BUY) <= 1, (first, second)
        assert network.heard or first < 2, first
        journal = Journal(file, "boot-1")
        entries = journal.after(0, 100)
        journal.close()
        answers = [each for each in entries if each.kind == "command"]
        assert len(answers) == 1
        said = [str(each.body["state"]) for each in entries if each.kind == "ussd"]
        # What was heard was written before; what was begun is ended, whoever died.
        assert not network.heard or said[0] == "asked"
        assert not said or said[-1] in {"done", "closed", "failed"}


@pytest.mark.parametrize("first", range(8))
async def test_nothing_is_restarted_twice(tmp_path: Path, first: int) -> None:
    file = tmp_path / "journal.db"
    asked = 0
    world: World | None = None
    for left in (first, 1, None):
        scribe = MortalScribe(Journal(file, "boot-1"))
        before, world = world, World(scribe, office())
        if before is not None:
            world.clock.at[0] = before.clock.at[0] + 20
        world.online.clear()
        for line in LINES:
            world.line(line, online=False)
        await world.health.look()
        scribe.left = left
        try:
            await world.pass_time(280)
            await world.actions.execute(RestartGateway(gateway="goip", force=True, by="anna"))
        except sqlite3.OperationalError:
            pass
        asked += world.gate.asked.count("device")
        await scribe.close()
    assert asked == 1 or (asked == 0 and first < 4)
    assert timedelta(minutes=office().policy.repair.gateway_minutes) > timedelta(seconds=900)
