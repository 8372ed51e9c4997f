"""Answers that take long: the desks' stream and the boxes' poll.

They are ASGI themselves, beside Django's handler, which would keep a thread and a database
connection for each. Here a thread is borrowed only for the moment of a look at the database.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone

from vochi.core.link import CommandsReply
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.door import COOKIE, by_session_key, by_token
from vochi.hub.answer import Refusal, Refused
from vochi.hub.desk import eyes
from vochi.hub.desk.eyes import Told
from vochi.hub.desk.feed import Desk, Feed, backlog
from vochi.hub.desk.wake import BELL
from vochi.hub.headers import SECURITY_HEADERS
from vochi.hub.link.api import news
from vochi.hub.link.enroll import by_key
from vochi.hub.link.models import Box

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

#: Seconds between two signs of life on a silent stream, so that proxies keep it open.
HEARTBEAT = 15.0
#: Seconds after which an open stream asks again whether its asker still may listen.
RECHECK = 60.0
#: A box waits no longer than this for news, and other processes' news reach it within a beat.
LONGEST_POLL = 55
POLL_BEAT = 1.0


async def look(function: Callable[..., T], *args: object) -> T:
    """Run a look at the database in a shared thread, and leave no connection behind."""

    def run() -> T:
        try:
            return function(*args)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()


def header(scope: Scope, name: bytes) -> str:
    """The last value of a header, empty when there is none."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    values = [value.decode("latin-1") for key, value in headers if key == name]
    return values[-1] if values else ""


def query(scope: Scope, name: str) -> str:
    """The last value of a query parameter, empty when there is none."""
    raw: bytes = scope["query_string"]
    found = parse_qs(raw.decode("latin-1"), max_num_fields=20)
    return found.get(name, [""])[-1]


def address(scope: Scope) -> str:
    """The address that asks."""
    return str((scope.get("client") or ("",))[0])


