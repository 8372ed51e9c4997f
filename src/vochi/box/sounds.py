"""Prompts of the office on the disk: one that has gone is told of, and got from the hub again.

The dialplan plays a phrase in its place meanwhile (`core.scheme.saying`).
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.core.office.document import Office
from vochi.core.office.prompt import Prompt

log = structlog.get_logger()

_LOOK_EVERY = 5.0
#: A WAV file without a single sample has 44 bytes.
_LEAST = 45
Fetch = Callable[[str], Awaitable[bytes]]


class Sounds:
    """Watches the prompts of the office in force; `place` is where the sound of a content lies."""

    def __init__(
        self,
        office: Callable[[], Office | None],
        place: Callable[[str], Path],
        on_change: TellAlarms,
    ) -> None:
        self._office = office
        self._place = place
        self._on_change = on_change
        self._alarms: tuple[Alarm, ...] = ()
        self.source: Fetch | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_LOOK_EVERY)

    async def look(self) -> tuple[Alarm, ...]:
        """Look once: what is gone is an alarm as long as it cannot be had again."""
        alarms: list[Alarm] = []
        for prompt in await asyncio.to_thread(self._gone):
            alarms.append(Alarm(code="prompt.gone", facts={"prompt": prompt.name}))
            await self._restore(prompt)
        if tuple(alarms) != self._alarms:
            log.warning("prompts_gone", count=len(alarms))
            self._alarms = tuple(alarms)
            self._on_change(self._alarms)
        return self._alarms

    def _gone(self) -> list[Prompt]:
        office = self._office()
        return [
            prompt for prompt in (office.prompts if office else ()) if not self._is_there(prompt)
        ]

    def _is_there(self, prompt: Prompt) -> bool:
        try:
            return self._place(prompt.sha256).stat().st_size >= _LEAST
        except OSError:
            return False

    async def _restore(self, prompt: Prompt) -> None:
        if self.source is None:
            return
        try:
            data = await self.source(prompt.sha256)
            if hashlib.sha256(data).hexdigest() == prompt.sha256:
                await asyncio.to_thread(_keep, self._place(prompt.sha256), data)
                log.info("prompt_restored", sha256=prompt.sha256)
        except (httpx.HTTPError, OSError) as fault:
            log.info("prompt_not_restored", reason=type(fault).__name__)


def _keep(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".new")
    draft.write_bytes(data)
    draft.replace(path)
