"""When the lab itself stood still: a machine with too much to do lets it see and do things late."""

import asyncio
from collections.abc import Callable

#: Seconds between two looks at the clock, and how late a look is before it counts.
_EVERY, _LATE = 0.05, 0.1


class Stalls:
    """Times are those of `clock`; `note` tells of each in plain words."""

    def __init__(self, clock: Callable[[], float], note: Callable[[str, str], None]) -> None:
        self._clock = clock
        self._note = note
        self._found: list[tuple[float, float]] = []

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            due = self._clock() + _EVERY
            await asyncio.sleep(_EVERY)
            now = self._clock()
            if now - due > _LATE:
                self._found.append((due, now))
                self._note("lab", f"stood still for {now - due:.1f} s")

    def between(self, began: float, ended: float) -> float:
        """Seconds of standing still from a moment to a moment."""
        return sum(max(0.0, min(ended, to) - max(began, since)) for since, to in self._found)

    async def pass_by(self, seconds: float) -> None:
        """Let so many seconds pass, not counting those in which the lab stood still."""
        began = self._clock()
        while True:
            now = self._clock()
            left = seconds + self.between(began, now) - (now - began)
            if left <= 0:
                return
            await asyncio.sleep(left)
