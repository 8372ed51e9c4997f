"""The UDP socket of one line, through whatever weather there is."""

import asyncio
from collections.abc import Callable

from vochi.lab.goip.flavour import Way, Weather

Address = tuple[str, int]


class Wire(asyncio.DatagramProtocol):
    """`hear` is told every datagram that arrives as text, with its source.

    A datagram passes every one of the `weathers`: that of the line, that of the whole box.
    """

    def __init__(self, weathers: tuple[Weather, ...], hear: Callable[[str, Address], None]) -> None:
        self._weathers = weathers
        self._hear = hear
        self._transport: asyncio.DatagramTransport | None = None

    async def open(self, address: str, port: int) -> None:
        """Bind; port 0 is any free one."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(address, port)
        )

    def close(self) -> None:
        """Send and hear nothing more."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    @property
    def is_open(self) -> bool:
        """The line is on."""
        return self._transport is not None

    @property
    def port(self) -> int:
        """Ours."""
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def send(self, text: str, to: Address) -> None:
        """As the weather allows."""
        for after in self._fate("out", text):
            self._later(after, lambda: self._sendto(text.encode(), to))

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """`DatagramProtocol`."""
        text = data.decode(errors="replace")
        for after in self._fate("in", text):
            self._later(after, lambda: self._hear(text, addr) if self.is_open else None)

    def _fate(self, way: Way, text: str) -> tuple[float, ...]:
        late: tuple[float, ...] = (0.0,)
        for weather in self._weathers:
            late = tuple(before + more for before in late for more in weather.fate(way, text))
        return late

    def _sendto(self, data: bytes, to: Address) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, to)

    def _later(self, after: float, work: Callable[[], object]) -> None:
        if after:
            asyncio.get_running_loop().call_later(after, work)
        else:
            work()
