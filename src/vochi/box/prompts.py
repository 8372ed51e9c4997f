"""Prompts recorded from a phone (`core.dialplan.prompting`): made safe, journaled, sent.

    <UniqueID>.<id>.prompt.wav --header made whole--> <sha256>.wav --journal entry `prompt`--> gone

The hub levels and trims them as it does all sounds that people bring.
"""

import asyncio
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from pydantic import JsonValue

from vochi.box.clock import Clock
from vochi.box.encode import make_durable, sync_directory
from vochi.box.journal import Draft
from vochi.box.parcel import Parcel
from vochi.box.recordings import NAME
from vochi.box.scribe import Scribe
from vochi.box.spool import HEADER, Spool, seconds_of
from vochi.core.dialplan.prompting import ENDING
from vochi.voice.sound import of_samples

# ruff: noqa: ASYNC240 - single calls on a local disk, each far shorter than a frame of voice
log = structlog.get_logger()

_ID = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")
#: A key pressed by mistake is no prompt.
_LEAST = 0.5
#: Marks `<UPLOAD><UniqueID>`: `<SHA-256> <id>` of a prompt that the hub has not yet got.
UPLOAD = "upload-prompt:"


class Prompts:
    """Watches `spool`, keeps what is to be sent in `kept`."""

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
        """What the link sends of them; of one that is silence the hub says so once."""
        hopeless = frozenset({413, 422})
        return Parcel(UPLOAD, "prompts", self.path_of, "x-vochi-prompt", "wav", hopeless)

    def path_of(self, sha256: str) -> Path:
        """Where a prompt lies till the hub has it."""
        return self._kept / f"{sha256}.wav"

    async def run(self) -> None:
        """Until cancelled."""
        self._kept.mkdir(parents=True, exist_ok=True)
        for part in self._kept.glob(".*.part"):
            part.unlink(missing_ok=True)
        await self._spool.run()

    async def keep_finished(self) -> bool:
        """Keep every prompt that is whole; True: look again soon."""
        return await self._spool.take_finished()

    async def _keep(self, wav: Path) -> None:
        unique_id, _, prompt = wav.name.removesuffix(ENDING).rpartition(".")
        if not NAME.match(unique_id) or not _ID.match(prompt):
            self._spool.leave(wav)
            return
        once = f"prompt:{unique_id}"
        is_done = await self._scribe.read(lambda j: j.mark(f"once:{once}") is not None)
        seconds = seconds_of(wav)
        if is_done or seconds < _LEAST:
            wav.unlink(missing_ok=True)
            return
        began = datetime.fromtimestamp(wav.stat().st_mtime, UTC) - timedelta(seconds=seconds)
        part = self._kept / f".{unique_id}.part"
        sha256 = await asyncio.to_thread(_rewrite, wav, part)
        part.rename(self.path_of(sha256))
        sync_directory(self._kept)
        body: dict[str, JsonValue] = {
            "unique_id": unique_id, "prompt": prompt, "sha256": sha256,
            "bytes": self.path_of(sha256).stat().st_size, "seconds": round(seconds, 3),
            "format": "wav", "started_at": began.isoformat(),
        }  # fmt: skip
        draft = Draft(
            kind="prompt", body=body, at=self._clock.now(), mono=self._clock.mono(), once=once
        )
        await self._scribe.write([draft], {f"{UPLOAD}{unique_id}": f"{sha256} {prompt}"})
        wav.unlink(missing_ok=True)
        log.info("prompt_kept", prompt=prompt, seconds=round(seconds, 1))


def _rewrite(wav: Path, part: Path) -> str:
    samples = wav.read_bytes()[HEADER:]
    part.write_bytes(of_samples(samples[: len(samples) // 2 * 2]).data)
    return make_durable(part)
