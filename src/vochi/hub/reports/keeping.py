"""Facts and days kept up with the log: the listeners, inside the transaction of the fold."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import QuerySet

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls.schemas import CallRow
from vochi.hub.companies.models import Company
from vochi.hub.reports import facts, fates
from vochi.hub.reports.models import Dirty, Fact, Standing

T = TypeVar("T")
_AT_ONCE = 500


def written(company: int, row: CallRow, call: FoldedCall) -> None:
    """A call is new in the log, or has changed there."""
    new = facts.of_call(row, call, zone_of(company))
    rows = Fact.objects.of(company).filter(pk=row.id)
    old = rows.values(*facts.FIELDS).first()
    stain(company, {new["day"], *([old["day"]] if old else ())})
    if old == new:
        return  # but others may see it now: who had part in it is no part of a fact
    if old is None:
        Fact.objects.add(company, id=row.id, **new)
    else:
        rows.update(**new)
    if new["result"] == "missed":
        _settle(company, rows)
    elif old is not None and old["result"] == "missed":
        rows.update(back="", back_after=None)


def dropped(company: int, calls: Sequence[int]) -> None:
    """These calls are none any more."""
    for part in parts(calls, _AT_ONCE):
        rows = Fact.objects.of(company).filter(pk__in=part)
        gone = set(rows.values_list("day", flat=True))
        rows.delete()
        stain(company, gone)


def stain(company: int, days: Iterable[date]) -> None:
    """The sums of these days are old. The row is locked, so that whoever sums a day meanwhile
    waits for us and sees what we wrote.
    """
    rows = [Dirty(company_id=company, day=day) for day in sorted(set(days))]
    Dirty.objects.of(company).bulk_create(
        rows, update_conflicts=True, update_fields=["stamp"], unique_fields=["company", "day"]
    )


def heard(company: int, calls: Collection[int] | None) -> None:
    """The promises to whoever made these calls are other now; None: any may be."""
    if calls is None:
        Standing.objects.of(company).delete()  # the worker makes all facts anew
        return
    for part in parts(sorted(calls), _AT_ONCE):
        _settle(company, Fact.objects.of(company).filter(pk__in=part))


def _settle(company: int, rows: QuerySet[Fact]) -> None:
    """What became of missed calls, where it is other than it was."""
    missed = list(
        rows.filter(result="missed").values_list(
            "id", "client", "started_at", "day", "back", "back_after"
        )
    )
    if not missed:
        return
    fate = fates.of(company, [each[:3] for each in missed])
    for call, _, _, day, back, after in missed:
        if fate[call] != (back, after):
            other = dict(zip(("back", "back_after"), fate[call], strict=True))
            Fact.objects.of(company).filter(pk=call).update(**other)
            stain(company, {day})


def zone_of(company: int) -> ZoneInfo:
    """The company's time zone."""
    key = f"reports-zone:{company}"
    name: str | None = cache.get(key)
    if name is None:
        name = Company.objects.values_list("time_zone", flat=True).get(pk=company)
        cache.set(key, name, 30)
    return ZoneInfo(name)


def parts(them: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many at a time."""
    it = iter(them)
    while part := list(islice(it, size)):
        yield part
