"""The product's own processes on a stand: `vochi up` with hub, box and engine below it."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, Literal

from vochi.home import Home

Process = Literal["hub", "box", "engine"]


class StandError(RuntimeError):
    """The office did not come up, or a command of it failed; the text holds the logs' ends."""


class Running:
    """`root` gets what `vochi up` prints: `up.log`."""

    def __init__(self, home: Home, root: Path) -> None:
        self._home = home
        self._log = root / "up.log"
        self._up: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """Start all of them; the address of the desk. Raises StandError."""
        with self._log.open("wb") as log:
            self._up = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "vochi.cli",
                "up",
                "--home",
                str(self._home.root),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        async with asyncio.timeout(90):
            while True:
                if self._up.returncode is not None:
                    raise StandError(f"`vochi up` ended at once\n{self.logs()}")
                with contextlib.suppress(OSError, ValueError, KeyError):
                    state = self._state()
                    if state["ready"]:
                        return str(state["web"])
                await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """End all of them, by force if need be."""
        up = self._up
        if up is None or up.returncode is not None:
            return
        # SIGINT: the user asked, so the engine ends too.
        up.send_signal(signal.SIGINT)
        try:
            async with asyncio.timeout(20):
                await up.wait()
        except TimeoutError:
            for process in ("engine", "box", "hub"):
                with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                    os.kill(self.pid(process), signal.SIGKILL)
            up.kill()
            await up.wait()

    def pid(self, process: Process) -> int:
        """Whom to kill."""
        if process == "engine":
            return int((self._home.engine / "run" / "asterisk.pid").read_text())
        return int(self._state()[f"{process}_pid"])

    def kill(self, process: Process) -> None:
        """As a crash does: no warning, no last words."""
        os.kill(self.pid(process), signal.SIGKILL)

    async def until_back(self, process: Process, old: int, within: float = 20) -> float:
        """Wait till another process stands in for the one killed; seconds that it took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while loop.time() - began < within:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if self.pid(process) != old and bool(self._state()["ready"]):
                    return loop.time() - began
            await asyncio.sleep(0.05)
        raise StandError(f"no new {process} in {within} s\n{self.logs()}")

    def logs(self) -> str:
        """The last lines of every log of the office."""
        told: list[str] = []
        for file in [*sorted(self._home.log.glob("*.log")), self._log]:
            if file.exists():
                lines = file.read_text(errors="replace").splitlines()[-25:]
                told += [f"--- {file.name}", *lines]
        return "\n".join(told)

    def _state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self._home.run / "up.json").read_text())
        return found
