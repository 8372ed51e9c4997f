"""SIM cards at rest, months of tariffs, the cheapest line: the dialplan alone, without a box."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from user_events import said_at_last

from vochi.core.gsm.tariff import month_at
from vochi.engine.tree import Tree
from vochi.lab.bare import compiled_office, sample_office
from vochi.lab.behaviour import answers
from vochi.lab.city import City
from vochi.lab.overlay import overlay

NUMBER, DIALLED = "+375296113001", "80296113001"
CHANGES = {
    "lines": [
        {
            "id": "a1-1",
            "policy": {"bad_calls": 2, "rest_minutes": 30, "month_minutes": 2},
            "tariff": {"minute": 10, "month_day": 15, "step": 60},
        },
        {"id": "mts-1", "tariff": {"minute": 10, "minute_own": 1}},
        {"id": "life-1", "tariff": {"minute": 5}},
    ],
    "outbound": [
        {
            "id": "all",
            "routes": [
                {"classes": ["mobile"], "operators": ["A1"], "lines": ["a1-1", "a1-2"]},
                {"classes": ["mobile"], "lines": ["mts-1", "life-1"], "order": "cheapest"},
            ],
        }
    ],
}


@pytest.fixture
async def root() -> AsyncIterator[Path]:
    with TemporaryDirectory(prefix="vochi-sim-") as folder:
        yield Path(folder)


def _cli(root: Path, tree: Tree) -> Callable[[str], str]:
    conf = root / "office" / "etc" / "asterisk.conf"

    def run(command: str) -> str:
        argv = [*tree.argv(conf), "-rx", command]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

    return run


def _held(cli: Callable[[str], str], family: str, key: str) -> int:
    told = cli(f"database get {family} {key}").split()
    return int(told[-1]) if told[:1] == ["Value:"] else 0


async def _talk(city: City, number: str, dialled: str, seconds: float = 0.5) -> str | None:
    """Somebody calls, talks; the line that it came over."""
    client = city.subscriber(number, behaviour=answers(0.2))
    call = await city.phones["182"].call(dialled)
    await city.until(lambda: bool(client.sides) and client.last.talking, "talks")
    await asyncio.sleep(seconds)
    await call.hang_up()
    await client.last.until_ended()
    await city.until_quiet()
    return client.last.line


async def test_a_line_rests_and_is_the_last(root: Path, tree: Tree) -> None:
    office = overlay(sample_office(), CHANGES)
    async with compiled_office(root, tree, office=office) as city:
        cli = _cli(root, tree)
        await city.break_line("a1-1", "no_room")
        assert await _talk(city, NUMBER, DIALLED) == "a1-2"
        assert await asyncio.to_thread(_held, cli, "bad", "a1-1") == 1
        assert await _talk(city, NUMBER, DIALLED) == "a1-2"
        until = await asyncio.to_thread(_held, cli, "rest", "a1-1")
        assert until == pytest.approx(time.time() + 1800, abs=20)
        assert await asyncio.to_thread(_held, cli, "bad", "a1-1") == 0
        await city.break_line("a1-1", None)
        assert await _talk(city, NUMBER, DIALLED) == "a1-2"
        assert (await said_at_last(root, "V_LINE"))[-2:] == [
            {"line": "a1-1", "why": "rest"}, {"line": "a1-2", "by": "182"},
        ]  # fmt: skip
        # No other line: it carries the call all the same, and what carried is not held against.
        await city.break_line("a1-2", "unregistered")
        assert await _talk(city, NUMBER, DIALLED) == "a1-1"
        lines = await said_at_last(root, "V_LINE")
        assert [(each["line"], each.get("why")) for each in lines[-3:]] == [
            ("a1-1", "rest"), ("a1-2", "down"), ("a1-1", None),
        ]  # fmt: skip
        assert await asyncio.to_thread(_held, cli, "rest", "a1-1") == 0
        # An emergency call asks nobody whether a line rests.
        await asyncio.to_thread(cli, f"database put rest a1-1 {int(time.time()) + 900}")
        assert await _talk(city, "112", "112") == "a1-1"
        assert (await said_at_last(root, "V_LINE"))[-1] == {"line": "a1-1", "by": ""}


async def test_busy_or_silent_people_are_no_bad_calls(root: Path, tree: Tree) -> None:
    office = overlay(sample_office(), CHANGES)
    async with compiled_office(root, tree, office=office) as city:
        cli = _cli(root, tree)
        await asyncio.to_thread(cli, "database put bad a1-1 1")
        client = city.subscriber(NUMBER, behaviour=answers(30))
        call = await city.phones["182"].call(DIALLED)
        await city.until_rings(client)
        await call.hang_up()
        await city.until_quiet()
        assert await asyncio.to_thread(_held, cli, "bad", "a1-1") == 1
        assert await asyncio.to_thread(_held, cli, "rest", "a1-1") == 0
        assert await _talk(city, NUMBER, DIALLED) == "a1-1"
        assert await asyncio.to_thread(_held, cli, "bad", "a1-1") == 0


async def test_the_month_of_a_tariff_ends_a_call(root: Path, tree: Tree) -> None:
    office = overlay(sample_office(), CHANGES)
    async with compiled_office(root, tree, office=office) as city:
        cli = _cli(root, tree)
        key = f"a1-1.{month_at(15, datetime.now(UTC), 'Europe/Minsk').key}"
        assert await _talk(city, NUMBER, DIALLED, 2) == "a1-1"
        assert await asyncio.to_thread(_held, cli, "spent", key) == 60
        await asyncio.to_thread(cli, f"database put spent {key} 117")
        client = city.subscriber(NUMBER, behaviour=answers(0.2))
        call = await city.phones["182"].call(DIALLED)
        await city.until(lambda: client.last.talking, "talks")
        began = city.clock()
        await client.last.until_ended(20)
        late = city.stalls.between(call.began_at, city.clock())
        assert city.clock() - began == pytest.approx(3, abs=0.6 + late)
        await city.until_quiet()
        assert await said_at_last(root, "V_LIMIT") == [
            {"what": "line_month", "ext": "182", "line": "a1-1", "out": "cut"}
        ]
        assert await asyncio.to_thread(_held, cli, "spent", key) == 177
        assert await _talk(city, NUMBER, DIALLED) == "a1-2"
        assert (await said_at_last(root, "V_LINE"))[-2] == {"line": "a1-1", "why": "limit"}


async def test_the_cheapest_line_depends_on_the_network(root: Path, tree: Tree) -> None:
    office = overlay(sample_office(), CHANGES)
    async with compiled_office(root, tree, office=office) as city:
        cli = _cli(root, tree)
        for key, cents in (("mts-1", 10), ("mts-1.own", 1), ("life-1", 5)):
            await asyncio.to_thread(cli, f"database put cost {key} {cents}")
        assert await _talk(city, "+375297113002", "80297113002") == "mts-1"
        assert await _talk(city, "+375257113003", "80257113003") == "life-1"
        await asyncio.to_thread(cli, "database put cost life-1 11")
        assert await _talk(city, "+375257113003", "80257113003") == "mts-1"
