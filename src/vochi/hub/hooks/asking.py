"""One request of ours to a service outside (a CRM, a messenger): by the same door as webhooks,
bounded in time and in what is read.
"""

import asyncio
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import httpx
from pydantic import JsonValue

from vochi.hub.answer import Refused
from vochi.hub.hooks.address import AddressError, Target, resolve, target_of
from vochi.hub.hooks.schemas import Why

#: Bytes of an answer that are read; no answer that we understand is longer.
MOST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """What came of it: `why` says why there is no `status`; `wait` is Retry-After in seconds."""

    status: int | None
    why: Why
    took_ms: int
    body: bytes = b""
    wait: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> JsonValue:
        """The body as JSON; None when it is none."""
        try:
            read: JsonValue = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return read

    @property
    def text(self) -> str:
        """What may be shown of it: at most 1,000 characters, printable."""
        return shown(self.body[:1000])


def shown(read: bytes) -> str:
    """A stranger's words as they may be shown."""
    text = read.decode("utf-8", "replace").replace("\0", "")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text)


async def ask(
    web: httpx.AsyncClient, method: str, url: str, *, content: bytes = b"",
    headers: Mapping[str, str] | None = None, seconds: float = 10.0,
) -> Reply:  # fmt: skip
    """Ask `url`; the other side's fault never raises."""
    try:
        target = target_of(url)
    except Refused:
        return Reply(None, "private_address", 0)
    asked = Request(method, target, content, headers or {}, seconds)
    return await ask_for(web, asked)


@dataclass(frozen=True)
class Request:
    """A request; at most `most` bytes of its answer are read."""

    method: str
    target: Target
    content: bytes
    headers: Mapping[str, str]
    seconds: float
    most: int = MOST


async def ask_for(web: httpx.AsyncClient, request: Request) -> Reply:
    """Make a request; the other side's fault never raises."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(request.seconds):
            reply = await _send(web, request)
    except AddressError as error:
        why: Why = "private_address" if error.why == "private_address" else "no_address"
        reply = Reply(None, why, 0)
    except (TimeoutError, httpx.TimeoutException):
        reply = Reply(None, "timeout", 0)
    except httpx.ConnectError as error:
        reply = Reply(None, "tls" if _is_tls(error) else "refused", 0)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
        reply = Reply(None, "broken", 0)
    return replace(reply, took_ms=round((time.monotonic() - began) * 1000))


async def _send(web: httpx.AsyncClient, asked: Request) -> Reply:
    target = asked.target
    address = await resolve(target)
    host = f"[{address}]" if address.version == 6 else str(address)
    request = web.build_request(
        asked.method,
        f"{target.scheme}://{host}:{target.port}{target.path}",
        content=asked.content,
        headers={"Host": target.authority, "User-Agent": "Vochi/1", "Accept": "application/json",
                 "Accept-Encoding": "identity", **asked.headers},
        # The certificate is checked for the name, though the connection goes to the address.
        extensions={"sni_hostname": target.host, "timeout": _LONG},
    )  # fmt: skip
    response = await web.send(request, stream=True)
    read = b""
    try:
        async for part in response.aiter_raw():
            read += part
            if len(read) >= asked.most:
                break
    finally:
        await response.aclose()
    status = response.status_code
    why: Why = "" if 200 <= status < 300 else "redirect" if 300 <= status < 400 else "status"
    return Reply(status, why, 0, read[: asked.most], _wait(response.headers), response.headers)


#: `asyncio.timeout` bounds the whole; a long poll is silent for as long as it lasts.
_LONG = httpx.Timeout(120.0, connect=5.0).as_dict()


def _wait(headers: Mapping[str, str]) -> float | None:
    try:
        return min(max(float(headers["retry-after"]), 0.0), 3600.0)
    except (KeyError, ValueError):
        return None


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
