"""A child that dies is started again; one that is told to stop is not."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from vochi.cli.child import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


async def until(condition, seconds: float = 10.0) -> None:
    """Poll a condition; fails when it does not hold in time."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_killed_child_comes_back_and_stop_is_final(tmp_path: Path) -> None:
    child = Child("sleeper", SLEEP, tmp_path / "log", {})
    task = asyncio.create_task(child.run(asyncio.Event()))
    await until(lambda: child.pid is not None)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: child.starts == 2 and child.pid != first)
    await child.stop()
    await asyncio.wait_for(task, 5)
    assert child.starts == 2


async def test_output_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child("speaker", [sys.executable, "-c", "print('here', flush=True); input()"], log, {})
    task = asyncio.create_task(child.run(asyncio.Event()))
    await until(lambda: log.exists() and b"here" in log.read_bytes())
    await child.stop()
    await asyncio.wait_for(task, 5)
