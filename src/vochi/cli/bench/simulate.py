"""The simulator beside reality: random offices and lives, here and on a real Asterisk."""

import asyncio
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from vochi.cli.bench.figures import Figure, progress, show
from vochi.core.calls.call import Call
from vochi.core.office.document import Office
from vochi.core.scheme.replay import replay
from vochi.core.scheme.simulate import simulate
from vochi.engine.install import default_cache, install
from vochi.lab.reality import Reality
from vochi.lab.trials import LINES, base, differences, draw

LIVES = int(os.environ.get("VOCHI_LIVES", "500"))
FIRST = int(os.environ.get("VOCHI_SEED", "0"))
#: A life that differs is lived again, alone: a burdened machine is late now and then.
TARGET = 0


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    return show(asyncio.run(_figures()), as_json)


async def _figures() -> dict[str, Figure]:
    tree = install(default_cache())
    lived = wrong = again = 0
    ends: Counter[str] = Counter()
    simulated = 0.0
    offices: dict[int, Office] = {}
    with tempfile.TemporaryDirectory(prefix="vochi-") as name:
        async with Reality(Path(name), tree, Office.model_validate(base())) as reality:
            for seed in range(FIRST, FIRST + -(-LIVES // LINES)):
                trial = draw(seed)
                offices[trial.office.version] = trial.office
                for life, seen in zip(
                    trial.lives, await reality.live(trial.office, trial.lives), strict=True
                ):
                    began = time.perf_counter()
                    tale = simulate(trial.office, life)
                    simulated += time.perf_counter() - began
                    lived += 1
                    ends[tale.end] += 1
                    found = differences(tale, seen)
                    if found:
                        again += 1
                        (once_more,) = await reality.live(trial.office, (life,))
                        found = differences(tale, once_more)
                    if found:
                        wrong += 1
                        progress(f"seed {seed}, {life.line}: {'; '.join(found)}")
                if seed % 10 == 0:
                    progress(f"{lived} lives, {wrong} differ")
            past = reality.calls()
    told, reproduced = _replayed(past, offices)
    progress(f"ends: {dict(ends)}; lived again: {again}")
    return {
        "simulator": Figure(
            value=wrong, unit="lives differ", target=TARGET,
            floor=f"{lived} lives on a real Asterisk, {again} of them lived twice",
        ),
        "B11": Figure(
            value=round(reproduced / max(1, told), 4), unit="reproduced", target=0.99,
            better="more", floor=f"{told} calls of the call log, replayed in their own office",
        ),
        "sim speed": Figure(
            value=round(1000 * simulated / max(1, lived), 3), unit="ms a life", target=20,
            floor="a real life takes seconds",
        ),
    }  # fmt: skip


def _replayed(calls: tuple[Call, ...], offices: dict[int, Office]) -> tuple[int, int]:
    """(calls replayed, those that went as they had gone)."""
    told = reproduced = 0
    by_office: dict[int, list[Call]] = {}
    for call in calls:
        by_office.setdefault(call.office_version, []).append(call)
    for version, mine in by_office.items():
        if version not in offices:
            continue
        for each in replay(mine, offices[version]).calls:
            told += 1
            reproduced += each.reproduced
            if not each.reproduced:
                progress(f"seed {version - 1}: was {each.was}, replayed {each.again}")
    return told, reproduced
