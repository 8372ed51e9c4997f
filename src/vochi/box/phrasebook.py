"""Sees to it that nothing the exchange would say is missing: silence tells a caller nothing."""

import asyncio

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.voice import phrases

log = structlog.get_logger()

_LOOK_EVERY = 600.0
_AGAIN = 30.0


class Phrasebook:
    """Makes phrases that are missing; `on_change` is told the alarms whenever they change."""

    def __init__(self, on_change: TellAlarms) -> None:
        self._on_change = on_change
        self._alarms: tuple[Alarm, ...] = ()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(_AGAIN if self._alarms else _LOOK_EVERY)

    async def look(self) -> tuple[Alarm, ...]:
        """Make what is missing; the alarm if something could not be made."""
        missing = await asyncio.to_thread(lambda: phrases.missing(phrases.make()))
        facts = {"count": str(len(missing))}
        alarms = (Alarm(code="phrases.missing", facts=facts),) if missing else ()
        if alarms != self._alarms:
            log.warning("phrases", missing=len(missing))
            self._alarms = alarms
            self._on_change(alarms)
        return alarms
