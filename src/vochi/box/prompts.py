"""Prompts recorded from a phone (`core.dialplan.prompting`): `<UniqueID>.<id>.prompt.wav`.

Their header is made whole; the hub levels and trims them as it does all sounds that people bring.
"""

import asyncio
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path

from vochi.box.clock import Clock
from vochi.box.encode import make_durable
from vochi.box.parcel import Parcel
from vochi.box.scribe import Scribe
from vochi.box.shelf import NAME, Shelf
from vochi.box.spool import HEADER, Spool, seconds_of
from vochi.core.dialplan.prompting import ENDING
from vochi.voice.sound import of_samples

# ruff: noqa: ASYNC240 - a single call on a local disk
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
        self._shelf = Shelf(kept, scribe, clock, "prompt", UPLOAD, "wav")
        self._spool = Spool(spool, ENDING, open_now, self._keep, settled)
        #: As they are called by whoever works with it.
        self.path_of = self._shelf.path_of
        self.keep_finished = self._spool.take_finished

    @property
    def parcel(self) -> Parcel:
        """What the link sends of them; of one that is silence the hub says so once."""
        hopeless = frozenset({413, 422})
        return Parcel(UPLOAD, "prompts", self.path_of, "x-vochi-prompt", "wav", hopeless)

    async def run(self) -> None:
        """Until cancelled."""
        self._shelf.clear()
        await self._spool.run()

    async def _keep(self, wav: Path) -> None:
        unique_id, _, prompt = wav.name.removesuffix(ENDING).rpartition(".")
        if not NAME.match(unique_id) or not _ID.match(prompt):
            self._spool.leave(wav)
        elif (seconds := seconds_of(wav)) < _LEAST or await self._shelf.has(unique_id):
            wav.unlink(missing_ok=True)
        else:
            facts = {"prompt": prompt}
            await self._shelf.put(wav, unique_id, seconds, _rewrite, facts, word=prompt)


async def _rewrite(wav: Path, part: Path) -> str:
    return await asyncio.to_thread(_make_whole, wav, part)


def _make_whole(wav: Path, part: Path) -> str:
    samples = wav.read_bytes()[HEADER:]
    part.write_bytes(of_samples(samples[: len(samples) // 2 * 2]).data)
    return make_durable(part)
