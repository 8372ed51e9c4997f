"""Every scenario of this folder, on one office: together where they can, one by one where not.

A test fails with the problems and the timeline of its scenario.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from vochi.lab.day import Day
from vochi.lab.desk import Row
from vochi.lab.play import Outcome, Player
from vochi.lab.scenario import read_overlay, read_scenario
from vochi.lab.stand import Stand

FILES = {file.stem: file for file in sorted(Path(__file__).parent.glob("*.yaml"))}
OFFICES = Path(__file__).parent / "offices"
pytestmark = pytest.mark.timeout(400)


@dataclass(frozen=True)
class Session:
    """What one office lived through."""

    outcomes: dict[str, Outcome]
    failures: tuple[str, ...]
    day: list[Row]


@pytest.fixture(scope="session")
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Every scenario that was asked for, and some minutes of a day if that was asked for."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    wanted = {
        item.callspec.params["name"] for item in items if item.originalname == "test_scenario"
    }
    scenarios = {name: read_scenario(FILES[name]) for name in FILES if name in wanted}
    has_day = any(item.name == "test_a_day" for item in items)

    async def play() -> Session:
        changes = read_overlay(OFFICES / "base.yaml")
        async with Stand(tmp_path_factory.mktemp("stand"), changes=changes) as stand:
            outcomes = await Player(stand, OFFICES).play_all(scenarios)
            rows = await live(stand) if has_day else []
            return Session(outcomes, stand.city.timeline.failures(), rows)

    return asyncio.run(play())


async def live(stand: Stand) -> list[Row]:
    """A day in a hurry: the rows of its calls when all of them are over."""
    before = {row["id"] for row in await stand.desk.calls()}
    day = asyncio.create_task(Day(stand, seed=7, pause=(0.1, 0.6), talk=(0.5, 2)).run())
    done, _ = await asyncio.wait((day,), timeout=10)
    assert not done, "a day has no end"
    day.cancel()
    for party in stand.city.parties.values():
        for side in party.sides:
            await side.hang_up()
    await stand.city.until_quiet()
    rows = await stand.desk.until_calls(
        lambda rows: all(row["state"] == "ended" for row in rows), within=20
    )
    return [row for row in rows if row["id"] not in before]


@pytest.mark.parametrize("name", FILES)
def test_scenario(session: Session, name: str) -> None:
    outcome = session.outcomes[name]
    if outcome.problems:
        pytest.fail(outcome.text(), pytrace=False)


def test_a_day(session: Session) -> None:
    assert len(session.day) >= 10
    assert {row["state"] for row in session.day} == {"ended"}
    assert {"in", "out"} <= {row["direction"] for row in session.day}


def test_nothing_failed_in_the_lab_itself(session: Session) -> None:
    assert session.failures == ()
