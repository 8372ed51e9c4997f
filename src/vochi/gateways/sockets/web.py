"""HTTP to a small device that may be slow, dead, or somebody else's: bounded in time and size."""

import json
import logging
from typing import Any

import httpx

from vochi.gateways.base import GatewayFault

_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
# It would log whole addresses, and a password stands in those of a Tasmota.
logging.getLogger("httpx").setLevel(logging.WARNING)
#: Bytes; answers of sockets are a few hundred.
_MOST = 65_536


class DeviceWeb:
    """Speaks with `http://host:port`; what cannot be understood is a GatewayFault."""

    def __init__(self, host: str, port: int) -> None:
        place = f"[{host}]" if ":" in host else host
        # The office's devices are never behind a proxy of the environment.
        self._client = httpx.AsyncClient(
            base_url=f"http://{place}:{port}", timeout=_TIMEOUT, trust_env=False
        )

    async def ask(self, method: str, path: str, **told: Any) -> tuple[int, dict[str, Any]]:
        """Status and JSON object of the answer; empty when it is no JSON object."""
        try:
            async with self._client.stream(method, path, **told) as answer:
                body = bytearray()
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > _MOST:
                        raise GatewayFault("refused", "the answer has no end")
                return answer.status_code, _object(bytes(body))
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            raise GatewayFault("offline", type(fault).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            # Never the text: a password stands in the address.
            raise GatewayFault("no_answer", type(fault).__name__) from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
