"""A connection to a manager interface: login, answers in the order of questions, events.

    connection = Connection(place, login, password, patience)
    async with connection.open(hear):     hear(packet) gets events, in their order, one by one
        packet = await connection.ask("Ping")

An answer belongs to the oldest question that has none: such a device does one thing after another.
Some repeat `ActionID`; then it is looked at, and a foreign one is nobody's.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from vochi.gateways.base import GatewayFault
from vochi.gateways.text.packet import Endless, Packet, Reader, action

#: Questions that have no answer yet.
_MOST_ASKED = 64
_CLOSE_WITHIN = 1.0


@dataclass(frozen=True)
class Patience:
    """`silent`: a connection without a word for so long is dead; who opens it asks more often.
    `first` and `longest`: between two attempts to connect.
    """

    connect: float = 5.0
    answer: float = 10.0
    silent: float = 60.0
    first: float = 1.0
    longest: float = 60.0


@dataclass(frozen=True)
class Place:
    """Where it is, and the login there."""

    host: str
    port: int
    login: str
    password: str


@dataclass(eq=False)
class _Asked:
    name: str
    future: asyncio.Future[Packet]


class Unsaid(GatewayFault):
    """It was not on the wire: certainly nothing was done."""


class Connection:
    """One connection; `open` once. Everything raises GatewayFault."""

    def __init__(self, place: Place, patience: Patience | None = None) -> None:
        self._place = place
        self._patience = patience or Patience()
        self._writer: asyncio.StreamWriter | None = None
        self._asked: deque[_Asked] = deque()
        self._heard_at = 0.0
        self._over = asyncio.Event()

    @asynccontextmanager
    async def open(self, hear: Callable[[Packet], None]) -> AsyncIterator[None]:
        """Connected and let in. Raises GatewayFault: `offline`, `wrong_password`, `no_answer`."""
        reader, writer = await self._connect()
        self._writer, self._heard_at = writer, self._clock()
        reading = asyncio.get_running_loop().create_task(self._read(reader, hear))
        try:
            await self._log_in()
            yield
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading
            self._end()
            writer.close()
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CLOSE_WITHIN):
                    await writer.wait_closed()

    async def ended(self) -> None:
        """Until the other side is gone, or silent."""
        while not self._over.is_set():
            try:
                async with asyncio.timeout(self._patience.silent / 3):
                    await self._over.wait()
            except TimeoutError:
                if self._clock() - self._heard_at > self._patience.silent:
                    self._end()

    async def unless_ended(self, future: asyncio.Future[bool], within: float) -> None:
        """Till a word has come that this connection alone can bring."""
        ended = asyncio.get_running_loop().create_task(self._over.wait())
        either: set[asyncio.Future[Any]] = {future, ended}
        try:
            await asyncio.wait(either, timeout=within, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()

    async def ask(self, name: str, *, within: float | None = None, **fields: str) -> Packet:
        """Say an action, and wait for its answer. Raises Unsaid, GatewayFault (`no_answer`)."""
        called = secrets.token_hex(6)
        return await self.ask_raw(action(name, ActionID=called, **fields), called, within=within)

    async def ask_raw(self, said: bytes, called: str, *, within: float | None = None) -> Packet:
        """The same of an action that is written already."""
        writer = self._writer
        if writer is None or self._over.is_set():
            raise Unsaid("offline")
        if len(self._asked) >= _MOST_ASKED:
            raise Unsaid("busy")
        asked = _Asked(called, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        try:
            async with asyncio.timeout(self._patience.answer if within is None else within):
                writer.write(said)
                await writer.drain()
                return await asked.future
        except (OSError, TimeoutError) as fault:
            # What comes now can belong to another question: only a new connection is sure.
            if isinstance(fault, TimeoutError):
                self._end()
            raise GatewayFault("no_answer", type(fault).__name__) from None
        finally:
            if not asked.future.done():
                asked.future.cancel()

    @property
    def is_open(self) -> bool:
        """Somebody is there."""
        return self._writer is not None and not self._over.is_set()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            async with asyncio.timeout(self._patience.connect):
                return await asyncio.open_connection(self._place.host, self._place.port)
        except (OSError, TimeoutError) as fault:
            raise Unsaid("offline", type(fault).__name__) from None

    async def _log_in(self) -> None:
        told = await self.ask(
            "Login", Username=self._place.login, Secret=self._place.password, Events="on"
        )
        if told.get("response").strip().lower() == "success":
            return
        said = told.get("message").lower()
        is_refused = told.get("response").strip().lower() == "error" or "auth" in said
        raise Unsaid("wrong_password" if is_refused else "refused")

    async def _read(self, reader: asyncio.StreamReader, hear: Callable[[Packet], None]) -> None:
        packets = Reader()
        try:
            while came := await reader.read(65_536):
                self._heard_at = self._clock()
                for packet in packets.feed(came):
                    if packet.event:
                        hear(packet)
                    else:
                        self._answered(packet)
        except (OSError, Endless):
            pass
        finally:
            self._end()

    def _answered(self, packet: Packet) -> None:
        called = packet.get("actionid").strip()
        names = {each.name for each in self._asked}
        if called and called not in names:
            return
        while self._asked:
            asked = self._asked.popleft()
            if not called or asked.name == called:
                if not asked.future.done():
                    asked.future.set_result(packet)
                return
            # Its answer was passed over: such a device answers in order.
            self._fail(asked)

    def _end(self) -> None:
        self._over.set()
        while self._asked:
            self._fail(self._asked.popleft())

    @staticmethod
    def _fail(asked: _Asked) -> None:
        if not asked.future.done():
            asked.future.set_exception(GatewayFault("no_answer", "the connection ended"))
            asked.future.exception()

    @staticmethod
    def _clock() -> float:
        return asyncio.get_running_loop().time()
