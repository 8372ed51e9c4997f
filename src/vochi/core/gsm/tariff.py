"""What a SIM card's tariff makes of calls and messages: prices, months, the month's end.

Money is cents, time seconds. What is included in the fee is used up first, whoever is called.
A price is rounded up to the cent, for a bill is never lower than what we tell.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vochi.core.frozen import Frozen
from vochi.core.office.sim import Tariff

_MINUTE = 60


class Used(Frozen):
    """What a SIM card has used in its month: `seconds` as they are billed, parts of messages."""

    seconds: int = 0
    sms: int = 0


class BillingMonth(Frozen):
    """Days of a SIM card's own month, in the time zone of the company; `end` is not in it."""

    first: date
    end: date

    @property
    def key(self) -> str:
        """As the facts of `core.facts` name it: `202611.15` began on 15 November 2026."""
        return f"{self.first:%Y%m}.{self.first:%d}"

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Moments of its beginning and end, whatever clocks do between."""
        here = ZoneInfo(zone)
        return (
            datetime.combine(self.first, time(), here),
            datetime.combine(self.end, time(), here),
        )

    def gone(self, now: datetime, zone: str) -> float:
        """The part of it that is over at `now`, 0 to 1."""
        begins, ends = (each.timestamp() for each in self.bounds(zone))
        return min(max((now.timestamp() - begins) / (ends - begins), 0.0), 1.0)


def month_from(first: date) -> BillingMonth:
    """The month that begins on `first`, a day up to the 28th."""
    some_day_after = first.replace(day=1) + timedelta(days=32)
    return BillingMonth(first=first, end=some_day_after.replace(day=first.day))


def month_at(month_day: int, moment: datetime, zone: str) -> BillingMonth:
    """The month of a SIM card whose months begin on `month_day`, in which the moment lies."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    first = today.replace(day=month_day)
    if today.day < month_day:
        first = (today.replace(day=1) - timedelta(days=1)).replace(day=month_day)
    return month_from(first)


def billed(tariff: Tariff, seconds: int) -> int:
    """Seconds that are paid for a talk of so many: a begun step is paid whole."""
    return -(-max(seconds, 0) // tariff.step) * tariff.step


def call_price(tariff: Tariff, seconds: int, used: Used, *, own: bool = False) -> int:
    """Cents of a talk of `seconds`; `own`: within the operator's network."""
    left = max(tariff.free_minutes * _MINUTE - used.seconds, 0)
    paid = max(billed(tariff, seconds) - left, 0)
    return -(-paid * minute_price(tariff, own=own) // _MINUTE)


def minute_price(tariff: Tariff, *, own: bool = False) -> int:
    """Cents of a minute that is not included."""
    return tariff.minute_own if own and tariff.minute_own is not None else tariff.minute


def sms_price(tariff: Tariff, parts: int, used: Used) -> int:
    """Cents of a message of so many parts."""
    left = max(tariff.free_sms - used.sms, 0)
    return max(parts - left, 0) * tariff.sms


def with_call(tariff: Tariff, used: Used, seconds: int) -> Used:
    """What is used after a talk of `seconds`."""
    return Used(seconds=used.seconds + billed(tariff, seconds), sms=used.sms)


def with_sms(used: Used, parts: int) -> Used:
    """What is used after a message."""
    return Used(seconds=used.seconds, sms=used.sms + parts)


def free_seconds_left(tariff: Tariff, used: Used) -> int:
    """Included seconds that nobody has used."""
    return max(tariff.free_minutes * _MINUTE - used.seconds, 0)


def forecast(tariff: Tariff, used: Used, cents: int, gone: float, *, own_share: float = 0) -> int:
    """Cents of the whole month with its fee, when it goes on as it began.

    `cents` is what calls and messages have cost until now, `gone` the part of the month that is
    over, `own_share` the part of seconds that went within the operator's network.
    """
    if gone <= 0:
        return tariff.month_fee + cents
    seconds, parts = used.seconds / gone, used.sms / gone
    free = tariff.free_minutes * _MINUTE
    paid = max(seconds - max(used.seconds, free), 0)
    own, other = minute_price(tariff, own=True), minute_price(tariff)
    minute = own * own_share + other * (1 - own_share)
    messages = max(parts - max(used.sms, tariff.free_sms), 0) * tariff.sms
    return tariff.month_fee + cents + round(paid * minute / _MINUTE + messages)
