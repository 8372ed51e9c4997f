"""What each line's month has cost: the report, from calls and messages as they were.

A month of a line is its tariff's own: `2026-11` of a SIM card whose month begins on the 15th is
15 November to 14 December. A call belongs to the month in which it began.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from vochi.core.frozen import Frozen
from vochi.core.gsm.tariff import (
    BillingMonth,
    Used,
    call_price,
    forecast,
    free_seconds_left,
    month_from,
    sms_price,
    with_call,
    with_sms,
)
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.operators import same_operator
from vochi.core.office.routing import operator_of
from vochi.core.office.sim import Tariff


class CarriedCall(NamedTuple):
    """A call that a line carried outside; `seconds` of talk. Calls that came in cost nothing.

    `number` is E.164, else as it was dialled.
    """

    line: str
    started_at: datetime
    seconds: float
    number: str
    answered: bool = True


class SentSms(NamedTuple):
    """A message that the network took, so many `parts` of it."""

    line: str
    at: datetime
    parts: int = 1


class LineCost(Frozen):
    """A line's month. `cents` and what follows from a tariff: None where it has none.

    `minutes` as they are billed; `cents` with the `fee`; `forecast` is for the whole month when it
    is not over, else what it was. `first` and `last` are its days.
    """

    line: str
    name: str
    operator: str
    first: date
    last: date
    calls: int
    minutes: float
    sms: int
    free_minutes_left: int | None = None
    free_sms_left: int | None = None
    fee: int | None = None
    cents: int | None = None
    forecast: int | None = None


class CostReport(Frozen):
    """`month` is `YYYY-MM`; `total` of the lines that have a tariff, in cents."""

    month: str
    lines: tuple[LineCost, ...]
    total: int
    forecast: int


@dataclass
class _Sum:
    used: Used = Used()  # noqa: RUF009 - frozen
    own: int = 0
    calls: int = 0
    cents: int = 0


def report(
    office: Office,
    month: str,
    calls: Iterable[CarriedCall],
    sms: Iterable[SentSms],
    now: datetime,
) -> CostReport:
    """The month `YYYY-MM` of every line, in the order of the office; a line that is gone but did
    carry something stands at the end. Calls and messages of other times are passed over, so the
    caller need not know months: from the 1st of `month` to the 28th of the next is enough.

    Raises ValueError when `month` is none.
    """
    first = date.fromisoformat(f"{month}-01")
    zone = office.company.time_zone
    lines = {line.id: line for line in office.lines}
    tariffs = {line: _tariff(each) for line, each in lines.items()}
    by_call: dict[str, list[CarriedCall]] = defaultdict(list)
    for call in calls:
        if call.answered and call.seconds > 0:
            by_call[call.line].append(call)
    by_sms: dict[str, list[SentSms]] = defaultdict(list)
    for each in sms:
        by_sms[each.line].append(each)
    found = []
    for line in dict.fromkeys((*lines, *by_call, *by_sms)):
        tariff = tariffs.get(line) or Tariff()
        days = month_from(first.replace(day=tariff.month_day))
        begins, ends = days.bounds(zone)
        summed = _Sum()
        mine = sorted(by_call[line], key=lambda call: call.started_at)
        for call in mine:
            if begins <= call.started_at < ends:
                _add(office, line, tariff, call, summed)
        for message in by_sms[line]:
            if begins <= message.at < ends:
                summed.cents += sms_price(tariff, message.parts, summed.used)
                summed.used = with_sms(summed.used, message.parts)
        if line in lines or summed.used != Used():
            known = line in tariffs and tariffs[line] is not None
            found.append(_row(office, line, tariff if known else None, days, summed, now))
    priced = [each for each in found if each.cents is not None]
    return CostReport(
        month=month,
        lines=tuple(found),
        total=sum(each.cents or 0 for each in priced),
        forecast=sum(each.forecast or 0 for each in priced),
    )


def is_own(office: Office, line: str, number: str) -> bool:
    """Whether a number is in the network of a line's operator: by its prefix, so a hint."""
    found = next((each for each in office.lines if each.id == line), None)
    theirs = operator_of(office, number) if number.startswith("+") else None
    return found is not None and theirs is not None and same_operator(found.operator, theirs)


def _tariff(line: object) -> Tariff | None:
    return line.tariff if isinstance(line, GsmLine) else None


def _add(office: Office, line: str, tariff: Tariff, call: CarriedCall, summed: _Sum) -> None:
    seconds = math.ceil(call.seconds)
    own = is_own(office, line, call.number)
    summed.cents += call_price(tariff, seconds, summed.used, own=own)
    after = with_call(tariff, summed.used, seconds)
    summed.own += after.seconds - summed.used.seconds if own else 0
    summed.used = after
    summed.calls += 1


def _row(  # noqa: PLR0917 - what a row is made of
    office: Office,
    line: str,
    tariff: Tariff | None,
    days: BillingMonth,
    summed: _Sum,
    now: datetime,
) -> LineCost:
    found = next((each for each in office.lines if each.id == line), None)
    row = LineCost(
        line=line,
        name=line if found is None else found.name,
        operator="" if found is None else found.operator,
        first=days.first,
        last=days.end - timedelta(days=1),
        calls=summed.calls,
        minutes=round(summed.used.seconds / 60, 1),
        sms=summed.used.sms,
    )
    if tariff is None:
        return row
    share = summed.own / summed.used.seconds if summed.used.seconds else 0.0
    gone = days.gone(now, office.company.time_zone)
    return row.model_copy(
        update={
            "free_minutes_left": free_seconds_left(tariff, summed.used) // 60,
            "free_sms_left": max(tariff.free_sms - summed.used.sms, 0),
            "fee": tariff.month_fee,
            "cents": tariff.month_fee + summed.cents,
            "forecast": forecast(tariff, summed.used, summed.cents, gone, own_share=share),
        }
    )
