"""One running Asterisk as the kernel sees it: found by its command line, followed by its pid."""

import asyncio
import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """`ticks` is the start time in clock ticks since boot: a pid that was reused has another."""

    pid: int
    ticks: int

    @property
    def is_alive(self) -> bool:
        """Running and not a zombie; reaps it when it is our own dead child."""
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        return _ticks(self.pid) == self.ticks

    def send(self, number: signal.Signals) -> None:
        """Signal it; no error when it is gone already."""
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def gone(self, seconds: float | None = None) -> bool:
        """Wait for its end; False when it still lives after `seconds`."""
        # A poll, since an adopted process is nobody's child and pidfds are missing in sandboxes.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.is_alive:  # noqa: ASYNC110 - nobody could set an event
                    await asyncio.sleep(0.1)
        return not self.is_alive


def of_pid(pid: int) -> Process | None:
    """The process that has this pid now."""
    ticks = _ticks(pid)
    return None if ticks is None else Process(pid, ticks)


def find_process(conf: Path) -> Process | None:
    """The Asterisk that was started with `-C conf`, whoever started it."""
    wanted = b"\0-C\0" + os.fsencode(conf) + b"\0"
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes()
            if wanted in line and b"asterisk\0" in line:
                return of_pid(int(entry.name))
    return None


def _ticks(pid: int) -> int | None:
    """Field 22 of /proc/PID/stat (proc(5)); None when there is no such living process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The name in brackets may hold anything, brackets included.
    fields = stat[stat.rindex(")") + 2 :].split()
    return None if fields[0] in "ZX" else int(fields[19])
