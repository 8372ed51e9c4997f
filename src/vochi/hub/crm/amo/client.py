"""amoCRM's API v4: one request, and what its answer means."""

import asyncio
import json
import time

import httpx
from pydantic import JsonValue

from vochi.hub.crm.step import Answer, Why
from vochi.hub.hooks.asking import Reply, ask

#: Requests a second that an account may make are 7; several hubs may share it.
AT_MOST = 5.0
_next: dict[str, float] = {}


async def post(web: httpx.AsyncClient, base: str, token: str, path: str, body: JsonValue) -> Answer:
    """Post to the API; waits its turn."""
    return _answer(await _ask(web, "POST", base, token, path, body=body))


async def get(web: httpx.AsyncClient, base: str, token: str, path: str) -> Answer:
    """Read from the API; waits its turn."""
    return _answer(await _ask(web, "GET", base, token, path))


async def token(web: httpx.AsyncClient, base: str, fields: dict[str, str]) -> Answer:
    """Ask for tokens: `grant_type` authorization_code or refresh_token."""
    reply = await ask(
        web, "POST", f"{base}/oauth2/access_token", content=json.dumps(fields).encode(),
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    answer = _answer(reply)
    body = reply.json
    if reply.status == 200 and isinstance(body, dict) and isinstance(body.get("access_token"), str):
        return Answer("", reply.status, reply.took_ms, result=body)
    if answer.why in {"", "wrong"}:
        return Answer("auth", reply.status, reply.took_ms, answer.said)
    return answer


async def _ask(
    web: httpx.AsyncClient, method: str, base: str, token: str, path: str, *, body: JsonValue = None
) -> Reply:
    await _turn(base)
    return await ask(
        web, method, f"{base}{path}",
        content=json.dumps(body).encode() if body is not None else b"",
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        seconds=15.0,
    )  # fmt: skip


async def _turn(base: str) -> None:
    now = time.monotonic()
    at = max(now, _next.get(base, 0.0))
    _next[base] = at + 1 / AT_MOST
    if at > now:
        await asyncio.sleep(at - now)


def _answer(reply: Reply) -> Answer:
    if reply.status is None:
        lost: dict[str, Why] = {
            "refused": "refused", "timeout": "timeout", "no_address": "no_address", "tls": "tls",
            "private_address": "private_address",
        }  # fmt: skip
        return Answer(lost.get(reply.why, "broken"), None, reply.took_ms)
    body = reply.json
    if 200 <= reply.status < 300:
        if reply.status != 204 and not isinstance(body, dict):
            return Answer("broken", reply.status, reply.took_ms)
        return Answer("", reply.status, reply.took_ms, result=body)
    told = body if isinstance(body, dict) else {}
    words = told.get("detail") or told.get("title") or told.get("hint") or ""
    faults = told.get("validation-errors")
    shown = json.dumps(faults, ensure_ascii=False)[:200] if faults else ""
    said = " ".join(f"{reply.status} {words} {shown}".split())[:300]
    wait = reply.wait or 2.0 if reply.status == 429 else None
    return Answer(_why(reply.status), reply.status, reply.took_ms, said, wait)


def _why(status: int) -> Why:
    match status:
        case 429:
            return "busy"
        case 401 | 403:
            return "auth"
        case 402:
            return "paid"
        case _:
            return "redirect" if 300 <= status < 400 else "status" if status >= 500 else "wrong"
