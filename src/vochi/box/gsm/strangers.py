"""Who knocks at the port of the gateways and is not let in: told to a person while he knocks."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_lines
from vochi.core.office.document import Office
from vochi.gateways.base import LoginRefused, Stranger

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
        tell_alarms: TellAlarms,
    ) -> None:
        self._clock = clock
        self._office = office
        self._tell_alarms = tell_alarms
        self._seen: OrderedDict[tuple[str, str], tuple[Stranger | LoginRefused, datetime]] = (
            OrderedDict()
        )
        self._news = asyncio.Event()
        fleet.hear(Stranger, self._heard)
        fleet.hear(LoginRefused, self._refused)

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
        self._tell_alarms(alarms)

    async def _heard(self, stranger: Stranger) -> None:
        if stranger.kind == "garbage":
            return  # some scanner; the driver has counted it
        self._keep(stranger.kind, stranger.address, stranger)

    async def _refused(self, told: LoginRefused) -> None:
        """We are the stranger."""
        self._keep("login_refused", told.gateway, told)

    def _keep(self, kind: str, who: str, told: Stranger | LoginRefused) -> None:
        self._seen[kind, who] = (told, self._clock.now())
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        self._news.set()

    def _alarm(self, stranger: Stranger | LoginRefused) -> Alarm:
        facts = {"address": stranger.address}
        if isinstance(stranger, LoginRefused):
            office = self._office()
            named = {each.id: each.name for each in (() if office is None else office.gateways)}
            facts["name"] = named.get(stranger.gateway, stranger.gateway)
            return Alarm(code="gateway.login_refused", facts=facts)
        if stranger.kind == "flood":
            return Alarm(code="gateway.flood", facts=facts)
        if stranger.kind == "unknown_id":
            facts["id"] = _UNSAFE.sub("?", stranger.name)[:40]
            return Alarm(code="gateway.unknown_id", facts=facts)
        office = self._office()
        lines = {line.id: line.name for line in (() if office is None else gsm_lines(office))}
        facts["name"] = lines.get(stranger.name, _UNSAFE.sub("?", stranger.name)[:40])
        return Alarm(code="gateway.wrong_password", facts=facts)
