"""Sums of days: made anew where the log has changed, and read for a period."""

from datetime import date

from django.db import transaction

from vochi.hub.accounts.sight import Sight
from vochi.hub.reports import facts, sights, tally
from vochi.hub.reports.models import Dirty, Fact, Rollup
from vochi.hub.reports.tally import Totals


def refresh(company: int, first: date, last: date, most: int = 10_000) -> int:
    """Sum the days of a period that have changed; how many. The newest first."""
    stained = Dirty.objects.of(company).filter(day__gte=first, day__lte=last)
    days = list(stained.order_by("-day").values_list("day", flat=True)[:most])
    for day in days:
        with transaction.atomic():
            # Whoever writes calls of the day holds this row till they are there.
            Dirty.objects.of(company).filter(day=day).delete()
            totals = tally.tally(facts.rows(Fact.objects.of(company).filter(day=day)))
            Rollup.objects.of(company).filter(day=day).delete()
            if totals:
                Rollup.objects.add(company, day=day, body=tally.write(totals))
    return len(days)


def by_day(company: int, first: date, last: date, sight: Sight) -> dict[date, Totals]:
    """Sums of each day of a period that had calls, as far as they are seen."""
    if not sight.is_all:
        return sights.by_day(company, first, last, sight)
    refresh(company, first, last)
    rows = Rollup.objects.of(company).filter(day__gte=first, day__lte=last)
    return {day: tally.read(body) for day, body in rows.values_list("day", "body")}
