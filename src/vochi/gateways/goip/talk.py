"""One dialogue with a line: what is said under one `sid`, and the answers to it."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

from vochi.gateways.base import GatewayFault
from vochi.gateways.goip.packet import Reply

#: Answers that nobody has taken yet; more than a sane gateway ever sends.
_MOST_WAITING = 32


class Interrupted(Exception):  # noqa: N818 - says what happened
    """The line has started anew: it knows nothing of this dialogue any more."""


class Talk:
    """Open as long as its `with` block, or until `close`. `say` is False when nothing went out."""

    def __init__(self, sid: int, say: Callable[[bytes], bool], end: Callable[[], None]) -> None:
        self.sid = sid
        self._say = say
        self._end = end
        self._replies: asyncio.Queue[Reply | None] = asyncio.Queue(_MOST_WAITING)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Answers to it are nobody's from now on."""
        self._end()

    def say(self, datagram: bytes) -> bool:
        """Send it to where the line is now."""
        return self._say(datagram)

    def put(self, reply: Reply | None) -> None:
        """An answer has come; None: the line has started anew."""
        if not self._replies.full():
            self._replies.put_nowait(reply)

    async def hear(self, until: float) -> Reply | None:
        """The next answer; None when the loop's clock passes `until`. Raises Interrupted."""
        try:
            async with asyncio.timeout_at(until):
                reply = await self._replies.get()
        except TimeoutError:
            return None
        if reply is None:
            raise Interrupted
        return reply

    def heard(self) -> tuple[Reply, ...]:
        """What has come already. Raises Interrupted."""
        replies = []
        while not self._replies.empty():
            reply = self._replies.get_nowait()
            if reply is None:
                raise Interrupted
            replies.append(reply)
        return tuple(replies)

    async def ask(self, datagram: bytes, wanted: str, step: float, repeats: int) -> Reply:
        """Say it until `wanted` or ERROR comes, `repeats` times more. Raises GatewayFault
        (`offline`, `no_answer`), Interrupted.
        """
        clock = asyncio.get_running_loop().time
        for _ in range(repeats + 1):
            if not self.say(datagram):
                raise GatewayFault("offline")
            until = clock() + step
            while (reply := await self.hear(until)) is not None:
                if reply.verb in {wanted, "ERROR"}:
                    return reply
        raise GatewayFault("no_answer")
