"""Q14: what the whole box takes when nobody calls: hub, box, Asterisk and their supervisor."""

import asyncio
import json
import os
import tempfile
from pathlib import Path

from vochi.cli.bench.figures import Figure, progress, show
from vochi.lab.stand import Stand

REST = 20.0
PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024


def rss_mb(pid: int) -> float:
    """Resident memory of a process (proc(5), statm), MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB / 1024


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measure() -> dict[str, Figure]:
    """Start the sample office with its city, wait, look."""
    with tempfile.TemporaryDirectory(prefix="vochi-idle-") as folder:
        async with Stand(Path(folder)) as stand:
            pids = {name: stand.running.pid(name) for name in ("hub", "box", "engine")}
            pids["up"] = json.loads((stand.home.run / "up.json").read_text())["pid"]
            progress(f"resting {REST:.0f} s: 5 phones, 5 lines registered, one desk token")
            before = {name: cpu_seconds(pid) for name, pid in pids.items()}
            await asyncio.sleep(REST)
            used = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
            memory = {name: rss_mb(pid) for name, pid in pids.items()}
    for name, megabytes in memory.items():
        progress(f"{name:7} {megabytes:6.1f} MB  {used[name] / REST * 100:5.2f} % of a core")
    parts = ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in memory.items())
    return {
        "Q14": Figure(value=round(sum(memory.values()), 1), unit="MB", target=512, floor=parts),
        "S01": Figure(
            value=round(sum(used.values()) / REST * 100, 2),
            unit="% of core",
            target=10,
            floor="idle, all processes together",
        ),
    }


def run(as_json: bool) -> int:
    """Measure and show."""
    return show(asyncio.run(measure()), as_json)
