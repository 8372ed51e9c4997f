"""The smart sockets of an office: emulated ones, and what they feed goes dark with them."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from vochi.core.office.document import Office
from vochi.core.office.gateway import Socket
from vochi.lab.goip.box import GoipBox
from vochi.lab.lifetime import Lifetime
from vochi.lab.sockets.plug import Plug
from vochi.lab.sockets.sonoff import SonoffPlug
from vochi.lab.sockets.tasmota import TasmotaPlug
from vochi.lab.tasks import Tasks

#: A second of a socket's own timer lasts so long here.
SECOND = 0.2


class Board(Lifetime):
    """Use as `async with Board(gateway) as board:`; `plugs` by the id of their socket.

    `gateway` gives an emulated gateway by its id, None: the lab does not play it.
    """

    def __init__(self, gateway: Callable[[str], GoipBox | None]) -> None:
        self.plugs: dict[str, Plug] = {}
        self.failures: list[BaseException] = []
        self._gateway = gateway
        self._fed: dict[str, tuple[str, ...]] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._tasks = Tasks(self.failures.append)
        self._stack: AsyncExitStack

    async def _begin(self, stack: AsyncExitStack) -> None:
        stack.push_async_callback(self._tasks.end)
        self._stack = await stack.enter_async_context(AsyncExitStack())

    async def move(self, office: Office) -> Office:
        """The same office with every socket led to one of ours, which is there from now on."""
        self._fed = {
            socket.id: tuple(each.id for each in office.gateways if each.socket == socket.id)
            for socket in office.sockets
        }
        here = [
            socket.model_copy(
                update={"address": "127.0.0.1", "port": (await self._plug(socket)).port}
            )
            for socket in office.sockets
        ]
        return office.model_copy(update={"sockets": tuple(here)})

    async def _plug(self, socket: Socket) -> Plug:
        known = self.plugs.get(socket.id)
        if known is not None:
            return known

        def on_power(on: bool) -> None:
            for gateway in self._fed.get(socket.id, ()):
                self._tasks.spawn(self._power(gateway, on=on))

        plug: Plug = (
            TasmotaPlug(on_power, tenth=SECOND / 10)
            if socket.kind == "tasmota"
            else SonoffPlug(on_power, device=socket.device, second=SECOND)
        )
        self.plugs[socket.id] = await self._stack.enter_async_context(plug)
        return plug

    async def _power(self, gateway: str, *, on: bool) -> None:
        box = self._gateway(gateway)
        if box is None:
            return
        # One after the other: power that comes back finds a box that is really off.
        async with self._turns.setdefault(gateway, asyncio.Lock()):
            await (box.power_on() if on else box.power_off())
