"""The manager interface of an emulated device: sessions that ask one thing after another."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from vochi.lab.tasks import Tasks

Fields = dict[str, str]
Handle = Callable[[Fields], Awaitable[str | None]]


@dataclass
class Manners:
    """`echoes`: `ActionID` comes back. `garbage`: said to everybody who connects, and nothing
    else. `is_mute`: answers and events are lost; what was asked is done all the same.
    """

    login: str = "admin"
    password: str = "admin"  # noqa: S105 - as it leaves the factory
    echoes: bool = True
    garbage: bytes | None = None
    is_mute: bool = False
    banner: str = "Asterisk Call Manager/1.1"
    said: list[str] = field(default_factory=list)


class ManagerSide:
    """`handle` gives the answer of an action without its `Response` line put before; None: none."""

    def __init__(self, handle: Handle, manners: Manners, failures: list[BaseException]) -> None:
        self.manners = manners
        self.port = 0
        self._handle = handle
        self._tasks = Tasks(failures.append)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._let_in: set[asyncio.StreamWriter] = set()

    async def open(self, at: str) -> None:
        """Begin to listen; the port is the same after a power cut."""
        self._server = await asyncio.start_server(self._accept, at, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Silence at once."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._tasks.end()
        for writer in tuple(self._open):
            writer.transport.abort()
        self._open.clear()
        self._let_in.clear()

    def tell(self, text: str) -> None:
        """An event, to everybody who is let in."""
        if self.manners.is_mute:
            return
        for writer in self._let_in:
            writer.write(text.replace("\n", "\r\n").encode())

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        self._tasks.spawn(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                if self.manners.garbage is not None:
                    writer.write(self.manners.garbage)
                    await writer.drain()
                    await reader.read(1)
                    return
                writer.write(f"{self.manners.banner}\r\n".encode())
                while True:
                    came = (await reader.readuntil(b"\r\n\r\n")).decode()
                    told = await self._answer(came, writer)
                    if told is not None and not self.manners.is_mute:
                        writer.write(told.replace("\n", "\r\n").encode())
                        await writer.drain()
        finally:
            writer.close()
            self._open.discard(writer)
            self._let_in.discard(writer)

    async def _answer(self, came: str, writer: asyncio.StreamWriter) -> str | None:
        named = (line.partition(":") for line in came.removesuffix("\r\n\r\n").split("\r\n"))
        fields = {name.strip().lower(): value.lstrip(" ") for name, _, value in named}
        echo = f"ActionID: {fields['actionid']}\n" if self._echoes(fields) else ""
        if fields.get("action", "").lower() == "login":
            is_right = (fields.get("username"), fields.get("secret")) == (
                self.manners.login, self.manners.password,
            )  # fmt: skip
            if not is_right:
                return f"Response: Error\n{echo}Message: Authentication failed\n\n"
            self._let_in.add(writer)
            return f"Response: Success\n{echo}Message: Authentication accepted\n\n"
        if writer not in self._let_in:
            return f"Response: Error\n{echo}Message: Permission denied\n\n"
        self.manners.said.append(fields.get("command") or fields.get("action", ""))
        told = await self._handle(fields)
        if told is None:
            return None
        first, _, rest = told.partition("\n")
        return f"{first}\n{echo}{rest}"

    def _echoes(self, fields: Fields) -> bool:
        return self.manners.echoes and "actionid" in fields
