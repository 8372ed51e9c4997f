"""An emulated Tasmota: `/cm` with Power, PowerOnState, Delay and Backlog (protocols.md 6)."""

import asyncio
import json
from collections.abc import Callable
from urllib.parse import parse_qs

from vochi.lab.sockets.plug import Plug


class TasmotaPlug(Plug):
    """`password` empty: its page has none. `tenth` is the length of a Delay unit in seconds."""

    def __init__(
        self,
        on_power: Callable[[bool], None] | None = None,
        *,
        login: str = "admin",
        password: str = "",
        tenth: float = 0.1,
    ) -> None:
        super().__init__(on_power)
        self.login = login
        self.password = password
        self.tenth = tenth
        self.power_on_state = 3
        self._backlog: asyncio.Queue[str] = asyncio.Queue()
        self._working = False

    @property
    def starts_on(self) -> bool:
        """1: always on; 0: always off; 3: as it was."""
        return self.is_on if self.power_on_state == 3 else self.power_on_state == 1

    async def answer(self, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes]:
        """As its web server does."""
        del body
        if method != "GET" or path != "/cm":
            return 404, b"Not Found"
        asked = {name: held[0] for name, held in parse_qs(query).items()}
        if self.password and (asked.get("user"), asked.get("password")) != (
            self.login,
            self.password,
        ):
            warning = "Need user=<username>&password=<password>"
            return 200, json.dumps({"WARNING": warning}).encode()
        return 200, json.dumps(self._do(asked.get("cmnd", ""))).encode()

    def _do(self, command: str) -> dict[str, object]:
        word, _, rest = command.strip().partition(" ")
        match word.lower():
            case "backlog":
                for each in rest.split(";"):
                    self._backlog.put_nowait(each.strip())
                if not self._working:
                    self._working = True
                    self.later(self._work, 0.0)
                return {}
            case "power" | "power1":
                if rest:
                    self.switch(rest.strip().lower() in ("on", "1"))
                return {"POWER": "ON" if self.is_on else "OFF"}
            case "poweronstate":
                if rest:
                    self.power_on_state = int(rest)
                return {"PowerOnState": self.power_on_state}
            case _:
                return {"Command": "Unknown"}

    def _work(self) -> None:
        """One command of the backlog after the other; `Delay` waits between two."""
        while not self._backlog.empty():
            command = self._backlog.get_nowait()
            word, _, rest = command.partition(" ")
            if word.lower() == "delay":
                self.later(self._work, int(rest) * self.tenth)
                return
            self._do(command)
        self._working = False

    def powered(self, mains: bool) -> None:
        """What was in the backlog is lost with the power."""
        if not mains:
            self._backlog = asyncio.Queue()
            self._working = False
        super().powered(mains)
