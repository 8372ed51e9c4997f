"""One AMI connection that comes back: login, answers matched to actions, events to readers."""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from vochi.engine.errors import (
    AmiError,
    BadStream,
    LoginRefused,
    NoAnswer,
    NotConnected,
    Refused,
)
from vochi.engine.frame import MAX_LINE, MAX_LINES, Message, Parser, own_event, write_action


@dataclass(frozen=True)
class Timing:
    """Seconds. The peer is on loopback, so the waits are short."""

    answer: float = 10.0
    ping_every: float = 3.0
    ping_answer: float = 5.0
    first_wait: float = 0.05
    longest_wait: float = 2.0
    #: Events that a slow reader may leave unread; then it gets `@gap` and goes on.
    backlog: int = 20_000


@dataclass
class _Pending:
    answer: asyncio.Future[Message]
    items: list[Message] = field(default_factory=list)


class _Inbox:
    """Events for one reader."""

    def __init__(self, limit: int) -> None:
        self.waiting: deque[Message] = deque()
        self.limit = limit
        self.ready = asyncio.Event()
        self.closed = False

    def put(self, event: Message) -> None:
        if len(self.waiting) >= self.limit:
            self.waiting.clear()
            self.waiting.append(own_event("@gap"))
        self.waiting.append(event)
        self.ready.set()


