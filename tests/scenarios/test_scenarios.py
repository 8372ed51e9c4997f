"""Every scenario of this folder, on one office: together where they can, one by one where not.

A test fails with the problems and the timeline of its scenario.
"""

import asyncio
from pathlib import Path

import pytest

from vochi.lab.play import Outcome, Player
from vochi.lab.scenario import read_scenario
from vochi.lab.stand import Stand

FILES = {file.stem: file for file in sorted(Path(__file__).parent.glob("*.yaml"))}
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="session")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Outcome]:
    """Outcome of every scenario that was asked for."""
    wanted = {
        item.callspec.params["name"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname == "test_scenario"
    }
    scenarios = {name: read_scenario(FILES[name]) for name in FILES if name in wanted}

    async def play() -> dict[str, Outcome]:
        async with Stand(tmp_path_factory.mktemp("stand")) as stand:
            return await Player(stand).play_all(scenarios)

    return asyncio.run(play())


@pytest.mark.parametrize("name", FILES)
def test_scenario(outcomes: dict[str, Outcome], name: str) -> None:
    outcome = outcomes[name]
    if outcome.problems:
        pytest.fail(outcome.text(), pytrace=False)
