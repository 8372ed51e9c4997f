"""What is known of each gateway as a device, told to the journal as it changes."""

from asyncio import Event
from collections.abc import Collection

from vochi.box.clock import Clock
from vochi.box.gsm.marks import read_marks
from vochi.box.gsm.ration import Ration
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.gsm.entries import GatewaySeen, SimSeen
from vochi.core.office.gateway import Gateway


class Gateways:
    """Kept by the map of SIM cards, which calls `write`; `news` is set when it should."""

    def __init__(self, scribe: Scribe, clock: Clock, ration: Ration, news: Event) -> None:
        self._scribe = scribe
        self._clock = clock
        self._ration = ration
        self._news = news
        self._known: dict[str, GatewaySeen] = {}
        self._told: dict[str, GatewaySeen] = {}
        self._addresses: dict[str, str] = {}

    def describe(
        self,
        gateway: str,
        *,
        model: str | None = None,
        firmware: str | None = None,
        warnings: tuple[str, ...] | None = None,
    ) -> None:
        """What another room has found out: goes into its next entry, at once."""
        found = {"model": model, "firmware": firmware, "warnings": warnings}
        before = self._known.get(gateway) or GatewaySeen(gateway=gateway, online=False)
        told = {name: value for name, value in found.items() if value is not None}
        self._known[gateway] = before.model_copy(update=told)
        self._news.set()

    def speaks_from(self, line: str, address: str) -> None:
        """Where a line of it is heard from."""
        self._addresses[line] = address

    async def recover(self) -> None:
        """What the journal said last."""
        self._told = await read_marks(self._scribe, "gateway:", GatewaySeen)
        self._known = {**self._told, **self._known}

    async def write(self, gateway: Gateway, lines: Collection[SimSeen]) -> None:
        """An entry if anything is new, its lines being so. Raises sqlite3.OperationalError."""
        name = gateway.id
        spoke = [each.line for each in lines if each.online]
        before = self._known.get(name) or GatewaySeen(
            gateway=name, online=False, address=gateway.address or ""
        )
        address = next((self._addresses[line] for line in spoke if line in self._addresses), "")
        now = before.model_copy(
            update={"online": bool(spoke), "address": _host(address) or before.address}
        )
        self._known[name] = now
        if now != self._told.get(name) and self._ration.take(f"gateway {name}"):
            draft = Draft.now("gateway", now.model_dump(mode="json"), self._clock)
            await self._scribe.write([draft], {f"gateway:{name}": now.model_dump_json()})
            self._told[name] = now


def _host(address: str) -> str:
    """`10.0.0.5:10991` without the port, which differs from line to line."""
    host, colon, port = address.rpartition(":")
    return (host if colon and port.isdigit() else address)[:80]
