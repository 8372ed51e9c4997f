"""A scripted line of a GoIP: bytes out, bytes in, nothing done by itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Equipment, News
from vochi.gateways.goip.driver import Goip
from vochi.gateways.goip.patience import Patience
from vochi.gateways.goip.port import GoipPort

#: The waits of the protocol, thirty times as fast.
QUICK = Patience(
    step=0.15,
    repeats=3,
    sms=1.2,
    session=2.4,
    ussd_again=0.4,
    ussd=0.9,
    ussd_grace=0.1,
    forward=0.3,
    module_off=0.05,
    dead=10.0,
    overtakes=0.1,
    vacant=0.5,
)
KEY = "s3cret-of-the-line"


class Peer(asyncio.DatagramProtocol):
    """`say` sends, `hear` gives what came, in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self._came: asyncio.Queue[bytes] = asyncio.Queue()
        self._transport: Any = None
        self._server: Any = None

    async def open(self, server: tuple[str, int]) -> None:
        self._server = server
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, ("127.0.0.1", 0))

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    @property
    def port(self) -> int:
        return self._transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._came.put_nowait(data)

    def say(self, said: str | bytes) -> None:
        data = said if isinstance(said, bytes) else said.encode()
        self._transport.sendto(data, self._server)

    async def hear(self, within: float = 2.0) -> str:
        return (await asyncio.wait_for(self._came.get(), within)).decode()

    async def skip_to(self, beginning: str) -> str:
        """The next datagram that begins so; what comes before is not looked at."""
        while not (said := await self.hear()).startswith(beginning):
            pass
        return said

    async def silent(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await self.hear(seconds)
            return False
        return True

    async def log_in(self, count: int | None = None, more: str = "", key: str = KEY) -> str:
        self.count = self.count + 1 if count is None else count
        self.say(
            f"req:{self.count};id:{self.name};pass:{key};num:+375291111111;signal:20;"
            f"gsm_status:LOGIN;voip_status:LOGIN;{more}"
        )
        return await self.skip_to("reg:")

    def tell(self, verb: str, recvid: str, body: str, key: str = KEY) -> None:
        self.say(f"{verb}:{recvid};id:{self.name};password:{key};{body}")

    def close(self) -> None:
        self._transport.close()


@dataclass
class Room:
    """A driver of the lines `gsm-1` and `gsm-2` at an open port, and what it told."""

    port: GoipPort
    driver: Goip
    told: list[News] = field(default_factory=list)
    hold: Callable[[News], Awaitable[None]] | None = None
    _peers: list[Peer] = field(default_factory=list)

    async def tell(self, news: News) -> None:
        if self.hold is not None:
            await self.hold(news)
        self.told.append(news)

    def of(self, kind: type) -> list[Any]:
        return [news for news in self.told if isinstance(news, kind)]

    async def until(self, kind: type, count: int = 1, within: float = 3.0) -> list[Any]:
        async with asyncio.timeout(within):
            while len(self.of(kind)) < count:
                await asyncio.sleep(0.005)
        return self.of(kind)

    async def peer(self, name: str = "gsm-1", *, log_in: bool = True) -> Peer:
        peer = Peer(name)
        assert self.port.address is not None
        await peer.open(self.port.address)
        self._peers.append(peer)
        if log_in:
            assert await peer.log_in() == "reg:1;status:200;"
        return peer


def equipment(*names: str, key: str = KEY) -> Equipment:
    lines = tuple(
        GsmLine(id=name, name=name, operator="A1", slot=slot)
        for slot, name in enumerate(names, start=1)
    )
    keys = {f"sms.{name}": key for name in names}
    return Equipment(Gateway(id="goip", name="GoIP"), lines, keys)


@asynccontextmanager
async def running(port: GoipPort, driver: Goip) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(port.run()), asyncio.create_task(driver.run())]
    try:
        async with asyncio.timeout(2):
            while port.address is None:
                await asyncio.sleep(0.002)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def room(
    patience: Patience = QUICK, names: tuple[str, ...] = ("gsm-1", "gsm-2")
) -> AsyncIterator[Room]:
    port = GoipPort("127.0.0.1", 0, patience)

    async def tell(news: News) -> None:
        await made.tell(news)

    made = Room(port, Goip(equipment(*names), port, tell))
    async with running(port, made.driver):
        try:
            yield made
        finally:
            for peer in made._peers:
                peer.close()
