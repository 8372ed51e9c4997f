"""The minutes after a publication: phones, lines and calls are watched, and what was well before
and is not any more takes the office back by itself, without the hub.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from vochi.box.clock import Clock
from vochi.box.devices import Devices
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import Entry
from vochi.core.frozen import Frozen
from vochi.core.gsm.missed import Watch
from vochi.core.office.document import Office
from vochi.core.office.probation import Before, Fault, Now, Tally, begin, joined, judge
from vochi.engine.ami import Ami

log = structlog.get_logger()

_MARK = "office:probation"
_LOOK_EVERY = 1.0
#: Entries of the journal in which the calls before a publication are looked for.
_PAST = 5000
_AT_ONCE = 1000
_REFUSED = frozenset({"ChallengeResponseFailed", "InvalidPassword"})
#: Refusals without a success in between after which it is no slip.
_TIMES = 2


class Term(Frozen):
    """What is watched, till when; `release` is where the files to go back to lie; calls are those
    behind entry `seq`.
    """

    before: Before
    release: int
    until: datetime
    seq: int


class Probation:
    """`plan` and `serve` go with a publication; `run` judges, and calls `on_fault`."""

    def __init__(
        self,
        ami: Ami,
        scribe: Scribe,
        clock: Clock,
        devices: Devices,
        on_fault: Callable[[Term, Fault], Awaitable[None]],
    ) -> None:
        self._ami = ami
        self._scribe = scribe
        self._clock = clock
        self._devices = devices
        self._on_fault = on_fault
        self._term: Term | None = None
        self._refused: Counter[str] = Counter()
        #: Accounts that have registered anew since the publication.
        self._well: set[str] = set()
        self._away: dict[str, float] = {}
        self._watch = Watch()
        self._read = 0
        self._calls = Tally()

    @property
    def term(self) -> Term | None:
        """The one that is served now."""
        return self._term

    async def load(self) -> Term | None:
        """That of the life of the box before this one, if it is not over."""
        told = await self._scribe.read(lambda journal: journal.mark(_MARK))
        if told is not None:
            with suppress(ValueError):
                self.serve(Term.model_validate_json(told))
        return self._term

    async def plan(
        self,
        offices: tuple[Office, Office],
        release: int,
        may_have_changed: frozenset[str] | None,
        online: frozenset[str],
    ) -> Term | None:
        """The term that begins when the second office takes the place of the first, whose files
        lie in `release`; `online` was there before. What the running term has not seen well yet
        goes on to be watched, and the office before that one is what comes back. Whoever tells of
        the publication commits `marks` of it and calls `serve`.
        """
        old, new = offices
        seq = self._scribe.seq
        before = begin(old, new, online, may_have_changed, await self._past(seq))
        running = self._term
        if running is not None and self._is_open(running):
            before, release = joined(running.before, before, new), running.release
            seq = running.seq
        minutes = new.policy.revert_minutes
        until = self._clock.now() + timedelta(minutes=minutes)
        return Term(before=before, release=release, until=until, seq=seq) if minutes else None

    @staticmethod
    def marks(term: Term | None) -> dict[str, str | None]:
        """What must be durable for another life of the box."""
        return {_MARK: None if term is None else term.model_dump_json()}

    def serve(self, term: Term | None) -> None:
        """Watch by this term from now on; None: nothing."""
        running, self._term = self._term, term
        if running is None or term is None or term.seq != running.seq:
            self._away = {}
            self._watch, self._calls = Watch(), Tally()
            self._read = 0 if term is None else term.seq
            self._refused.clear()
            self._well.clear()

    def _is_open(self, term: Term) -> bool:
        """Whether something that it watches was not seen well since."""
        before = term.before
        return bool({*before.phones} - self._well or {*before.lines} - self._devices.online())

    async def end(self) -> None:
        """Nothing is watched any more."""
        self.serve(None)
        with suppress(sqlite3.OperationalError):  # no room: at the next start it is over anyway
            await self._scribe.write(marks=self.marks(None))

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            while True:
                await asyncio.sleep(_LOOK_EVERY)
                await self._look()

    async def _listen(self) -> None:
        async for event in self._ami.events():
            account = event.get("AccountID")
            if event.name in _REFUSED and self._is_at_home(account, event.get("RemoteAddress")):
                self._refused[account] += 1
            elif event.name == "SuccessfulAuth":
                self._refused.pop(account, None)
                self._well.add(account)

    def _is_at_home(self, account: str, remote: str) -> bool:
        """Whether it is the phone itself: whoever guesses passwords from elsewhere is none of it.

        `remote` is `IPV4/UDP/192.0.2.7/5060`.
        """
        parts = remote.split("/")
        return len(parts) > 2 and parts[2] == self._devices.host_of(account)

    async def _look(self) -> None:
        term = self._term
        if term is None:
            return
        if self._clock.now() >= term.until:
            log.info("office_proven", version=term.before.version)
            await self.end()
            return
        if not self._ami.is_connected:
            return  # a dead engine is another room's business, and no phone's fault
        await self._hear()
        fault = judge(term.before, self._now(term))
        if fault is not None:
            log.warning("office_fails", version=term.before.version, code=fault.code)
            await self._on_fault(term, fault)

    def _now(self, term: Term) -> Now:
        mono = self._clock.mono()
        gone = {*term.before.phones, *term.before.lines} - self._devices.online()
        self._away = {name: self._away.get(name, mono) for name in gone}
        away = {name: mono - since for name, since in self._away.items()}
        refused = frozenset(name for name, times in self._refused.items() if times >= _TIMES)
        return Now(away=away, refused=refused, calls=self._calls)

    async def _hear(self) -> None:
        """Calls that were over since the publication."""
        while self._read < self._scribe.seq:
            entries = await self._scribe.read(_page(self._read))
            if not entries:
                return
            for entry in entries:
                for call in self._watch.feed(entry).over:
                    self._calls = self._calls.plus(call)
            self._read = entries[-1].seq

    async def _past(self, seq: int) -> Tally:
        watch, tally, read = Watch(), Tally(), max(0, seq - _PAST)
        day_ago = self._clock.now() - timedelta(days=1)
        while read < seq:
            entries = await self._scribe.read(_page(read))
            if not entries:
                break
            for entry in entries:
                for call in watch.feed(entry).over:
                    if call.started_at >= day_ago:
                        tally = tally.plus(call)
            read = entries[-1].seq
        return tally


def _page(after: int) -> Callable[[Journal], tuple[Entry, ...]]:
    return lambda journal: journal.after(after, _AT_ONCE)
