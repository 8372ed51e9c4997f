"""Outgoing messages as the journal has them: what is fed to the outbox is durable before."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from weakref import WeakValueDictionary

import structlog
from pydantic import ValidationError

from vochi.box.clock import Clock
from vochi.box.gsm.sms_spent import Spent
from vochi.box.journal import Draft, Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import Entry
from vochi.core.gsm.entries import SmsOut
from vochi.core.gsm.outbox import Outbox

log = structlog.get_logger()

#: The number of the entry behind which everything stands that must be known of messages.
_FLOOR = "sms:floor"
_FLOOR_EVERY = 60.0
_AT_ONCE = 1000


class Ledger:
    """`recover` first; the rest waits for it. All that writes raises sqlite3.OperationalError."""

    def __init__(self, scribe: Scribe, clock: Clock, spent: Spent) -> None:
        self._scribe = scribe
        self._clock = clock
        self._spent = spent
        self.outbox = Outbox()
        #: Set whenever something has been written.
        self.changed = asyncio.Event()
        self._recovered = asyncio.Event()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._floor_at = clock.mono()

    async def recovered(self) -> None:
        """Return when what a former life has left is known."""
        await self._recovered.wait()

    async def recover(self) -> None:
        """Go on from the journal; what was on its way may have gone. Once in a life of the box."""
        if self._recovered.is_set():
            return
        await self._spent.load()
        floor = int(await self._scribe.read(lambda journal: journal.mark(_FLOOR)) or 0)
        self.outbox = Outbox()
        while page := await self._scribe.read(_page(floor)):
            for entry in page:
                self._read(entry)
            floor = page[-1].seq
        for said in self.outbox.restart():
            log.warning("sms_restarted", id=said.id, state=said.state)
            await self._write(said)
        self.outbox.forget(self._clock.now())
        self._recovered.set()

    async def take(
        self, entries: Sequence[SmsOut], marks: Mapping[str, str | None] | None = None
    ) -> None:
        """Make first entries of messages durable, with marks; one whose id is known is nothing."""
        await self._recovered.wait()
        drafts = [self._draft(each, once=f"sms:{each.id}") for each in entries]
        sealed = await self._scribe.write(drafts, marks)
        for entry, each in zip(entries, sealed, strict=True):
            if each is not None:
                self.outbox.feed(entry, each.seq, each.at)
        self.changed.set()

    async def step(self, message: str, say: Callable[[], SmsOut | None]) -> bool:
        """Write what comes next of a message, one thing at a time; False: nothing does."""
        await self._recovered.wait()
        async with self._lock(message):
            entry = say()
            if entry is None:
                return False
            await self._write(entry)
            return True

    async def step_found(self, find: Callable[[], SmsOut | None]) -> bool:
        """The same of whichever message `find` finds; it may be another one meanwhile."""
        await self._recovered.wait()
        while (found := find()) is not None:
            async with self._lock(found.id):
                entry = find()
                if entry is not None and entry.id == found.id:
                    await self._write(entry)
                    return True
        return False

    async def keep_floor(self, now: datetime) -> None:
        """Now and then: forget what is over, so that the next start reads less."""
        if self._clock.mono() - self._floor_at < _FLOOR_EVERY:
            return
        self._floor_at = self._clock.mono()
        self.outbox.forget(now)
        oldest, marks = self.outbox.oldest, self._spent.old(now)
        if oldest is not None:
            marks[_FLOOR] = str(oldest - 1)
        if marks:
            await self._scribe.write(marks=marks)

    async def _write(self, entry: SmsOut) -> None:
        marks = self._spent.marks(self.outbox.get(entry.id), entry)
        (sealed,) = await self._scribe.write([self._draft(entry)], marks)
        self._spent.take(marks)
        if sealed is not None:
            self.outbox.feed(entry, sealed.seq, sealed.at)
        self.changed.set()

    def _draft(self, entry: SmsOut, once: str | None = None) -> Draft:
        body = entry.model_dump(mode="json", exclude_none=True)
        return Draft.now("sms", body, self._clock, once=once)

    def _lock(self, message: str) -> asyncio.Lock:
        lock = self._locks.get(message)
        if lock is None:
            lock = self._locks[message] = asyncio.Lock()
        return lock

    def _read(self, entry: Entry) -> None:
        if entry.kind != "sms" or entry.body.get("dir") != "out":
            return
        try:
            self.outbox.feed(SmsOut.model_validate(entry.body), entry.seq, entry.at)
        except ValidationError as fault:
            log.error("sms_entry_unread", seq=entry.seq, reason=str(fault)[:200])  # noqa: TRY400


def _page(after: int) -> Callable[[Journal], tuple[Entry, ...]]:
    return lambda journal: journal.messages(after, _AT_ONCE)
