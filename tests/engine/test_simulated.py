"""The simulator lives the same lives as a real Asterisk; 500 of them: `vochi bench simulate`."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from vochi.core.office.document import Office
from vochi.core.scheme.life import Life
from vochi.core.scheme.prove import prove
from vochi.core.scheme.simulate import simulate
from vochi.engine.tree import Tree
from vochi.lab.reality import Reality
from vochi.lab.trials import base, differences, draw

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEEDS = (3, 5)
_RING = {"kind": "ring", "seconds": 5}
#: One scheme for each line, each with a fault; what is told of it, and of which node.
FAULTY = (
    ("scheme.ends_in_silence", "cut", {
        "hi": {"kind": "greeting", "prompt": "hello", "exits": {"next": "ring"}},
        "ring": _RING | {"targets": ["120"], "exits": {"nobody": "cut"}},
        "cut": {"kind": "hangup"}}),
    ("scheme.endless", "hi", {
        "hi": {"kind": "greeting", "prompt": "hello", "exits": {"next": "ring"}},
        "ring": _RING | {"targets": ["130", "131"], "exits": {"nobody": "hi"}}}),
    ("scheme.endless", "menu", {
        "menu": {"kind": "menu", "prompt": "menu", "keys": ["1"], "wait": 2, "attempts": 1,
                 "exits": {"key-1": "bye", "timeout": "menu", "wrong": "bye"}},
        "bye": {"kind": "hangup", "prompt": "sorry"}}),
    ("scheme.endless", "menu", {
        "menu": {"kind": "menu", "prompt": "menu", "keys": ["1"], "wait": 2, "attempts": 1,
                 "exits": {"key-1": "bye", "timeout": "bye", "wrong": "menu"}},
        "bye": {"kind": "hangup", "prompt": "sorry"}}),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reality(tree: Tree) -> AsyncIterator[Reality]:
    # pytest's own directories are too deep for the 108 characters of a Unix socket's path.
    with TemporaryDirectory(prefix="vochi-") as root:
        async with Reality(Path(root), tree, Office.model_validate(base())) as reality:
            yield reality


async def difference(reality: Reality, office: Office, life: Life) -> tuple[str, ...]:
    """Once more, alone: a burdened machine is late now and then, a wrong simulator always.

    Now: an office may have closed since the life was drawn.
    """
    life = life.model_copy(update={"at": datetime.now(life.at.tzinfo)})
    (seen,) = await reality.live(office, (life,))
    return differences(simulate(office, life), seen)


@pytest.mark.parametrize("seed", SEEDS)
async def test_lives_are_the_same(reality: Reality, seed: int) -> None:
    trial = draw(seed)
    for life, seen in zip(trial.lives, await reality.live(trial.office, trial.lives), strict=True):
        found = differences(simulate(trial.office, life), seen)
        assert not found or not await difference(reality, trial.office, life), found


async def test_counter_examples_are_lived_as_they_are_told(reality: Reality) -> None:
    document = base()
    for scheme, (_, _, nodes) in zip(document["inbound"], FAULTY, strict=True):
        first = next(iter(nodes))
        scheme["nodes"] = {"start": {"kind": "start", "exits": {"next": first}}, **nodes}
    office = Office.model_validate(document)
    told = {(each.code, each.place): each.example for each in prove(office)}
    examples = [told[code, f"inbound/{number}/nodes/{node}"]
                for number, (code, node, _) in enumerate(FAULTY)]  # fmt: skip
    lives = [
        # Nobody turns in a circle for ever: this caller has patience for some turns of it.
        each.life.model_copy(update={"patience": 17.5 if each.tale.end == "loop" else None})
        for each in examples
        if each is not None
    ]
    assert len(lives) == len(FAULTY)
    for number, (life, seen) in enumerate(
        zip(lives, await reality.live(office, lives), strict=True)
    ):
        tale = simulate(office, life)
        assert len(tale.path) >= 4
        found = differences(tale, seen)
        said = FAULTY[number][:2]
        assert not found or not await difference(reality, office, life), (said, found)
