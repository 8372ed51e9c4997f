"""A server that speaks to an emulated GoIP by hand, packet by packet."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio

ANNA, BORIS, CLIENT = "+375296000001", "+375297000003", "+375291112233"
PASSWORD = "p-a1-1"
#: Seconds in which something that is to come has come; a deadline, not a wait.
SOON = 5.0


class Server(asyncio.DatagramProtocol):
    """`heard` is everything that came, in order; keepalives are acknowledged with `ack`."""

    def __init__(self, ack: str | None = "200") -> None:
        self.heard: list[str] = []
        self.sources: dict[str, tuple[str, int]] = {}
        self.ack = ack
        self.acks_events = True
        self._news = asyncio.Event()
        self._taken = 0
        self._transport: asyncio.DatagramTransport

    async def open(self) -> tuple[str, int]:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        address: tuple[str, int] = self._transport.get_extra_info("sockname")
        return address

    def close(self) -> None:
        self._transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        text = data.decode()
        self.heard.append(text)
        name = re.search(r";id:([^;]*);", text)
        if name:
            self.sources[name[1]] = addr
        if text.startswith("req:") and self.ack is not None:
            count = text.removeprefix("req:").partition(";")[0]
            self._transport.sendto(f"reg:{count};status:{self.ack};".encode(), addr)
        event = re.match(r"([A-Z]+):(\d+);id:", text)
        if event and self.acks_events:
            self._transport.sendto(f"{event[1]} {event[2]} OK\n".encode(), addr)
        self._news.set()

    def say(self, text: str, line: str = "a1-1") -> None:
        self._transport.sendto(text.encode(), self.sources[line])

    async def until(self, pattern: str) -> str:
        """The next packet, after those already taken, that matches."""
        async with asyncio.timeout(SOON):
            while True:
                for place in range(self._taken, len(self.heard)):
                    if re.match(pattern, self.heard[place]):
                        self._taken = place + 1
                        return self.heard[place]
                self._news.clear()
                await self._news.wait()

    async def ask(self, text: str, answer: str) -> str:
        self._taken = len(self.heard)
        self.say(text)
        return await self.until(answer)


@asynccontextmanager
async def playing(
    flavour: Flavour | None = None, ack: str | None = "200", pace: float = 0.002
) -> AsyncIterator[tuple[GoipBox, Server, Radio]]:
    """A GoIP with two cards, its server, the radio; the first keepalive has come."""
    server = Server(ack)
    address = await server.open()
    radio = Radio(lambda: 0.0, pace=pace)
    for number, mine, operator in ((1, ANNA, "A1"), (2, BORIS, "МТС")):
        card = SimCard(f"8937501000000000{number:03d}", f"25701000000000{number}", mine, operator)
        radio.insert(Slot("goip", number), card)
    accounts = Account(1, "a1-1", PASSWORD), Account(2, "mts-1", "p-mts-1")
    try:
        fast = flavour or Flavour(keepalive=0.1, resend_after=0.05, waits=0.01)
        async with GoipBox("goip", accounts, address, radio, fast) as box:
            await server.until("req:1;id:mts-1;")
            yield box, server, radio
        assert box.failures == ()
    finally:
        await radio.end()
        server.close()
    assert radio.failures == []
