"""SIP by hand for benches: a gateway that calls in, a phone that answers at once, voice for both.

Loopback only. Raises `TimeoutError` when a call does not come up: a bench with failures is none.
"""

import asyncio
import hashlib
import re
import struct
from collections.abc import Callable
from secrets import token_hex
from typing import Final

_HEADER: Final = re.compile(r"^([A-Za-z-]+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_AUTH: Final = re.compile(r'(\w+)="?([^",]+)"?')
_PORT: Final = re.compile(r"^m=audio (\d+)", re.MULTILINE)
_NUMBER: Final = re.compile(r"sip:([^@>]+)@")
_FRAME: Final = b"\xd5" * 160  # 20 ms of silence in A-law
PATIENCE: Final = 8.0
#: What a gateway calls.
CALLED: Final = "bench"
_AGAIN: Final = 0.5


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take

    def datagram_received(self, data: bytes, _addr: tuple[str, int]) -> None:
        self._take(data)


async def _socket(take: Callable[[bytes], None]) -> tuple[asyncio.DatagramTransport, int]:
    """A UDP socket on loopback and its port."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Datagrams(take), local_addr=("127.0.0.1", 0)
    )
    return transport, int(transport.get_extra_info("sockname")[1])


class Side:
    """One account with a socket for SIP and one for all its voice."""

    def __init__(self, account: str, password: str, server: int) -> None:
        self.account = account
        self._password = password
        self._server = server
        self._waiting: dict[str, asyncio.Queue[tuple[int, dict[str, str], str]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Bind the sockets."""
        self._sip, self._sip_port = await _socket(self._take)
        self._voice, self._voice_port = await _socket(lambda _: None)

    def close(self) -> None:
        """Stop speaking and close."""
        for task in self._tasks:
            task.cancel()
        self._sip.close()
        self._voice.close()

    async def register(self) -> None:
        """Tell Asterisk where this account is."""
        status, _, _ = await self.ask(
            "REGISTER", "sip:127.0.0.1", token_hex(8), self.account, f"<sip:{self.account}@bench>"
        )
        if status != 200:
            raise ConnectionError(f"{self.account}: REGISTER {status}")

    def taken(self, first: str, headers: dict[str, str], _body: str) -> None:
        """A request of Asterisk: 200, whatever it is."""
        if not first.startswith("ACK"):
            self.reply("200 OK", headers)

    async def ask(  # noqa: PLR0917 - a request has as many parts
        self, method: str, uri: str, call_id: str, user: str, to: str, body: str = ""
    ) -> tuple[int, dict[str, str], str]:
        """Send a request, with credentials when asked for them; the final answer."""
        answers = self._waiting.setdefault(call_id, asyncio.Queue())
        extra = ""
        for count in (1, 2):
            sequence = 2 * (method == "BYE") + count
            asked = self.send(method, uri, call_id, user, to, f"{sequence}", extra, body)
            async with asyncio.timeout(PATIENCE):
                while True:
                    try:
                        status, headers, text = await asyncio.wait_for(answers.get(), _AGAIN)
                    except TimeoutError:
                        self._put(asked)  # a datagram may get lost in a rush (RFC 3261, T1)
                        continue
                    if status >= 200 and headers["cseq"] == f"{sequence} {method}":
                        break
            if status != 401:
                break
            if method == "INVITE":
                self.send("ACK", uri, call_id, user, headers["to"], f"{sequence}")
            extra = self._credentials(method, uri, headers["www-authenticate"])
            self.asked_again(call_id)
        if method != "INVITE":
            self._waiting.pop(call_id, None)
        return status, headers, text

    def asked_again(self, call_id: str) -> None:
        """The request goes out with credentials now."""

    def send(  # noqa: PLR0917
        self, method: str, uri: str, call_id: str, user: str, to: str, sequence: str,
        extra: str = "", body: str = "",
    ) -> str:  # fmt: skip
        """One request; its text."""
        own = f"127.0.0.1:{self._sip_port}"
        text = (
            f"{method} {uri} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {own};branch=z9hG4bK{token_hex(6)}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:{user}@127.0.0.1>;tag={call_id}\r\nTo: {to}\r\nCall-ID: {call_id}\r\n"
            f"CSeq: {sequence} {method}\r\nContact: <sip:{self.account}@{own}>\r\n{extra}"
            f"{'Content-Type: application/sdp' + chr(13) + chr(10) if body else ''}"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        self._put(text)
        return text

    def reply(self, status: str, headers: dict[str, str], body: str = "") -> None:
        """Answer a request; the tag is fixed, every call has a Call-ID of its own."""
        to = headers["to"] + ("" if "tag=" in headers["to"] else ";tag=bench")
        kind = "Content-Type: application/sdp\r\n" if body else ""
        self._put(
            f"SIP/2.0 {status}\r\nVia: {headers['via']}\r\nFrom: {headers['from']}\r\nTo: {to}\r\n"
            f"Call-ID: {headers['call-id']}\r\nCSeq: {headers['cseq']}\r\n"
            f"Contact: <sip:{self.account}@127.0.0.1:{self._sip_port}>\r\n{kind}"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )

    def sdp(self) -> str:
        """A-law to our one socket."""
        return (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._voice_port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )

    async def speak(self, body: str, seconds: float) -> None:
        """Send voice to the port that an SDP names."""
        found = _PORT.search(body)
        if not found:
            return
        loop = asyncio.get_running_loop()
        began, target = loop.time(), ("127.0.0.1", int(found[1]))
        for number in range(int(seconds * 50)):
            head = struct.pack("!BBHII", 0x80, 8, number, number * 160, 7)
            self._voice.sendto(head + _FRAME, target)
            await asyncio.sleep(max(0.0, began + (number + 1) * 0.02 - loop.time()))

    def start(self, body: str, seconds: float) -> None:
        """Speak in the background."""
        task = asyncio.create_task(self.speak(body, seconds))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _put(self, text: str) -> None:
        self._sip.sendto(text.encode(), ("127.0.0.1", self._server))

    def _take(self, data: bytes) -> None:
        head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        first, _, rest = head.partition("\r\n")
        headers = {name.lower(): value for name, value in _HEADER.findall(rest)}
        if first.startswith("SIP/2.0"):
            queue = self._waiting.get(headers["call-id"])
            if queue:
                queue.put_nowait((int(first.split()[1]), headers, body))
        else:
            self.taken(first, headers, body)

    def _credentials(self, method: str, uri: str, challenge: str) -> str:
        told = dict(_AUTH.findall(challenge))
        one = _md5(f"{self.account}:{told['realm']}:{self._password}")
        own, two = token_hex(4), _md5(f"{method}:{uri}")
        answer = _md5(f"{one}:{told['nonce']}:00000001:{own}:auth:{two}")
        opaque = f', opaque="{told["opaque"]}"' if "opaque" in told else ""
        return (
            f'Authorization: Digest username="{self.account}", realm="{told["realm"]}", '
            f'nonce="{told["nonce"]}", uri="{uri}", response="{answer}", algorithm=MD5, '
            f'cnonce="{own}", qop=auth, nc=00000001{opaque}\r\n'
        )


class Phone(Side):
    """Rings and answers at once; `rang` tells when, by the caller's number."""

    talk = 0.0

    def __init__(self, account: str, password: str, server: int) -> None:
        super().__init__(account, password, server)
        self.rang: dict[str, float] = {}
        self._speaks: set[str] = set()

    def taken(self, first: str, headers: dict[str, str], _body: str) -> None:
        """Answer a call, agree to everything else."""
        if not first.startswith("INVITE"):
            super().taken(first, headers, _body)
            return
        found = _NUMBER.search(headers["from"])
        if found:
            self.rang.setdefault(found[1], asyncio.get_running_loop().time())
        self.reply("180 Ringing", headers)
        self.reply("200 OK", headers, self.sdp())
        # Asterisk asks again when this process is slow; nobody speaks twice.
        if headers["call-id"] in self._speaks:
            return
        self._speaks.add(headers["call-id"])
        if self.talk:
            self.start(_body, self.talk)


class Gateway(Side):
    """A line of a gateway: calls in, talks, hangs up."""

    def __init__(self, account: str, password: str, server: int) -> None:
        super().__init__(account, password, server)
        self.asked: dict[str, float] = {}

    def asked_again(self, call_id: str) -> None:
        """The moment from which the set-up of a call counts."""
        self.asked[call_id] = asyncio.get_running_loop().time()

    async def call(self, caller: str, talk: float = 0.0) -> float:
        """One call from the number `caller`; the moment of its INVITE with credentials."""
        call_id = token_hex(8)
        uri = f"sip:{CALLED}@127.0.0.1"
        status, headers, body = await self.ask(
            "INVITE", uri, call_id, caller, f"<{uri}>", self.sdp()
        )
        if status != 200:
            raise ConnectionError(f"{self.account}: INVITE {status}")
        target = headers["contact"].strip("<>")
        self.send("ACK", target, call_id, caller, headers["to"], "2")
        if talk:
            await self.speak(body, talk)
        await self.ask("BYE", target, call_id, caller, headers["to"])
        return self.asked.pop(call_id)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