def bearer(scope: Scope) -> str:
    """The token of `Authorization: Bearer`."""
    kind, _, token = header(scope, b"authorization").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def start(send: Send, status: int, kind: str) -> None:
    """Begin an answer."""
    headers = [(k.lower().encode(), v.encode()) for k, v in SECURITY_HEADERS.items()]
    headers += [
        (b"content-type", kind.encode()),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def answer(send: Send, status: int, body: str) -> None:
    """A whole JSON answer."""
    await start(send, status, "application/json")
    await send({"type": "http.response.body", "body": body.encode()})


async def gone(receive: Receive) -> None:
    """Until the other side has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def who_asks(scope: Scope) -> Asker | None:
    """The asker by token or session cookie."""
    token = bearer(scope)
    if token:
        return by_token(token, "GET", scope["path"], address(scope))
    try:
        cookie = SimpleCookie(header(scope, b"cookie")).get(COOKIE)
    except CookieError:
        return None
    if cookie is None or not cookie.value:
        return None
    return by_session_key(cookie.value, scope["path"], address(scope))


def still_may(scope: Scope) -> bool:
    """Whether the asker of a stream may go on listening."""
    try:
        return who_asks(scope) is not None
    except Refused:
        return False


class Stream:
    """`GET /api/v1/stream`."""

    def __init__(self) -> None:
        self._feed: Feed | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def feed(self) -> Feed:
        """The reader of this event loop."""
        loop = asyncio.get_running_loop()
        if self._feed is None or self._loop is not loop:
            self._feed, self._loop = Feed(), loop
        return self._feed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell what happens until the desk closes."""
        try:
            asker = await look(who_asks, scope)
        except Refused as refused:
            return await answer(send, refused.status, refused.body.model_dump_json())
        if asker is None:
            return await answer(send, 401, Refusal(code="login_needed").model_dump_json())
        after = header(scope, b"last-event-id") or query(scope, "last_event_id")
        if after and not (after.isascii() and after.isdigit() and len(after) < 19):
            return await answer(send, 422, Refusal(code="bad_event_id").model_dump_json())
        await start(send, 200, "text/event-stream")
        desk = Desk(asker.company, await look(eyes.of, asker))
        self.feed.join(desk)
        leaving = asyncio.create_task(gone(receive))
        telling = asyncio.create_task(self._tell(scope, desk, int(after) if after else None, send))
        try:
            await asyncio.wait({leaving, telling}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.feed.leave(desk)
            for task in (leaving, telling):
                task.cancel()
            await asyncio.gather(leaving, telling, return_exceptions=True)
        return None

    async def _tell(self, scope: Scope, desk: Desk, after: int | None, send: Send) -> None:
        missed = await look(backlog, desk.company, desk.eyes, after)
        self.feed.begin(desk.company, missed.now)
        first = b"retry: 1000\n\n"
        if missed.reset:
            first += Told(missed.now, "reset", "{}").text
        await _more(send, first + b"".join(told.text for told in missed.events))
        at, checked = missed.now, time.monotonic()
        while True:
            told: Told | None
            try:
                async with asyncio.timeout(HEARTBEAT):
                    told = await desk.queue.get()
            except TimeoutError:
                await _more(send, b": beat\n\n")
            else:
                if told is None:
                    break
                parts = [told]
                while not desk.queue.empty() and (more := desk.queue.get_nowait()):
                    parts.append(more)
                fresh = [part for part in parts if part.number > at]
                if fresh:
                    at = fresh[-1].number
                    await _more(send, b"".join(part.text for part in fresh))
            if time.monotonic() - checked > RECHECK:
                checked = time.monotonic()
                if not await look(still_may, scope):
                    break
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _more(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def poll(scope: Scope, receive: Receive, send: Send) -> None:
    """`GET /link/v1/commands`: answers at once when there is news, else when there is some."""
    box = await look(by_key, bearer(scope))
    if box is None:
        return await answer(send, 401, Refusal(code="key_unknown").model_dump_json())
    wait, office, clients = (query(scope, name) for name in ("wait", "office", "clients"))
    if not all(_is_number(text or "0") for text in (wait, office, clients)):
        return await answer(send, 422, Refusal(code="invalid").model_dump_json())
    until = time.monotonic() + min(int(wait or "0"), LONGEST_POLL)
    knows = Known(int(office) if office else None, int(clients) if clients else None)
    done = query(scope, "done")
    leaving = asyncio.create_task(gone(receive))
    try:
        with BELL.listen(("box", box.pk)) as bell:
            while True:
                reply, is_news = await look(_news, box, done, knows)
                left = until - time.monotonic()
                if is_news or left <= 0:
                    return await answer(send, 200, reply.model_dump_json())
                waking = asyncio.create_task(bell.wait(min(left, POLL_BEAT)))
                await asyncio.wait({waking, leaving}, return_when=asyncio.FIRST_COMPLETED)
                waking.cancel()
                await asyncio.gather(waking, return_exceptions=True)
                if leaving.done():
                    return None
    finally:
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


@dataclass(frozen=True)
class Known:
    """What the box has: the office it tried last, and how far it knows clients.

    `clients` None: it does not say, so what it was told last counts; 0 told: it never asks.
    """

    office: int | None
    clients: int | None


def _news(box: Box, done: str, knows: Known) -> tuple[CommandsReply, bool]:
    now = timezone.now()
    rows = Box.objects.of(box.company_id).filter(pk=box.pk)
    if box.seen_at is None or (now - box.seen_at).total_seconds() > 10:
        rows.update(seen_at=now)
        box.seen_at = now
    reply = news(box, done)
    tried, runs, told = rows.values_list("office_tried", "office_runs", "facts_told").get()
    # A version that the box has tried and refused is no news: it keeps the last good one, and
    # would only try again and again.
    refused = tried if tried != runs else None
    is_new = reply.office is not None and reply.office not in {knows.office, refused}
    has_clients = told if knows.clients is None else knows.clients
    asks = knows.clients is not None or told > 0
    clients_differ = asks and reply.clients != has_clients
    return reply, bool(reply.commands) or is_new or clients_differ
