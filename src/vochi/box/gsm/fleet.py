"""All gateways of the office: a driver each, made anew when the office says otherwise."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import structlog

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Driver, Equipment, LineReport, News
from vochi.gateways.workshop import Workshop

log = structlog.get_logger()
N = TypeVar("N", bound=Frozen)

#: Seconds between two looks whether the office or its keys have changed.
_LOOK_EVERY = 0.5


class Fleet:
    """Use: rooms of the box `hear` news by kind, and ask `driver(line)` for what they do.

    News are told to all who hear them, in the order in which they signed up; what one of them
    raises keeps the driver from acknowledging it to the gateway.
    """

    def __init__(
        self,
        workshop: Workshop,
        office: Callable[[], Office | None],
        keys: Callable[[], Mapping[str, str]],
    ) -> None:
        self._workshop = workshop
        self._office = office
        self._keys = keys
        self._hearers: dict[type[Frozen], list[Callable[[Any], Awaitable[None]]]] = defaultdict(
            list
        )
        self._drivers: dict[str, tuple[Equipment, Driver, asyncio.Task[None]]] = {}

    def hear(self, kind: type[N], hearer: Callable[[N], Awaitable[None]]) -> None:
        """Tell `hearer` every piece of news of this kind."""
        self._hearers[kind].append(hearer)

    def of_gateway(self, gateway: str) -> Driver | None:
        """The driver of a gateway."""
        found = self._drivers.get(gateway)
        return None if found is None else found[1]

    def driver(self, line: str) -> Driver | None:
        """The driver of the gateway that a line is on."""
        for equipment, driver, _ in self._drivers.values():
            if any(each.id == line for each in equipment.lines):
                return driver
        return None

    def report(self, line: str) -> LineReport | None:
        """How a line is now."""
        return self.reports().get(line)

    def reports(self) -> dict[str, LineReport]:
        """Lines of all gateways that have told of themselves, by id."""
        return {
            each.line: each for _, driver, _ in self._drivers.values() for each in driver.reports()
        }

    async def run(self) -> None:
        """Until cancelled: as many drivers as the office has gateways."""
        try:
            while True:
                await self._follow()
                await asyncio.sleep(_LOOK_EVERY)
        finally:
            for gateway in tuple(self._drivers):
                await self._end(gateway)

    async def _follow(self) -> None:
        wanted = self._equipment()
        for gateway, (equipment, _, task) in tuple(self._drivers.items()):
            if wanted.get(gateway) != equipment or task.done():
                await self._end(gateway)
        for gateway, equipment in wanted.items():
            if gateway in self._drivers:
                continue
            driver = self._workshop.make(equipment, self._tell)
            if driver is not None:
                task = asyncio.create_task(driver.run(), name=f"gateway {gateway}")
                self._drivers[gateway] = (equipment, driver, task)
                log.info("gateway", gateway=gateway, kind=equipment.gateway.kind)

    def _equipment(self) -> dict[str, Equipment]:
        office = self._office()
        if office is None:
            return {}
        keys = dict(self._keys())
        found = {}
        for gateway in office.gateways:
            lines = tuple(
                line
                for line in office.lines
                if isinstance(line, GsmLine) and line.gateway == gateway.id
            )
            own = {f"web.{gateway.id}", *(f"sms.{line.id}" for line in lines)}
            mine = {name: key for name, key in keys.items() if name in own}
            found[gateway.id] = Equipment(gateway, lines, mine)
        return found

    async def _tell(self, news: News) -> None:
        for hearer in self._hearers[type(news)]:
            await hearer(news)

    async def _end(self, gateway: str) -> None:
        _, _, task = self._drivers.pop(gateway)
        task.cancel()
        with suppress(asyncio.CancelledError):
            try:
                await task
            except Exception as fault:  # noqa: BLE001 - a broken driver is made anew
                log.error("gateway_failed", gateway=gateway, reason=repr(fault))  # noqa: TRY400
