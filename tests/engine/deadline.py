"""Wait for a condition, never for a time."""

import asyncio
from collections.abc import Callable


async def until(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.02)
