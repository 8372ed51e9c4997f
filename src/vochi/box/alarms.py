"""All alarms of the box: written into its state by whoever runs it, told to the hub."""

import asyncio
from collections.abc import Callable

import httpx

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.link import Link
from vochi.box.patience import Patience
from vochi.core.link import AlarmsPush, BoxAlarm


class Alarms:
    """`on_change` is called whenever one is raised or over."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._by: dict[str, tuple[Alarm, ...]] = {}
        self._changed = asyncio.Event()

    @property
    def every(self) -> tuple[Alarm, ...]:
        """Those that stand now."""
        return tuple(each for alarms in self._by.values() for each in alarms)

    def of(self, room: str) -> TellAlarms:
        """What a room calls with all of its alarms; the same ones again are no news."""

        def change(alarms: tuple[Alarm, ...]) -> None:
            if alarms == self._by.get(room, ()):
                return
            self._by[room] = alarms
            self._changed.set()
            self._on_change()

        return change

    async def tell(self, link: Link) -> None:
        """Tell the hub, now and at every change, until cancelled."""
        waiting = Patience()
        told: tuple[Alarm, ...] | None = None
        while True:
            self._changed.clear()
            now = self.every
            if now != told:
                push = AlarmsPush(alarms=tuple(map(_short, now[:50])))
                try:
                    await link.put_alarms(push)
                except httpx.HTTPError:
                    await waiting.wait()
                    continue
                waiting.reset()
                told = now
            await self._changed.wait()


def _short(alarm: Alarm) -> BoxAlarm:
    """As the link takes it: a path may be longer."""
    facts = {name: value[:200] for name, value in alarm.facts.items()}
    return BoxAlarm(code=alarm.code, facts=facts)
