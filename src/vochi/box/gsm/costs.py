"""Keeps `cost/<line>` true for routes that go by price: after each call, at each turn of a month.

With the box dead the last values stand, so calls go over what was cheapest then. Once a day, and
for new tariffs, the calls of the last month teach what an included minute is worth.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from vochi.box.gsm.counts import counts, read_family
from vochi.core.calls.endpoint import is_on_line
from vochi.core.gsm.cheapest import prices
from vochi.core.gsm.rehearsal import Learnt, Wanted, learn
from vochi.core.gsm.tariff import Used
from vochi.core.office.document import Office
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError

log = structlog.get_logger()

#: Seconds after the end of a call in which the dialplan has counted it.
_COUNTED_IN = 0.3
#: Seconds between two looks whether another office is in force; nothing is asked of the engine.
_LOOK_EVERY = 0.5


class Costs:
    """Writes into the store of one engine what differs."""

    def __init__(
        self,
        ami: Ami,
        office: Callable[[], Office | None],
        now: Callable[[], datetime],
        past: Callable[[Office], Awaitable[Sequence[Wanted]]] | None = None,
    ) -> None:
        self._ami = ami
        self._office = office
        self._now = now
        self._past = past
        self._learnt = Learnt()
        self._learnt_for: tuple[object, date] | None = None
        self._news = asyncio.Event()
        self._for: Office | None = None
        self._until: datetime | None = None

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._keep())

    async def _listen(self) -> None:
        async for event in self._ami.events():
            match event.name:
                case "@up" | "@gap":
                    self._news.set()
                case "Hangup" if is_on_line(event.get("Channel")):
                    self._news.set()
                case _:
                    pass

    async def _keep(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._news.wait()
                await asyncio.sleep(_COUNTED_IN)
            except TimeoutError:
                if not self._is_stale():
                    continue
            self._news.clear()
            await self.look()

    def _is_stale(self) -> bool:
        turned = self._until is not None and self._now() >= self._until
        return turned or self._office() is not self._for

    async def look(self) -> None:
        """Write what has become untrue; nothing when the engine cannot be asked."""
        office = self._office()
        if office is None or not self._ami.is_connected:
            return
        now = self._now()
        try:
            held = await read_family(self._ami, "cost")
            spent = await read_family(self._ami, "spent")
            month = counts(office, now, {}, spent, {}).month
            used = {line: Used(seconds=each) for line, each in month.items()}
            wanted = prices(office, used, self._learnt)
            for key, cents in wanted.items():
                if held.get(key) != str(cents):
                    await self._ami.action("DBPut", Family="cost", Key=key, Val=str(cents))
            for key in held.keys() - wanted.keys():
                await self._ami.action("DBDel", Family="cost", Key=key)
        except AmiError as fault:
            log.debug("costs_not_written", reason=str(fault))
            return
        self._for = office
        self._until = _midnight(now, office.company.time_zone)
        if wanted and await self._has_learnt(office, now):
            await self.look()

    async def _has_learnt(self, office: Office, now: datetime) -> bool:
        """Anew on another day, or with other tariffs; a thread reckons, for it takes seconds."""
        tariffs = tuple((line.id, getattr(line, "tariff", None)) for line in office.lines)
        what = tariffs, now.astimezone(ZoneInfo(office.company.time_zone)).date()
        if self._past is None or self._learnt_for == what:
            return False
        self._learnt_for, before = what, self._learnt
        try:
            self._learnt = await asyncio.to_thread(learn, office, await self._past(office))
        except sqlite3.Error as fault:  # not before tomorrow: prices stand without it
            log.warning("costs_not_learnt", reason=str(fault))
        return self._learnt != before


def _midnight(now: datetime, zone: str) -> datetime:
    here = ZoneInfo(zone)
    return datetime.combine(now.astimezone(here).date() + timedelta(days=1), time(), here)
