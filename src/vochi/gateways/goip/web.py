"""HTTP as a GoIP speaks it: answers may end their lines with LF alone, no library reads that."""

import asyncio
import base64
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from vochi.gateways.base import GatewayFault

#: Bytes of an answer; the largest page of a GoIP-32 has a quarter of it.
_MOST = 262_144
_MOST_HEADERS = 100
_CONNECT, _ANSWER = 3.0, 8.0


@dataclass(frozen=True)
class Answer:
    """`headers` by lower-case name."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The vendor says gb2312, and writes UTF-8 into it."""
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            return self.body.decode("gb18030", "replace")


@dataclass(frozen=True)
class Site:
    """Where a page is. Certificates of such devices are their own: nobody can vouch for them."""

    host: str
    port: int
    kind: Literal["http", "https"] = "http"

    async def get(self, path: str, login: tuple[str, str] | None = None) -> Answer:
        """One page. Raises GatewayFault: `offline`, `no_answer`, `refused` (not HTTP)."""
        place = f"[{self.host}]" if ":" in self.host else self.host
        lines = [f"GET {path} HTTP/1.0", f"Host: {place}:{self.port}", "Connection: close"]
        if login is not None:
            word = base64.b64encode(":".join(login).encode()).decode()
            lines.append(f"Authorization: Basic {word}")
        return read_answer(await self._exchange("\r\n".join([*lines, "", ""]).encode()))

    async def _exchange(self, request: bytes) -> bytes:
        try:
            async with asyncio.timeout(_CONNECT):
                reader, writer = await asyncio.open_connection(
                    self.host, self.port, ssl=_trusting() if self.kind == "https" else None
                )
        except (OSError, TimeoutError) as fault:
            raise GatewayFault("offline", type(fault).__name__) from None
        came = bytearray()
        try:
            async with asyncio.timeout(_ANSWER):
                writer.write(request)
                await writer.drain()
                while len(came) <= _MOST and (part := await reader.read(16_384)):
                    came += part
        except (OSError, TimeoutError) as fault:
            # Some devices never close; what has come whole is an answer all the same.
            if not _is_whole(bytes(came)):
                raise GatewayFault("no_answer", type(fault).__name__) from None
        finally:
            writer.close()
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await writer.wait_closed()
        if len(came) > _MOST:
            raise GatewayFault("refused", "the answer has no end")
        return bytes(came)


async def is_open(host: str, port: int) -> bool:
    """Whether somebody takes connections there. Nothing is said to him."""
    try:
        async with asyncio.timeout(_CONNECT):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1):
            await writer.wait_closed()
    return True


def read_answer(came: bytes) -> Answer:
    """Read what came. Raises GatewayFault (`refused`) when it is no HTTP."""
    head, body = _cut(came)
    lines = head.decode("latin-1").split("\n")
    words = lines[0].strip().split(" ", 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdecimal():
        raise GatewayFault("refused", "not HTTP")
    headers: dict[str, str] = {}
    for line in lines[1:_MOST_HEADERS]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip()[:200])
    return Answer(int(words[1][:3]), headers, body)


def _cut(came: bytes) -> tuple[bytes, bytes]:
    """Head and body: parted by the first empty line, whatever ends lines."""
    ends = [(at, at + len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := came.find(mark)) >= 0]
    if not ends:
        return came, b""
    end, begin = min(ends)
    return came[:end], came[begin:]


def _is_whole(came: bytes) -> bool:
    try:
        answer = read_answer(came)
    except GatewayFault:
        return False
    length = answer.headers.get("content-length", "")
    return length.isdecimal() and len(length) < 10 and len(answer.body) >= int(length)


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
