"""The small HTTP server of a gateway: one request a connection, digest or basic login."""

import asyncio
import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from vochi.lab.tasks import Tasks

_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_REALM, _NONCE = "gateway", "9f1c0b7a"


@dataclass(frozen=True)
class Asked:
    """A request; `query` of the address."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes


Answer = Callable[[Asked], Awaitable[bytes | None]]


@dataclass
class Manners:
    """`auth`: how it asks for a login. `garbage`: what it answers in place of everything."""

    auth: Literal["digest", "basic"] = "digest"
    login: str = "admin"
    password: str = "admin"  # noqa: S105 - as it leaves the factory
    garbage: bytes | None = None
    #: Paths whose answers are lost; what was asked is done all the same.
    mute: set[str] = field(default_factory=set)


class HttpSide:
    """`answer` gives a JSON body; None: it dies on the way. `asked` are paths in their order."""

    def __init__(self, answer: Answer, manners: Manners, failures: list[BaseException]) -> None:
        self.manners = manners
        self.asked: list[str] = []
        self.port = 0
        self._answer = answer
        self._tasks = Tasks(failures.append)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def open(self, at: str, port: int = 0) -> None:
        """Begin to listen; the port is the same after a power cut."""
        self._server = await asyncio.start_server(self._accept, at, port or self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Silence; who is asking hears nothing more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._tasks.end()
        for writer in tuple(self._open):
            writer.transport.abort()
        self._open.clear()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        self._tasks.spawn(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, ValueError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                named = (line.partition(":") for line in head[1:] if line)
                headers = {name.lower(): value.strip() for name, _, value in named}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                writer.write(await self._reply(head[0], headers, body))
                await writer.drain()
        finally:
            writer.close()
            self._open.discard(writer)

    async def _reply(self, first: str, headers: dict[str, str], body: bytes) -> bytes:
        method, target, _ = first.split(" ")
        parts = urlsplit(target)
        if self.manners.garbage is not None:
            return self.manners.garbage
        if not self._is_let_in(method, target, headers.get("authorization", "")):
            scheme = "Basic" if self.manners.auth == "basic" else "Digest"
            more = "" if scheme == "Basic" else f', qop="auth", nonce="{_NONCE}", algorithm=MD5'
            offer = f'WWW-Authenticate: {scheme} realm="{_REALM}"{more}'
            return _answer("401 Unauthorized", b"", offer)
        self.asked.append(parts.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        told = await self._answer(Asked(method, parts.path, query, body))
        if told is None or parts.path in self.manners.mute:
            return b""
        return _answer("200 OK", told)

    def _is_let_in(self, method: str, target: str, header: str) -> bool:
        login, password = self.manners.login, self.manners.password
        if self.manners.auth == "basic":
            word = base64.b64encode(f"{login}:{password}".encode()).decode()
            return header == f"Basic {word}"
        told = {key: one or other for key, one, other in _PAIR.findall(header)}
        if not header.startswith("Digest ") or told.get("nonce") != _NONCE:
            return False
        who, what = _md5(f"{login}:{_REALM}:{password}"), _md5(f"{method}:{target}")
        middle = ":".join((_NONCE, told.get("nc", ""), told.get("cnonce", ""), "auth"))
        is_whole = told.get("uri") == target and told.get("username") == login
        return is_whole and told.get("response") == _md5(f"{who}:{middle}:{what}")


def _answer(status: str, body: bytes, *more: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", "Connection: close"]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", *more, "", ""])
    return head.encode() + body


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - RFC 7616 of such devices
