"""The engine's lives as journal entries: `died` before anything of the next life."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from pydantic import JsonValue

from vochi.box.celtail import CelTail
from vochi.box.clock import Clock
from vochi.box.journal import Draft
from vochi.box.patience import Patience
from vochi.box.scribe import Scribe
from vochi.core.calls.journal import happened_at
from vochi.engine.run import Change, Engine

log = structlog.get_logger()

#: The life that the journal knows of: boot and start of the process, gone when it ended.
_MARK = "engine"


class Lifeline:
    """Watches one engine. `on_change` is told what is journaled, `on_end` when a life is over."""

    def __init__(  # noqa: PLR0917 - the rooms it speaks with
        self,
        engine: Engine,
        scribe: Scribe,
        tail: CelTail,
        clock: Clock,
        on_change: Callable[[str], None],
        on_end: Callable[[], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._scribe = scribe
        self._tail = tail
        self._clock = clock
        self._on_change = on_change
        self._on_end = on_end

    async def run(self) -> None:
        """Until the engine is stopped for good or this is cancelled."""
        # Nothing is yielded before it is journaled: the next life begins when this asks for it.
        async for change in self._engine.watch():
            await self._take(change)

    async def _take(self, change: Change) -> None:
        known = await self._scribe.read(lambda journal: journal.mark(_MARK))
        match change.state:
            case "adopted" if known == self._life():
                log.info("engine_adopted", pid=self._engine.pid)
                self._on_change("started")
                return
            case "adopted" | "started":
                if known is not None:
                    # It died, and another was started, while no box was there to see it.
                    await self._end(Change("died", change.version, "gone while the box was away"))
                await self._write("started", change, self._clock.now(), self._life())
            case "died" | "stopped":
                if known is None:
                    log.warning("engine_not_starting", reason=change.reason)
                    self._on_change(change.state)
                    return
                await self._end(change)

    async def _end(self, change: Change) -> None:
        # The rows that the old life left come before its end.
        with suppress(OSError, sqlite3.OperationalError):
            await self._tail.catch_up()
        at = self._last_sign() if "away" in change.reason else self._clock.now()
        await self._write(change.state, change, at, None)
        await self._on_end()

    async def _write(self, state: str, change: Change, at: datetime, life: str | None) -> None:
        now, mono = self._clock.now(), self._clock.mono()
        body: dict[str, JsonValue] = {
            "state": state, "version": change.version, "reason": change.reason,
        }  # fmt: skip
        draft = Draft(kind="engine", body=body, at=at, mono=happened_at(at, now, mono, 0.0))
        waiting = Patience()
        while True:
            try:
                await self._scribe.write([draft], {_MARK: life})
                break
            except sqlite3.OperationalError as fault:
                log.error("engine_not_journaled", state=state, reason=str(fault))  # noqa: TRY400
                await waiting.wait()
        log.info("engine", state=state, version=change.version, reason=change.reason)
        self._on_change(state)

    def _life(self) -> str:
        try:
            return f"{self._clock.boot} {self._engine.pid_file.read_text().strip()}"
        except OSError:
            return self._clock.boot

    def _last_sign(self) -> datetime:
        """When the engine wrote last: CEL rows, or the sound of a recorded talk."""
        home = self._engine.home
        files = [home.cel_file, *home.raw_recordings.glob("*.raw")]
        signs = []
        for file in files:
            with suppress(OSError):
                signs.append(datetime.fromtimestamp(file.stat().st_mtime, UTC))
        now = self._clock.now()
        return min(now, max(signs, default=now))
