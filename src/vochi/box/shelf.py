"""What the engine wrote, kept by its SHA-256, journaled once, until the hub has it.

    <source> --make--> .<UniqueID>.part --rename, fsync--> <sha256>.<form>
             --one entry of `kind`, a mark for the link--> source removed

A crash between any two steps is mended by doing them again: what `make` makes is bit-exact, and
the journal takes one entry of a kind for a unique id only.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.encode import sync_directory
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import EntryKind

# ruff: noqa: ASYNC240 - single calls on a local disk, each far shorter than a frame of voice
log = structlog.get_logger()

#: Unique ids: Asterisk's `<seconds>.<count>`, perhaps behind the system name, or those of a click
#: (`core.calls.click`), `v<16 hex>.<n>` among them.
NAME = re.compile(r"^[A-Za-z0-9_-]{1,120}\.[0-9]+$")
#: Writes a durable file from a source; its SHA-256. Raises EncodeFailed, OSError.
Make = Callable[[Path, Path], Awaitable[str]]


class Shelf:
    """The folder `kept`; `upload` begins the marks of what the hub has not yet got."""

    def __init__(  # noqa: PLR0917 - what it is made of
        self, kept: Path, scribe: Scribe, clock: Clock, kind: EntryKind, upload: str, form: str
    ) -> None:
        self._kept = kept
        self._scribe = scribe
        self._clock = clock
        self._kind: EntryKind = kind
        self._upload = upload
        self._form = form

    def path_of(self, sha256: str) -> Path:
        """Where a kept file lies."""
        return self._kept / f"{sha256}.{self._form}"

    def clear(self) -> None:
        """Begin a life: what an earlier one left half made goes."""
        self._kept.mkdir(parents=True, exist_ok=True)
        for part in self._kept.glob(".*.part"):
            part.unlink(missing_ok=True)

    async def has(self, unique_id: str) -> bool:
        """It was journaled, perhaps before a crash."""
        return (
            await self._scribe.read(lambda j: j.mark(f"once:{self._once(unique_id)}")) is not None
        )

    async def put(  # noqa: PLR0917 - as it is told
        self,
        source: Path,
        unique_id: str,
        seconds: float,
        make: Make,
        facts: Mapping[str, JsonValue],
        word: str = "",
        marks: Mapping[str, str | None] | None = None,
    ) -> None:
        """Keep and journal what `make` makes of it with these facts; then `source` goes.

        `word` is what the link sends with it; `marks` are written with the entry.
        """
        part = self._kept / f".{unique_id}.part"
        # The last sample was written when the file last changed.
        ended = datetime.fromtimestamp(source.stat().st_mtime, UTC)
        sha256 = await make(source, part)
        size = part.stat().st_size
        part.rename(self.path_of(sha256))
        await asyncio.to_thread(sync_directory, self._kept)
        body: dict[str, JsonValue] = {
            "unique_id": unique_id, "sha256": sha256, "bytes": size, "seconds": round(seconds, 3),
            "format": self._form, "started_at": (ended - timedelta(seconds=seconds)).isoformat(),
            **facts,
        }  # fmt: skip
        draft = Draft(
            kind=self._kind, body=body, at=self._clock.now(), mono=self._clock.mono(),
            once=self._once(unique_id),
        )  # fmt: skip
        mark = f"{sha256} {word}" if word else sha256
        await self._scribe.write([draft], {f"{self._upload}{unique_id}": mark, **(marks or {})})
        source.unlink(missing_ok=True)
        log.info(
            "kept", kind=self._kind, unique_id=unique_id, seconds=round(seconds, 1), bytes=size
        )

    def _once(self, unique_id: str) -> str:
        return f"{self._kind}:{unique_id}"
