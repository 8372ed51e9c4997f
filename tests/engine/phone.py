"""A SIP phone of a hundred lines: registers, calls, counts the echo of its own audio."""

import asyncio
import contextlib
import hashlib
import os
import re
import struct
from collections.abc import Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

FRAME = 160  # 20 ms of G.711


class _Inbox(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.received: asyncio.Queue[tuple[bytes, tuple[str, int]]] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.received.put_nowait((data, addr))


@dataclass
class Phone:
    """One SIP account on loopback; `port` is Asterisk's."""

    account: str
    port: int
    password: str = "0123456789abcdef"
    user_agent: str = "Phone/1"
    echoed: list[int] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._sip, inbox = await loop.create_datagram_endpoint(
            _Inbox, local_addr=("127.0.0.1", 0), remote_addr=("127.0.0.1", self.port)
        )
        self._media, media = await loop.create_datagram_endpoint(
            _Inbox, local_addr=("127.0.0.1", 0)
        )
        self._inbox, self._audio = inbox.received, media.received
        self._tasks: list[asyncio.Task[None]] = []
        self.own_port = self._sip.get_extra_info("sockname")[1]
        self._cseq = 0
        self._call_id = os.urandom(8).hex()
        self._to = ""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._sip.close()
        self._media.close()

    async def register(self, expires: int = 300) -> int:
        """REGISTER with digest; the final status."""
        return (await self._request("REGISTER", "sip:127.0.0.1", {"Expires": str(expires)}))[0]

    async def call(self, exten: str) -> tuple[int, float]:
        """INVITE; the final status and the seconds from the INVITE with credentials to it."""
        loop = asyncio.get_running_loop()
        self._call_id, self._to = os.urandom(8).hex(), ""
        target = f"sip:{exten}@127.0.0.1"
        status, headers, body, began = await self._request("INVITE", target, {}, self._sdp())
        took = loop.time() - began
        if status == 200:
            self._to, self._target = headers["to"], _inside(headers["contact"])
            self._send("ACK", self._target, {}, cseq=self._cseq)
            found = re.search(r"m=audio (\d+)", body)
            assert found
            self._start(self._speak(int(found[1])))
        return status, took

    async def hang_up(self) -> int:
        """BYE."""
        return (await self._request("BYE", self._target, {}))[0]

    def picks_up(self) -> None:
        """From now on answer every call at once and send each packet of voice back."""
        self._start(self._serve())

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _serve(self) -> None:
        while True:
            data = (await self._inbox.get())[0].decode()
            head, _, _ = data.partition("\r\n\r\n")
            first, *lines = head.split("\r\n")
            headers = _headers(lines)
            if first.startswith("INVITE"):
                self._answer(first, headers, self._sdp())
                self._start(self._send_back())
            elif not first.startswith(("ACK", "SIP/2.0")):
                self._answer(first, headers)

    async def _send_back(self) -> None:
        while True:
            data, address = await self._audio.get()
            self._media.sendto(data, address)

    async def _speak(self, port: int) -> None:
        """A frame each 20 ms whose bytes tell its number; what comes back is counted."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number in range(1 << 20):
            packet = struct.pack("!BBHII", 0x80, 8, number & 0xFFFF, number * FRAME, 7)
            self._media.sendto(packet + bytes([number & 0xFF]) * FRAME, ("127.0.0.1", port))
            while not self._audio.empty():
                payload = self._audio.get_nowait()[0][12:]
                self.echoed.append(payload[0])
            await asyncio.sleep(max(0.0, began + (number + 1) * 0.02 - loop.time()))

    def _send(
        self, method: str, uri: str, more: dict[str, str], body: str = "", cseq: int = 0
    ) -> None:
        own = f"sip:{self.account}@127.0.0.1:{self.own_port}"
        to = self._to or (f"<{uri}>" if method == "INVITE" else f"<sip:{self.account}@127.0.0.1>")
        headers = {
            "Via": f"SIP/2.0/UDP 127.0.0.1:{self.own_port};branch=z9hG4bK{os.urandom(6).hex()}",
            "Max-Forwards": "70",
            "From": f"<sip:{self.account}@127.0.0.1>;tag={self._call_id}",
            "To": to,
            "Call-ID": self._call_id,
            "CSeq": f"{cseq} {method}",
            "Contact": f"<{own}>",
            "User-Agent": self.user_agent,
            **more,
            **({"Content-Type": "application/sdp"} if body else {}),
            "Content-Length": str(len(body)),
        }
        lines = [f"{method} {uri} SIP/2.0", *(f"{name}: {text}" for name, text in headers.items())]
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    async def _request(
        self, method: str, uri: str, more: dict[str, str], body: str = ""
    ) -> tuple[int, dict[str, str], str, float]:
        loop = asyncio.get_running_loop()
        for _ in range(2):
            self._cseq += 1
            began = loop.time()
            self._send(method, uri, more, body, self._cseq)
            status, headers, text = await self._final()
            if status not in {401, 407}:
                break
            if method == "INVITE":
                self._to = headers["to"]
                self._send("ACK", uri, {}, cseq=self._cseq)
                self._to = ""
            challenge = dict(re.findall(r'(\w+)="?([^",]+)"?', headers["www-authenticate"]))
            more = {**more, "Authorization": self._digest(method, uri, challenge)}
        return status, headers, text, began

    async def _final(self) -> tuple[int, dict[str, str], str]:
        while True:
            async with asyncio.timeout(10):
                data = (await self._inbox.get())[0].decode()
            head, _, body = data.partition("\r\n\r\n")
            first, *lines = head.split("\r\n")
            headers = _headers(lines)
            if not first.startswith("SIP/2.0"):
                self._answer(first, headers)
            elif not first.startswith("SIP/2.0 1") and headers["cseq"].startswith(str(self._cseq)):
                return int(first.split()[1]), headers, body

    def _sdp(self) -> str:
        return (
            f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._media.get_extra_info('sockname')[1]} RTP/AVP 8\r\n"
            "a=rtpmap:8 PCMA/8000\r\n"
        )

    def _answer(self, first: str, headers: dict[str, str], body: str = "") -> None:
        """200 to whatever Asterisk asks (INVITE, OPTIONS, BYE, NOTIFY)."""
        kept = ("via", "from", "call-id", "cseq")
        tag = "" if "tag=" in headers["to"] else ";tag=phone"
        lines = ["SIP/2.0 200 OK", *(f"{name}: {headers[name]}" for name in kept)]
        lines += [
            f"To: {headers['to']}{tag}",
            f"Contact: <sip:{self.account}@127.0.0.1:{self.own_port}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    def _digest(self, method: str, uri: str, challenge: dict[str, str]) -> str:
        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        realm, nonce = challenge["realm"], challenge["nonce"]
        one, two = md5(f"{self.account}:{realm}:{self.password}"), md5(f"{method}:{uri}")
        count, own = "00000001", os.urandom(4).hex()
        answer = md5(f"{one}:{nonce}:{count}:{own}:auth:{two}")
        opaque = f', opaque="{challenge["opaque"]}"' if "opaque" in challenge else ""
        return (
            f'Digest username="{self.account}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
            f'response="{answer}", algorithm=MD5, cnonce="{own}", qop=auth, nc={count}{opaque}'
        )


def _headers(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): text.strip() for name, _, text in pairs}


def _inside(address: str) -> str:
    found = re.search(r"<([^>]+)>", address)
    return found[1] if found else address
