"""S17: how soon a call outside leaves a line that is dead, busy or refuses for the next one.

Real calls of the sample office over lines of the lab; the floor is the same call over a line
that works.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Final

from vochi.cli.bench.figures import Figure, progress, show
from vochi.engine.install import default_cache, install
from vochi.lab.bare import compiled_office
from vochi.lab.carriers import Fault
from vochi.lab.city import City

RUNS: Final = 4
TARGET: Final = 1.0
#: The first that carries calls to its operator.
LINE: Final = "a1-1"
FAULTS: Final[tuple[Fault, ...]] = ("no_room", "unavailable", "busy", "unregistered")


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    return show(asyncio.run(_measure()), as_json)


async def _measure() -> dict[str, Figure]:
    tree = await asyncio.to_thread(install, default_cache(), lambda step: progress(str(step)))
    with tempfile.TemporaryDirectory(prefix="vochi-bench-") as folder:
        async with compiled_office(Path(folder), tree) as city:
            numbers = iter(range(1000))
            floor = statistics.median([await _reached(city, next(numbers)) for _ in range(RUNS)])
            figures = {}
            for fault in FAULTS:
                await city.break_line(LINE, fault)
                times = [await _reached(city, next(numbers)) - floor for _ in range(RUNS)]
                await city.break_line(LINE, None)
                await city.until_registered()
                progress(f"{fault}: {', '.join(f'{each:.3f}' for each in times)} s later")
                figures[f"S17 {fault}"] = Figure(
                    value=round(max(times), 3), unit="s later", target=TARGET,
                    floor=f"{floor:.3f} s",
                )  # fmt: skip
            return figures


async def _reached(city: City, number: int) -> float:
    """Seconds from dialling to the ringing of a new client of the operator."""
    client = city.subscriber(f"+37529611{number:04}")
    called = await city.phones["182"].call(client.number)
    side = await city.until_rings(client)
    took = (side.rang_at or 0.0) - called.began_at
    await called.hang_up()
    await city.until_quiet()
    return took
