"""All gateways of the office: a driver each, made anew when what it is made from has changed."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.patience import Patience
from vochi.core.frozen import Frozen
from vochi.core.gsm.sims import for_driver
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Driver, Equipment, LineReport, News
from vochi.gateways.workshop import Workshop

log = structlog.get_logger()
N = TypeVar("N", bound=Frozen)

#: Seconds between two looks whether the office has changed or a driver has fallen.
_LOOK_EVERY = 0.5
#: A driver that ran so long was well: its next fall is the first one again.
_WELL_AFTER = 60.0
#: A driver that does not end when it is told to is left behind; the box goes on.
_END_WITHIN = 5.0


@dataclass
class _Post:
    """Where a driver stands; without one while it waits to be made again."""

    equipment: Equipment
    driver: Driver | None = None
    task: asyncio.Task[None] | None = None
    since: float = 0.0
    again_at: float = 0.0
    why: str = ""
    waiting: Patience = field(default_factory=lambda: Patience(first=1.0, longest=60.0))


class Fleet:
    """Use: rooms of the box `hear` news by kind, and ask `driver(line)` for what they do.

    News are told to all who hear them, in the order in which they signed up; what one of them
    raises keeps the driver from acknowledging it to the gateway. Whatever a driver does, the box
    lives: one that falls is made again after 1, 2, 4 ... 60 s, with an alarm meanwhile.

    The keys are read from the disk when another office is in force, never else.
    """

    def __init__(
        self,
        workshop: Workshop,
        office: Callable[[], Office | None],
        keys: Callable[[], Mapping[str, str]],
        tell_alarms: TellAlarms = lambda _: None,
    ) -> None:
        self._workshop = workshop
        self._office = office
        self._keys = keys
        self._tell_alarms = tell_alarms
        self._hearers: dict[type[Frozen], list[Callable[[Any], Awaitable[None]]]] = defaultdict(
            list
        )
        self._posts: dict[str, _Post] = {}
        self._by_line: dict[str, str] = {}
        self._seen: Office | None = None
        self._left_behind: set[asyncio.Task[None]] = set()

    def hear(self, kind: type[N], hearer: Callable[[N], Awaitable[None]]) -> None:
        """Tell `hearer` every piece of news of this kind."""
        self._hearers[kind].append(hearer)

    def of_gateway(self, gateway: str) -> Driver | None:
        """The driver of a gateway; None while there is none, or it has fallen."""
        post = self._posts.get(gateway)
        return None if post is None else post.driver

    def driver(self, line: str) -> Driver | None:
        """The driver of the gateway that a line is on."""
        gateway = self._by_line.get(line)
        return None if gateway is None else self.of_gateway(gateway)

    def report(self, line: str) -> LineReport | None:
        """How a line is now."""
        driver = self.driver(line)
        reports = () if driver is None else _reports(driver)
        return next((each for each in reports if each.line == line), None)

    def reports(self) -> dict[str, LineReport]:
        """Lines of all gateways that have told of themselves, by id."""
        return {
            each.line: each
            for post in self._posts.values()
            if post.driver is not None
            for each in _reports(post.driver)
        }

    async def run(self) -> None:
        """Until cancelled: as many drivers as the office has gateways."""
        try:
            while True:
                await self.follow()
                await asyncio.sleep(_LOOK_EVERY)
        finally:
            await self._end(tuple(self._posts))

    async def follow(self) -> None:
        """Look once: another office, a driver that fell."""
        office = self._office()
        if office is not self._seen:
            await self._move_to(office)
        for post in self._posts.values():
            if post.task is not None and post.task.done():
                self._fell(post, post.task)
            if post.task is None and monotonic() >= post.again_at:
                self._make(post)
        self._alarm()

    async def _move_to(self, office: Office | None) -> None:
        try:
            keys = dict(await asyncio.to_thread(self._keys)) if office and office.gateways else {}
        except (OSError, ValueError) as fault:  # tried again at the next look; the drivers stand
            log.error("keys_not_read", reason=repr(fault))  # noqa: TRY400
            return
        wanted = {} if office is None else _equipment(office, keys)
        changed = (
            gateway
            for gateway, post in self._posts.items()
            if wanted.get(gateway) != post.equipment
        )
        await self._end(tuple(changed))
        for gateway, equipment in wanted.items():
            self._posts.setdefault(gateway, _Post(equipment))
        self._by_line = {
            line.id: gateway for gateway, each in wanted.items() for line in each.lines
        }
        self._seen = office

    def _make(self, post: _Post) -> None:
        gateway = post.equipment.gateway
        try:
            driver = self._workshop.make(post.equipment, self._tell)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with one gateway
            self._wait(post, repr(fault))
            return
        if driver is None:
            post.again_at = float("inf")  # there is none for its kind: not before it is another
            return
        post.driver, post.since = driver, monotonic()
        post.task = asyncio.create_task(driver.run(), name=f"gateway {gateway.id}")
        log.info("gateway", gateway=gateway.id, kind=gateway.kind)

    def _fell(self, post: _Post, task: asyncio.Task[None]) -> None:
        post.driver = post.task = None
        if monotonic() - post.since > _WELL_AFTER:
            post.waiting.reset()
        fault = None if task.cancelled() else task.exception()
        self._wait(post, "ended" if fault is None else repr(fault))

    def _wait(self, post: _Post, why: str) -> None:
        post.why, post.again_at = why, monotonic() + post.waiting.delay()
        log.error("gateway_failed", gateway=post.equipment.gateway.id, reason=why)

    def _alarm(self) -> None:
        now = monotonic()
        for post in self._posts.values():
            if post.why and post.task is not None and now - post.since > _WELL_AFTER:
                post.why = ""
        alarms = tuple(
            Alarm(
                code="gateway.driver_failed",
                facts={"gateway": gateway, "name": post.equipment.gateway.name, "why": post.why},
            )
            for gateway, post in self._posts.items()
            if post.why
        )
        self._tell_alarms(alarms)

    async def _tell(self, news: News) -> None:
        for hearer in self._hearers[type(news)]:
            await hearer(news)

    async def _end(self, gateways: tuple[str, ...]) -> None:
        tasks = {
            task for gateway in gateways if (task := self._posts.pop(gateway).task) is not None
        }
        for task in tasks:
            task.cancel()
        if not tasks:
            return
        done, stuck = await asyncio.wait(tasks, timeout=_END_WITHIN)
        for task in done:
            if not task.cancelled() and (fault := task.exception()) is not None:
                log.error("gateway_failed", task=task.get_name(), reason=repr(fault))
        for task in stuck:  # kept, so that it is not collected while it runs
            log.error("gateway_stuck", task=task.get_name())
            self._left_behind.add(task)
            task.add_done_callback(self._left_behind.discard)


def _reports(driver: Driver) -> tuple[LineReport, ...]:
    with suppress(Exception):  # a driver that cannot even say how it is knows nothing
        return driver.reports()
    return ()


def _equipment(office: Office, keys: Mapping[str, str]) -> dict[str, Equipment]:
    found = {}
    for gateway in office.gateways:
        lines = tuple(
            for_driver(line)
            for line in office.lines
            if isinstance(line, GsmLine) and line.gateway == gateway.id
        )
        own = {f"web.{gateway.id}", *(f"sms.{line.id}" for line in lines)}
        mine = {name: key for name, key in keys.items() if name in own}
        bare = gateway.model_copy(update={"socket": None})
        found[gateway.id] = Equipment(bare, tuple(sorted(lines, key=lambda it: it.slot)), mine)
    return found
