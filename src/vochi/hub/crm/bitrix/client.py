"""Bitrix24's REST: one request, and what its answer means."""

import json
from urllib.parse import urlencode

import httpx
from django.conf import settings
from pydantic import JsonValue

from vochi.hub.crm.step import Answer, Why
from vochi.hub.hooks.asking import Reply, ask

#: Seconds for one request; a recording goes along as base64.
TIMEOUT, RECORD_TIMEOUT = 15.0, 90.0
_BUSY = frozenset({"QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT", "OVERLOAD_LIMIT"})
_AUTH = frozenset(
    {"expired_token", "invalid_token", "INVALID_TOKEN", "NO_AUTH_FOUND", "invalid_grant",
     "invalid_client", "PAYMENT_REQUIRED", "ACCESS_DENIED", "INVALID_CREDENTIALS",
     "APPLICATION_NOT_FOUND"}
)  # fmt: skip


async def call(
    web: httpx.AsyncClient, base: str, token: str, method: str, body: JsonValue, *,
    seconds: float = TIMEOUT,
) -> Answer:  # fmt: skip
    """Call a method; `base` is the portal (`https://x.bitrix24.by`)."""
    fields = body if isinstance(body, dict) else {}
    reply = await ask(
        web, "POST", f"{base}/rest/{method}.json",
        content=json.dumps(fields | {"auth": token}).encode(),
        headers={"Content-Type": "application/json"}, seconds=seconds,
    )  # fmt: skip
    return _answer(reply)


async def token(web: httpx.AsyncClient, fields: dict[str, str]) -> Answer:
    """Ask for tokens: `grant_type` authorization_code or refresh_token."""
    url = f"{settings.BITRIX_OAUTH}/oauth/token/"
    reply = await ask(
        web, "POST", url, content=urlencode(fields).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    answer = _answer(reply)
    body = reply.json
    if reply.status == 200 and isinstance(body, dict) and isinstance(body.get("access_token"), str):
        return Answer("", reply.status, reply.took_ms, result=body)
    if answer.is_ok or answer.why == "wrong":
        return Answer("auth", reply.status, reply.took_ms, answer.said)
    return answer


def _answer(reply: Reply) -> Answer:
    if reply.status is None:
        return Answer(_lost(reply.why), None, reply.took_ms)
    body = reply.json
    if not isinstance(body, dict):
        why: Why = "redirect" if 300 <= reply.status < 400 else "status"
        return Answer(why if reply.status != 200 else "broken", reply.status, reply.took_ms,
                      f"{reply.status}", reply.wait)  # fmt: skip
    if "error" not in body and 200 <= reply.status < 300:
        return Answer("", reply.status, reply.took_ms, result=body.get("result"))
    code, words = str(body.get("error", "")), str(body.get("error_description", ""))
    said = " ".join(f"{reply.status} {code} {words}".split())[:300]
    wait = reply.wait or 2.0 if code in _BUSY or reply.status == 429 else None
    return Answer(_why(reply.status, code, words), reply.status, reply.took_ms, said, wait)


def _why(status: int, code: str, words: str) -> Why:
    if code in _BUSY or status == 429:
        return "busy"
    if code in {"WRONG_AUTH_TYPE", "insufficient_scope"}:
        return "app"
    if code in _AUTH or status == 401:
        return "auth"
    if status == 402:
        return "paid"
    if status >= 500:
        return "status"
    if "User is not found" in words:
        return "unknown_user"
    if "not finished yet" in words:
        return "not_yet"
    if "Call is not found" in words:
        return "unknown_call"
    return "wrong"


def _lost(why: str) -> Why:
    lost: dict[str, Why] = {
        "refused": "refused", "timeout": "timeout", "no_address": "no_address", "tls": "tls",
        "private_address": "private_address",
    }  # fmt: skip
    return lost.get(why, "broken")
