"""Messages that callers leave: `<UniqueID>.mail.wav`, as Asterisk wrote it, becomes an MP3."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path

from vochi.box.clock import Clock
from vochi.box.encode import FORMAT, encode_message
from vochi.box.parcel import Parcel
from vochi.box.scribe import Scribe
from vochi.box.shelf import NAME, Shelf
from vochi.box.spool import Spool, seconds_of

# ruff: noqa: ASYNC240 - a single call on a local disk
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
        self._shelf = Shelf(kept, scribe, clock, "message", UPLOAD, FORMAT)
        self._spool = Spool(spool, ENDING, open_now, self._keep, settled)
        #: As they are called by whoever works with it.
        self.path_of = self._shelf.path_of
        self.keep_finished = self._spool.take_finished

    @property
    def parcel(self) -> Parcel:
        """What the link sends of them."""
        return Parcel(UPLOAD, "messages", self.path_of)

    async def run(self) -> None:
        """Until cancelled."""
        self._shelf.clear()
        await self._spool.run()

    async def _keep(self, wav: Path) -> None:
        unique_id = wav.name.removesuffix(ENDING)
        if not NAME.match(unique_id):
            self._spool.leave(wav)
        elif (seconds := seconds_of(wav)) < _LEAST or await self._shelf.has(unique_id):
            wav.unlink(missing_ok=True)
        else:
            # Its channel bears the call's ids in rows of its own: they find each other by it.
            facts = {"linked_id": unique_id}
            await self._shelf.put(wav, unique_id, seconds, encode_message, facts)
