"""One request to one receiver: signed, bounded in time and in what is read of the answer."""

import asyncio
import ssl
import time
from dataclasses import dataclass

import httpx

from vochi.hub.hooks.address import AddressError, Target, resolve
from vochi.hub.hooks.schemas import Why
from vochi.hub.hooks.signing import signature

#: Seconds for all of it: name, connection, answer.
TIMEOUT = 10.0
#: Bytes of the answer that are read and kept.
ANSWER = 1024


@dataclass(frozen=True)
class Letter:
    """What is to be sent: `body` as bytes, signed by each of `keys`."""

    target: Target
    event_id: str
    kind: str
    body: bytes
    keys: tuple[str, ...]
    attempt: int


@dataclass(frozen=True)
class Answer:
    """What came of it; `why` is empty for a 2xx."""

    status: int | None
    why: Why
    took_ms: int
    text: str = ""
    signature: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether the receiver has it."""
        return self.why == ""


def client() -> httpx.AsyncClient:
    """A client that follows no redirect, keeps no cookie and takes no proxy from the machine."""
    return httpx.AsyncClient(
        follow_redirects=False,
        trust_env=False,
        timeout=httpx.Timeout(TIMEOUT, connect=5.0),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20),
    )


async def send(web: httpx.AsyncClient, letter: Letter) -> Answer:
    """Send it; a receiver's fault never raises."""
    began = time.monotonic()
    signed = signature(letter.keys, int(time.time()), letter.body)

    def answer(why: Why, status: int | None = None, text: str = "") -> Answer:
        return Answer(status, why, round((time.monotonic() - began) * 1000), text, signed)

    try:
        async with asyncio.timeout(TIMEOUT):
            status, text = await _ask(web, letter, signed)
    except AddressError as error:
        return answer("private_address" if error.why == "private_address" else "no_address")
    except (TimeoutError, httpx.TimeoutException):
        return answer("timeout")
    except httpx.ConnectError as error:
        return answer("tls" if _is_tls(error) else "refused")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
        return answer("broken")
    if 200 <= status < 300:
        return answer("", status, text)
    return answer("redirect" if 300 <= status < 400 else "status", status, text)


async def _ask(web: httpx.AsyncClient, letter: Letter, signed: str) -> tuple[int, str]:
    target = letter.target
    address = await resolve(target)
    host = f"[{address}]" if address.version == 6 else str(address)
    request = web.build_request(
        "POST",
        f"{target.scheme}://{host}:{target.port}{target.path}",
        content=letter.body,
        headers={
            "Host": target.authority,
            "Content-Type": "application/json",
            "User-Agent": "Vochi-Hooks/1",
            "Accept-Encoding": "identity",
            "Vochi-Signature": signed,
            "Vochi-Event": letter.kind,
            "Vochi-Attempt": str(letter.attempt),
            "Idempotency-Key": letter.event_id,
        },
        # The certificate is checked for the name, though the connection goes to the address.
        extensions={"sni_hostname": target.host},
    )
    response = await web.send(request, stream=True)
    try:
        read = b""
        async for part in response.aiter_raw():
            read += part
            if len(read) >= ANSWER:
                break
    finally:
        await response.aclose()
    return response.status_code, _shown(read[:ANSWER])


def _shown(read: bytes) -> str:
    text = read.decode("utf-8", "replace").replace("\0", "")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text)[:ANSWER]


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
