"""Lines as messages need them: which may carry one now, at what price, which the client knows."""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime

from vochi.box.clock import Clock
from vochi.box.gsm.counts import read_family
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.office import gsm_lines, local
from vochi.core.gsm.choice import Held, Sim
from vochi.core.gsm.outbox import Outbox
from vochi.core.gsm.tariff import Used, sms_price
from vochi.core.numbers import is_e164
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError

#: Seconds for which what Asterisk's store says is believed.
_FRESH = 3.0
_KNOWN_FRESH = 30.0
_MOST_KNOWN = 2000


class SmsLines:
    """Asks gateways and Asterisk's store; what Asterisk does not tell (it is down) holds nobody."""

    def __init__(
        self,
        ami: Ami,
        fleet: Fleet,
        clock: Clock,
        used: Callable[[str], Used],
    ) -> None:
        self._ami = ami
        self._fleet = fleet
        self._clock = clock
        self._used = used
        self._held: frozenset[str] = frozenset()
        self._asked_at: float | None = None
        self._known: dict[str, tuple[str | None, float]] = {}

    async def now(self, office: Office, outbox: Outbox, busy: Collection[str]) -> tuple[Sim, ...]:
        """Every line with a gateway. `busy` ones carry a message, or rest after one.

        `cents` is the price of one part; who has parts left for nothing costs nothing.
        """
        await self._ask()
        moment = self._clock.now()
        midnight = local(office, moment).replace(hour=0, minute=0, second=0, microsecond=0)
        return tuple(self._sim(each, outbox, midnight, busy) for each in gsm_lines(office))

    def _sim(self, line: GsmLine, outbox: Outbox, midnight: datetime, busy: Collection[str]) -> Sim:
        driver, report = self._fleet.driver(line.id), self._fleet.report(line.id)
        iccid = (report.iccid or None) if report is not None else None
        most = line.policy.day_sms
        sent = 0 if most is None else outbox.sent_on(line.id, iccid, midnight)
        held: Held | None = None
        if driver is None or report is None or not report.online or "sms" not in driver.abilities:
            held = "offline"
        elif report.registered is False:
            held = "not_registered"
        elif line.paused or line.id in self._held:
            held = "paused"
        elif most is not None and sent >= most:
            held = "limit"
        tariff = line.tariff
        cents = 0 if tariff is None else sms_price(tariff, 1, self._used(line.id))
        return Sim(
            line.id, line.operator, iccid, held, line.id not in busy, cents,
            has_spare=most is None or sent < most - most // 5,
        )  # fmt: skip

    async def known_by(self, number: str) -> str | None:
        """The line that a client knows: that of his last call or message."""
        line, at = self._known.get(number, (None, -_KNOWN_FRESH))
        if self._clock.mono() - at < _KNOWN_FRESH:
            return line
        line = None
        with suppress(AmiError):
            found = await self._ami.items("DBGet", Family="sim", Key=number)
            line = found[0].get("Val") if found else None
        self._keep(number, line)
        return line

    async def note(self, number: str, line: str) -> None:
        """From now on this is the line that the client knows; only E.164 is kept."""
        if not is_e164(number):
            return
        self._keep(number, line)
        with suppress(AmiError):
            await self._ami.action("DBPut", Family="sim", Key=number, Val=line)

    def _keep(self, number: str, line: str | None) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[number] = (line, self._clock.mono())

    async def _ask(self) -> None:
        mono = self._clock.mono()
        if self._asked_at is not None and mono - self._asked_at < _FRESH:
            return
        self._asked_at = mono
        with suppress(AmiError):
            paused = {line for line, why in (await read_family(self._ami, "pause")).items() if why}
            now = self._clock.now().timestamp()
            resting = {
                line
                for line, until in (await read_family(self._ami, "rest")).items()
                if until.isascii() and until.isdigit() and int(until) > now
            }
            self._held = frozenset(paused | resting)
