"""A receiver of webhooks on loopback that answers as it is told: fails, is slow, hangs up."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Heard:
    """One request."""

    headers: dict[str, str]
    body: bytes
    answered: int | None

    @property
    def message(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def id(self) -> str:
        return self.headers["idempotency-key"]


def check_signature(
    secret: str, header: str, body: bytes, now: float, tolerance: int = 300
) -> bool:
    """What the page shows to people who write receivers."""
    parts = [part.split("=", 1) for part in header.split(",")]
    at = next(value for name, value in parts if name == "t")
    if abs(now - int(at)) > tolerance:
        return False
    wanted = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return any(name == "v1" and hmac.compare_digest(value, wanted) for name, value in parts)


@dataclass
class Receiver:
    """`behave` gets the number of the request and gives a status, or None: hang up."""

    behave: Callable[[int], Awaitable[int | None]]
    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)
    answer: bytes = b"ok"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in?x=1"

    @property
    def taken(self) -> list[Heard]:
        """Those that it answered with 2xx."""
        return [each for each in self.heard if each.answered and each.answered < 300]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = {
                    name.lower(): value
                    for name, _, value in (line.partition(": ") for line in head[1:] if line)
                }
                body = await reader.readexactly(int(headers["content-length"]))
                status = await self.behave(len(self.heard))
                self.heard.append(Heard(headers, body, status))
                self.more.set()
                if status is None:
                    return
                length = f"Content-Length: {len(self.answer)}\r\n"
                where = "Location: http://127.0.0.1:1/\r\n" if 300 <= status < 400 else ""
                writer.write(f"HTTP/1.1 {status} X\r\n{where}{length}\r\n".encode() + self.answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def until(self, count: int, seconds: float = 15.0) -> None:
        """Till it has taken so many different events."""
        async with asyncio.timeout(seconds):
            while len({each.id for each in self.taken}) < count:
                self.more.clear()
                await self.more.wait()


async def gladly(number: int) -> int:
    return 200


@asynccontextmanager
async def receiver(
    behave: Callable[[int], Awaitable[int | None]] = gladly,
) -> AsyncIterator[Receiver]:
    it = Receiver(behave)
    server = await asyncio.start_server(it.serve, "127.0.0.1", 0)
    it.port = server.sockets[0].getsockname()[1]
    try:
        yield it
    finally:
        server.close()
        for task in asyncio.all_tasks():
            if task.get_coro().__qualname__.startswith("Receiver.serve"):  # type: ignore[union-attr]
                task.cancel()
