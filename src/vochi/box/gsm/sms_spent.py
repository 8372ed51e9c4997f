"""What messages have used of each line's tariff: parts by day, kept as marks beside the entries."""

from collections.abc import Callable
from datetime import datetime, timedelta

from vochi.box.clock import Clock
from vochi.box.gsm.office import day_of, gsm_line
from vochi.box.scribe import Scribe
from vochi.core.gsm.entries import SmsOut
from vochi.core.gsm.message import Message
from vochi.core.gsm.tariff import Used, month_at
from vochi.core.office.document import Office
from vochi.core.office.sim_limits import tariff_of

_MARK = "sms.spent:"
_KEPT_DAYS = 62


class Spent:
    """`load` first. What went, or may have gone, is paid for."""

    def __init__(self, scribe: Scribe, clock: Clock, office: Callable[[], Office | None]) -> None:
        self._scribe = scribe
        self._clock = clock
        self._office = office
        #: Parts by `<line>.<yyyymmdd>`, days of the company's clock.
        self._parts: dict[str, int] = {}

    async def load(self) -> None:
        """What the journal says."""
        marks = await self._scribe.read(lambda journal: journal.marks(_MARK))
        self._parts = {key: int(value) for key, value in marks.items() if value.isdigit()}

    def marks(self, message: Message | None, said: SmsOut) -> dict[str, str | None]:
        """What must become durable with an entry that ends a sending."""
        office = self._office()
        if office is None or message is None or message.line is None:
            return {}
        if message.state != "sending" or said.state not in {"sent", "delivered", "unknown"}:
            return {}
        key = f"{message.line}.{day_of(office, self._clock.now())}"
        return {_MARK + key: str(self._parts.get(key, 0) + message.parts)}

    def take(self, marks: dict[str, str | None]) -> None:
        """They are durable."""
        for key, value in marks.items():
            self._parts[key.removeprefix(_MARK)] = int(value or 0)

    def used(self, line: str) -> Used:
        """Parts of this month of the card's tariff."""
        office = self._office()
        slot = gsm_line(office, line)
        if office is None or slot is None:
            return Used()
        day = tariff_of(slot).month_day
        month = month_at(day, self._clock.now(), office.company.time_zone)
        first, end = month.first.strftime("%Y%m%d"), month.end.strftime("%Y%m%d")
        spent = (
            parts
            for key, parts in self._parts.items()
            if key.startswith(f"{line}.") and first <= key.rpartition(".")[2] < end
        )
        return Used(sms=sum(spent))

    def old(self, now: datetime) -> dict[str, str | None]:
        """Marks that nobody needs any more."""
        office = self._office()
        if office is None:
            return {}
        limit = day_of(office, now - timedelta(days=_KEPT_DAYS))
        gone = [key for key in self._parts if key.rpartition(".")[2] < limit]
        for key in gone:
            del self._parts[key]
        return {_MARK + key: None for key in gone}
