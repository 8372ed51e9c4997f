"""Webhooks of schemes: a program of the company says which way a call goes (node Webhook).

    POST <url of the node>
    X-Vochi-Signature: <HMAC-SHA256 of the body with the secret `webhook`, hex>
    {"call": ..., "caller": "+375...", "line": "a1-1", "number": "+375...", "scheme": "main",
     "node": "ask", "at": "2026-04-20T12:00:00+00:00"}
    -> 200 {"branch": "vip"}

Only addresses of the office in force are asked, redirects are not followed, and all together
takes no longer than the node allows. Nothing of an answer but the name of a branch is used.
"""

import asyncio
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import httpx
import structlog

from vochi.box.agi import Question
from vochi.box.clock import Clock
from vochi.core.calls.endpoint import Endpoint
from vochi.core.office.document import Office, Secrets
from vochi.core.scheme.nodes.webhook import Webhook

log = structlog.get_logger()

#: Bytes of an answer that are read.
_LONGEST = 4096
_LIMITS = httpx.Limits(max_connections=50, max_keepalive_connections=10)
Status = Literal["ok", "late", "refused", "unreachable", "other"]


@dataclass(frozen=True)
class Said:
    """`branch` is empty unless `status` is ok; `ms` is how long it took."""

    status: Status
    branch: str = ""
    ms: int = 0


class Hooks:
    """Asks for the dialplan; `office` and `secrets` are those in force."""

    def __init__(
        self,
        office: Callable[[], Office | None],
        secrets: Callable[[], Secrets],
        clock: Clock,
    ) -> None:
        self._office = office
        self._secrets = secrets
        self._clock = clock
        self._client = httpx.AsyncClient(
            follow_redirects=False, trust_env=False, limits=_LIMITS, timeout=10.0
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def answer(self, question: Question) -> dict[str, str]:
        """Variables for context `hook`; arguments are scheme, node, caller, our number."""
        scheme, node, caller, number = (*question.arguments, "", "", "", "")[:4]
        found = self._node(scheme, node)
        if found is None:
            # A publication came between: the call walks through the dialplan of before.
            log.warning("webhook_unknown", scheme=scheme, node=node)
            return {}
        endpoint = Endpoint.of_channel(question.channel)
        told = {
            "call": question.unique_id,
            "caller": caller,
            "line": endpoint.name if endpoint and endpoint.kind == "line" else "",
            "number": number,
            "scheme": scheme,
            "node": node,
            "at": self._clock.now().isoformat(),
        }
        said = await self.ask(found, told)
        log.info("webhook", scheme=scheme, node=node, status=said.status, ms=said.ms)
        return {"V_STATUS": said.status, "V_BRANCH": said.branch, "V_MS": str(said.ms)}

    async def ask(self, node: Webhook, told: dict[str, str]) -> Said:
        """Ask in the time that the node allows; never raises for what the other side does."""
        began = time.monotonic()
        status: Status = "unreachable"
        branch = ""
        try:
            async with asyncio.timeout(node.seconds):
                status, branch = await self._post(node, json.dumps(told).encode())
        except TimeoutError:
            status = "late"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
            log.info("webhook_failed", reason=type(fault).__name__)
        return Said(status, branch, int((time.monotonic() - began) * 1000))

    async def _post(self, node: Webhook, body: bytes) -> tuple[Status, str]:
        secret = (await asyncio.to_thread(self._secrets)).webhook
        if not secret:
            log.error("webhook_without_secret")
            return "refused", ""
        headers = {
            "content-type": "application/json",
            "accept-encoding": "identity",
            "x-vochi-signature": hmac.new(secret.encode(), body, "sha256").hexdigest(),
        }
        async with self._client.stream("POST", node.url, content=body, headers=headers) as reply:
            if not reply.is_success:
                return "refused", ""
            # As it comes over the wire: a packed answer of 4 KB may unfold to gigabytes.
            answer = b""
            async for part in reply.aiter_raw():
                answer += part
                if len(answer) > _LONGEST:
                    return "other", ""
        branch = _branch(answer)
        return ("ok", branch) if branch in node.branches else ("other", "")

    def _node(self, scheme: str, node: str) -> Webhook | None:
        office = self._office()
        for each in office.inbound if office else ():
            found = each.nodes.get(node) if each.id == scheme else None
            if isinstance(found, Webhook):
                return found
        return None


def _branch(answer: bytes) -> str:
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    branch = said.get("branch") if isinstance(said, dict) else None
    return branch if isinstance(branch, str) else ""
