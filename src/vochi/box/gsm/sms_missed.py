"""Texts after missed calls (P31): who called and talked with nobody is written to, once a day.

This room folds the journal's calls as they end, behind a mark `<floor>.<through>` (`off`: nobody
wants texts): entries behind the floor are read again after a start, for the calls that lived then;
what was over by `through` is settled. The mark moves in one commit with the messages, each under
an id of its call: one text, whenever the box dies.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from vochi.box.clock import Clock
from vochi.box.gsm.office import gsm_line
from vochi.box.gsm.sms_asking import identity
from vochi.box.gsm.sms_ledger import Ledger
from vochi.box.gsm.sms_lines import SmsLines
from vochi.box.gsm.sms_stops import Stops
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.call import Call
from vochi.core.calls.entry import Entry
from vochi.core.facts import is_listed
from vochi.core.gsm.accepting import Refused, accept
from vochi.core.gsm.entries import SmsOut
from vochi.core.gsm.missed import STALE, Watch, is_to_tell
from vochi.core.office.document import Office
from vochi.core.office.upkeep import MissedSms
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError
from vochi.engine.errors import Refused as NotKept

log = structlog.get_logger()

_MARK, _OFF = "sms:missed", "off"
#: What comes together is looked at together; so many entries at once.
_TOGETHER = 0.1
_AT_ONCE = 1000
#: While nobody is written to the mark moves so seldom.
_MARK_EVERY = 2000
_RETRY = 1.0


class Missed:
    """`run` alone."""

    def __init__(
        self,
        ami: Ami,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        ledger: Ledger,
        lines: SmsLines,
        stops: Stops,
    ) -> None:
        self._ami = ami
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._ledger = ledger
        self._lines = lines
        self._stops = stops
        self._watch = Watch()
        self._is_on = False
        #: Read so far; all that was over by `_settled` is settled; where the mark is.
        self._seen = self._settled = self._marked = 0
        #: Callers to be looked at, by number; when somebody last talked with them.
        self._waiting: dict[str, Call] = {}
        self._talked: dict[str, datetime] = {}

    async def run(self) -> None:
        """Until cancelled. Calls from before somebody wanted this are not written about."""
        await self._ledger.recovered()
        await self.begin()
        while True:
            try:
                await self.look()
            except (sqlite3.OperationalError, AmiError) as fault:
                log.info("sms_missed_waits", reason=str(fault)[:200])
                await asyncio.sleep(_RETRY)
                continue
            if self._office() is None:
                await asyncio.sleep(_RETRY)
                continue
            await self._scribe.wait_beyond(self._seen)
            await asyncio.sleep(_TOGETHER)

    async def begin(self) -> None:
        """Go on from the mark."""
        told = await self._scribe.read(lambda journal: journal.mark(_MARK)) or _OFF
        self._forget()
        self._is_on = told != _OFF
        if self._is_on:
            floor, _, through = told.partition(".")
            self._seen, self._settled = int(floor), int(through)
        else:
            self._seen = self._settled = self._scribe.seq
        self._marked = self._settled

    async def look(self) -> None:
        """Read what has come and act on it. Raises sqlite3.OperationalError, AmiError."""
        office = self._office()
        if office is None:
            return
        policy = office.policy.sms.missed
        if policy is None:
            await self._rest()
            return
        if not self._is_on:
            await self._mark(self._seen)
            self._is_on = True
        # First all of it: who was talked to after he was missed needs no text.
        while page := await self._scribe.read(_page(self._seen)):
            for entry in page:
                self._hear(entry)
            self._seen = page[-1].seq
        await self._cancel(self._talked)
        wanted = [
            message
            for number, call in self._waiting.items()
            if (message := await self._message(office, policy, number, call)) is not None
        ]
        if wanted or self._seen - self._marked >= _MARK_EVERY:
            await self._mark(self._seen, wanted)
        self._settled = self._seen
        self._waiting.clear()
        aged = self._clock.now() - 2 * STALE
        self._talked = {number: at for number, at in self._talked.items() if at > aged}

    async def _rest(self) -> None:
        """Nobody wants them: none is sent that waits, and no call is followed."""
        await self._cancel(None)
        if self._is_on:
            await self._scribe.write(marks={_MARK: _OFF})
            self._is_on = False
        self._forget()
        self._seen = self._settled = self._scribe.seq

    def _forget(self) -> None:
        self._watch = Watch()
        self._waiting.clear()
        self._talked.clear()

    def _hear(self, entry: Entry) -> None:
        heard = self._watch.feed(entry)
        for number, at in heard.talked:
            self._talked[number] = max(at, self._talked.get(number, at))
        if entry.seq <= self._settled:
            return
        oldest = self._clock.now() - STALE
        for call in heard.over:
            if call.result == "missed" and call.ended_at is not None and call.ended_at >= oldest:
                self._waiting[call.client] = call  # the last of several: one text is enough

    async def _message(
        self, office: Office, policy: MissedSms, number: str, call: Call
    ) -> SmsOut | None:
        now, hours = self._clock.now(), timedelta(hours=policy.once_hours)
        if (
            not is_to_tell(office, call, self._talked, now)
            or number in self._stops
            or self._ledger.outbox.has_written(number, "missed", hours, now)
            or await self._is_unwanted(number)
        ):
            return None
        taken = accept(office, number, policy.text, "missed")
        if isinstance(taken, Refused):
            log.info("sms_missed_refused", call=call.linked_id, code=taken.code)
            return None
        if call.line is not None and gsm_line(office, call.line) is not None:
            await self._lines.note(number, call.line)  # it is the one that he knows
        return SmsOut(
            id=identity(call.linked_id, "missed"), state="queued", to=taken.to, text=taken.text,
            origin="missed", parts=taken.parts, call=call.linked_id[:80],
            give_up_at=now + timedelta(hours=office.policy.sms.give_up_hours),
        )  # fmt: skip

    async def _is_unwanted(self, number: str) -> bool:
        try:
            found = await self._ami.items("DBGet", Family="client", Key=number)
        except NotKept:
            return False
        return bool(found) and is_listed(found[0].get("Val", ""), "blacklist")

    async def _cancel(self, talked: dict[str, datetime] | None) -> None:
        """What waits (for the end of quiet hours) for who was talked to since; None: for all."""
        outbox = self._ledger.outbox
        for each in outbox.of("queued"):
            is_over = talked is None or (each.to in talked and talked[each.to] >= each.at)
            if each.origin == "missed" and is_over:
                await self._ledger.step(each.id, partial(outbox.drop, each.id, "cancelled"))

    async def _mark(self, through: int, wanted: list[SmsOut] | None = None) -> None:
        mark = f"{self._watch.floor(through)}.{through}"
        await self._ledger.take(wanted or [], {_MARK: mark})
        self._marked = through


def _page(after: int) -> Callable[[Journal], tuple[Entry, ...]]:
    return lambda journal: journal.after(after, _AT_ONCE)
