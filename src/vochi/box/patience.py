"""How long to wait before trying again."""

import asyncio
import random
from dataclasses import dataclass


@dataclass
class Patience:
    """Doubling delays with jitter: a thousand boxes must not come back in one second."""

    first: float = 0.2
    longest: float = 30.0
    _next: float = 0.0

    def reset(self) -> None:
        """It worked: the next failure waits shortly again."""
        self._next = 0.0

    def delay(self) -> float:
        """Seconds to wait after one more failure."""
        self._next = min(self.longest, self._next * 2 or self.first)
        return self._next * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, hides nothing

    async def wait(self) -> None:
        """Wait them."""
        await asyncio.sleep(self.delay())
