"""The worker: takes what is due, sends it, writes down what came of it. One task of the hub.

It holds nothing that the database has not: killed at any moment, the next one goes on. What was
on its way then is sent again, with the same id.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import httpx
from asgiref.sync import sync_to_async
from django.db import connection

from vochi.hub.desk.wake import BELL
from vochi.hub.hooks import queue
from vochi.hub.hooks.queue import Job
from vochi.hub.hooks.sending import Answer, client, send

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger("vochi.hub.hooks")

#: Requests of this process at once.
AT_ONCE = 32
#: Seconds between two looks when nobody wakes us: other processes' events wait no longer.
BEAT = 2.0
_SWEEP_EVERY = 1800
#: A burst of commits is taken at once.
_GATHER = 0.02


class Worker:
    """Runs till it is cancelled."""

    def __init__(self) -> None:
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        swept = -_SWEEP_EVERY * 1.0
        loop = asyncio.get_running_loop()
        async with client() as web:
            try:
                with BELL.listen("hooks") as bell:
                    while True:
                        wait = BEAT
                        try:
                            if loop.time() - swept > _SWEEP_EVERY:
                                swept = loop.time()
                                await look(queue.sweep)
                            wait = await self._round(web)
                        except Exception:
                            log.exception("webhooks wait")
                        await bell.wait(wait)
                        await asyncio.sleep(_GATHER)
            finally:
                for task in self._sending:
                    task.cancel()
                await asyncio.gather(*self._sending, return_exceptions=True)

    async def _round(self, web: httpx.AsyncClient) -> float:
        room = AT_ONCE - len(self._sending)
        jobs = await look(queue.claim, room) if room else []
        for job in jobs:
            task = asyncio.create_task(self._do(web, job))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        if jobs:
            return 0.0 if len(jobs) == room else BEAT
        return min(BEAT, await look(queue.next_due))

    async def _do(self, web: httpx.AsyncClient, job: Job) -> None:
        if job.letter is None:
            answer = Answer(None, "private_address", 0)
        else:
            answer = await send(web, job.letter)
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await look(queue.settle, job, answer)
            except Exception:
                log.exception("a delivery cannot be settled; it is tried again")
        BELL.ring("hooks")


async def look(function: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """Run a look at the database in a shared thread, and leave no connection behind."""

    def run() -> T:
        try:
            return function(*args, **more)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()
