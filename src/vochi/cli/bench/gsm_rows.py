"""When messages became rows of the hub, as the desk's stream tells."""

import asyncio
import json
import time
from contextlib import AsyncExitStack

import httpx

from vochi.lab.desk import Desk
from vochi.lab.lifetime import Lifetime


class Rows(Lifetime):
    """`async with Rows(desk) as rows:`; `seen_at` are moments (monotonic) of what came in."""

    def __init__(self, desk: Desk) -> None:
        self.seen_at: dict[str, float] = {}
        self._desk = desk
        self._opened = asyncio.Event()

    async def _begin(self, stack: AsyncExitStack) -> None:
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                base_url=self._desk.web, timeout=httpx.Timeout(10, read=60), trust_env=False,
                headers={"Authorization": f"Bearer {self._desk.token}"},
            )
        )  # fmt: skip
        answer = await stack.enter_async_context(client.stream("GET", "/api/v1/stream"))
        answer.raise_for_status()
        reading = asyncio.create_task(self._read(answer))
        stack.push_async_callback(_end, reading)
        await asyncio.wait_for(self._opened.wait(), 10)

    async def _read(self, answer: httpx.Response) -> None:
        kind = ""
        async for line in answer.aiter_lines():
            self._opened.set()
            key, _, value = line.partition(": ")
            if key == "event":
                kind = value
            elif key == "data" and kind == "sms":
                row = json.loads(value)
                if row["dir"] == "in":
                    self.seen_at.setdefault(row["text"], time.monotonic())


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
