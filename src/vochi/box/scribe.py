"""The journal's one writer: an asyncio face with group commit.

While one commit waits for the disk, what comes meanwhile gathers and goes into the next: a burst
costs as many commits as the disk can do, not as many as there are facts.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from vochi.box.journal import Batch, Draft, Journal
from vochi.core.calls.entry import Entry

T = TypeVar("T")


class Scribe:
    """Owns an open journal; every touch of it happens on one thread of its own."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._waiting: list[tuple[Batch, asyncio.Future[tuple[Entry | None, ...]]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._seq = journal.head[0]
        self._grown = asyncio.Event()

    @property
    def seq(self) -> int:
        """Number of the last durable entry."""
        return self._seq

    async def write(
        self, drafts: Sequence[Draft] = (), marks: Mapping[str, str | None] | None = None
    ) -> tuple[Entry | None, ...]:
        """Make facts and marks durable together; returns when they are.

        Raises sqlite3.OperationalError when the disk has no room: nothing was written then.
        """
        done: asyncio.Future[tuple[Entry | None, ...]] = asyncio.get_running_loop().create_future()
        self._waiting.append((Batch(tuple(drafts), marks or {}), done))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        return await done

    async def read(self, question: Callable[[Journal], T]) -> T:
        """Ask the journal something on its own thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, question, self._journal
        )

    async def restore(self, work: Callable[[Journal], None]) -> None:
        """Let `work` write what a damaged journal left, before anybody else writes."""
        await self.read(work)
        self._seq = self._journal.head[0]

    async def rewrite(self, work: Callable[[Journal], T]) -> T:
        """Let `work` change what is written, between two commits, and add to the end."""
        result = await self.read(work)
        if self._journal.head[0] > self._seq:
            self._seq = self._journal.head[0]
            self._grown.set()
        return result

    async def wait_beyond(self, seq: int) -> None:
        """Return when there is an entry behind `seq`."""
        while self._seq <= seq:
            self._grown.clear()
            await self._grown.wait()

    async def close(self) -> None:
        """Write what waits, then close the file."""
        if self._flushing is not None:
            await asyncio.wait([self._flushing])
        await self.read(lambda journal: journal.close())
        self._thread.shutdown()

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            batches = [batch for batch, _ in group]
            try:
                sealed = await loop.run_in_executor(self._thread, self._journal.write, batches)
            except Exception as fault:  # noqa: BLE001 - told to everybody who waits for this commit
                for _, done in group:
                    if not done.done():
                        done.set_exception(fault)
                continue
            for (_, done), entries in zip(group, sealed, strict=True):
                if not done.done():
                    done.set_result(entries)
            if self._journal.head[0] > self._seq:
                self._seq = self._journal.head[0]
                self._grown.set()
