"""S18: how exactly the steps of a follow me begin, and how soon others stop after an answer.

Real calls: a client calls in, phones and a mobile of the lab ring. The floor is the moment that
the first phone rings.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Final

from vochi.cli.bench.figures import Figure, progress, show
from vochi.engine.install import default_cache, install
from vochi.lab.bare import compiled_office, sample_office
from vochi.lab.city import City
from vochi.lab.overlay import overlay

RUNS: Final = 5
TARGET: Final = 0.3
STEP, LAST = 3.0, 9.0
MOBILE: Final = "+375296112299"
OFFICE: Final[dict[str, Any]] = {
    "follow_me": [
        {
            "number": "401", "name": "Анна", "person": "anna",
            "steps": [
                {"seconds": 3, "targets": [{"to": "180"}]},
                {"seconds": 3, "targets": [{"to": "180"}, {"to": "181"}]},
                {"seconds": 9, "targets": [{"to": "180"}, {"to": "181"}, {"to": MOBILE}]},
            ],
        }
    ],
    "inbound": [
        {
            "id": "main",
            "nodes": {
                "start": {"kind": "start", "exits": {"next": "anna"}},
                "anna": {
                    "kind": "ring", "targets": ["401"], "seconds": 15, "exits": {"nobody": "end"},
                },
                "end": {"kind": "hangup", "cause": "normal"},
            },
        }
    ],
}  # fmt: skip


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    return show(asyncio.run(_measure()), as_json)


async def _measure() -> dict[str, Figure]:
    tree = await asyncio.to_thread(install, default_cache(), lambda step: progress(str(step)))
    office = overlay(sample_office(), OFFICE)
    errors, stops = [], []
    with tempfile.TemporaryDirectory(prefix="vochi-bench-") as folder:
        async with compiled_office(Path(folder), tree, office=office) as city:
            for number in range(RUNS):
                error, stop = await _call(city, number)
                progress(f"run {number + 1} of {RUNS}: {error:.3f} s off, {stop:.3f} s to stop")
                errors.append(error)
                stops.append(stop)
    said = f"{RUNS} calls, 3 steps"
    return {
        "S18 begin": Figure(value=round(max(errors), 3), unit="s off", target=TARGET, floor=said),
        "S18 stop": Figure(value=round(max(stops), 3), unit="s", target=TARGET, floor=said),
    }


async def _call(city: City, number: int) -> tuple[float, float]:
    """The worst error of a step's beginning; the longest ringing after somebody answered."""
    mobile = city.subscriber(MOBILE)
    client = city.subscriber(f"+37529700{number:04}")
    first, second = city.phones["180"], city.phones["181"]
    mobile.behave(mobile.behaviour.model_copy(update={"answer": None}))
    called = await client.call("+375296000001")
    rung = [await city.until_rings(party, LAST) for party in (first, second, mobile)]
    began = rung[0].rang_at or 0.0
    offs = [abs((side.rang_at or 0.0) - began - n * STEP) for n, side in enumerate(rung)]
    answered = city.clock()
    rung[1].answer()
    await rung[1].until_answered()
    others = (rung[0], rung[2])
    for side in others:
        await side.until_ended()
    stop = max((side.ended_at or 0.0) - answered for side in others)
    await called.hang_up()
    await city.until_quiet()
    return max(offs), stop
