"""Who knocks at the port of the gateways and is not let in: told to a person while he knocks."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from vochi.box.alarm import Alarm
from vochi.box.clock import Clock
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_lines
from vochi.core.office.document import Office
from vochi.gateways.base import Stranger

#: A driver tells of an address once a minute: who is silent for so long has gone.
_FORGET_AFTER = timedelta(minutes=5)
_LOOK_EVERY = 30.0
#: Alarms at once; addresses may be forged by the thousand.
_MOST = 5
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


class Strangers:
    """Use: `run`. A line that logs in with a wrong password is the usual one: a typing error."""

    def __init__(
        self,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        fleet: Fleet,
        tell_alarms: Callable[[tuple[Alarm, ...]], None],
    ) -> None:
        self._clock = clock
        self._office = office
        self._tell_alarms = tell_alarms
        self._alarms: tuple[Alarm, ...] = ()
        self._seen: OrderedDict[tuple[str, str], tuple[Stranger, datetime]] = OrderedDict()
        self._news = asyncio.Event()
        fleet.hear(Stranger, self._heard)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY if self._seen else None):
                    await self._news.wait()

    def look(self) -> None:
        """Tell who knocks now; forget who has stopped."""
        now = self._clock.now()
        for key, (_, at) in tuple(self._seen.items()):
            if now - at >= _FORGET_AFTER:
                del self._seen[key]
        alarms = tuple(self._alarm(stranger) for stranger, _ in self._seen.values())
        if alarms != self._alarms:
            self._alarms = alarms
            self._tell_alarms(alarms)

    async def _heard(self, stranger: Stranger) -> None:
        if stranger.kind == "garbage":
            return  # some scanner; the driver has counted it
        self._seen[stranger.kind, stranger.address] = (stranger, self._clock.now())
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        self._news.set()

    def _alarm(self, stranger: Stranger) -> Alarm:
        facts = {"address": stranger.address}
        if stranger.kind == "flood":
            return Alarm(code="gateway.flood", facts=facts)
        if stranger.kind == "unknown_id":
            facts["id"] = _UNSAFE.sub("?", stranger.name)[:40]
            return Alarm(code="gateway.unknown_id", facts=facts)
        office = self._office()
        lines = {line.id: line.name for line in (() if office is None else gsm_lines(office))}
        facts["name"] = lines.get(stranger.name, _UNSAFE.sub("?", stranger.name)[:40])
        return Alarm(code="gateway.wrong_password", facts=facts)
