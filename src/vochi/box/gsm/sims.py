"""The map of SIM cards: what stands in which slot, told to the journal as it changes."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.gateways import Gateways
from vochi.box.gsm.marks import read_marks
from vochi.box.gsm.office import gsm_line, gsm_lines
from vochi.box.gsm.ration import Ration
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import EntryKind
from vochi.core.frozen import Frozen
from vochi.core.gsm.entries import NumberLearnt, SimSeen
from vochi.core.gsm.sims import clean, fold, is_card, is_same_card, is_worth_writing
from vochi.core.numbers import normalise
from vochi.core.office.document import Office
from vochi.gateways.base import LineReport

log = structlog.get_logger()

#: What comes together is written together.
_TOGETHER = 0.2
_LOOK_EVERY = 5.0
#: After a start nobody is called silent before he has had the time to speak (92 s: GoIP).
_GRACE = 100.0
#: Within this a gateway that lives has said its first word (30 s: GoIP).
_FIRST_WORD = 35.0
#: Seconds: what a former life has written is old enough for the signal to be told at once.
_LONG_AGO = 3600.0
#: How long the alarm of a swapped card stands.
_SWAP_STANDS = timedelta(hours=24)


class Swap(Frozen):
    """A card has gone from a line and another has come."""

    old: str
    new: str
    at: datetime


class Sims:
    """Ask `seen(line)`, `iccid(line)`, `number(line)`; `on_card` hears of cards that came.

    What was written last is kept as marks, in one transaction with its entry: a restart of the box
    writes nothing that the journal says already.
    """

    def __init__(
        self,
        fleet: Fleet,
        office: Callable[[], Office | None],
        scribe: Scribe,
        clock: Clock,
        tell_alarms: TellAlarms,
    ) -> None:
        self._fleet = fleet
        self._office = office
        self._scribe = scribe
        self._clock = clock
        self._tell_alarms = tell_alarms
        self._now: dict[str, SimSeen] = {}
        self._written: dict[str, tuple[SimSeen, float]] = {}
        self._cards: dict[str, SimSeen] = {}
        self._numbers: dict[str, NumberLearnt] = {}
        self._swaps: dict[str, Swap] = {}
        self._told: dict[str, str] = {}
        self._hearers: list[Callable[[str], None]] = []
        self._changed: set[str] = set()
        self._silent: dict[str, float] = {}
        self._news = asyncio.Event()
        self._ration = Ration(clock)
        self.gateways = Gateways(scribe, clock, self._ration, self._news)
        self._recovered = False
        self._began = clock.mono()
        fleet.hear(LineReport, self._hear)

    def on_card(self, hearer: Callable[[str], None]) -> None:
        """Call `hearer` with a line whose card is another, or is seen for the first time."""
        self._hearers.append(hearer)

    def seen(self, line: str) -> SimSeen | None:
        """How a line is now; right after a start, how it was."""
        known = self._now.get(line)
        if known is None and line in self._written:
            known = self._written[line][0]
        return known

    def iccid(self, line: str) -> str | None:
        """The card in a line's slot, None: no card, or its gateway does not tell."""
        known = self.seen(line)
        return (known.iccid or None) if known is not None else None

    def card(self, line: str) -> str:
        """The name under which the box keeps what belongs to a card, not to a slot."""
        known = self.seen(line)
        if known is None or not is_card(known):
            known = self._cards.get(line)
        return (known and (known.iccid or known.imsi)) or f"line {line}"

    def number(self, line: str) -> str | None:
        """The number that the present card told of itself, E.164."""
        learnt = self._numbers.get(line)
        return learnt.number if learnt is not None and self._is_of(learnt.iccid, line) else None

    def is_swapped(self, line: str) -> bool:
        """Whether its card has come in place of another: what people typed may be the other's."""
        return line in self._swaps

    def is_idle(self, line: str) -> bool:
        """Whether nobody calls by it now, as far as its gateway tells."""
        known = self._now.get(line)
        return known is not None and known.online and known.call in {"idle", "unknown"}

    async def until_heard(self, line: str) -> None:
        """Right after a start of the box: give a line the time for its first word."""
        while (  # noqa: ASYNC110 - time alone may end it too
            self._clock.mono() - self._began < _FIRST_WORD and line not in self._now
        ):
            await asyncio.sleep(_TOGETHER)

    async def learn(self, line: str, told: str, raw: str = "") -> str | None:
        """A card has told its own number: E.164 when it is one. An entry when it is new.

        Raises sqlite3.OperationalError.
        """
        office = self._office()
        if office is None:
            return None
        area = office.company.numbering
        number = normalise(told, area) or normalise(f"+{told}", area)
        if number is None or number == self.number(line):
            return number
        learnt = NumberLearnt(line=line, iccid=self.iccid(line), number=number, raw=raw[:3000])
        mark = {f"number:{line}": learnt.model_dump_json()}
        await self._scribe.write([self._draft("number", learnt)], mark)
        self._numbers[line] = learnt
        return number

    async def run(self) -> None:
        """Until cancelled."""
        await self._recover()
        while True:
            self._news.clear()
            with suppress(sqlite3.OperationalError):  # no room on the disk: the next look writes
                await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._news.wait()
            await asyncio.sleep(_TOGETHER)

    async def look(self) -> None:
        """Write what has changed; tell alarms that changed. Raises sqlite3.OperationalError."""
        await self._miss()
        await self._write_lines()
        await self._learn_numbers()
        office = self._office()
        for gateway in () if office is None else office.gateways:
            lines = [each for each in self._now.values() if each.gateway == gateway.id]
            if lines or not self._is_young():
                await self.gateways.write(gateway, lines)
        self._raise_alarms()

    async def _hear(self, report: LineReport) -> None:
        slot = gsm_line(self._office(), report.line)
        if slot is None:
            return
        told = clean(
            SimSeen.model_construct(
                line=slot.id, gateway=slot.gateway, slot=slot.slot, online=report.online,
                iccid=report.iccid, imsi=report.imsi, imei=report.imei, number=report.number,
                operator=report.operator, registered=report.registered, voip=report.voip,
                signal=report.signal, call=report.call,
            )
        )  # fmt: skip
        if not told.online and slot.id not in self._now and self._is_young():
            return  # it has not had the time to speak to us
        self._now[slot.id] = fold(self.seen(slot.id), told)
        if report.address:
            self.gateways.speaks_from(slot.id, report.address)
        self._changed.add(slot.id)
        self._news.set()

    async def _miss(self) -> None:
        """Who does not speak is offline: a gateway dead since before the start, a driver gone."""
        office = self._office()
        for line in tuple(self._now):
            if gsm_line(office, line) is None:
                self._forget(line)
        if self._is_young():
            return
        reports, now = self._fleet.reports(), self._clock.mono()
        for slot in gsm_lines(office):
            report = reports.get(slot.id)
            if report is not None:
                self._silent.pop(slot.id, None)
                if slot.id not in self._now:
                    await self._hear(report)
                continue
            since = self._silent.setdefault(slot.id, now)
            known = self.seen(slot.id)
            if now - since >= _GRACE and (known is None or known.online):
                await self._hear(LineReport(line=slot.id, online=False))

    async def _write_lines(self) -> None:
        office = self._office()
        for line in tuple(self._changed):
            seen = self._now[line]
            if gsm_line(office, line) is None:
                self._forget(line)
                continue
            written, at = self._written.get(line, (None, 0.0))
            age = timedelta(seconds=self._clock.mono() - at)
            if not is_worth_writing(written, seen, age):
                self._changed.discard(line)
                continue
            if not self._ration.take(line):
                continue
            await self._write_line(line, seen)
            if self._now.get(line) is seen:
                self._changed.discard(line)

    async def _write_line(self, line: str, seen: SimSeen) -> None:
        card = self._cards.get(line)
        is_new = is_card(seen) and (card is None or not is_same_card(card, seen))
        marks: dict[str, str | None] = {f"sim:{line}": seen.model_dump_json()}
        body, swap = seen, None
        if is_new and card is not None:
            old, new = card.iccid or card.imsi, seen.iccid or seen.imsi
            swap = Swap(old=old, new=new, at=self._clock.now())
            body = seen.model_copy(update={"swapped_from": old})
            marks[f"swap:{line}"] = swap.model_dump_json()
        if is_card(seen) and seen != card:
            marks[f"card:{line}"] = seen.model_dump_json()
        await self._scribe.write([self._draft("sim", body)], marks)
        self._written[line] = (seen, self._clock.mono())
        if is_card(seen):
            self._cards[line] = seen
        if swap is not None:
            self._swaps[line] = swap
            log.warning("sim_swapped", line=line, old=swap.old, new=swap.new)
        if is_new:
            for hearer in self._hearers:
                hearer(line)

    async def _learn_numbers(self) -> None:
        for line, seen in tuple(self._now.items()):
            known = f"{seen.iccid} {seen.number}"
            if (
                seen.number
                and self._told.get(line) != known
                and self._ration.take(f"number {line}")
            ):
                await self.learn(line, seen.number, seen.number)
                self._told[line] = known

    def _raise_alarms(self) -> None:
        office, now = self._office(), self._clock.now()
        alarms = []
        for line, swap in self._swaps.items():
            slot = gsm_line(office, line)
            if slot is not None and now - swap.at < _SWAP_STANDS:
                facts = {"line": line, "name": slot.name, "old": swap.old, "new": swap.new}
                alarms.append(Alarm(code="sim.swapped", facts=facts))
        self._tell_alarms(tuple(alarms))

    async def _recover(self) -> None:
        """What the journal said last; once in a life of the box."""
        if self._recovered:
            return
        long_ago = self._clock.mono() - _LONG_AGO
        for line, seen in (await read_marks(self._scribe, "sim:", SimSeen)).items():
            self._written[line] = (seen, long_ago)
        self._cards = await read_marks(self._scribe, "card:", SimSeen)
        self._numbers = await read_marks(self._scribe, "number:", NumberLearnt)
        self._swaps = await read_marks(self._scribe, "swap:", Swap)
        await self.gateways.recover()
        for line, seen in tuple(self._now.items()):  # heard before this was read
            self._now[line] = fold(self._written[line][0] if line in self._written else None, seen)
        self._recovered = True

    def _forget(self, line: str) -> None:
        self._now.pop(line, None)
        self._written.pop(line, None)
        self._ration.forget(line)
        self._changed.discard(line)

    def _is_of(self, iccid: str | None, line: str) -> bool:
        present = self.iccid(line)
        return iccid is None or present is None or iccid == present

    def _is_young(self) -> bool:
        return self._clock.mono() - self._began < _GRACE

    def _draft(self, kind: EntryKind, body: Frozen) -> Draft:
        told = body.model_dump(mode="json")
        return Draft.now(kind, told, self._clock)
