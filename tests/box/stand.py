"""A box as a process with a real Asterisk, a hub of the tests, and the lab's city around."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from box.conftest import until
from box.fake_hub import Hub
from vochi.core.calls.entry import Entry
from vochi.core.link import Action, Command, OfficeReply
from vochi.engine.process import find_process
from vochi.engine.tree import Tree
from vochi.home import Home
from vochi.lab import romashka
from vochi.lab.bare import LAB_ADDRESSES, own_secrets, sample_office
from vochi.lab.city import City
from vochi.lab.places import move_trunks, surround
from vochi.lab.ports import free_udp, free_udp_range
from vochi.lab.stand import free_settings


class BoxStand:
    """`async with`: everything registered, the office published by the box."""

    def __init__(self, root: Path, tree: Tree) -> None:
        self.home = Home(root / "home")
        self._root = root
        self._tree = tree
        self._stack = AsyncExitStack()
        self.hub: Hub
        self.city: City
        self.process: subprocess.Popen[bytes]
        self._commands = 0

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            settings = free_settings()
            lab_port, lab_rtp = free_udp(LAB_ADDRESSES), free_udp_range(400)
            office = move_trunks(sample_office(), lab_port).model_copy(update={"version": 1})
            secrets = own_secrets(office)
            self.hub = stack.enter_context(Hub())
            self.hub.state.reply = OfficeReply(office=office, secrets=secrets)
            self.hub.state.office = 1
            for prompt in office.prompts:
                sound = (romashka.PROMPTS / f"{prompt.id}.wav").read_bytes()
                self.hub.state.prompts[prompt.sha256] = sound
            self.home.save(settings.model_copy(update={"hub": self.hub.url}))
            stack.callback(self._end)
            self.start(VOCHI_ENROLL_CODE="right")
            outside = surround(office, secrets, ("127.0.0.1", settings.sip_port), lab_port, lab_rtp)
            self.city = await stack.enter_async_context(
                City(outside, self._root / "lab", self._tree)
            )
            await self.until_ready()
            await self.until(lambda: bool(self.entries("office")), "the office is published")
            await self.city.until_registered(60)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    def start(self, **env: str) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / "box.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vochi.box", "--home", str(self.home.root)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src"), **env},
            )  # fmt: skip

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(15)

    async def until_ready(self) -> None:
        def is_ready() -> bool:
            state = self.state()
            return bool(state.get("ready")) and state["pid"] == self.process.pid

        await self.until(is_ready, "box.json says ready")

    async def until(self, fact: Callable[[], bool], what: str, within: float = 30.0) -> None:
        try:
            await until(fact, within)
        except TimeoutError:
            log = (self._root / "box.log").read_text()[-4000:]
            told = "\n".join(str(e.body)[:300] for e in self.hub.state.entries[-40:])
            raise AssertionError(f"not in {within} s: {what}\n{log}\n{told}") from None

    def state(self) -> dict[str, Any]:
        with suppress(OSError, ValueError):
            found: dict[str, Any] = json.loads((self.home.run / "box.json").read_text())
            return found
        return {}

    def entries(self, kind: str | None = None) -> list[Entry]:
        """What the hub has."""
        return [e for e in list(self.hub.state.entries) if kind in {None, e.kind}]

    def events(self, name: str) -> list[Entry]:
        return [e for e in self.entries("cel") if e.body["EventType"] == name]

    @property
    def engine_pid(self) -> int:
        return int((self.home.run / "asterisk.pid").read_text().split()[0])

    async def command(self, action: Action, seconds: float = 30) -> dict[str, Any]:
        from datetime import UTC, datetime, timedelta

        self._commands += 1
        uid = f"{self._commands:032x}"
        deadline = datetime.now(UTC) + timedelta(seconds=seconds)
        with self.hub.state.lock:
            self.hub.state.commands.append(Command(id=uid, deadline=deadline, action=action))

        def answers() -> list[Any]:
            return [e.body for e in self.entries("command") if e.body["id"] == uid]

        await self.until(lambda: bool(answers()), f"{action} is answered", 40)
        (answer,) = answers()
        found: dict[str, Any] = answer
        return found

    def _end(self) -> None:
        self.process.kill()
        self.process.wait()
        process = find_process(self.home.engine / "current" / "asterisk.conf")
        if process is not None:
            process.send(signal.SIGKILL)


async def quiet(seconds: float) -> None:
    """Let a talk go on for a while: the time itself is what is tested."""
    await asyncio.sleep(seconds)
