"""Messages that callers leave: from the file that Asterisk wrote to a safe, journaled one.

    <UniqueID>.mail.wav --encode--> .<UniqueID>.part --fsync, rename--> <sha256>.mp3
                        --journal entry `message`--> the WAV removed

A crash between any two steps is mended by doing them again, as with recordings.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.encode import FORMAT, encode_message, sync_directory
from vochi.box.journal import Draft
from vochi.box.parcel import Parcel
from vochi.box.recordings import NAME
from vochi.box.scribe import Scribe
from vochi.box.spool import Spool, seconds_of

# ruff: noqa: ASYNC240 - single calls on a local disk, each far shorter than a frame of voice
log = structlog.get_logger()

ENDING = ".mail.wav"
#: A message shorter than a second is none: the dialplan has told of none, by a whole clock.
_LEAST = 0.5
#: Marks `<UPLOAD><UniqueID>`: SHA-256 of a message that the hub has not yet got.
UPLOAD = "upload-message:"


class Messages:
    """Watches `spool`, keeps what is encoded in `kept`."""

    def __init__(
        self,
        spool: Path,
        kept: Path,
        scribe: Scribe,
        clock: Clock,
        *,
        open_now: Callable[[], AbstractSet[Path]],
        settled: float = 0.5,
    ) -> None:
        self._kept = kept
        self._scribe = scribe
        self._clock = clock
        self._spool = Spool(spool, ENDING, open_now, self._keep, settled)

    @property
    def parcel(self) -> Parcel:
        """What the link sends of them."""
        return Parcel(UPLOAD, "messages", self.path_of)

    def path_of(self, sha256: str) -> Path:
        """Where an encoded message lies."""
        return self._kept / f"{sha256}.{FORMAT}"

    async def run(self) -> None:
        """Until cancelled."""
        self._kept.mkdir(parents=True, exist_ok=True)
        for part in self._kept.glob(".*.part"):
            part.unlink(missing_ok=True)
        await self._spool.run()

    async def keep_finished(self) -> bool:
        """Keep every message that is whole; True: look again soon."""
        return await self._spool.take_finished()

    async def _keep(self, wav: Path) -> None:
        unique_id = wav.name.removesuffix(ENDING)
        if not NAME.match(unique_id):
            self._spool.leave(wav)
            return
        once = f"message:{unique_id}"
        is_done = await self._scribe.read(lambda j: j.mark(f"once:{once}") is not None)
        seconds = seconds_of(wav)
        if is_done or seconds < _LEAST:
            wav.unlink(missing_ok=True)
            return
        # The last sample was written when the file last changed.
        began = datetime.fromtimestamp(wav.stat().st_mtime, UTC) - timedelta(seconds=seconds)
        part = self._kept / f".{unique_id}.part"
        sha256 = await encode_message(wav, part)
        size = part.stat().st_size
        part.rename(self.path_of(sha256))
        sync_directory(self._kept)
        # Its channel bears the call's ids in rows of its own: they find each other by it.
        body: dict[str, JsonValue] = {
            "unique_id": unique_id, "linked_id": unique_id, "sha256": sha256, "bytes": size,
            "seconds": round(seconds, 3), "format": FORMAT, "started_at": began.isoformat(),
        }  # fmt: skip
        draft = Draft(
            kind="message", body=body, at=self._clock.now(), mono=self._clock.mono(), once=once
        )
        await self._scribe.write([draft], {f"{UPLOAD}{unique_id}": sha256})
        wav.unlink(missing_ok=True)
        log.info("message_kept", unique_id=unique_id, seconds=round(seconds, 1), bytes=size)
