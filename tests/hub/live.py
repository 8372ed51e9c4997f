"""Speaking to a hub that is really served: clients of its API and of its stream."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from asgiref.sync import sync_to_async

from .box import FakeBox


def at(server: str, token: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=server, headers={"authorization": f"Bearer {token}"}, timeout=20,
        trust_env=False, limits=httpx.Limits(max_connections=None),
    )  # fmt: skip


class Listener:
    """Reads server-sent events into a list."""

    def __init__(self) -> None:
        self.events: list[tuple[int, str, dict[str, Any]]] = []
        self.times: list[float] = []
        self.opened = asyncio.Event()
        self._more = asyncio.Event()

    async def read(self, answer: httpx.Response) -> None:
        event: dict[str, str] = {}
        async for line in answer.aiter_lines():
            self.opened.set()
            if line == "" and "data" in event:
                self.times.append(time.monotonic())
                data = json.loads(event["data"])
                self.events.append((int(event["id"]), event["event"], data))
                self._more.set()
                event = {}
            elif ": " in line:
                key, _, value = line.partition(": ")
                event[key] = value

    async def until(self, found: Callable[[list[Any]], bool], seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not found(self.events):
                self._more.clear()
                await self._more.wait()

    def kinds(self) -> list[str]:
        return [kind for _, kind, _ in self.events]


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, after: int | None = None, **params: str
) -> AsyncIterator[Listener]:
    headers = {} if after is None else {"last-event-id": str(after)}
    listener = Listener()
    async with client.stream("GET", "/api/v1/stream", headers=headers, params=params) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/event-stream"
        assert "content-encoding" not in answer.headers
        reading = asyncio.create_task(listener.read(answer))
        await asyncio.wait_for(listener.opened.wait(), 10)
        try:
            yield listener
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def push(box: FakeBox, entries: Any) -> int:
    return await sync_to_async(box.push)(entries)
