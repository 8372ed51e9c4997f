"""Carries the rows of the CEL file into the journal, each with the position behind it."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import structlog

from vochi.box.celfile import CelFile, Chunk, Position
from vochi.box.clock import Clock
from vochi.box.inotify import Watch
from vochi.box.journal import Draft
from vochi.box.rows import Row, decode
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.calls.journal import happened_at

#: Where the position is kept: committed with the rows before it.
MARK = "cel"
# The kernel tells of changes; this only mends what it might not tell (a file system without it).
_LOOK_EVERY = 2.0
_LOOK_EVERY_UNTOLD = 0.025
_RETRY = 1.0
_ONE_ROW = 0.1

log = structlog.get_logger()

#: What else becomes durable with some rows: marks, by what the rows say.
Marker = Callable[[Sequence[Draft]], dict[str, str | None]]


class CelTail:
    """Tails one CEL file. `marker` may add marks to the commit.

    `spare` keeps the position a second time: only for a journal that was lost with all its marks,
    so that its rows are not journaled all over again.
    """

    def __init__(
        self,
        file: CelFile,
        scribe: Scribe,
        clock: Clock,
        marker: Marker = lambda _: {},
        spare: Path | None = None,
    ) -> None:
        self._file = file
        self._scribe = scribe
        self._clock = clock
        self._marker = marker
        self._spare = spare
        self._floor = 0.0
        self._position: Position | None = None
        self._is_loaded = False
        self._alone = asyncio.Lock()

    async def run(self) -> None:
        """Until cancelled. A full disk pauses it: the file keeps the rows, nothing is skipped."""
        self._file.path.parent.mkdir(parents=True, exist_ok=True)
        with Watch(self._file.path.parent) as watch:
            while True:
                watch.clear()
                try:
                    await self.catch_up()
                except (sqlite3.OperationalError, OSError) as fault:
                    log.error("journal_paused", reason=str(fault))  # noqa: TRY400
                    await asyncio.sleep(_RETRY)
                    continue
                await watch.wait(_LOOK_EVERY if watch.is_live else _LOOK_EVERY_UNTOLD)

    async def catch_up(self) -> None:
        """Journal everything that has been written so far.

        Raises OSError, sqlite3.OperationalError when the disk fails; calling again goes on.
        """
        async with self._alone:
            await self._catch_up()

    async def renew(self) -> None:
        """Journal everything and let the file go: Asterisk makes another with its next row.

        Raises OSError, sqlite3.OperationalError.
        """
        async with self._alone:
            await self._catch_up()
            if self._position is None:
                return
            aside = self._file.path.with_name(f"{self._file.path.name}.gone")
            with contextlib.suppress(FileNotFoundError):
                self._file.path.rename(aside)
            # Who had it open for one row may still be writing that row.
            await asyncio.sleep(_ONE_ROW)
            await self._catch_up()
            await self._scribe.write(marks={MARK: None})
            self._position = None
            for old in self._file.path.parent.glob(f"{self._file.path.name}?*"):
                old.unlink(missing_ok=True)
            if self._spare is not None:
                self._spare.unlink(missing_ok=True)

    async def _catch_up(self) -> None:
        if not self._is_loaded:
            told = await self._scribe.read(lambda journal: journal.mark(MARK))
            self._position = self._read_spare() if told is None else _position(told)
            self._is_loaded = True
        while True:
            chunk = self._file.read(self._position)
            if chunk.position == self._position and not chunk.rows:
                return
            if chunk.lost_track:
                log.warning("cel_lost_track", reason="the file was replaced before it was read")
            await self._commit(chunk)

    async def _commit(self, chunk: Chunk) -> None:
        drafts = self._drafts(chunk.rows)
        marks = self._marker(drafts)
        marks[MARK] = None if chunk.position is None else chunk.position.model_dump_json()
        await self._scribe.write(drafts, marks)
        self._position = chunk.position
        if self._spare is not None and chunk.position is not None:
            draft = self._spare.with_suffix(".new")
            with contextlib.suppress(OSError):
                draft.write_text(chunk.position.model_dump_json())
                draft.replace(self._spare)
        if chunk.done is not None:
            with contextlib.suppress(FileNotFoundError):
                chunk.done.unlink()

    def _read_spare(self) -> Position | None:
        if self._spare is None:
            return None
        try:
            return _position(self._spare.read_text())
        except (OSError, ValueError):
            return None

    def _drafts(self, rows: Sequence[Row]) -> list[Draft]:
        now, mono = self._clock.now(), self._clock.mono()
        drafts = []
        for row in rows:
            if row.values is None:
                # The fold reads the columns; a torn row has none, but its bytes are evidence.
                values = dict.fromkeys(CEL_FIELDS, "") | {"torn": decode(row.raw)}
                log.warning("cel_row_torn", bytes=len(row.raw))
            else:
                values = dict(zip(CEL_FIELDS, row.values, strict=True))
            at = read_time(values["EventTime"]) or now
            self._floor = happened_at(at, now, mono, self._floor)
            drafts.append(Draft(kind="cel", body={**values}, at=at, mono=self._floor))
        return drafts


def _position(text: str) -> Position:
    return Position.model_validate_json(text)


def read_time(text: str) -> datetime | None:
    """`EventTime` in either of Asterisk's forms: `1785312000.123456`, or a local date and time."""
    try:
        if text.count("-") < 2:
            seconds, _, micros = text.partition(".")
            stamp = datetime.fromtimestamp(int(seconds), UTC)
            return stamp.replace(microsecond=int((micros + "000000")[:6]))
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
