"""Tasmota by its web commands (protocols.md 6): `/cm?cmnd=...`.

The whole power cycle is one `Backlog`: the device that is told goes through it alone.
"""

from typing import Any

from vochi.gateways.base import GatewayFault
from vochi.gateways.sockets.outlet import MOST_OFF, OFF_SECONDS, Outlet
from vochi.gateways.sockets.web import DeviceWeb

#: `Delay` counts tenths of a second, 3600 at most.
_MOST_DELAY = 360
PORT = 80


class Tasmota(Outlet):
    """A socket with one relay; `password` is that of its web page, empty: it has none."""

    patience = _MOST_DELAY

    def __init__(self, host: str, port: int | None, login: str, password: str) -> None:
        self._web = DeviceWeb(host, port or PORT)
        self._login = login
        self._password = password

    async def is_on(self) -> bool:
        """As the relay stands."""
        told = await self._do("Power")
        state = told.get("POWER", told.get("POWER1"))
        if state not in ("ON", "OFF"):
            raise GatewayFault("refused", "no state of the relay")
        return bool(state == "ON")

    async def arm(self) -> None:
        """PowerOnState 1: always on after a mains failure; read back."""
        told = await self._do("PowerOnState 1")
        if told.get("PowerOnState") != 1:
            raise GatewayFault("refused", "PowerOnState")

    async def cycle(self, off: int = OFF_SECONDS, after: int = 0) -> None:
        """One request, whatever becomes of us afterwards."""
        if not 1 <= off <= MOST_OFF or not 0 <= after <= self.patience:
            raise GatewayFault("not_supported", "seconds")
        wait = f"Delay {after * 10}; " if after else ""
        await self._do(f"Backlog {wait}Power Off; Delay {off * 10}; Power On")

    async def rest(self) -> None:
        """Nothing stays behind of a Backlog."""

    async def close(self) -> None:
        """Let go of the connection."""
        await self._web.close()

    async def _do(self, command: str) -> dict[str, Any]:
        asked = {"cmnd": command}
        if self._password:
            asked = {"user": self._login, "password": self._password, **asked}
        status, told = await self._web.ask("GET", "/cm", params=asked)
        warning = str(told.get("WARNING", ""))
        if status == 401 or "user=" in warning.lower():
            raise GatewayFault("wrong_password")
        if status != 200 or told.get("Command") in ("Unknown", "Error"):
            raise GatewayFault("refused", f"status {status}")
        return told
