"""A driver of a device that is spoken to over one connection, and speaks by itself on it."""

import asyncio
from abc import abstractmethod
from collections import deque
from contextlib import suppress

import structlog

from vochi.core.office.line import GsmLine
from vochi.gateways.back_off import BackOff
from vochi.gateways.base import (
    Driver,
    Equipment,
    GatewayFault,
    LineReport,
    LoginRefused,
    News,
    Tell,
)
from vochi.gateways.text.connection import Connection, Patience, Place
from vochi.gateways.text.packet import Packet

log = structlog.get_logger()
_REFUSED_EVERY = 60.0
#: News that could not be told yet; a device says them once, so they wait here.
_MOST_WAITING = 5000
#: Seconds that are left for them when the driver is ended.
_LAST_WORDS = 2.0


class Speaking(Driver):
    """`watch` while connected; `hear` gets its events. What cannot be told is told again."""

    def __init__(
        self, equipment: Equipment, tell: Tell, patience: Patience, default_port: int
    ) -> None:
        self.gateway = equipment.gateway
        self.lines: tuple[GsmLine, ...] = tuple(sorted(equipment.lines, key=lambda it: it.slot))
        key = equipment.keys.get(f"web.{self.gateway.id}", "")
        self.place = Place(
            self.gateway.address or "", self.gateway.port or default_port, self.gateway.login, key
        )
        self.connection: Connection | None = None
        self._patience = patience
        self._tell = tell
        self._news: deque[News] = deque()
        self._has_news, self._all_told = asyncio.Event(), asyncio.Event()
        self._all_told.set()
        self._reports = {each.id: LineReport(line=each.id, online=False) for each in self.lines}
        self._refused_at = float("-inf")
        self._why = ""

    @abstractmethod
    async def watch(self, connection: Connection) -> None:
        """Look at its lines again and again. Raises GatewayFault to connect anew."""

    @abstractmethod
    def hear(self, packet: Packet) -> None:
        """An event; returns at once and raises nothing."""

    async def run(self) -> None:
        """Until cancelled; what has come is told first, for it lies nowhere else."""
        telling = asyncio.get_running_loop().create_task(self._tell_news())
        waiting = BackOff(self._patience.first, self._patience.longest)
        try:
            while True:
                try:
                    await self._speak(waiting)
                except GatewayFault as fault:
                    self._refused(fault)
                except Exception:  # whatever it has said: it is connected to anew
                    log.exception("gateway_unreadable", gateway=self.gateway.id)
                finally:
                    self.connection = None
                    for name in self._reports:
                        self.report(LineReport(line=name, online=False))
                await asyncio.sleep(waiting.delay())
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORDS):
                    await self._all_told.wait()
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    async def _speak(self, waiting: BackOff) -> None:
        connection = Connection(self.place, self._patience)
        async with connection.open(self._hear):
            waiting.reset()
            self.connection, self._why = connection, ""
            watching = asyncio.get_running_loop().create_task(self.watch(connection))
            ended = asyncio.get_running_loop().create_task(connection.ended())
            try:
                await asyncio.wait({watching, ended}, return_when=asyncio.FIRST_COMPLETED)
                if watching.done():
                    await watching
            finally:
                for task in (watching, ended):
                    task.cancel()
                await asyncio.gather(watching, ended, return_exceptions=True)

    def _hear(self, packet: Packet) -> None:
        try:
            self.hear(packet)
        except Exception:  # whatever it says, the connection lives
            log.warning("gateway_unreadable", gateway=self.gateway.id, exc_info=True)

    def _refused(self, fault: GatewayFault) -> None:
        if fault.why != self._why:
            self._why = fault.why
            log.info("gateway_away", gateway=self.gateway.id, why=fault.why, detail=fault.detail)
        now = asyncio.get_running_loop().time()
        if fault.why == "wrong_password" and now - self._refused_at >= _REFUSED_EVERY:
            self._refused_at = now
            self.pass_on(LoginRefused(gateway=self.gateway.id, address=self.place.host))

    def pass_on(self, news: News) -> None:
        """Tell it, in its order."""
        if len(self._news) >= _MOST_WAITING:
            log.error("gateway_news_lost", gateway=self.gateway.id, kind=type(news).__name__)
            return
        self._news.append(news)
        self._has_news.set()
        self._all_told.clear()

    async def _tell_news(self) -> None:
        again = BackOff(self._patience.first / 5, self._patience.longest)
        while True:
            while self._news:
                try:
                    await self._tell(self._news[0])
                except Exception:  # it could not be made durable
                    log.warning("gateway_not_told", gateway=self.gateway.id, exc_info=True)
                    await asyncio.sleep(again.delay())
                else:
                    again.reset()
                    self._news.popleft()
            self._has_news.clear()
            self._all_told.set()
            await self._has_news.wait()

    def report(self, report: LineReport) -> None:
        """How a line is now; told when it is another than before."""
        if report.line in self._reports and self._reports[report.line] != report:
            self._reports[report.line] = report
            self.pass_on(report)

    def reports(self) -> tuple[LineReport, ...]:
        """How its lines are now."""
        return tuple(self._reports[each.id] for each in self.lines)

    def online(self, line: str) -> Connection:
        """The connection, if the line is there. Raises GatewayFault."""
        found = self._reports.get(line)
        if found is None or not found.online or self.connection is None:
            raise GatewayFault("offline")
        if not self.connection.is_open:
            raise GatewayFault("offline")
        return self.connection
