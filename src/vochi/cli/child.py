"""A process of ours that is kept alive: started, watched, started again."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

_PR_SET_PDEATHSIG = 1
#: A child that lived this long (seconds) is started again at once when it dies.
STEADY = 10.0
#: Pause and start together stay under the 10 s that R1 allows, however often it is killed.
LONGEST_PAUSE = 4.0
LOG_LIMIT = 8 * 1024 * 1024


def _die_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor is killed (prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """Keeps one program running until `stop`; output goes to `log`, appended."""

    def __init__(self, name: str, argv: list[str], log: Path, env: Mapping[str, str]) -> None:
        self.name = name
        self.starts = 0
        self._argv = argv
        self._log = log
        self._env = {**os.environ, **env}
        self._process: asyncio.subprocess.Process | None = None
        self._is_stopping = False

    @property
    def pid(self) -> int | None:
        """Of the process running now."""
        return self._process.pid if self._process else None

    async def run(self, started: asyncio.Event) -> None:
        """Run it again and again; the pause doubles while it dies young."""
        pause = 0.0
        while not self._is_stopping:
            began = time.monotonic()
            with self._begin_log() as log:
                self._process = await asyncio.create_subprocess_exec(
                    *self._argv,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=self._env,
                    preexec_fn=_die_with_parent,
                )
            self.starts += 1
            started.set()
            status = await self._process.wait()
            if self._is_stopping:
                return
            print(f"{self.name}: ended with {status}, starting again", file=sys.stderr, flush=True)
            pause = (
                0.0 if time.monotonic() - began > STEADY else min(max(1, pause * 2), LONGEST_PAUSE)
            )
            if self.starts == 1:
                pause = 0.0
            await asyncio.sleep(pause)

    def _begin_log(self) -> BinaryIO:
        """A big log is put aside, in place of the one before it; on a full disk there is none."""
        with contextlib.suppress(OSError):
            if self._log.stat().st_size > LOG_LIMIT:
                self._log.replace(self._log.with_suffix(".log.1"))
        try:
            return self._log.open("ab")
        except OSError:
            return Path(os.devnull).open("ab")

    async def stop(self, how: signal.Signals = signal.SIGTERM, patience: float = 15.0) -> None:
        """Ask it to end; after `patience` seconds make it."""
        self._is_stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
