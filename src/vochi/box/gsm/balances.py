"""Balances and own numbers of SIM cards: asked for on a schedule, whatever came is kept."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zlib import crc32

import structlog
from pydantic import JsonValue

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions, Told
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.marks import read_marks
from vochi.box.gsm.office import gsm_line, gsm_lines, local
from vochi.box.gsm.sims import Sims
from vochi.box.gsm.ussd import Ussd
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.core.frozen import Frozen
from vochi.core.gsm.actions import AskBalance
from vochi.core.gsm.entries import BalanceRead, fit
from vochi.core.gsm.forecast import ends_on
from vochi.core.gsm.money import Money, read_money, read_number, shown
from vochi.core.gsm.operators import profile_of
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.sim import OperatorProfile, Question
from vochi.gateways.base import GatewayFault, PartIn

log = structlog.get_logger()

_LOOK_EVERY = 15.0
#: A card that came is left alone until its network has settled.
_SETTLES = timedelta(minutes=1)
#: After a question that failed: so many minutes, the last one for ever (never past the schedule).
_AGAIN = (15, 60, 240)
#: Hours of the night in which nobody reads balances and billing is being maintained.
_NIGHT = range(1, 6)
#: Some networks answer by SMS; it comes within this.
_BY_SMS = timedelta(minutes=5)
_POINTS = 200
_SOON = timedelta(days=3)


class Ledger(Frozen):
    """What is known of one card's money, kept as the mark `balance:<card>`.

    `points` are what could be read; `asked` when it was asked last, `failed` how often in a row in
    vain.
    """

    points: tuple[tuple[datetime, int], ...] = ()
    currency: str = "BYN"
    asked: datetime | None = None
    failed: int = 0


class Balances:
    """Asks each card once in `balance_hours` of its operator, at a minute of its own, when nobody
    calls by it; AskBalance asks at once.
    """

    def __init__(
        self,
        fleet: Fleet,
        sims: Sims,
        ussd: Ussd,
        office: Callable[[], Office | None],
        *,
        scribe: Scribe,
        clock: Clock,
        actions: GsmActions,
        tell_alarms: TellAlarms,
    ) -> None:
        self._fleet = fleet
        self._sims = sims
        self._ussd = ussd
        self._office = office
        self._scribe = scribe
        self._clock = clock
        self._tell_alarms = tell_alarms
        self._ledgers: dict[str, Ledger] = {}
        self._came: dict[str, datetime] = {}
        self._numbers_asked: set[str] = set()
        self._by_sms: dict[str, tuple[datetime, OperatorProfile]] = {}
        self._recovered = False
        actions.sign_up(AskBalance, self._asked)
        fleet.hear(PartIn, self._hear)

    def ledger(self, line: str) -> Ledger:
        """What is known of the money of the card that stands in a line's slot."""
        return self._ledgers.get(self._sims.card(line), Ledger())

    async def run(self) -> None:
        """Until cancelled."""
        await self._recover()
        while True:
            with suppress(sqlite3.OperationalError):
                await self.look()
            await asyncio.sleep(_LOOK_EVERY)

    async def look(self) -> None:
        """Ask whatever is due, one after another. Raises sqlite3.OperationalError."""
        office = self._office()
        for line in gsm_lines(office):
            if office is None or not self._may_ask(office, line.id):
                continue
            profile = profile_of(office, line.operator)
            if profile is None:
                continue
            try:
                if profile.own_number is not None and self._wants_number(line):
                    await self._ask_number(office, line, profile.own_number)
                if profile.balance is not None and self._is_due(line.id, profile):
                    await self.ask(line, profile, profile.balance)
            except GatewayFault as fault:
                log.info("balance_not_asked", line=line.id, why=fault.why)
        self._raise_alarms()

    async def ask(self, line: GsmLine, profile: OperatorProfile, how: Question) -> BalanceRead:
        """Ask now; an entry whatever comes. Raises GatewayFault, sqlite3.OperationalError."""
        try:
            reply = await self._ussd.ask(line.id, how.code)
        except GatewayFault as fault:
            if fault.why != "busy":  # somebody speaks with the network: that is no failure
                await self._keep(BalanceRead(line=line.id, currency=profile.currency, why=fault.why,
                                             raw=fault.detail[:200]))  # fmt: skip
            raise
        money = await asyncio.to_thread(read_money, reply.text, how.pattern, profile.currency)
        read = self._read(line.id, money, reply.text, profile.currency)
        if not isinstance(money, Money):
            self._by_sms[line.id] = (self._clock.now() + _BY_SMS, profile)
        await self._keep(read)
        self._raise_alarms()
        return read

    async def _asked(self, action: AskBalance) -> Told:
        office = self._office()
        line = gsm_line(office, action.line)
        if office is None or line is None:
            return "no_line", {}
        profile = profile_of(office, line.operator)
        if profile is None or profile.balance is None:
            return "not_supported", {"why": "no_profile"}
        read = await self.ask(line, profile, profile.balance)
        facts: dict[str, JsonValue] = {
            "cents": read.cents, "currency": read.currency, "raw": read.raw, "why": read.why,
        }  # fmt: skip
        return "done", facts

    def _read(self, line: str, money: Money | str, raw: str, currency: str) -> BalanceRead:
        raw = fit(raw)
        if isinstance(money, Money):
            return BalanceRead(line=line, cents=money.cents, currency=money.currency, raw=raw)
        return BalanceRead(line=line, currency=currency, raw=raw, why=money)

    async def _keep(self, read: BalanceRead) -> None:
        """An entry, and what follows from it for the schedule, in one transaction."""
        now, card = self._clock.now(), self._sims.card(read.line)
        read = read.model_copy(update={"iccid": self._sims.iccid(read.line)})
        before = self._ledgers.get(card, Ledger())
        if read.cents is None:
            after = before.model_copy(update={"asked": now, "failed": before.failed + 1})
        else:
            points = (*before.points, (now, read.cents))[-_POINTS:]
            after = Ledger(points=points, currency=read.currency, asked=now)
        draft = Draft.now("balance", read.model_dump(mode="json"), self._clock)
        await self._scribe.write([draft], {f"balance:{card}": after.model_dump_json()})
        self._ledgers[card] = after

    async def _hear(self, news: PartIn) -> None:
        """The answer of a network that says: wait for an SMS."""
        until, profile = self._by_sms.get(news.line, (None, None))
        if until is None or profile is None or not _is_network(news.sender):
            return
        if self._clock.now() > until:
            self._by_sms.pop(news.line, None)
            return
        money = await asyncio.to_thread(read_money, news.text, "", profile.currency)
        if isinstance(money, Money):
            self._by_sms.pop(news.line, None)
            await self._keep(self._read(news.line, money, news.text, profile.currency))
            self._raise_alarms()

    async def _ask_number(self, office: Office, line: GsmLine, how: Question) -> None:
        """Once in a life of the box for a card: its number does not change."""
        self._numbers_asked.add(self._sims.card(line.id))
        reply = await self._ussd.ask(line.id, how.code)
        area = office.company.numbering
        number = await asyncio.to_thread(read_number, reply.text, how.pattern, area)
        if number is not None:
            await self._sims.learn(line.id, number, fit(reply.text))

    def _wants_number(self, line: GsmLine) -> bool:
        return (
            (line.number is None or self._sims.is_swapped(line.id))
            and self._sims.number(line.id) is None
            and self._sims.card(line.id) not in self._numbers_asked
        )

    def _may_ask(self, office: Office, line: str) -> bool:
        now, seen, driver = self._clock.now(), self._sims.seen(line), self._fleet.driver(line)
        if driver is None or "ussd" not in driver.abilities:
            return False
        if not self._sims.is_idle(line) or not self._ussd.is_free(line):
            return False
        if seen is None or seen.registered is False:
            self._came.pop(line, None)
            return False
        came = self._came.setdefault(line, now)
        return now - came >= _SETTLES and local(office, now).hour not in _NIGHT

    def _is_due(self, line: str, profile: OperatorProfile) -> bool:
        ledger, card = self.ledger(line), self._sims.card(line)
        if ledger.asked is None or ledger.asked > self._clock.now():  # the clock was wrong
            return True
        period = timedelta(hours=profile.balance_hours)
        if ledger.failed:
            minutes = _AGAIN[min(ledger.failed, len(_AGAIN)) - 1]
            period = min(period, timedelta(minutes=minutes))
        # Cards that came together drift apart: up to a tenth earlier, each by its own number.
        early = period * (crc32(card.encode()) % 100) / 1000
        return self._clock.now() - ledger.asked >= period - early

    def _raise_alarms(self) -> None:
        office, now = self._office(), self._clock.now()
        alarms: list[Alarm] = []
        for line in gsm_lines(office):
            ledger = self.ledger(line.id)
            if office is None or not ledger.points:
                continue
            _, cents = ledger.points[-1]
            facts = {
                "line": line.id, "name": line.name, "balance": shown(cents, ledger.currency),
            }  # fmt: skip
            limit = line.policy.low_balance
            if limit is not None and cents < limit:
                told = {**facts, "limit": shown(limit, ledger.currency)}
                alarms.append(Alarm(code="sim.low_balance", facts=told))
            day = ends_on(ledger.points, now)
            if day is not None and day <= (now + _SOON).astimezone(UTC).date():
                told = {**facts, "date": day.isoformat()}
                alarms.append(Alarm(code="sim.ends_on", facts=told))
        self._tell_alarms(tuple(alarms))

    async def _recover(self) -> None:
        if self._recovered:
            return
        self._ledgers = {**await read_marks(self._scribe, "balance:", Ledger), **self._ledgers}
        self._recovered = True
        self._raise_alarms()


def _is_network(sender: str) -> bool:
    """A name or a short number: no person can write as one."""
    digits = sum(letter.isdigit() for letter in sender)
    return digits != len(sender.lstrip("+")) or digits <= 5
