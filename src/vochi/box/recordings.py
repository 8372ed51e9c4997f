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
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
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
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError

# ruff: noqa: ASYNC240 - single calls on a local disk, each far shorter than a frame of voice
log = structlog.get_logger()

# The kernel tells when a file is closed; this finds what it did not tell.
_LOOK_EVERY = 5.0
_AFTER_FAILURE = 30.0
#: A transfer lets go of the file and takes it up again, a tenth of a second later (`record-on`).
_SETTLED = 1.0
_LONGEST_YIELD = 3.0
# Where the engine's files cannot be seen: how long a recording may rest while a call is parked.
_LONGEST_REST = 3600.0
#: Unique ids: Asterisk's `<seconds>.<count>`, perhaps behind the system name, or those of a click
#: (`core.calls.click`), `v<16 hex>.<n>` among them.
NAME = re.compile(r"^[A-Za-z0-9_-]{1,120}\.[0-9]+$")


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
        if NAME.match(unique_id):
            begun = Begun(linked_id=str(body["LinkedID"]))
            marks[f"recording:{unique_id}"] = begun.model_dump_json()
    return marks


async def _nobody() -> AbstractSet[str]:
    return set()


def living_channels(
    ami: Ami, has_engine: Callable[[], bool]
) -> Callable[[], Awaitable[AbstractSet[str] | None]]:
    """Unique ids of the channels that live; None while an engine lives that cannot be asked."""

    async def living() -> AbstractSet[str] | None:
        try:
            return {channel.get("Uniqueid") for channel in await ami.channels()}
        except AmiError:
            return None if has_engine() else set()

    return living


class Recordings:
    """Watches `raw`, keeps what is encoded in `kept`.

    `open_now` gives the files that the engine still writes; `load` is the load of the machine
    per core, under which encoding waits for a moment; a file that was closed less than `settled`
    seconds ago may yet go on, and so may one whose channel is of the `living` unique ids: its
    recording is paused (card data) or switched off for a while. None: it cannot be known now.
    """

    def __init__(  # noqa: PLR0917 - the rooms and seams it works with
        self,
        raw: Path,
        kept: Path,
        scribe: Scribe,
        clock: Clock,
        open_now: Callable[[], AbstractSet[Path]],
        load: Callable[[], float] = lambda: os.getloadavg()[0] / (os.cpu_count() or 1),
        settled: float = _SETTLED,
        living: Callable[[], Awaitable[AbstractSet[str] | None]] = _nobody,
    ) -> None:
        self._living = living
        self._raw = raw
        self._kept = kept
        self._scribe = scribe
        self._clock = clock
        self._open_now = open_now
        self._load = load
        self._settled = settled
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
                is_unsettled = await self.keep_finished()
                await watch.wait(self._settled if is_unsettled else _LOOK_EVERY)

    async def keep_finished(self) -> bool:
        """Keep every recording whose call is over, one after another, oldest first.

        True when one was closed a moment ago and may yet go on: look again soon.
        """
        is_unsettled = False
        files = sorted(self._raw.glob("*.raw"), key=_age)
        # Asked after the list was made: a file that begins in between is not on the list.
        still_open = self._open_now() if files else ()
        living: AbstractSet[str] | None = set()
        if any(raw not in still_open for raw in files):
            living = await self._living()
        for raw in files:
            if self._failed.get(raw, 0.0) > time.monotonic() or raw in still_open:
                continue
            try:
                # (A clock that was set back leaves files of the future: they are settled.)
                if 0 <= time.time() - raw.stat().st_mtime < self._settled:
                    is_unsettled = True
                    continue
                if living is None or raw.stem in living:
                    continue
                await self._keep(raw)
                self._failed.pop(raw, None)
            except (OSError, EncodeFailed, sqlite3.OperationalError) as fault:
                # The raw file stays where it is: nothing is lost, only late.
                log.error("recording_not_kept", file=raw.name, reason=str(fault))  # noqa: TRY400
                self._failed[raw] = time.monotonic() + _AFTER_FAILURE
        return is_unsettled

    async def _keep(self, raw: Path) -> None:
        unique_id = raw.stem
        if not NAME.match(unique_id):
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
        # Only to calls that live: afterwards there is nobody to be hurt.
        while self._load() > 2.0 and self._open_now() and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.5)

    def _sweep(self) -> None:
        for part in self._kept.glob(".*.part"):
            part.unlink(missing_ok=True)


def open_files(engine_pid: Callable[[], int | None], folder: Path) -> Callable[[], set[Path]]:
    """The files of `folder` that the engine has open; none when there is no engine.

    Asterisk holds a recording open from its first frame to the end of the call, however long the
    call rests in between: more certain than any guess from CEL rows or from a file at rest.
    """

    def snapshot() -> set[Path]:
        pid = engine_pid()
        found: set[Path] = set()
        if pid is None:
            return found
        real = folder.resolve()
        try:
            with os.scandir(f"/proc/{pid}/fd") as descriptors:
                for each in descriptors:
                    with contextlib.suppress(OSError):
                        target = Path(os.readlink(each.path))  # noqa: PTH115 - a DirEntry
                        if target.parent == real:
                            found.add(folder / target.name)
        except FileNotFoundError:
            return found
        except PermissionError:
            now = time.time()
            return {path for path in folder.glob("*.*") if now - _age(path) < _LONGEST_REST}
        return found

    return snapshot


def _age(path: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0
