"""One line of a GoIP: where it is, how it is, and its events until they are safe with the box."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from vochi.core.gsm.entries import CallState
from vochi.gateways.base import CallSeen, LineReport, News, Restarted, Tell
from vochi.gateways.goip import reading, saying
from vochi.gateways.goip.packet import Event, Keepalive
from vochi.gateways.goip.patience import Patience
from vochi.gateways.goip.talk import Talk

log = structlog.get_logger()

Address = tuple[str, int]

#: Events of one line that wait for the box; what is beyond is told again by the gateway.
_MOST_WAITING = 64
#: Acknowledged events kept in mind, for repeats whose acknowledgement was lost.
_MOST_KNOWN = 512
#: A counter that drops to so little has begun anew; other drops are datagrams that overtook.
_SMALL_COUNT = 10


@dataclass(frozen=True)
class _Waiting:
    news: News
    ack: bytes = b""
    address: Address = ("", 0)
    mark: str = ""


class GoipLine:
    """Outlives the drivers that serve it: the device does not know that an office was published.

    `serve` takes what comes to `tell` one after another, until cancelled.
    """

    def __init__(
        self, name: str, key: str, say: Callable[[bytes, Address], bool], patience: Patience
    ) -> None:
        self.name = name
        self.key = key
        self.address: Address | None = None
        self.owner: object | None = None
        self.left_at: float | None = None
        self.talks: set[Talk] = set()
        self._say = say
        self._patience = patience
        self._clock = asyncio.get_running_loop().time
        self._report = LineReport(line=name, online=False)
        self._heard_at = 0.0
        self._call: CallState = "unknown"
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue(_MOST_WAITING)
        self._marks: set[str] = set()
        self._known: OrderedDict[str, float] = OrderedDict()
        self._report_waits = asyncio.Event()

    @property
    def report(self) -> LineReport:
        """How it is now."""
        return self._report

    def say(self, datagram: bytes) -> bool:
        """Send to where it is; False when nobody knows where."""
        address = self.address
        return address is not None and self._report.online and self._say(datagram, address)

    def keepalive(self, said: Keepalive, address: Address) -> None:
        """It is there."""
        now = self._clock()
        last, online = self._report.count, self._report.online
        self.address = address
        self._say(saying.registered(said.count, ok=True), address)
        if self._is_restart(said.count, last, online, now):
            self._call = "unknown"
            self._known.clear()  # its numbers of events begin anew
            for talk in tuple(self.talks):
                talk.put(None)
            self._enqueue(_Waiting(Restarted(line=self.name)))
        self._heard_at = now
        self._report = reading.report(self.name, said, f"{address[0]}:{address[1]}", self._call)
        self._call = self._report.call
        self._report_waits.set()

    def event(self, said: Event, address: Address) -> None:
        """Something happened: acknowledged once it is told, at once when it was already."""
        if said.verb not in reading.ACKNOWLEDGED:
            return
        mark = f"{said.verb} {reading.fingerprint(said)}"
        ack = saying.taken(said.verb, said.recvid)
        if self._is_known(mark):
            self._say(ack, address)
            return
        if mark in self._marks:
            return
        try:
            news = reading.news(self.name, said)
        except ValueError as fault:
            log.warning("goip_unreadable", line=self.name, verb=said.verb, reason=str(fault))
            self._say(saying.unreadable(said.verb, said.recvid), address)
            return
        if news is None:
            self._say(ack, address)
            return
        self._enqueue(_Waiting(news, ack, address, mark))

    async def serve(self, tell: Tell) -> None:
        """Tell what comes, in order; what could not be told is not acknowledged."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_events(tell))
            group.create_task(self._tell_reports(tell))

    async def _tell_events(self, tell: Tell) -> None:
        while True:
            waiting = await self._waiting.get()
            try:
                told = await self._told(tell, waiting.news)
            finally:
                self._marks.discard(waiting.mark)
            if told and waiting.ack:
                self._remember(waiting.mark)
                self._say(waiting.ack, waiting.address)
            if isinstance(waiting.news, CallSeen):
                self._call = waiting.news.state
                self._report = self._report.model_copy(update={"call": self._call})
                self._report_waits.set()

    async def _tell_reports(self, tell: Tell) -> None:
        while True:
            silent_at = self._heard_at + self._patience.dead
            try:
                async with asyncio.timeout_at(silent_at if self._report.online else None):
                    await self._report_waits.wait()
            except TimeoutError:
                if self._clock() < self._heard_at + self._patience.dead:
                    continue
                self._die()
            self._report_waits.clear()
            await self._told(tell, self._report)

    async def _told(self, tell: Tell, news: News) -> bool:
        try:
            await tell(news)
        except Exception as fault:  # noqa: BLE001 - the gateway tells it again, the line lives
            log.warning("goip_not_taken", line=self.name, reason=repr(fault))
            return False
        return True

    def _die(self) -> None:
        self._call = "unknown"
        self._report = self._report.model_copy(
            update={
                "online": False,
                "registered": None,
                "voip": None,
                "signal": None,
                "call": "unknown",
            }
        )

    def _is_restart(self, count: int, last: int | None, online: bool, now: float) -> bool:
        if last is None:
            return count == 1
        # A copy, or one that overtook the next, comes at once; a line that counts anew does not.
        at_once = online and last - count <= 1 and now - self._heard_at < self._patience.overtakes
        return count <= last and count <= _SMALL_COUNT and not at_once

    def _enqueue(self, waiting: _Waiting) -> None:
        if not self._waiting.full():
            self._waiting.put_nowait(waiting)
            if waiting.mark:
                self._marks.add(waiting.mark)

    def _is_known(self, mark: str) -> bool:
        at = self._known.get(mark)
        return at is not None and self._clock() - at < self._patience.repeat_known

    def _remember(self, mark: str) -> None:
        self._known[mark] = self._clock()
        self._known.move_to_end(mark)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
