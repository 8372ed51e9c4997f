"""What the box does at the same time; one job that falls ends the whole life of the box."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any


class Jobs:
    """`stop` is set when a job ends that should not."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._tasks: set[asyncio.Task[None]] = set()

    def start(
        self, job: Coroutine[Any, Any, None], name: str, *, may_end: bool = False
    ) -> "asyncio.Task[None]":
        """Begin it; only a job that `may_end` ends by itself, and without an exception."""
        task = asyncio.create_task(job, name=name)
        self._tasks.add(task)

        def ended(done: "asyncio.Task[None]") -> None:
            if done.cancelled() or (may_end and done.exception() is None):
                self._tasks.discard(done)
            else:
                self._stop.set()

        task.add_done_callback(ended)
        return task

    def start_all(self, jobs: Mapping[str, Coroutine[Any, Any, None]]) -> None:
        """Begin jobs that never end by themselves, each with its name."""
        for name, job in jobs.items():
            self.start(job, name)

    async def until_stopped(self) -> None:
        """Wait for `stop`. Raises what a job raised."""
        await self._stop.wait()
        for task in self._tasks:
            if task.done() and task.exception() is not None:
                # A room that fell: better a new life in a second than a box that does half.
                await task

    async def end(self) -> None:
        """Cancel all, wait for them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
