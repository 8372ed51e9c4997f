"""The Asterisk of one home: started, found again, watched, restarted, stopped.

It has its own session: a kill -9 of the box leaves the calls alone, and the next box adopts it.
It runs as the user of the box; root is not needed (a unit file names a user of its own).
"""

import asyncio
import contextlib
import os
import re
import secrets
import signal
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from vochi.engine.ami import Ami
from vochi.engine.connection import Timing
from vochi.engine.errors import AmiError, LoginRefused, NoConfiguration, NotStarting
from vochi.engine.names import Names, search_environment
from vochi.engine.process import Process, find_process, of_pid
from vochi.engine.releases import Releases
from vochi.engine.tree import Tree
from vochi.home import Home

AMI_USER: Final = "vochi"
_MODULES: Final = re.compile(r"^astmoddir\s*=>?\s*(\S+)/usr/lib/\S+$", re.MULTILINE)
_STATE: Final = ("run", "log/cel-custom", "spool/monitor", "db", "keys", "lib/agi-bin", "sounds")


@dataclass(frozen=True)
class Change:
    """`died` and `stopped` end every call; `adopted`: the same Asterisk as before, calls go on."""

    state: Literal["started", "adopted", "stopped", "died"]
    version: str
    reason: str = ""


@dataclass(frozen=True)
class Patience:
    """Seconds. `hang`: AMI silent that long while the process lives, then it is killed."""

    boot: float = 60.0
    hang: float = 12.0
    stop: float = 5.0
    first_wait: float = 0.1
    longest_wait: float = 8.0  # with the boot under the 15 s of R2
    #: A life that long makes the next restart immediate again.
    steady: float = 60.0


