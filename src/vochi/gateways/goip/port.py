"""The UDP port that all GoIP lines speak to."""

import asyncio
import secrets
import socket
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog

from vochi.gateways.base import GatewayFault, Stranger, Tell
from vochi.gateways.goip import reading, saying
from vochi.gateways.goip.line import Address, GoipLine
from vochi.gateways.goip.packet import Event, Garbage, Keepalive, Reply, read
from vochi.gateways.goip.patience import Patience
from vochi.gateways.goip.strangers import Kind, Strangers
from vochi.gateways.goip.talk import Talk

log = structlog.get_logger()

#: Dialogues of a gateway's line at once: five SMS, and room for what else is asked.
_MOST_TALKS = 12
_MOST_STRANGERS_WAITING = 16
#: Seconds until a port that somebody else holds is tried again.
_BIND_AGAIN = 5.0
#: Bytes that the kernel keeps for us while the box is at something else; it may give less.
_BUFFER = 2**20
_HIGHEST_SID = 2**31 - 1


class GoipPort(asyncio.DatagramProtocol):
    """`run` opens it as soon as somebody `claim`s a line, and keeps it open until cancelled.

    A line that nobody claims any more is kept in mind for a while, without an answer: an office
    that is published makes all drivers anew, and no gateway shall notice.
    """

    def __init__(self, listen: str, port: int, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self.strangers = Strangers()
        self._where = (listen, port)
        self._transport: asyncio.DatagramTransport | None = None
        self._lines: dict[str, GoipLine] = {}
        self._tells: dict[str, Tell] = {}
        self._talks: dict[int, tuple[Talk, GoipLine]] = {}
        # A gateway remembers dialogues: numbers of an earlier life of ours must not come again.
        self._sid = secrets.randbelow(_HIGHEST_SID)
        self._wanted = asyncio.Event()
        self._lost = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._strange: asyncio.Queue[Stranger] = asyncio.Queue(_MOST_STRANGERS_WAITING)

    @property
    def address(self) -> Address | None:
        """Where it listens, None: not yet."""
        if self._transport is None:
            return None
        host, port = self._transport.get_extra_info("sockname")[:2]
        return host, port

    async def run(self) -> None:
        """Open the port when it is wanted; a port that is taken is tried again and again."""
        await self._wanted.wait()
        try:
            await self._serve()
        finally:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_strangers())
            while True:
                try:
                    await loop.create_datagram_endpoint(lambda: self, self._where)
                except OSError as fault:
                    log.error("goip_port", where=self._where, reason=str(fault))  # noqa: TRY400
                    await asyncio.sleep(_BIND_AGAIN)
                    continue
                log.info("goip_port", where=self.address)
                try:
                    self._lost.clear()
                    await self._lost.wait()
                finally:
                    self.close()

    def close(self) -> None:
        """Hear and say nothing any more."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def claim(self, name: str, key: str, owner: object, tell: Tell) -> GoipLine:
        """From now on `owner` serves this line; it may be known from a driver before."""
        line = self._lines.get(name)
        if line is None or line.key != key:
            line = self._lines[name] = GoipLine(name, key, self.say, self.patience)
        line.owner, line.left_at = owner, None
        self._tells[name] = tell
        self._wanted.set()
        return line

    def leave(self, name: str, owner: object) -> None:
        """`owner` serves it no longer."""
        line = self._lines.get(name)
        if line is not None and line.owner is owner:
            line.owner, line.left_at = None, asyncio.get_running_loop().time()
            del self._tells[name]
        self._forget()

    def talk(self, line: GoipLine) -> Talk:
        """Begin a dialogue with a line. Raises GatewayFault (`busy`)."""
        if len(line.talks) >= _MOST_TALKS:
            raise GatewayFault("busy")
        self._sid = self._sid % _HIGHEST_SID + 1
        sid = self._sid

        def end() -> None:
            self._talks.pop(sid, None)
            line.talks.discard(talk)

        talk = Talk(sid, line.say, end)
        self._talks[sid] = (talk, line)
        line.talks.add(talk)
        return talk

    def afterwards(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let something go on that may outlive its driver: an SMS's late answer, a goodbye."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.warning("goip_afterwards", reason=repr(fault))

    def say(self, datagram: bytes, address: Address) -> bool:
        """Put it on the wire."""
        if self._transport is None or self._transport.is_closing():
            return False
        self._transport.sendto(datagram, address)
        return True

    def connection_made(self, transport: Any) -> None:
        """It is open."""
        self._transport = transport
        with suppress(OSError):
            made = transport.get_extra_info("socket")
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)

    def connection_lost(self, exc: Exception | None) -> None:
        """It was closed."""
        del exc
        self._lost.set()

    def error_received(self, exc: Exception) -> None:
        """Somebody we spoke to is not there; who is silent dies by the clock."""

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        """Whatever came: nothing here waits, nothing raises."""
        address: Address = (addr[0], addr[1])
        packet = read(data)
        match packet:
            case Reply():
                self._answered(packet, address)
            case Garbage():
                self._strange_one(address, "garbage", "", b"")
            case Keepalive():
                line = self._known(packet, address, saying.registered(packet.count, ok=False))
                if line is not None:
                    line.keepalive(packet, address)
            case Event():
                refusal = b""
                if packet.verb in reading.ACKNOWLEDGED:
                    refusal = saying.unknown(packet.verb, packet.recvid, packet.id)
                elif not packet.id and self._is_ours(address):
                    return  # a status that bears no name (GSM, ...)
                line = self._known(packet, address, refusal)
                if line is not None:
                    line.event(packet, address)

    def _answered(self, reply: Reply, address: Address) -> None:
        found = self._talks.get(reply.sid)
        if found is not None and found[1].address == address:
            found[0].put(reply)
        elif not self._is_ours(address):
            self._strange_one(address, "garbage", "", b"")

    def _is_ours(self, address: Address) -> bool:
        return any(line.address == address for line in self._lines.values())

    def _known(
        self, packet: Keepalive | Event, address: Address, refusal: bytes
    ) -> GoipLine | None:
        """The line that says who it is; else it is a stranger, told `refusal`."""
        line = self._lines.get(packet.id)
        right = line is not None and secrets.compare_digest(
            packet.password.encode("utf-8", "replace"), line.key.encode()
        )
        if line is not None and right:
            if line.owner is not None:
                return line
            now = asyncio.get_running_loop().time()
            if line.left_at is None or now - line.left_at < self.patience.vacant:
                return None
            self._forget()
            line = None
        kind: Kind = "unknown_id" if line is None else "wrong_password"
        self._strange_one(address, kind, packet.id, refusal)
        return None

    def _strange_one(self, address: Address, kind: Kind, name: str, refusal: bytes) -> None:
        now = asyncio.get_running_loop().time()
        answer, told = self.strangers.met(address[0], kind, name, now)
        if answer and refusal:
            self.say(refusal, address)
        for each in told:
            if not self._strange.full():
                self._strange.put_nowait(each)

    async def _tell_strangers(self) -> None:
        while True:
            stranger = await self._strange.get()
            log.warning("goip_stranger", **stranger.model_dump())
            for tell in tuple(self._tells.values())[:1]:
                try:
                    await tell(stranger)
                except Exception as fault:  # noqa: BLE001 - it is counted here all the same
                    log.warning("goip_not_taken", reason=repr(fault))

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        for name, line in tuple(self._lines.items()):
            if line.left_at is not None and now - line.left_at >= self.patience.vacant:
                del self._lines[name]
