"""What grows is cut: old entries that the hub has, and Asterisk's own log."""

import asyncio
import sqlite3
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog

from vochi.box.clock import Clock
from vochi.box.scribe import Scribe
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError

log = structlog.get_logger()

#: How long the box keeps what the hub has acknowledged.
KEPT = timedelta(days=30)
LOG_LIMIT = 8 * 1024 * 1024
LOGS_KEPT = 3
_EVERY = 3600.0


class Upkeep:
    """Hourly; `messages` is the log of the engine that `ami` speaks with."""

    def __init__(self, ami: Ami, scribe: Scribe, clock: Clock, messages: Path) -> None:
        self._ami = ami
        self._scribe = scribe
        self._clock = clock
        self._messages = messages

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(sqlite3.OperationalError, OSError, AmiError):
                await self.prune()
                await self.rotate()
            await asyncio.sleep(_EVERY)

    async def prune(self) -> int:
        """Forget entries older than `KEPT` that the hub has; the number of the last one gone."""
        now = self._clock.now()
        through = await self._scribe.read(lambda journal: journal.prune(journal.head[0], KEPT, now))
        log.info("journal_pruned", through=through)
        return through

    async def rotate(self) -> None:
        """Let Asterisk begin a new log when this one is big; keep the newest few."""
        if not self._messages.exists() or self._messages.stat().st_size <= LOG_LIMIT:
            return
        await self._ami.command("logger rotate")
        old = sorted(
            self._messages.parent.glob(f"{self._messages.name}.*"),
            key=lambda path: path.stat().st_mtime_ns,
        )
        for path in old[:-LOGS_KEPT]:
            path.unlink(missing_ok=True)
