"""A web site on loopback in a thread of its own: the floor under the emulated services.

It answers as its handler says, and fails as it is told to: late, not at all, in the middle.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True)
class Said:
    """One answer."""

    status: int
    body: bytes = b""
    type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


#: `status` answers so without asking the handler; `cut` hangs up before, `lost` after the request
#: was done; `late` waits so many seconds first.
@dataclass(frozen=True)
class Fault:
    """How a request fails."""

    status: int | None = None
    cut: bool = False
    lost: bool = False
    late: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"<html>Bad gateway</html>"


@dataclass
class Site:
    """`handle` answers; `faults` are used up one by one, `weather` is asked for each request."""

    handle: Callable[[Asked], Said]
    port: int = 0
    faults: list[Fault | None] = field(default_factory=list)
    weather: Callable[[Asked], Fault | None] | None = None
    asked: list[Asked] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def _fault(self, asked: Asked) -> Fault | None:
        with self.lock:
            if self.faults:
                return self.faults.pop(0)
        return self.weather(asked) if self.weather else None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection till it ends."""
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ", 2)
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        asked = Asked(method, unquote(parts.path), query, headers, body)
        fault = self._fault(asked)
        if fault is not None and fault.late:
            await asyncio.sleep(fault.late)
        if fault is not None and fault.cut:
            return False
        if fault is not None and fault.status is not None:
            said = Said(fault.status, fault.body, "text/html", fault.headers)
        else:
            said = await asyncio.to_thread(self._handle, asked)
        if fault is not None and fault.lost:
            return False
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.headers.items())
        writer.write(
            f"HTTP/1.1 {said.status} X\r\nContent-Type: {said.type}\r\n{lines}"
            f"Content-Length: {len(said.body)}\r\n\r\n".encode()
            + said.body
        )
        await writer.drain()
        return True

    def _handle(self, asked: Asked) -> Said:
        with self.lock:
            self.asked.append(asked)
        return self.handle(asked)


@contextmanager
def open_site(site: Site) -> Iterator[Site]:
    """Serve it on a free port of loopback."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    stop: list[Callable[[], Any]] = []

    async def run() -> None:
        done = asyncio.Event()
        server = await asyncio.start_server(site.serve, "127.0.0.1", site.port, limit=2**26)
        site.port = server.sockets[0].getsockname()[1]
        stop.append(lambda: loop.call_soon_threadsafe(done.set))
        ready.set()
        await done.wait()
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*others, return_exceptions=True)

    def work() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(run())
        finally:
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    if not ready.wait(10):
        raise TimeoutError("the site does not open")
    try:
        yield site
    finally:
        stop[0]()
        thread.join(10)
