"""Sums of what limited accounts see, kept by sight: who sees the same reads the same sums."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import Sight, sight_of
from vochi.hub.calls.models import CallTag
from vochi.hub.reports import facts, keeping, tally
from vochi.hub.reports.models import Dirty, Fact, Rollup, SightSum
from vochi.hub.reports.tally import Totals
from vochi.hub.seen import part_of

#: Days whose sums are written at once.
_DAYS = 30


def key_of(sight: Sight) -> str:
    """The same for all accounts that see the same calls."""
    told = ",".join(sorted(sight.extensions)) + "|" + ",".join(sorted(sight.departments))
    return hashlib.sha256(told.encode()).hexdigest()


def by_day(company: int, first: date, last: date, sight: Sight) -> dict[date, Totals]:
    """Sums of each day of a period in which calls are seen; what is counted is kept."""
    span = {"day__gte": first, "day__lte": last}
    key = key_of(sight)
    stained, made = _standing(company, first, last)
    kept = SightSum.objects.of(company).filter(sight=key, **span).values_list("day", "of", "body")
    found = {day: tally.read(body) for day, of, body in kept if made.get(day) == of}
    found |= _keep(company, sight, made, sorted(made.keys() - found.keys(), reverse=True))
    found |= {day: _count(company, day, sight) for day in stained}
    return {day: totals for day, totals in found.items() if totals}


def keep(company: int, first: date, last: date, most: int) -> int:
    """Count what limited accounts see before they ask, the newest days first; how many days.

    Sums of a sight that nobody has any more are thrown away.
    """
    accounts = Account.scoped.of(company).filter(is_active=True)
    sights = {key_of(sight): sight for sight in map(sight_of, accounts) if not sight.is_all}
    SightSum.objects.of(company).exclude(sight__in=sights).delete()
    done = 0
    _, made = _standing(company, first, last)
    for key, sight in sights.items():
        kept = SightSum.objects.of(company).filter(sight=key).values_list("day", "of")
        left = sorted((made.items() - set(kept)), reverse=True)[: most - done]
        _keep(company, sight, made, [day for day, _ in left])
        done += len(left)
    return done


def _standing(company: int, first: date, last: date) -> tuple[set[date], dict[date, int]]:
    """Days that are stained; of the others that have calls, which Rollup they have.

    In this order, and both before the calls are read: should these change meanwhile, their day is
    stained and its next Rollup is another, so that what is kept of it is never read.
    """
    span = {"day__gte": first, "day__lte": last}
    stained = set(Dirty.objects.of(company).filter(**span).values_list("day", flat=True))
    rollups = Rollup.objects.of(company).filter(**span).values_list("day", "pk")
    return stained, {day: number for day, number in rollups if day not in stained}


def _keep(
    company: int, sight: Sight, made: Mapping[date, int], days: Iterable[date]
) -> dict[date, Totals]:
    """Count these days and keep the sums; days without calls are kept too, so as to be known."""
    key = key_of(sight)
    every: dict[date, Totals] = {}
    for part in keeping.parts(days, _DAYS):
        counted = {day: _count(company, day, sight) for day in part}
        every |= counted
        rows = [
            SightSum(company_id=company, sight=key, day=day, of=made[day], body=tally.write(totals))
            for day, totals in counted.items()
        ]
        SightSum.objects.of(company).bulk_create(
            rows, update_conflicts=True, update_fields=["of", "body"],
            unique_fields=["company", "sight", "day"],
        )  # fmt: skip
    return every


def _count(company: int, day: date, sight: Sight) -> Totals:
    """Sums of the calls of a day that are seen."""
    zone = keeping.zone_of(company)
    # A day more on each side: the fact says which day a call is of, by the zone of its time.
    since, until = (datetime.combine(day + timedelta(days=n), time(), zone) for n in (-1, 2))
    tags = CallTag.objects.of(company).filter(
        part_of(sight), started_at__gte=since, started_at__lt=until
    )
    found = Fact.objects.of(company).filter(day=day, pk__in=tags.values("call_id"))
    return tally.tally(facts.rows(found))
