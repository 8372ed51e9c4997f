"""Every scenario of this folder: on some offices side by side, in each what may go together.

A test fails with the problems and the timeline of its scenario.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from vochi.lab.day import Day
from vochi.lab.desk import Row
from vochi.lab.play import Outcome, Player
from vochi.lab.scenario import Scenario, read_overlay, read_scenario
from vochi.lab.stand import Stand
from vochi.lab.steps import Wait

FILES = {file.stem: file for file in sorted(Path(__file__).parent.glob("*.yaml"))}
OFFICES = Path(__file__).parent / "offices"
#: Scenarios mostly wait for people to talk: houses beside each other cost little more than one.
HOUSES = 4
#: No house is worth its start for fewer scenarios.
FEWEST = 12
#: Seconds of publishing an office; scenarios of the one before are waited for.
PUBLISHING = 20.0
pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True)
class Session:
    """What the houses lived through; the day is that of the first one."""

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

    async def play(number: int, share: dict[str, Scenario]) -> Session:
        changes = read_overlay(OFFICES / "base.yaml")
        async with Stand(tmp_path_factory.mktemp("stand"), changes=changes) as stand:
            outcomes = await Player(stand, OFFICES).play_all(share)
            rows = await live(stand) if has_day and number == 0 else []
            return Session(outcomes, stand.city.failures(), rows)

    async def play_all() -> Session:
        houses = enumerate(shares(scenarios))
        done = await asyncio.gather(*(play(number, share) for number, share in houses))
        return Session(
            outcomes={name: each for house in done for name, each in house.outcomes.items()},
            failures=tuple(failure for house in done for failure in house.failures),
            day=done[0].day,
        )

    return asyncio.run(play_all())


def shares(scenarios: dict[str, Scenario]) -> list[dict[str, Scenario]]:
    """The scenarios of each house, about as long in each; a small office is in one of them."""
    found: list[dict[str, Scenario]] = [
        {} for _ in range(max(1, min(HOUSES, len(scenarios) // FEWEST)))
    ]
    spent = [0.0 for _ in found]
    for group in _groups(scenarios):
        office = scenarios[group[0]].office
        took = sum(seconds(scenarios[name]) for name in group)
        after = [
            took + spent[number] + (0.0 if office in {None, *_offices(house)} else PUBLISHING)
            for number, house in enumerate(found)
        ]
        house = after.index(min(after))
        spent[house] = after[house]
        found[house] |= {name: scenarios[name] for name in group}
    return found


def _groups(scenarios: dict[str, Scenario]) -> Iterator[list[str]]:
    """Small offices whole, then the scenarios of large ones one by one, the longest first."""
    by_office: dict[str, list[str]] = {}
    for name, each in sorted(scenarios.items(), key=lambda item: -seconds(item[1])):
        by_office.setdefault(each.office or "", []).append(name)
    for office, names in sorted(by_office.items(), key=lambda item: len(item[1])):
        if office and len(names) <= FEWEST:
            yield names
        else:
            yield from ([name] for name in names)


def _offices(house: dict[str, Scenario]) -> set[str | None]:
    return {each.office for each in house.values()}


def seconds(scenario: Scenario) -> float:
    """Roughly how long others wait for it; who shares no phone with others keeps nobody waiting."""
    talks = sum(step.wait for step in scenario.play if isinstance(step, Wait))
    return talks + 5 + 5 * len(scenario.phones) * (1 + scenario.alone)


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
