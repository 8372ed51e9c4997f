"""An emulated Sonoff in DIY mode: `/zeroconf/{switch,startup,pulse,info}` (protocols.md 6)."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from vochi.lab.sockets.plug import Plug


class SonoffPlug(Plug):
    """`cloud`: in its maker's mode, where it refuses; `second` is how long its second lasts."""

    def __init__(
        self,
        on_power: Callable[[bool], None] | None = None,
        *,
        device: str = "10000abcde",
        second: float = 1.0,
    ) -> None:
        super().__init__(on_power)
        self.device = device
        self.second = second
        self.cloud = False
        self.startup = "off"
        self.pulse = "off"
        self.pulse_width = 500
        self.hurried = 0
        self._last = 0.0
        self._seq = 0

    @property
    def starts_on(self) -> bool:
        """`stay`: as it was."""
        return self.is_on if self.startup == "stay" else self.startup == "on"

    async def answer(self, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes]:
        """As its REST interface does; what comes too fast is counted."""
        del query
        now = asyncio.get_running_loop().time()
        # A request takes time to come here: 10 ms less than the device asks for is no hurry.
        self.hurried += now - self._last < 0.19
        self._last = now
        self._seq += 1
        error, data = self._do(method, path, body)
        told = {"seq": self._seq, "error": error, **({"data": data} if data else {})}
        return 200, json.dumps(told).encode()

    def _do(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if self.cloud:
            return 401, {}
        try:
            told = json.loads(body)
            device, data = told["deviceid"], told["data"]
        except (ValueError, KeyError, TypeError):
            return 400, {}
        if method != "POST" or device not in ("", self.device):
            return 404, {}
        match path, data:
            case "/zeroconf/info", _:
                return 0, {
                    "switch": "on" if self.is_on else "off", "startup": self.startup,
                    "pulse": self.pulse, "pulseWidth": self.pulse_width,
                }  # fmt: skip
            case "/zeroconf/switch", {"switch": "on" | "off" as state}:
                self.switch(state == "on")
                if self.pulse == "on" and self.is_on != self.starts_on:
                    self.later(self._back, self.pulse_width / 1000 * self.second)
                return 0, {}
            case "/zeroconf/startup", {"startup": "on" | "off" | "stay" as state}:
                self.startup = state
                return 0, {}
            case "/zeroconf/pulse", {"pulse": "off"}:
                self.pulse = "off"
                return 0, {}
            case "/zeroconf/pulse", {"pulse": "on", "pulseWidth": int(width)}:
                if width % 500 or not 500 <= width <= 36_000_000:
                    return 422, {}
                self.pulse, self.pulse_width = "on", width
                return 0, {}
            case _:
                return 422, {}

    def _back(self) -> None:
        self.switch(self.starts_on)
