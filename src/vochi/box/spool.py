"""Files that Asterisk writes and lets go of, each taken once, when it is whole."""

import contextlib
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import structlog

from vochi.box.encode import EncodeFailed
from vochi.box.inotify import CLOSED, Watch

log = structlog.get_logger()

# The kernel tells when a file is closed; this finds what it did not tell.
_LOOK_EVERY = 5.0
_AFTER_FAILURE = 30.0
_SETTLED = 0.5
#: Asterisk's format_wav writes this much before the first sample.
HEADER = 44
#: Bytes of a second: 16-bit mono 8 kHz.
SECOND = 16000


async def _none(_: Sequence[Path]) -> AbstractSet[Path]:
    return set()


class Spool:
    """Watches `folder` for names that end with `ending`; `take` gets each that nobody writes.

    `take` removes the file when it is done; what fails is tried again. `open_now` gives the
    files that the engine still writes, `resting` those of closed ones that may yet go on.
    """

    def __init__(  # noqa: PLR0917 - the rooms and seams it works with
        self,
        folder: Path,
        ending: str,
        open_now: Callable[[], AbstractSet[Path]],
        take: Callable[[Path], Awaitable[None]],
        settled: float = _SETTLED,
        resting: Callable[[Sequence[Path]], Awaitable[AbstractSet[Path]]] = _none,
    ) -> None:
        self._folder = folder
        self._ending = ending
        self._open_now = open_now
        self._take = take
        self._settled = settled
        self._resting = resting
        self._failed: dict[Path, float] = {}

    async def run(self) -> None:
        """Until cancelled."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with Watch(self._folder, CLOSED) as watch:
            while True:
                watch.clear()
                is_unsettled = await self.take_finished()
                await watch.wait(self._settled if is_unsettled else _LOOK_EVERY)

    async def take_finished(self) -> bool:
        """Take what is finished, oldest first.

        True when one was closed a moment ago and may yet go on: look again soon.
        """
        is_unsettled = False
        files = sorted(self._folder.glob(f"*{self._ending}"), key=age)
        # Asked after the list was made: a file that begins in between is not on the list.
        still_open = self._open_now() if files else ()
        closed = [file for file in files if file not in still_open]
        resting = await self._resting(closed) if closed else ()
        for file in closed:
            if self._failed.get(file, 0.0) > time.monotonic():
                continue
            try:
                # (A clock that was set back leaves files of the future: they are settled.)
                if 0 <= time.time() - file.stat().st_mtime < self._settled:
                    is_unsettled = True
                    continue
                if file in resting:
                    continue
                await self._take(file)
                self._failed.pop(file, None)
            except (OSError, EncodeFailed, sqlite3.OperationalError) as fault:
                # The file stays where it is: nothing is lost, only late.
                log.error("file_not_kept", file=file.name, reason=str(fault))  # noqa: TRY400
                self._failed[file] = time.monotonic() + _AFTER_FAILURE
        return is_unsettled

    def leave(self, file: Path) -> None:
        """Never look at a file again in this life: it is nobody's."""
        log.warning("file_of_nobody", file=file.name)
        self._failed[file] = float("inf")


def seconds_of(file: Path) -> float:
    """Length of a WAV by its size: a header that was cut off by a kill says nothing."""
    return max(0, file.stat().st_size - HEADER) // 2 / (SECOND / 2)


def age(path: Path) -> float:
    """When it last changed; 0 when it is gone."""
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0
