"""Cuts what is over a limit of the day, and raises an alarm (P20): within a second or two.

Each call is cut by the engine itself after what was left when it began, with the box dead as well;
the box sees to it that calls at one time share what is left.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.gsm.counts import counts, read_family
from vochi.box.gsm.office import day_of
from vochi.core.calls.allowance import LiveLeg, Reached, reached
from vochi.core.calls.endpoint import is_on_line
from vochi.core.office.document import Office
from vochi.core.office.sim_limits import month_minutes
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused
from vochi.engine.frame import Message

log = structlog.get_logger()

_LOOK_EVERY = 1.0
#: Without any call outside: the day may end, another Asterisk may have another store.
_LOOK_ANYWAY = 30.0
_VARIABLES = ("V_PAYER", "V_CLASS", "V_ROUTE", "V_LINE", "V_SINCE")


class Guard:
    """Watches one engine. `on_change` is told the alarms whenever they change."""

    def __init__(
        self,
        ami: Ami,
        office: Callable[[], Office | None],
        now: Callable[[], datetime],
        on_change: TellAlarms,
    ) -> None:
        self._ami = ami
        self._office = office
        self._now = now
        self._on_change = on_change
        self._alarms: tuple[Alarm, ...] = ()
        self._news = asyncio.Event()
        self._has_calls = False

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._keep_looking())

    async def _listen(self) -> None:
        async for event in self._ami.events():
            match event.name:
                case "@up" | "@gap":
                    self._news.set()
                case "Newchannel" | "Hangup" if is_on_line(event.get("Channel")):
                    self._has_calls = True
                    self._news.set()
                case _:
                    pass

    async def _keep_looking(self) -> None:
        while True:
            if not self._has_calls:
                try:
                    async with asyncio.timeout(_LOOK_ANYWAY):
                        await self._news.wait()
                except TimeoutError:
                    pass
            self._news.clear()
            await self.look()
            await asyncio.sleep(_LOOK_EVERY)

    async def look(self) -> tuple[Alarm, ...]:
        """Look once: cut what is over a limit, tell alarms that changed."""
        office = self._office()
        if office is None or not self._ami.is_connected:
            return self._alarms
        now = self._now()
        day = day_of(office, now)
        try:
            counted = await self._counted(day)
            legs = await self._legs()
            limited = any(month_minutes(line) for line in office.lines)
            spent = await read_family(self._ami, "spent") if limited else {}
            months = counts(office, now, {}, spent, {}).month
            over = reached(office, day, counted, legs, int(now.timestamp()), months)
            for each in over:
                await self._cut(each)
        except AmiError as fault:
            log.debug("limits_not_read", reason=str(fault))
            return self._alarms
        alarms = tuple(
            Alarm(
                code="line.month_used" if each.what == "line_month" else "limit.reached",
                facts={"what": each.what, "who": each.who, "minutes": str(each.minutes)},
            )
            for each in over
        )
        if alarms != self._alarms:
            log.warning("alarms", codes=[each.code for each in alarms])
            self._alarms = alarms
            self._on_change(alarms)
        return alarms

    async def _counted(self, day: str) -> dict[str, int]:
        """Seconds by key of today; what is of other days is of no use any more."""
        try:
            found = await self._ami.items("DBGetTree", Family="day")
        except Refused:  # nothing was counted yet
            return {}
        counted: dict[str, int] = {}
        for each in found:
            key, value = each.get("Key").rpartition("/")[2], each.get("Val")
            if key.endswith(f".{day}"):
                counted[key] = int(value) if value.isascii() and value.isdigit() else 0
            elif key:
                await self._ami.action("DBDel", Family="day", Key=key)
        return counted

    async def _legs(self) -> tuple[LiveLeg, ...]:
        channels = await self._ami.items("Status", Variables=",".join(_VARIABLES))
        lines = [each for each in channels if is_on_line(each.get("Channel"))]
        self._has_calls = bool(lines)
        return tuple(leg for leg in map(_leg, lines) if leg is not None)

    async def _cut(self, limit: Reached) -> None:
        for leg in limit.legs:
            log.warning("limit_reached", what=limit.what, who=limit.who, channel=leg.channel)
            try:
                # The engine itself says in the journal why the call ended.
                await self._ami.action(
                    "Setvar", Channel=leg.channel, Variable="V_CUT", Value=limit.what
                )
                await self._ami.hangup(leg.channel)
            except Refused:
                log.debug("channel_gone", channel=leg.channel)


def _leg(message: Message) -> LiveLeg | None:
    """A leg of a call outside that was answered; calls that came in have no V_SINCE."""
    pairs = (each.partition("=") for each in message.all("Variable"))
    held = {name: value for name, _, value in pairs}
    since = held.get("V_SINCE", "")
    if not (since.isascii() and since.isdigit()):
        return None
    return LiveLeg(
        channel=message.get("Channel"),
        payer=held.get("V_PAYER", ""),
        line=held.get("V_LINE", ""),
        route=held.get("V_ROUTE", ""),
        is_abroad=held.get("V_CLASS") == "abroad",
        since=int(since),
    )
