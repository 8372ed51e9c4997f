"""A manager interface that says what a test tells it to; a seam instead of patching."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Fields = dict[str, str]


@dataclass
class Peer:
    """One connection of a client."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def action(self) -> Fields:
        fields: Fields = {}
        while line := (await self.reader.readline()).decode().rstrip("\r\n"):
            key, _, text = line.partition(": ")
            fields[key] = text
        if not fields:
            raise EOFError
        return fields

    def say(self, *lines: str) -> None:
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def answer(self, action: Fields, *lines: str) -> None:
        self.say("Response: Success", f"ActionID: {action['ActionID']}", *lines)

    async def login(self) -> None:
        self.writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        self.answer(await self.action(), "Message: Authentication accepted")


Script = Callable[[Peer], Awaitable[None]]


@dataclass
class Served:
    port: int
    peers: list[Peer] = field(default_factory=list)


@asynccontextmanager
async def fake_ami(script: Script) -> AsyncIterator[Served]:
    """Runs `script` for each connection; it ends the connection by returning."""
    served = Served(0)
    tasks: set[asyncio.Task[None]] = set()

    async def run(peer: Peer) -> None:
        try:
            await script(peer)
        except (EOFError, ConnectionError):
            pass
        finally:
            peer.writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = Peer(reader, writer)
        served.peers.append(peer)
        tasks.add(asyncio.create_task(run(peer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
