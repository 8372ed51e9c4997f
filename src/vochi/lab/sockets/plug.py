"""A relay with a timer of its own, and the small web server of a device."""

import asyncio
import contextlib
from abc import abstractmethod
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from vochi.lab.lifetime import Lifetime

_MOST = 65_536


class Plug(Lifetime):
    """Use as `async with`; `port` is where it listens on loopback then.

    `on_power` is called at every change of what it feeds; `powered(False)` is a mains failure.
    `slow` delays its answers, `deaf` lets it answer nothing. `asked` are its requests.
    """

    def __init__(self, on_power: Callable[[bool], None] | None = None) -> None:
        self.is_on = True
        self.has_mains = True
        self.port = 0
        self.slow = 0.0
        self.deaf = False
        self.asked: list[tuple[float, str]] = []
        self._on_power = on_power or (lambda _: None)
        self._timers: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()

    @property
    def feeds(self) -> bool:
        """Whether what is plugged in has power."""
        return self.is_on and self.has_mains

    async def _begin(self, stack: contextlib.AsyncExitStack) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        stack.push_async_callback(self._stop, server)
        self.port = server.sockets[0].getsockname()[1]

    async def _stop(self, server: asyncio.Server) -> None:
        for timer in self._timers:
            timer.cancel()
        await asyncio.gather(*self._timers, return_exceptions=True)
        server.close()

    def switch(self, on: bool) -> None:
        """Move the relay."""
        before = self.feeds
        self.is_on = on
        self._tell(before)

    def powered(self, mains: bool) -> None:
        """The mains fail, or come back: the relay takes its start-up state, timers are lost."""
        before = self.feeds
        self.has_mains = mains
        if not mains:
            for timer in self._timers:
                timer.cancel()
        else:
            self.is_on = self.starts_on
        self._tell(before)

    @property
    @abstractmethod
    def starts_on(self) -> bool:
        """State of the relay after a mains failure."""

    @abstractmethod
    async def answer(self, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes]:
        """Status and body."""

    async def until(self, *, on: bool, within: float = 15) -> None:
        """Wait till what it feeds has power, or not."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(lambda: self.feeds is on)

    def later(self, work: Callable[[], object], seconds: float) -> None:
        """The device's own timer."""

        async def wait() -> None:
            await asyncio.sleep(seconds)
            work()

        timer = asyncio.create_task(wait())
        self._timers.add(timer)
        timer.add_done_callback(self._timers.discard)

    def _tell(self, before: bool) -> None:
        if self.feeds is not before:
            self._on_power(self.feeds)
            task = asyncio.create_task(self._wake())
            self._timers.add(task)
            task.add_done_callback(self._timers.discard)

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, _ = head.split("\r\n", 1)[0].split(" ", 2)
            length = next(
                (
                    int(line.partition(":")[2])
                    for line in head.split("\r\n")
                    if line.lower().startswith("content-length:")
                ),
                0,
            )
            body = await reader.readexactly(min(length, _MOST))
            place = urlsplit(target)
            self.asked.append((asyncio.get_running_loop().time(), target))
            if not self.deaf and self.has_mains:
                await asyncio.sleep(self.slow)
                status, told = await self.answer(method, place.path, place.query, body)
                writer.write(
                    f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
                    "Content-Type: application/json\r\n"
                    f"Content-Length: {len(told)}\r\nConnection: close\r\n\r\n".encode()
                    + told
                )
                await writer.drain()
        writer.close()
