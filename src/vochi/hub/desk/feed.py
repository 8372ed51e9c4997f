"""One reader of events per process, however many desks are open: reads once, hands to all."""

import asyncio
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection

from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Event
from vochi.hub.desk.wake import BEAT, BELL

log = logging.getLogger("vochi.hub.desk")

#: Events that a slow desk may lag behind; beyond, it is cut off and comes back by itself.
LAG = 2000
#: A burst of commits within this time is read at once.
GATHER = 0.005


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it goes over the wire."""

    number: int
    text: bytes


def wire(number: int, kind: str, body: str) -> Told:
    """An event in the form of the HTML standard (server-sent events)."""
    return Told(number, f"id: {number}\nevent: {kind}\ndata: {body}\n\n".encode())


@dataclass(eq=False)
class Desk:
    """One open stream; None in the queue ends it."""

    company: int
    queue: asyncio.Queue[Told | None] = field(default_factory=lambda: asyncio.Queue(LAG))


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a desk missed; `reset` when too much is gone to tell."""

    events: tuple[Told, ...]
    now: int
    reset: bool


def backlog(company: int, after: int | None) -> Backlog:
    """What happened after the event `after`; from now on when it is None."""
    now = Company.objects.values_list("events", flat=True).get(pk=company)
    if after is None or after == now:
        return Backlog((), now, reset=False)
    rows = list(
        Event.objects.of(company)
        .filter(number__gt=after)
        .order_by("number")
        .values_list("number", "kind", "body")
    )
    # A number beyond ours, or a first row that does not follow: the database is not the one the
    # desk knew, or its place was swept away.
    if after > now or not rows or rows[0][0] != after + 1:
        return Backlog((), now, reset=True)
    return Backlog(tuple(wire(*row) for row in rows), rows[-1][0], reset=False)


class Feed:
    """Reads new events for all desks of this process in one thread with one connection."""

    def __init__(self) -> None:
        self._desks: dict[int, set[Desk]] = defaultdict(set)
        self._at: dict[int, int] = {}
        self._task: asyncio.Task[None] | None = None
        self._reader = ThreadPoolExecutor(1, "vochi-feed")

    def join(self, desk: Desk) -> None:
        """Hand new events to this desk from now on."""
        self._desks[desk.company].add(desk)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    def begin(self, company: int, after: int) -> None:
        """Read on from `after` for a company that nobody here listened to: what its first desk
        knows. Taking the newest number instead would skip what happened since that desk looked.
        """
        self._at.setdefault(company, after)
        BELL.ring("desks")

    def leave(self, desk: Desk) -> None:
        """The desk was closed."""
        desks = self._desks.get(desk.company, set())
        desks.discard(desk)
        if not desks:
            self._desks.pop(desk.company, None)
            self._at.pop(desk.company, None)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            with BELL.listen("desks") as bell:
                while self._desks:
                    places = {c: self._at[c] for c in self._desks if c in self._at}
                    try:
                        news = await loop.run_in_executor(self._reader, _read, places)
                    except Exception:
                        log.exception("events cannot be read")
                        await loop.run_in_executor(self._reader, _hang_up)
                        news = {}
                    self._hand(news)
                    await bell.wait(BEAT)
                    await asyncio.sleep(GATHER)
        finally:
            # Before anything is awaited: a desk that joins from now on needs a reader of its own.
            self._task = None
            await loop.run_in_executor(self._reader, _hang_up)

    def _hand(self, news: dict[int, tuple[int, list[Told]]]) -> None:
        for company, (at, events) in news.items():
            if company in self._desks:
                self._at[company] = at
            for desk in tuple(self._desks.get(company, ())):
                try:
                    for told in events:
                        desk.queue.put_nowait(told)
                except asyncio.QueueFull:
                    self.leave(desk)
                    while not desk.queue.empty():
                        desk.queue.get_nowait()
                    desk.queue.put_nowait(None)


def _hang_up() -> None:
    # Named here, looked up there: `connection` is another one in each thread.
    connection.close()


def _read(places: dict[int, int]) -> dict[int, tuple[int, list[Told]]]:
    found: dict[int, tuple[int, list[Told]]] = {}
    counters = dict(Company.objects.filter(pk__in=list(places)).values_list("pk", "events"))
    for company, now in counters.items():
        at = places[company]
        if now != at:
            rows = Event.objects.of(company).filter(number__gt=at, number__lte=now)
            told = [wire(*r) for r in rows.order_by("number").values_list("number", "kind", "body")]
            found[company] = (now, told)
    return found
