"""Incoming messages: each part durable before its gateway hears that we have it, each part in
exactly one whole message, whatever is lost, doubled or killed.

What waits for its other parts is found again in the journal: parts that no entry `sms` names.
"""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError

from vochi.box.clock import Clock
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.sms_lines import SmsLines
from vochi.box.gsm.sms_stops import Stops
from vochi.box.journal import Draft, Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import Entry
from vochi.core.gsm.entries import SmsIn, SmsPart
from vochi.core.gsm.joining import Joiner
from vochi.core.numbers import Numbering, normalise
from vochi.core.office.document import Office
from vochi.core.office.upkeep import SmsPolicy
from vochi.gateways.base import PartIn

log = structlog.get_logger()

#: The number of the entry behind which all parts that wait stand.
_FLOOR = "sms_part:floor"
_AT_ONCE = 1000
_LOOK_EVERY = 1.0
#: A gateway tells an SMS again for seconds; behind this the same key is of another one.
_KEY_LASTS = timedelta(minutes=15)
_MOST_LIVES = 1000
_LONGEST_KEY, _LONGEST_TEXT, _LONGEST_NAME = 160, 3000, 80


class Receiving:
    """Hears parts of the fleet; `recover` before anything is joined."""

    def __init__(
        self,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        fleet: Fleet,
        lines: SmsLines,
        stops: Stops,
    ) -> None:
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._fleet = fleet
        self._lines = lines
        self._stops = stops
        self._joiner = Joiner()
        self._is_recovered = False
        self._joining = asyncio.Lock()
        #: Durable parts that no message has, by (line, key): number of the entry.
        self._waiting: dict[tuple[str, str], int] = {}
        #: Parts that are durable and not fed yet, and messages not yet written.
        self._fresh: list[tuple[SmsPart, int, datetime]] = []
        #: The newest part that has got here, and those that `recover` read before they got here.
        self._last = 0
        self._read: set[int] = set()
        self._ready: list[SmsIn] = []
        self._news = asyncio.Event()
        fleet.hear(PartIn, self._hear)

    async def run(self) -> None:
        """Until cancelled."""
        await self.recover()
        while True:
            self._news.clear()
            with suppress(sqlite3.OperationalError):  # no room on the disk: the next look writes
                await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY if self._is_open else None):
                    await self._news.wait()

    @property
    def _is_open(self) -> bool:
        return self._joiner.is_waiting or bool(self._ready) or bool(self._fresh)

    async def recover(self) -> None:
        """Parts that a former life of the box took and did not join; once."""
        if self._is_recovered:
            return
        await self._stops.load()
        floor = int(await self._scribe.read(lambda journal: journal.mark(_FLOOR)) or 0)
        parts: dict[tuple[str, str], tuple[SmsPart, int, datetime]] = {}
        while page := await self._scribe.read(_page(floor)):
            for entry in page:
                _sort(entry, parts)
            floor = page[-1].seq
        known = {(part.line, part.key) for part, _, _ in self._fresh}
        fresh = [each for key, each in parts.items() if key not in known]
        self._read = {seq for _, seq, _ in fresh}
        self._fresh = sorted((*fresh, *self._fresh), key=lambda each: each[1])
        self._last = max((seq for _, seq, _ in self._fresh), default=floor)
        self._is_recovered = True

    async def look(self) -> None:
        """Join what has come, tell what waits no longer. Raises sqlite3.OperationalError."""
        async with self._joining:
            fresh, self._fresh = self._fresh, []
            for part, seq, at in fresh:
                self._waiting[part.line, part.key] = seq
                self._ready += self._joiner.feed(part, at, self._sender(part.sender))
            self._ready += self._joiner.overdue(self._clock.now())
            while self._ready:
                await self._write(self._ready[0])
                del self._ready[0]

    async def _hear(self, news: PartIn) -> None:
        """Durable when it returns; raises what keeps the gateway from being told so."""
        part, moment = self._part(news), self._clock.now()
        entry = await self._keep(part, moment)
        if entry is None and not news.key_lasts:
            part, entry = await self._keep_another(part, moment)
        if entry is None:
            log.info("sms_part_again", line=part.line, key=part.key)
            return
        if entry.seq not in self._read:
            self._fresh.append((part, entry.seq, moment))
            self._last = max(self._last, entry.seq)
        self._news.set()

    async def _keep(self, part: SmsPart, moment: datetime) -> Entry | None:
        """None: it is durable already."""
        draft = Draft(
            kind="sms_part", body=part.model_dump(mode="json", exclude_none=True), at=moment,
            mono=self._clock.mono(), once=_once(part),
        )  # fmt: skip
        (entry,) = await self._scribe.write([draft])
        return entry

    async def _keep_another(self, part: SmsPart, moment: datetime) -> tuple[SmsPart, Entry | None]:
        """A device that counts anew has used a key again: another SMS, unless it is a repeat."""
        base = part.key[: _LONGEST_KEY - 8]
        for life in range(1, _MOST_LIVES):
            before = await self._scribe.read(_mark_of(part))
            if before is not None:
                found = await self._scribe.read(_entry(int(before)))
                if found and abs(moment - found[0].at) < _KEY_LASTS:
                    return part, None
            part = part.model_copy(update={"key": f"{base}.{life}"})
            entry = await self._keep(part, moment)
            if entry is not None:
                return part, entry
        return part, None

    def _part(self, news: PartIn) -> SmsPart:
        """As the journal takes it: bounded, whatever a gateway says."""
        report = self._fleet.report(news.line)
        key = news.key
        if len(key) > _LONGEST_KEY:
            key = hashlib.sha256(key.encode()).hexdigest()
        return SmsPart(
            line=news.line, sender=news.sender[:_LONGEST_NAME], text=news.text[:_LONGEST_TEXT],
            key=key, iccid=(report.iccid[:_LONGEST_NAME] or None) if report is not None else None,
            sent_at=news.sent_at, part=news.part, parts=news.parts, ref=news.ref,
        )  # fmt: skip

    async def _write(self, message: SmsIn) -> None:
        office = self._office()
        policy = SmsPolicy() if office is None else office.policy.sms
        marks = self._stops.marks(message, policy)
        left = [
            seq
            for (line, key), seq in self._waiting.items()
            if line != message.line or key not in message.keys
        ]
        # What is durable and has not got here yet is newer than the newest that has.
        left += [seq for _, seq, _ in self._fresh]
        floor = min(left, default=self._last + 1) - 1
        body = message.model_dump(mode="json", exclude_none=True)
        draft = Draft.now("sms", body, self._clock, once=f"sms:in:{message.id}")
        await self._scribe.write([draft], {_FLOOR: str(floor), **marks})
        self._stops.take(marks)
        for key in message.keys:
            self._waiting.pop((message.line, key), None)
        await self._lines.note(message.sender, message.line)

    def _sender(self, told: str) -> str:
        """E.164 where it is such a number; else what the network says, without what is unseen."""
        office = self._office()
        company = None if office is None else office.company
        numbering = (
            Numbering()
            if company is None
            else Numbering(country=company.country, area_code=company.area_code)
        )
        visible = "".join(each for each in told if each.isprintable()).strip()
        return normalise(visible, numbering) or visible[:_LONGEST_NAME]


def _once(part: SmsPart) -> str:
    return f"sms_part:{part.line}:{part.key}"


def _mark_of(part: SmsPart) -> Callable[[Journal], str | None]:
    return lambda journal: journal.mark(f"once:{_once(part)}")


def _entry(seq: int) -> Callable[[Journal], tuple[Entry, ...]]:
    return lambda journal: journal.after(seq - 1, 1)


def _page(after: int) -> Callable[[Journal], tuple[Entry, ...]]:
    return lambda journal: journal.messages(after, _AT_ONCE)


def _sort(entry: Entry, parts: dict[tuple[str, str], tuple[SmsPart, int, datetime]]) -> None:
    """Parts come in, those of messages go."""
    try:
        if entry.kind == "sms_part":
            part = SmsPart.model_validate(entry.body)
            parts[part.line, part.key] = (part, entry.seq, entry.at)
        elif entry.body.get("dir") == "in":
            message = SmsIn.model_validate(entry.body)
            for key in message.keys:
                parts.pop((message.line, key), None)
    except ValidationError as fault:
        log.error("sms_entry_unread", seq=entry.seq, reason=str(fault)[:200])  # noqa: TRY400
