"""Q5 and Q6: how many calls a second, and how many at once with recording, beside the floor.

Each is measured for office and floor in turn in one Asterisk; a call that fails ends the bench.
"""

import asyncio
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vochi.cli.bench.figures import Figure, progress

if TYPE_CHECKING:
    from vochi.cli.bench.call import Bench

ROUNDS: Final = 4
RUSH_CALLS, RUSH_AT_ONCE = 400, 8
#: At once: what two cores bear together with the bench that speaks for both sides.
TAPED_AT_ONCE, TALK = 30, 6.0
#: A recording begins with the answer and ends with the call; Asterisk writes whole frames.
_SECOND, _MISSING = 32_000, 0.7


async def calls_a_second(bench: "Bench", ours: str, floor: str) -> Figure:
    """As many as go through with `RUSH_AT_ONCE` under way at any time."""
    ratios, floors = [], []
    for number in range(ROUNDS):
        order = (ours, floor) if number % 2 else (floor, ours)
        rate = {}
        for line in order:
            began = time.perf_counter()
            await bench.batch(line, RUSH_CALLS, RUSH_AT_ONCE, 0.0)
            rate[line] = RUSH_CALLS / (time.perf_counter() - began)
        ratios.append(rate[ours] / rate[floor])
        floors.append(rate[floor])
        progress(
            f"Q5: round {number + 1} of {ROUNDS}: {rate[ours]:.0f} calls a second, "
            f"floor {rate[floor]:.0f}"
        )
    return Figure(
        value=round(statistics.median(ratios), 3), unit="x floor", target=0.8, better="more",
        floor=f"{statistics.median(floors):.0f} calls/s",
    )  # fmt: skip


async def recorded_at_once(bench: "Bench", ours: str, floor: str) -> Figure:
    """How many recorded calls fit into the CPU that the floor's take; each recording is whole.

    Raises RuntimeError when one is not.
    """
    ratios, floors = [], []
    lost = 0
    for number in range(ROUNDS):
        order = (ours, floor) if number % 2 else (floor, ours)
        spent = {}
        for line in order:
            for tape in bench.tapes.glob("*.raw"):
                tape.unlink()
            spent[line] = await bench.batch(line, TAPED_AT_ONCE, TAPED_AT_ONCE, TALK)
            lost += await lacking(bench.tapes, TAPED_AT_ONCE)
        ratios.append(spent[floor] / spent[ours])
        floors.append(spent[floor])
        progress(
            f"Q6: round {number + 1} of {ROUNDS}: {TAPED_AT_ONCE} at once, "
            f"{spent[ours]:.0f} ms of CPU each, floor {spent[floor]:.0f} ms"
        )
    if lost:
        raise RuntimeError(f"{lost} recordings are not whole")
    # A call of `TALK` seconds that takes so many ms leaves room for so many on one core.
    fit = TALK * 1000 / statistics.median(floors)
    return Figure(
        value=round(statistics.median(ratios), 3), unit="x floor", target=0.9, better="more",
        floor=f"{fit:.0f} at once a core",
    )  # fmt: skip


async def lacking(folder: Path, count: int) -> int:
    """How many recordings are missing or shorter than their talk."""
    found = 0
    # Asterisk writes behind the end of the call.
    for _ in range(20):
        tapes = tuple(folder.glob("*.raw"))  # noqa: ASYNC240 - a bench has time
        whole = (TALK - _MISSING) * _SECOND
        found = count - sum(1 for tape in tapes if tape.stat().st_size >= whole)
        if found == 0:
            break
        await asyncio.sleep(0.1)
    return found
