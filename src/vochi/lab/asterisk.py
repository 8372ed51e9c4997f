"""The lab's own Asterisk: a process with its files in one directory, gone when the lab ends."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from vochi.lab.confs import Paths

Argv = Callable[[Path], list[str]]


class LabAsteriskError(RuntimeError):
    """The lab's Asterisk did not start; the text holds the end of its log."""


class LabAsterisk:
    """Starts, waits for AMI, stops. Its log is `log/messages` and `log/output` under the state."""

    def __init__(self, paths: Paths, argv: Argv, ami_port: int) -> None:
        self.paths = paths
        self._argv = argv
        self._ami_port = ami_port
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, files: Mapping[str, str]) -> None:
        """Write the files, start, return when AMI accepts connections."""
        state = self.paths.state
        for name in ("etc", "lib", "spool", "run", "log", "heard"):
            (state / name).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (self.paths.etc / name).write_text(text)
        with (state / "log" / "output").open("wb") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._argv(self.paths.etc / "asterisk.conf"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "HOME": str(state), "LC_ALL": "C.UTF-8"},
            )
        async with asyncio.timeout(30):
            while not self._listens():
                if self._process.returncode is not None:
                    raise LabAsteriskError(f"Asterisk of the lab ended at once:\n{self.log()}")
                await asyncio.sleep(0.05)

    async def stop(self) -> None:
        """End the process; it has nothing to save."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGKILL)
        await process.wait()

    def log(self) -> str:
        """The last lines of its messages and output."""
        lines: list[str] = []
        for name in ("output", "messages"):
            file = self.paths.state / "log" / name
            if file.exists():
                lines += file.read_text(errors="replace").splitlines()[-40:]
        return "\n".join(lines)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            return probe.connect_ex(("127.0.0.1", self._ami_port)) == 0