class Connection:
    """As a context manager it connects, and connects again, until closed."""

    def __init__(
        self, host: str, port: int, user: str, secret: str, timing: Timing | None = None
    ) -> None:
        self._address = (host, port)
        self._user = user
        self._secret = secret
        self._timing = timing or Timing()
        self._writer: asyncio.StreamWriter | None = None
        self._pending: dict[str, _Pending] = {}
        self._inboxes: list[_Inbox] = []
        #: What came in one breath with the answer to the login: told after `@up`, so that whoever
        #: acts on it (`FullyBooted`) finds a connection.
        self._early: list[Message] = []
        self._up = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._count = 0
        self._prefix = f"v{random.getrandbits(32):08x}"  # tells clients apart, no secret
        self.trouble: AmiError | None = None

    async def __aenter__(self) -> Self:
        self._keeper = asyncio.create_task(self._keep(), name="ami")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave; readers of `events` come to their end."""
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        for inbox in self._inboxes:
            inbox.closed = True
            inbox.ready.set()

    @property
    def is_connected(self) -> bool:
        """Logged in at this moment."""
        return self._up.is_set()

    async def connected(self, seconds: float | None = None) -> None:
        """Wait until logged in; after `seconds` raises the last trouble or `NotConnected`."""
        try:
            async with asyncio.timeout(seconds):
                await self._up.wait()
        except TimeoutError:
            raise self.trouble or NotConnected() from None

    async def action(
        self, name: str, fields: Mapping[str, str | list[str]] | None = None, **more: str
    ) -> Message:
        """Send, wait for the response. `Refused` carries Asterisk's message."""
        return (await self._ask(name, {**(fields or {}), **more}))[0]

    async def items(self, name: str, **fields: str) -> tuple[Message, ...]:
        """The events of a list action, such as `CoreShowChannels`; empty lists are no error."""
        return (await self._ask(name, fields))[1]

    def events(self) -> AsyncIterator[Message]:
        """Every event from this call on (not from the first `async for` on)."""
        inbox = _Inbox(self._timing.backlog)
        self._inboxes.append(inbox)
        return self._read_inbox(inbox)

    async def _ask(
        self, name: str, fields: Mapping[str, str | list[str]], *, login: bool = False
    ) -> tuple[Message, tuple[Message, ...]]:
        if self._writer is None or not (login or self.is_connected):
            raise NotConnected
        self._count += 1
        action_id = f"{self._prefix}-{self._count}"
        frame = write_action(name, action_id, fields)
        pending = _Pending(asyncio.get_running_loop().create_future())
        self._pending[action_id] = pending
        try:
            async with asyncio.timeout(self._timing.answer):
                self._writer.write(frame)
                await self._writer.drain()
                answer = await pending.answer
        except TimeoutError:
            raise NoAnswer(action=name) from None
        except OSError:
            raise NotConnected from None
        finally:
            self._pending.pop(action_id, None)
        if answer.get("Response") == "Error":
            raise Refused(action=name, detail=_why(answer))
        return answer, tuple(pending.items)

    async def _keep(self) -> None:
        wait = self._timing.first_wait
        while True:
            try:
                if await self._live():
                    wait = self._timing.first_wait
            except AmiError as error:
                self.trouble = error
            except (OSError, EOFError, ValueError):
                self.trouble = NotConnected()
            # Jitter: a crowd of boxes must not knock at a hub's or engine's door in step.
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311
            wait = min(wait * 2, self._timing.longest_wait)

    async def _live(self) -> bool:
        """One connection from its making to its end; True if it got as far as logged in."""
        async with asyncio.timeout(self._timing.answer):
            reader, self._writer = await asyncio.open_connection(*self._address, limit=MAX_LINE)
        listener = asyncio.create_task(self._listen(reader), name="ami listener")
        was_up = False
        try:
            await self._login(listener)
            was_up = True
            self.trouble = None
            self._up.set()
            self._publish(own_event("@up"))
            early, self._early = self._early, []
            for event in early:
                self._publish(event)
            await self._ping_until_gone(listener)
        finally:
            self._up.clear()
            self._early = []
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError, AmiError, OSError, EOFError):
                await listener
            self._forget()
            if was_up:
                self._publish(own_event("@down"))
        return was_up

    async def _login(self, listener: asyncio.Task[None]) -> None:
        ask = asyncio.create_task(
            self._ask("Login", {"Username": self._user, "Secret": self._secret}, login=True)
        )
        try:
            await asyncio.wait({ask, listener}, return_when=asyncio.FIRST_COMPLETED)
            if not ask.done():
                raise NotConnected
            await ask
        except Refused as error:
            raise LoginRefused(detail=error.facts["detail"]) from None
        finally:
            ask.cancel()
            with contextlib.suppress(asyncio.CancelledError, AmiError):
                await ask

    async def _ping_until_gone(self, listener: asyncio.Task[None]) -> None:
        while not (await asyncio.wait({listener}, timeout=self._timing.ping_every))[0]:
            if not self._pending:  # Asterisk answers in order: a slow action would hold up the ping
                async with asyncio.timeout(self._timing.ping_answer):
                    await self._ask("Ping", {})
        await listener

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        parser = Parser()
        try:
            while line := await reader.readline():
                message = parser.feed(line)
                if message:
                    self._take(message)
        except ValueError:
            raise BadStream(detail="a line without end") from None

    def _take(self, message: Message) -> None:
        pending = self._pending.get(message.get("ActionID"))
        if not message.name:
            if pending and message.get("EventList").lower() != "start":
                _settle(pending, message)
            elif pending:
                pending.items.append(message)
            return
        if not self._up.is_set():
            self._early.append(message)
        elif pending is None or not pending.items:
            self._publish(message)
        elif len(pending.items) > MAX_LINES:
            raise BadStream(detail="a list without end")
        elif message.get("EventList").lower() == "complete":
            first, pending.items = pending.items[0], pending.items[1:]
            _settle(pending, first)
        else:
            pending.items.append(message)

    def _publish(self, event: Message) -> None:
        for inbox in self._inboxes:
            inbox.put(event)

    def _forget(self) -> None:
        if self._writer:
            self._writer.close()
            self._writer = None
        for pending in self._pending.values():
            if not pending.answer.done():
                pending.answer.set_exception(NotConnected())
                pending.answer.exception()  # it may have no reader any more

    async def _read_inbox(self, inbox: _Inbox) -> AsyncIterator[Message]:
        try:
            while not inbox.closed:
                inbox.ready.clear()
                while inbox.waiting:
                    yield inbox.waiting.popleft()
                if not inbox.closed:
                    await inbox.ready.wait()
        finally:
            self._inboxes.remove(inbox)


def _settle(pending: _Pending, answer: Message) -> None:
    if not pending.answer.done():
        pending.answer.set_result(answer)


def _why(answer: Message) -> str:
    """A refused CLI line says why in its output; its message is always the same."""
    return " ".join(answer.all("Output")).strip()[:200] or answer.get("Message")