class Engine:
    """As a context manager it holds the AMI connection; leaving it leaves Asterisk running."""

    def __init__(self, home: Home, tree: Tree, patience: Patience | None = None) -> None:
        self.home = home
        self.tree = tree
        self.releases = Releases(home.engine)
        self.names = Names(home.engine / "hosts")
        self.ami = Ami("127.0.0.1", home.settings().ami_port, AMI_USER, ami_secret(home), Timing())
        self._patience = patience or Patience()
        self._process: Process | None = None
        self._starting = asyncio.Lock()
        self._stopping = False
        self._last = Change("stopped", tree.version)
        self._reason = ""
        self._keeper: asyncio.Task[None]

    async def __aenter__(self) -> Self:
        await self.ami.__aenter__()
        self._keeper = asyncio.create_task(self.names.keep(), name="names")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._keeper
        await self.ami.close()

    @property
    def conf(self) -> Path:
        """The asterisk.conf that the process is started with."""
        return self.home.engine / "current" / "asterisk.conf"

    @property
    def pid_file(self) -> Path:
        """Pid of the running Asterisk; left behind when it was killed together with the box."""
        return self.home.run / "asterisk.pid"

    @property
    def pid(self) -> int | None:
        """Pid of the living Asterisk."""
        return self._process.pid if self._process and self._process.is_alive else None

    async def adopt(self) -> bool:
        """Find the Asterisk that an earlier box left running; False when there is none."""
        process = self._process or find_process(self.conf)
        if process is None or not process.is_alive:
            return False
        self._process = process
        self._remember(process)
        with contextlib.suppress(AmiError):
            await self.ami.connected(self._patience.hang)
        self._last = Change("adopted", await self._version())
        return True

    async def start(self) -> Change:
        """Start on the newest whole release, or on the last good one when that does not boot."""
        async with self._starting:
            if self.pid is not None or await self.adopt():
                return self._last
            number = self.releases.settle()
            if number is None or not self.conf.exists():
                raise NoConfiguration(path=str(self.conf))
            number = self._fit(number)
            try:
                self._last = await self._boot()
            except NotStarting:
                good = self.releases.last_good(but=number)
                if self.releases.is_good(number) or good is None:
                    raise
                self.releases.switch(good)
                self._last = await self._boot()
            return self._last

    async def stop(self, graceful: float = 0.0) -> None:
        """Stop for good; with `graceful` it may wait so many seconds for calls to end."""
        self._stopping = True
        await self._end("stopped", graceful)

    async def restart(self, graceful: float = 0.0) -> None:
        """Stop; `watch` starts it again at once."""
        await self._end("restart", graceful)

    async def watch(self) -> AsyncIterator[Change]:
        """Adopt or start, keep it running, tell every change; ends after `stop`."""
        wait = 0.0
        if not await self.adopt() and self.pid_file.exists():
            self.pid_file.unlink()
            yield Change("died", self.tree.version, "gone while the box was away")
        loop = asyncio.get_running_loop()
        while not self._stopping:
            if self.pid is None:
                await asyncio.sleep(wait)
                try:
                    await self.start()
                except NoConfiguration:
                    wait = 0.2  # until something is published
                    continue
                except NotStarting as error:
                    wait = self._longer(wait)
                    yield Change("died", self.tree.version, str(error))
                    continue
            began = loop.time()
            yield self._last
            change = await self._over()
            if change.state == "stopped" or loop.time() - began > self._patience.steady:
                wait = 0.0
            else:
                wait = self._longer(wait) if wait else self._patience.first_wait
            yield change

    async def _over(self) -> Change:
        """Until the process is gone, by itself, by us, or because it hung."""
        process, version = self._process, self._last.version
        assert process is not None
        misses, tick = 0, 0.1
        while process.is_alive:
            await asyncio.sleep(tick)
            # Counted in ticks of ours: a box that was itself suspended must not call it a hang.
            refused = isinstance(self.ami.trouble, LoginRefused)
            misses = 0 if self.ami.is_connected or refused else misses + 1
            if misses * tick > self._patience.hang:
                self._reason = "hang"
                process.send(signal.SIGKILL)
                await process.gone(self._patience.stop)
        reason, self._reason = self._reason or "killed or crashed", ""
        if self._process == process:  # else somebody has started the next one already
            self._process = None
            self.pid_file.unlink(missing_ok=True)
        return Change("stopped" if reason in {"stopped", "restart"} else "died", version, reason)

    async def _end(self, reason: str, graceful: float) -> None:
        process = self._process or find_process(self.conf)
        if process is None:
            return
        self._reason = reason
        if graceful > 0:
            with contextlib.suppress(AmiError):
                await self.ami.command("core stop gracefully")
            await process.gone(graceful)
        for number in (signal.SIGTERM, signal.SIGKILL):
            process.send(number)
            if await process.gone(self._patience.stop):
                break
        self.pid_file.unlink(missing_ok=True)

    async def _boot(self) -> Change:
        self._prepare()
        out = self.home.log / "asterisk.out"
        with out.open("wb") as log:
            child = subprocess.Popen(  # noqa: ASYNC220 - no pipes, and it must outlive the loop
                self.tree.argv(self.conf, own_names=True),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.home.engine,
                env={**search_environment(), **self.names.environment(), "LANG": "C.UTF-8"},
                start_new_session=True,
                umask=0o077,
            )
        process = of_pid(child.pid)
        # From here on /proc and waitpid speak for it: Popen must not warn that it still runs.
        child.returncode = 0
        if process is None:
            raise NotStarting(detail=_tail(out))
        self._process = process
        self._remember(process)
        try:
            async with asyncio.timeout(self._patience.boot):
                await self._booted(process, out)
        except (NotStarting, TimeoutError) as error:
            process.send(signal.SIGKILL)
            await process.gone(self._patience.stop)
            self._process = None
            self.pid_file.unlink(missing_ok=True)
            raise NotStarting(detail=str(error) or _tail(out)) from None
        return Change("started", await self._version())

    def _fit(self, number: int) -> int:
        """A release compiled for another tree (Asterisk was updated) is led to this one."""
        files = self.releases.read(number) or {}
        found = _MODULES.search(files.get("asterisk.conf", ""))
        if found is None or found[1] == str(self.tree.root):
            return number
        fitted = {name: text.replace(found[1], str(self.tree.root)) for name, text in files.items()}
        new = self.releases.write(fitted)
        if self.releases.is_good(number):
            self.releases.mark_good(new)
        self.releases.switch(new)
        return new

    async def _booted(self, process: Process, out: Path) -> None:
        while True:
            if not process.is_alive:
                raise NotStarting(detail=_tail(out))
            with contextlib.suppress(AmiError):
                await self.ami.connected(0.2)
                if "fully booted" in await self.ami.command("core waitfullybooted"):
                    return

    async def _version(self) -> str:
        try:
            told = (await self.ami.action("CoreSettings")).get("AsteriskVersion")
        except AmiError:
            return self.tree.version
        return told.partition("+")[0].partition("~")[0] or self.tree.version

    def _prepare(self) -> None:
        for name in _STATE:
            (self.home.engine / name).mkdir(parents=True, exist_ok=True)
        for place in (self.home.run, self.home.log):
            place.mkdir(parents=True, exist_ok=True)
        self.names.write(self.names.known())

    def _remember(self, process: Process) -> None:
        self.home.run.mkdir(parents=True, exist_ok=True)
        self.pid_file.write_text(f"{process.pid} {process.ticks}\n")

    def _longer(self, wait: float) -> float:
        return min(max(wait * 2, self._patience.first_wait), self._patience.longest_wait)


def ami_secret(home: Home) -> str:
    """The password of AMI, made at first use, readable by the owner alone."""
    file = home.engine / "ami.secret"
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        pass
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(32) + "\n")
    with contextlib.suppress(FileExistsError):
        file.hardlink_to(draft)  # the first of two wins
    draft.unlink()
    return file.read_text().strip()


def _tail(out: Path) -> str:
    """The last line that Asterisk said, for the reason."""
    with contextlib.suppress(OSError):
        lines = out.read_text(errors="replace").strip().splitlines()
        return lines[-1][-200:] if lines else "no output"
    return "no output"
