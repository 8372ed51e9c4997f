"""Recordings: from the raw file that Asterisk leaves to an encoded one, safe and journaled.

    <UniqueID>.raw --encode--> .<UniqueID>.part --fsync, rename--> <sha256>.mp3
                   --journal entry `recording`--> raw removed

A crash between any two steps is mended by doing them again: the encoder is bit-exact, and the
journal takes one entry for a unique id only.
"""

import asyncio
import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.encode import FORMAT, EncodeFailed, encode, sync_directory
from vochi.box.inotify import CLOSED, Watch
from vochi.box.journal import Draft
from vochi.box.peaks import FRAME, RATE, read_peaks
from vochi.box.scribe import Scribe
from vochi.core.frozen import Frozen

log = structlog.get_logger()

# The kernel tells when a file is closed; this finds what it did not tell.
_LOOK_EVERY = 5.0
_AFTER_FAILURE = 30.0
_LONGEST_YIELD = 10.0
#: Names that Asterisk gives: `<seconds>.<count>`, perhaps behind the system name.
_NAME = re.compile(r"^[A-Za-z0-9_-]{0,64}[0-9]+\.[0-9]+$")


class Begun(Frozen):
    """What CEL told about a recording when it began; kept as the mark `recording:<UniqueID>`.

    Beside it, `upload:<UniqueID>` (SHA-256) marks an encoded file that the hub has not yet got.
    """

    linked_id: str


def mark_begun(drafts: Sequence[Draft]) -> dict[str, str | None]:
    """Marks for the recordings that some CEL rows say have begun (see `V_REC`)."""
    marks: dict[str, str | None] = {}
    for draft in drafts:
        body = draft.body
        if body["EventType"] != "V_REC":
            continue
        unique_id = str(body["UniqueID"])
        if _NAME.match(unique_id):
            begun = Begun(linked_id=str(body["LinkedID"]))
            marks[f"recording:{unique_id}"] = begun.model_dump_json()
    return marks


class Recordings:
    """Watches `raw`, keeps what is encoded in `kept`.

    `is_open` tells whether the engine still writes a file; `load` is the load of the machine per
    core, under which encoding waits for a moment.
    """

    def __init__(
        self,
        raw: Path,
        kept: Path,
        scribe: Scribe,
        clock: Clock,
        is_open: Callable[[Path], bool],
        load: Callable[[], float] = lambda: os.getloadavg()[0] / (os.cpu_count() or 1),
    ) -> None:
        self._raw = raw
        self._kept = kept
        self._scribe = scribe
        self._clock = clock
        self._is_open = is_open
        self._load = load
        self._failed: dict[Path, float] = {}

    def path_of(self, sha256: str) -> Path:
        """Where an encoded recording lies."""
        return self._kept / f"{sha256}.{FORMAT}"

    async def run(self) -> None:
        """Until cancelled."""
        self._raw.mkdir(parents=True, exist_ok=True)
        self._kept.mkdir(parents=True, exist_ok=True)
        self._sweep()
        with Watch(self._raw, CLOSED) as watch:
            while True:
                watch.clear()
                await self.keep_finished()
                await watch.wait(_LOOK_EVERY)

    async def keep_finished(self) -> None:
        """Keep every recording whose call is over, one after another, oldest first."""
        for raw in sorted(self._raw.glob("*.raw"), key=_age):
            if self._failed.get(raw, 0.0) > time.monotonic() or self._is_open(raw):
                continue
            try:
                await self._keep(raw)
                self._failed.pop(raw, None)
            except (OSError, EncodeFailed, sqlite3.OperationalError) as fault:
                # The raw file stays where it is: nothing is lost, only late.
                log.error("recording_not_kept", file=raw.name, reason=str(fault))
                self._failed[raw] = time.monotonic() + _AFTER_FAILURE

    async def _keep(self, raw: Path) -> None:
        unique_id = raw.stem
        if not _NAME.match(unique_id):
            log.warning("recording_of_nobody", file=raw.name)
            self._failed[raw] = float("inf")
            return
        stat = raw.stat()
        frames = stat.st_size // FRAME
        once = f"recording:{unique_id}"
        told, is_done = await self._scribe.read(
            lambda journal: (journal.mark(once), journal.mark(f"once:{once}") is not None)
        )
        if is_done or not frames:
            # Journaled before a crash, or nobody was bridged.
            raw.unlink(missing_ok=True)
            if told is not None:
                await self._scribe.write(marks={once: None})
            return
        await self._yield_to_calls()
        part = self._kept / f".{unique_id}.part"
        sha256 = await encode(raw, part)
        peaks = await asyncio.to_thread(read_peaks, raw)
        target = self.path_of(sha256)
        size = part.stat().st_size
        part.rename(target)
        await asyncio.to_thread(sync_directory, self._kept)
        linked_id = Begun.model_validate_json(told).linked_id if told else unique_id
        seconds = frames / RATE
        # The last sample was written when the file last changed; recording has no gaps.
        began = datetime.fromtimestamp(stat.st_mtime, UTC) - timedelta(seconds=seconds)
        shape: list[JsonValue] = [[*pair] for pair in peaks]
        body: dict[str, JsonValue] = {
            "unique_id": unique_id, "linked_id": linked_id, "sha256": sha256, "bytes": size,
            "seconds": round(seconds, 3), "format": FORMAT, "peaks": shape,
            "started_at": began.isoformat(),
        }  # fmt: skip
        draft = Draft(
            kind="recording", body=body, at=self._clock.now(), mono=self._clock.mono(), once=once
        )
        await self._scribe.write([draft], {once: None, f"upload:{unique_id}": sha256})
        raw.unlink(missing_ok=True)
        log.info("recording_kept", unique_id=unique_id, seconds=round(seconds, 1), bytes=size)

    async def _yield_to_calls(self) -> None:
        until = time.monotonic() + _LONGEST_YIELD
        while self._load() > 2.0 and time.monotonic() < until:
            await asyncio.sleep(0.5)

    def _sweep(self) -> None:
        for part in self._kept.glob(".*.part"):
            part.unlink(missing_ok=True)


def open_files(engine_pid: Callable[[], int | None]) -> Callable[[Path], bool]:
    """Whether the engine has a file open; False for every file when there is no engine.

    Asterisk holds a recording open from its first frame to the end of the call, however long the
    call rests in between: more certain than any guess from CEL rows or from a file at rest.
    """

    def is_open(path: Path) -> bool:
        pid = engine_pid()
        if pid is None:
            return False
        try:
            for entry in os.scandir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    if os.readlink(entry.path) == str(path.resolve()):
                        return True
        except FileNotFoundError:
            return False
        except PermissionError:
            return time.time() - path.stat().st_mtime < 3600
        return False

    return is_open


def _age(path: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0
