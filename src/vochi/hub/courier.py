"""A courier: takes jobs that are due, does them, and looks again. One task of the hub each.

It holds nothing that the database has not: killed at any moment, the next one goes on where the
last was, and does again what it had in hand.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec, TypeVar

import httpx
from asgiref.sync import sync_to_async
from django.db import connection

from vochi.hub.desk.wake import BELL

J = TypeVar("J")
P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("vochi.hub.courier")

#: Seconds between two looks when nobody wakes us: other processes' work waits no longer.
BEAT = 2.0
_SWEEP_EVERY = 1800
#: A burst of commits is taken at once.
_GATHER = 0.02


class Courier(Generic[J]):
    """`claim` gives at most so many jobs, `do` does one (and writes down what came of it),
    `next_due` is seconds till something may be due, `sweep` throws away what is old.
    """

    def __init__(
        self, name: str, claim: Callable[[int], list[J]],
        do: Callable[[httpx.AsyncClient, J], Awaitable[None]],
        *, next_due: Callable[[], float], sweep: Callable[[], None], at_once: int = 16,
    ) -> None:  # fmt: skip
        self._name, self._claim, self._do = name, claim, do
        self._next_due, self._sweep, self._at_once = next_due, sweep, at_once
        self._working: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        swept = -_SWEEP_EVERY * 1.0
        loop = asyncio.get_running_loop()
        async with outside() as web:
            try:
                with BELL.listen(self._name) as bell:
                    while True:
                        wait = BEAT
                        try:
                            if loop.time() - swept > _SWEEP_EVERY:
                                swept = loop.time()
                                await look(self._sweep)
                            wait = await self._round(web)
                        except Exception:
                            log.exception("%s wait", self._name)
                        await bell.wait(wait)
                        await asyncio.sleep(_GATHER)
            finally:
                for task in self._working:
                    task.cancel()
                await asyncio.gather(*self._working, return_exceptions=True)

    async def _round(self, web: httpx.AsyncClient) -> float:
        room = self._at_once - len(self._working)
        jobs = await look(self._claim, room) if room else []
        for job in jobs:
            task = asyncio.create_task(self._one(web, job))
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        if jobs:
            return 0.0 if len(jobs) == room else BEAT
        return min(BEAT, await look(self._next_due))

    async def _one(self, web: httpx.AsyncClient, job: J) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await self._do(web, job)
            except Exception:
                log.exception("%s: a job failed; it is tried again", self._name)
        BELL.ring(self._name)


def outside() -> httpx.AsyncClient:
    """A client that follows no redirect, keeps no cookie and takes no proxy from the machine."""
    return httpx.AsyncClient(
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(60.0, connect=5.0),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
    )


async def look(function: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """Run a look at the database in a shared thread, and leave no connection behind."""

    def run() -> T:
        try:
            return function(*args, **more)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()
