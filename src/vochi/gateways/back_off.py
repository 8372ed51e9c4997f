"""How long to wait before a device that does not answer is tried again."""

import random


class BackOff:
    """`first`, then twice as long each time, never over `longest`; a fifth of it by chance."""

    def __init__(self, first: float = 1.0, longest: float = 60.0) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def delay(self) -> float:
        """Seconds to wait now."""
        told, self._next = self._next, min(self._next * 2, self._longest)
        return told * random.uniform(0.8, 1.2)  # noqa: S311 - keeps devices apart

    def reset(self) -> None:
        """It answered."""
        self._next = self._first
