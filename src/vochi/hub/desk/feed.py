"""One reader of events per process, however many desks are open: reads once, hands to all."""

import asyncio
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection

from vochi.hub.companies.models import Company
from vochi.hub.desk.eyes import WIDE, Eyes, Told, anew, for_desk, is_shut
from vochi.hub.desk.models import Event
from vochi.hub.desk.wake import BEAT, BELL

log = logging.getLogger("vochi.hub.desk")

#: Events that a slow desk may lag behind; beyond, it is cut off and comes back by itself.
LAG = 2000
#: A burst of commits within this time is read at once.
GATHER = 0.005


@dataclass(eq=False)
class Desk:
    """One open stream of somebody who sees with `eyes`; None in the queue ends it."""

    company: int
    eyes: Eyes
    queue: asyncio.Queue[Told | None] = field(default_factory=lambda: asyncio.Queue(LAG))


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a desk missed; `reset` when too much is gone to tell."""

    events: tuple[Told, ...]
    now: int
    reset: bool


def backlog(company: int, eyes: Eyes, after: int | None) -> Backlog:
    """What these eyes see of what happened after the event `after`; None: from now on."""
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
    told = for_desk(company, eyes, [Told(*row) for row in rows])
    return Backlog(told, rows[-1][0], reset=False)


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
                    desks = [desk for c in places for desk in self._desks[c]]
                    try:
                        news = await loop.run_in_executor(self._reader, _read, places, desks)
                    except Exception:
                        log.exception("events cannot be read")
                        await loop.run_in_executor(self._reader, _hang_up)
                        news = News()
                    self._hand(news)
                    await bell.wait(BEAT)
                    await asyncio.sleep(GATHER)
        finally:
            # Before anything is awaited: a desk that joins from now on needs a reader of its own.
            self._task = None
            await loop.run_in_executor(self._reader, _hang_up)

    def _hand(self, news: "News") -> None:
        for company, at in news.at.items():
            if company in self._desks:
                self._at[company] = at
            for desk in tuple(self._desks.get(company, ())):
                told = news.of(desk)
                try:
                    for event in (None,) if told is None else told:
                        desk.queue.put_nowait(event)
                except asyncio.QueueFull:
                    while not desk.queue.empty():
                        desk.queue.get_nowait()
                    desk.queue.put_nowait(None)
                    told = None
                if told is None:
                    self.leave(desk)


def _hang_up() -> None:
    # Named here, looked up there: `connection` is another one in each thread.
    connection.close()


@dataclass(frozen=True)
class News:
    """How far companies were read, what those who see everything are told (by company, and by
    whether they administer), and what the others are; None: the stream is ended, and
    its desk comes back by the rights of now.
    """

    at: dict[int, int] = field(default_factory=dict)
    wide: dict[tuple[int, bool], tuple[Told, ...]] = field(default_factory=dict)
    told: dict[Desk, tuple[Told, ...] | None] = field(default_factory=dict)

    def of(self, desk: Desk) -> tuple[Told, ...] | None:
        """What a desk is told. One that joined while the events were read, and does not see
        everything, comes back for them.
        """
        if desk in self.told:
            return self.told[desk]
        eyes = desk.eyes
        return self.wide[desk.company, eyes.administers] if eyes.is_wide else None


def _read(places: dict[int, int], desks: list[Desk]) -> News:
    news = News()
    counters = dict(Company.objects.filter(pk__in=list(places)).values_list("pk", "events"))
    for company, now in counters.items():
        at = places[company]
        if now == at:
            continue
        rows = Event.objects.of(company).filter(number__gt=at, number__lte=now)
        bodies = rows.order_by("number").values_list("number", "kind", "body")
        events = [Told(*row) for row in bodies]
        news.at[company] = now
        for administers, eyes in WIDE.items():
            news.wide[company, administers] = for_desk(company, eyes, events)
        for desk in desks:
            if desk.company != company:
                continue
            if is_shut(desk.eyes, events):
                news.told[desk] = None
            elif not desk.eyes.is_wide:
                if any(each.kind == "office" for each in events):
                    desk.eyes = anew(company, desk.eyes)
                news.told[desk] = for_desk(company, desk.eyes, events)
    return news
