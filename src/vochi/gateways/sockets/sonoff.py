"""Sonoff in DIY mode by its REST interface (protocols.md 6): JSON by POST to port 8081.

Its own timer is the `pulse`: with `startup` on, a relay that is switched off comes back by itself
after `pulseWidth`.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

from vochi.gateways.base import GatewayFault
from vochi.gateways.sockets.outlet import MOST_OFF, OFF_SECONDS, Outlet
from vochi.gateways.sockets.web import DeviceWeb

PORT = 8081
#: Seconds that the device wants between two requests.
APART = 0.2
#: What its `error` means.
_ERRORS = {400: "refused", 401: "not_supported", 404: "refused", 422: "refused"}


class Sonoff(Outlet):
    """A socket with one relay; `device` is the id that it tells in mDNS."""

    def __init__(self, host: str, port: int | None, device: str) -> None:
        self._web = DeviceWeb(host, port or PORT)
        self._device = device
        self._turn = asyncio.Lock()
        self._next = 0.0

    async def is_on(self) -> bool:
        """As the relay stands."""
        data = (await self._do("info")).get("data")
        if isinstance(data, str):  # firmware before 3.5 writes JSON into a string
            with suppress(ValueError, RecursionError):
                data = json.loads(data)
        state = data.get("switch") if isinstance(data, dict) else None
        if state not in ("on", "off"):
            raise GatewayFault("refused", "no state of the relay")
        return bool(state == "on")

    async def arm(self) -> None:
        """On after a mains failure."""
        await self._do("startup", startup="on")

    async def cycle(self, off: int = OFF_SECONDS, after: int = 0) -> None:
        """The timer is set before the power goes: nobody need be there when it is due."""
        if not 1 <= off <= MOST_OFF or after:
            raise GatewayFault("not_supported", "seconds")
        await self.arm()
        await self._do("pulse", pulse="on", pulseWidth=off * 1000)
        await self._do("switch", switch="off")

    async def rest(self) -> None:
        """No pulse: a person who switches it off finds it off."""
        await self._do("pulse", pulse="off")

    async def close(self) -> None:
        """Let go of the connection."""
        await self._web.close()

    async def _do(self, what: str, **data: Any) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        async with self._turn:
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            try:
                status, told = await self._web.ask(
                    "POST", f"/zeroconf/{what}", json={"deviceid": self._device, "data": data}
                )
            finally:
                self._next = loop.time() + APART
        error = told.get("error")
        if status != 200 or error != 0:
            code = error if isinstance(error, int) and error else status
            # 401: it is in its maker's cloud mode, where everything is encrypted.
            raise GatewayFault(_ERRORS.get(code, "refused"), f"error {code}")
        return told
