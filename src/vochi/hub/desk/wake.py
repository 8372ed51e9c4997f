"""Wake-ups inside one process: after a commit, whoever waits looks at once, not at the next beat.

Other processes (several hub nodes on one database) look at their own beat; see `BEAT`.
"""

import asyncio
import threading
from collections.abc import Hashable
from typing import Self

#: Seconds between two looks at the database when nobody wakes us.
BEAT = 0.5


class Bell:
    """Rings for all who wait on one key, from any thread; each waits in his own loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}

    def ring(self, key: Hashable) -> None:
        """Wake everybody who waits on `key`."""
        with self._lock:
            waiting = tuple(self._waiting.get(key, ()))
        for loop, event in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def listen(self, key: Hashable) -> "Listening":
        """A context in which rings are not missed: enter, look, wait, look again."""
        return Listening(self, key)

    def add(self, key: Hashable, who: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        """Begin to wait."""
        with self._lock:
            self._waiting.setdefault(key, set()).add(who)

    def drop(self, key: Hashable, who: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        """Wait no longer."""
        with self._lock:
            waiting = self._waiting.get(key, set())
            waiting.discard(who)
            if not waiting:
                self._waiting.pop(key, None)


class Listening:
    """One who waits on a bell."""

    def __init__(self, bell: Bell, key: Hashable) -> None:
        self._bell, self._key = bell, key
        self._who = (asyncio.get_running_loop(), asyncio.Event())

    def __enter__(self) -> Self:
        self._bell.add(self._key, self._who)
        return self

    def __exit__(self, *error: object) -> None:
        self._bell.drop(self._key, self._who)

    async def wait(self, seconds: float) -> None:
        """Until the bell rings, or for so long."""
        event = self._who[1]
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass
        event.clear()


BELL = Bell()


def wake_desks() -> None:
    """There are new events."""
    BELL.ring("desks")


def wake_box(box: int) -> None:
    """There is something for this box: a command, an office."""
    BELL.ring(("box", box))
