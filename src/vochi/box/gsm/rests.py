"""Tells of SIM cards that rest after bad calls, loudly when a rule has no other line left (P22)."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.gsm.counts import counts, read_family
from vochi.core.calls.endpoint import is_on_line
from vochi.core.gsm.resting import resting
from vochi.core.office.document import Office
from vochi.core.office.sim_limits import held_by_policy, rests
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError

log = structlog.get_logger()

_WRITTEN_IN = 0.3
#: Seconds between two looks while a line rests; with none, only after a call and at every change.
_LOOK_EVERY = 5.0


class Rests:
    """Watches one engine. `is_online` tells which other lines are of use."""

    def __init__(
        self,
        ami: Ami,
        office: Callable[[], Office | None],
        now: Callable[[], datetime],
        is_online: Callable[[str], bool],
        on_change: TellAlarms,
    ) -> None:
        self._ami = ami
        self._office = office
        self._now = now
        self._is_online = is_online
        self._on_change = on_change
        self._alarms: tuple[Alarm, ...] = ()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._keep_looking())

    async def _listen(self) -> None:
        async for event in self._ami.events():
            match event.name:
                case "@up" | "@gap" | "ContactStatus":
                    self._news.set()
                case "Hangup" if is_on_line(event.get("Channel")):
                    self._news.set()
                case _:
                    pass

    async def _keep_looking(self) -> None:
        while True:
            await self._wait()
            self._news.clear()
            await self.look()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_EVERY if self._alarms else None):
                await self._news.wait()
            await asyncio.sleep(_WRITTEN_IN)
        except TimeoutError:
            return

    async def look(self) -> tuple[Alarm, ...]:
        """Look once, tell alarms that changed."""
        office = self._office()
        if office is None or not self._ami.is_connected:
            return self._alarms
        if not any(rests(line) for line in office.lines):
            return self._tell(())
        now = self._now()
        try:
            held = [await read_family(self._ami, name) for name in ("day", "spent", "rest")]
            paused = await read_family(self._ami, "pause")
        except AmiError as fault:
            log.debug("rests_not_read", reason=str(fault))
            return self._alarms
        epoch = int(now.timestamp())
        await self._end_astray(office, held[2], epoch)
        known = counts(office, now, *held)
        out = {
            line.id
            for line in office.lines
            if paused.get(line.id)
            or not self._is_online(line.id)
            or held_by_policy(office, line, known, epoch) == "limit"
        }
        names = {line.id: line.name for line in office.lines}
        zone = ZoneInfo(office.company.time_zone)
        found = []
        for each in resting(office, known.rest, epoch, out):
            until = datetime.fromtimestamp(each.until, UTC).astimezone(zone).strftime("%H:%M")
            facts = {"line": each.line, "name": names[each.line], "until": until}
            found.append(Alarm(code="line.rests", facts=facts))
            if each.last_of:
                scheme, route = each.last_of[0]
                last = {**facts, "scheme": scheme, "route": str(route)}
                found[-1] = Alarm(code="line.rests_last", facts=last)
        return self._tell(tuple(found))

    async def _end_astray(self, office: Office, rest: dict[str, str], epoch: int) -> None:
        """Longer than a rest lasts it was begun by a clock that was ahead: it would last years."""
        for line in office.lines:
            policy, until = rests(line), rest.get(line.id, "")
            if policy is None or not (until.isascii() and until.isdigit()):
                continue
            if int(until) - epoch > (policy.rest_minutes + 1) * 60:
                with suppress(AmiError):
                    await self._ami.action("DBDel", Family="rest", Key=line.id)
                    del rest[line.id]

    def _tell(self, alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
        if alarms != self._alarms:
            log.warning("alarms", codes=[each.code for each in alarms])
            self._alarms = alarms
            self._on_change(alarms)
        return alarms
