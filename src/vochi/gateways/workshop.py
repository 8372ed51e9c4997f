"""Makes the driver that a gateway needs; holds what drivers share (the UDP port of GoIPs)."""

import asyncio

from vochi.gateways.base import Driver, Equipment, Tell


class Workshop:
    """`listen` and `goip_port`: where GoIP lines speak to us."""

    def __init__(self, listen: str, goip_port: int) -> None:
        self._listen = listen
        self._goip_port = goip_port

    async def run(self) -> None:
        """Keep open what drivers share, until cancelled."""
        await asyncio.Event().wait()

    def make(self, equipment: Equipment, tell: Tell) -> Driver | None:
        """A driver for the gateway, None: there is none for its kind."""
        del equipment, tell
        return None
