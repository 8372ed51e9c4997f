"""A program of the company that schemes ask (node Webhook): what it does is in the address.

/says/<branch>   {"branch": "<branch>"}
/slow            answers nothing for half a minute
/rubbish         what is no answer
/elsewhere       a redirect
/refuses         500
"""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass

from vochi.lab.lifetime import Lifetime
from vochi.lab.ports import free_tcp

_SLOW = 30.0


@dataclass(frozen=True)
class Asked:
    """One question: address, signature and body as they came."""

    path: str
    signature: str
    body: bytes


class Program(Lifetime):
    """A small web server on loopback; `asked` are the questions so far."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.port = free_tcp()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def _begin(self, stack: AsyncExitStack) -> None:
        """Listen."""
        stack.push_async_callback(self._end_tasks)
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        stack.callback(server.close)

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = dict(line.lower().partition(": ")[::2] for line in head[1:] if line)
            body = await reader.readexactly(int(fields.get("content-length", "0")))
            path = head[0].split(" ")[1]
            self.asked.append(Asked(path, fields.get("x-vochi-signature", ""), body))
            if path == "/slow":
                await asyncio.sleep(_SLOW)
            writer.write(_reply(path))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def _reply(path: str) -> bytes:
    status, extra, body = "200 OK", "", b"<html>nothing of the kind</html>"
    if path.startswith("/says/"):
        body = json.dumps({"branch": path.removeprefix("/says/")}).encode()
    elif path == "/elsewhere":
        status, extra = "302 Found", "Location: /says/vip\r\n"
    elif path == "/refuses":
        status = "500 Internal Server Error"
    head = f"HTTP/1.1 {status}\r\n{extra}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
