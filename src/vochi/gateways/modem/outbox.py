"""SMS of one modem under way: the network's word about each, by its id or in their order."""

import asyncio
from collections import deque
from dataclasses import dataclass

from vochi.gateways.base import LateAnswer


@dataclass(eq=False)
class UnderWay:
    """`name` is the driver's own, `id` the modem's, empty: it tells none."""

    name: str
    to: str
    since: float
    future: asyncio.Future[bool]
    id: str = ""


class Outbox:
    """`begin` before it is said; `word` when the network has spoken."""

    def __init__(self, line: str, late: float) -> None:
        self._line = line
        self._late = late
        self._waiting: deque[UnderWay] = deque()

    def begin(self, name: str, to: str) -> UnderWay:
        """One more."""
        loop = asyncio.get_running_loop()
        while self._waiting and loop.time() - self._waiting[0].since > self._late:
            self._waiting.popleft()
        made = UnderWay(name, to, loop.time(), loop.create_future())
        self._waiting.append(made)
        return made

    def drop(self, sms: UnderWay) -> None:
        """The modem has not taken it."""
        if sms in self._waiting:
            self._waiting.remove(sms)

    def word(self, told: str, *, is_sent: bool) -> LateAnswer | None:
        """Of the one with that id, else of the oldest; what nobody waits for any more is late."""
        found = next((each for each in self._waiting if told and each.id == told), None)
        if found is None:
            found = next((each for each in self._waiting if not each.id), None)
        if found is None:
            return None
        self._waiting.remove(found)
        if not found.future.done():
            found.future.set_result(is_sent)
            return None
        return LateAnswer(line=self._line, handle=found.name, number=found.to, sent=is_sent)
