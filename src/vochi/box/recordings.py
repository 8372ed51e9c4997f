"""Recordings: `<UniqueID>.raw`, as Asterisk leaves it, becomes an MP3 when its call is over."""

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.encode import FORMAT, encode
from vochi.box.journal import Draft
from vochi.box.peaks import FRAME, RATE, read_peaks
from vochi.box.scribe import Scribe
from vochi.box.shelf import NAME, Shelf
from vochi.box.spool import Spool, age
from vochi.core.frozen import Frozen
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError

# ruff: noqa: ASYNC240 - single calls on a local disk, each far shorter than a frame of voice
#: A transfer lets go of the file and takes it up again, a tenth of a second later (`record-on`).
_SETTLED = 1.0
_LONGEST_YIELD = 3.0
# Where the engine's files cannot be seen: how long a recording may rest while a call is parked.
_LONGEST_REST = 3600.0


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
        self._shelf = Shelf(kept, scribe, clock, "recording", "upload:", FORMAT)
        self._spool = Spool(raw, ".raw", open_now, self._keep, settled, self._resting)
        self._living = living
        self._scribe = scribe
        self._open_now = open_now
        self._load = load
        #: As they are called by whoever works with recordings.
        self.path_of = self._shelf.path_of
        self.keep_finished = self._spool.take_finished

    async def run(self) -> None:
        """Until cancelled."""
        self._shelf.clear()
        await self._spool.run()

    async def _resting(self, closed: Sequence[Path]) -> AbstractSet[Path]:
        living = await self._living()
        return {raw for raw in closed if living is None or raw.stem in living}

    async def _keep(self, raw: Path) -> None:
        unique_id = raw.stem
        if not NAME.match(unique_id):
            self._spool.leave(raw)
            return
        frames = raw.stat().st_size // FRAME
        mark = f"recording:{unique_id}"
        told = await self._scribe.read(lambda journal: journal.mark(mark))
        if not frames or await self._shelf.has(unique_id):
            # Nobody was bridged, or it was journaled before a crash.
            raw.unlink(missing_ok=True)
            if told is not None:
                await self._scribe.write(marks={mark: None})
            return
        await self._yield_to_calls()
        peaks = await asyncio.to_thread(read_peaks, raw)
        facts: dict[str, JsonValue] = {
            "linked_id": Begun.model_validate_json(told).linked_id if told else unique_id,
            "peaks": [[*pair] for pair in peaks],
        }
        # A recording has no gaps: its length is its size.
        await self._shelf.put(raw, unique_id, frames / RATE, encode, facts, marks={mark: None})

    async def _yield_to_calls(self) -> None:
        until = time.monotonic() + _LONGEST_YIELD
        # Only to calls that live: afterwards there is nobody to be hurt.
        while self._load() > 2.0 and self._open_now() and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.5)


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
            return {path for path in folder.glob("*.*") if now - age(path) < _LONGEST_REST}
        return found

    return snapshot
