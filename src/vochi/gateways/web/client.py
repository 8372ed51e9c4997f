"""HTTP with JSON to a gateway that may be slow, dead, or somebody else: bounded, never led away.

Certificates of such devices are their own, and nobody can vouch for them: https keeps a listener
out, not an impostor. Redirects are not followed, a proxy of the environment is not used, and every
request has its own connection: a request on one that the device has just closed would be lost, and
nobody could tell whether it was before it was read.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx

from vochi.core.office.gateway import Gateway
from vochi.gateways.base import GatewayFault
from vochi.gateways.web.challenge import Challenge

#: Bytes of an answer: an inbox page of the largest device has a tenth of it.
_MOST = 1_048_576
_DEPTH_FAULTS = (ValueError, RecursionError)
_WRONG = {401: "wrong_password", 404: "not_supported", 405: "not_supported"}


class JsonWeb:
    """`answer`: seconds for a whole answer, however slowly it drips."""

    def __init__(
        self, gateway: Gateway, password: str, *, connect: float = 3.0, answer: float = 10.0
    ) -> None:
        host = gateway.address or ""
        place = f"[{host}]" if ":" in host else host
        port = gateway.port or (443 if gateway.web == "https" else 80)
        self._answer = answer
        self._client = httpx.AsyncClient(
            base_url=f"{gateway.web}://{place}:{port}",
            auth=Challenge(gateway.login, password),
            timeout=httpx.Timeout(answer, connect=connect),
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=0),
            headers={"Accept-Encoding": "identity", "Connection": "close"},
            trust_env=False,
            follow_redirects=False,
            verify=False,  # noqa: S501 - see above
        )

    async def get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that is answered. Raises GatewayFault, see `_ask`."""
        return await self._ask("GET", path, params=dict(query))

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object that is answered. Raises GatewayFault, see `_ask`."""
        return await self._ask("POST", path, json=dict(body))

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, **told: Any) -> dict[str, Any]:
        """Raises GatewayFault: `offline`, `wrong_password`, `not_supported` (nothing was done, for
        certain), `no_answer`, `refused` (nobody can tell).
        """
        try:
            async with asyncio.timeout(self._answer):
                status, body = await self._exchange(method, path, told)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
            raise GatewayFault("offline", type(fault).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as fault:
            # Never the text: whatever the device sent may stand in it.
            raise GatewayFault("no_answer", type(fault).__name__) from None
        except (KeyError, ValueError, NotImplementedError):
            raise GatewayFault("refused", "asks for a login in its own way") from None
        if status != httpx.codes.OK:
            raise GatewayFault(_WRONG.get(status, "refused"), f"HTTP {status}")
        return _object(body)

    async def _exchange(self, method: str, path: str, told: Any) -> tuple[int, bytes]:
        async with self._client.stream(method, path, **told) as answer:
            body = bytearray()
            # Raw: what says that it is packed would unpack to more than it is.
            async for part in answer.aiter_raw():
                body += part
                if len(body) > _MOST:
                    raise GatewayFault("refused", "the answer has no end")
            return answer.status_code, bytes(body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=lambda _: None)
    except _DEPTH_FAULTS:
        raise GatewayFault("refused", "not JSON") from None
    if not isinstance(told, dict):
        raise GatewayFault("refused", "not a JSON object")
    return told
