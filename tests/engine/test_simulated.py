"""The simulator lives the same lives as a real Asterisk; 500 of them: `vochi bench simulate`."""

from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from vochi.core.office.document import Office
from vochi.core.scheme.life import Life
from vochi.core.scheme.simulate import simulate
from vochi.engine.tree import Tree
from vochi.lab.reality import Reality
from vochi.lab.trials import Trial, base, differences, draw

SEEDS = (3, 5)


@pytest.fixture(scope="module")
async def reality(tree: Tree) -> AsyncIterator[Reality]:
    # pytest's own directories are too deep for the 108 characters of a Unix socket's path.
    with TemporaryDirectory(prefix="vochi-") as root:
        async with Reality(Path(root), tree, Office.model_validate(base())) as reality:
            yield reality


async def difference(reality: Reality, trial: Trial, life: Life) -> tuple[str, ...]:
    """Once more, alone: a burdened machine is late now and then, a wrong simulator always."""
    (seen,) = await reality.live(trial.office, (life,))
    return differences(simulate(trial.office, life), seen)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("seed", SEEDS)
async def test_lives_are_the_same(reality: Reality, seed: int) -> None:
    trial = draw(seed)
    for life, seen in zip(trial.lives, await reality.live(trial.office, trial.lives), strict=True):
        found = differences(simulate(trial.office, life), seen)
        assert not found or not await difference(reality, trial, life), found
