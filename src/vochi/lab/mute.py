"""A gateway that dies: it is registered and answers, until a call comes; then nothing any more.

Asterisk cannot play that, it always answers. So this is a few lines of SIP over UDP (RFC 3261):
REGISTER with a digest, 200 to OPTIONS, and silence from the first INVITE on.
"""

import asyncio
import hashlib
import os
import re
from contextlib import AsyncExitStack

from vochi.lab.lifetime import Lifetime

_CHALLENGE = re.compile(r'(realm|nonce|opaque)="([^"]*)"')


class Mute(Lifetime, asyncio.DatagramProtocol):
    """Use as `async with Mute(account, password, server) as mute`; registered when it is entered.

    `is_dead` is set by the first INVITE. Left, its registration is taken back.
    """

    def __init__(self, account: str, password: str, server: tuple[str, int], at: str) -> None:
        self._account, self._password, self._server, self._at = account, password, server, at
        self._replies: asyncio.Queue[str] = asyncio.Queue()
        self._transport: asyncio.DatagramTransport | None = None
        self._call_id = os.urandom(8).hex()
        self._sequence = 0
        self.is_dead = False
        self.invites = 0

    async def _begin(self, stack: AsyncExitStack) -> None:
        """Register."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(self._at, 0)
        )
        stack.callback(self._wire.close)
        await self._register(300)
        # Nothing must call here any more.
        stack.push_async_callback(self._register, 0)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """`DatagramProtocol`: OPTIONS is answered while it lives, INVITE never."""
        text = data.decode(errors="replace")
        if text.startswith("SIP/2.0 "):
            self._replies.put_nowait(text)
        elif text.startswith("INVITE "):
            self.is_dead = True
            self.invites += 1
        elif text.startswith("OPTIONS ") and not self.is_dead:
            kept = [line for line in text.split("\r\n") if _is_kept(line)]
            self._wire.sendto(_message("SIP/2.0 200 OK", kept), addr)

    @property
    def _wire(self) -> asyncio.DatagramTransport:
        assert self._transport is not None
        return self._transport

    async def _register(self, expires: int) -> None:
        reply = await self._ask(expires, "")
        if " 401 " in reply.partition("\r\n")[0]:
            reply = await self._ask(expires, self._digest(dict(_CHALLENGE.findall(reply))))
        status = reply.partition("\r\n")[0]
        assert " 200 " in status, f"{self._account} cannot register: {status}"

    async def _ask(self, expires: int, authorization: str) -> str:
        self._sequence += 1
        host, port = self._server
        own = self._wire.get_extra_info("sockname")
        me = f"<sip:{self._account}@{host}>"
        lines = [
            f"Via: SIP/2.0/UDP {own[0]}:{own[1]};branch=z9hG4bK{os.urandom(6).hex()};rport",
            f"From: {me};tag={self._call_id}", f"To: {me}", f"Call-ID: {self._call_id}",
            f"CSeq: {self._sequence} REGISTER", "Max-Forwards: 70",
            f"Contact: <sip:{self._account}@{own[0]}:{own[1]}>", f"Expires: {expires}",
            *([authorization] if authorization else []),
        ]  # fmt: skip
        self._wire.sendto(_message(f"REGISTER {self._uri} SIP/2.0", lines), (host, port))
        async with asyncio.timeout(10):
            return await self._replies.get()

    def _digest(self, asked: dict[str, str]) -> str:
        realm, nonce = asked["realm"], asked["nonce"]
        first = _md5(f"{self._account}:{realm}:{self._password}")
        second = _md5(f"REGISTER:{self._uri}")
        count, own = "00000001", os.urandom(4).hex()
        response = _md5(f"{first}:{nonce}:{count}:{own}:auth:{second}")
        return (
            f'Authorization: Digest username="{self._account}", realm="{realm}", nonce="{nonce}", '
            f'uri="{self._uri}", response="{response}", algorithm=MD5, qop=auth, nc={count}, '
            f'cnonce="{own}", opaque="{asked.get("opaque", "")}"'
        )

    @property
    def _uri(self) -> str:
        return f"sip:{self._server[0]}:{self._server[1]}"


def _is_kept(line: str) -> bool:
    """Lines that an answer repeats."""
    return line.partition(":")[0].lower() in {"via", "v", "from", "f", "to", "t", "call-id", "i",
                                              "cseq"}  # fmt: skip


def _message(first: str, lines: list[str]) -> bytes:
    return "\r\n".join([first, *lines, "Content-Length: 0", "", ""]).encode()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
