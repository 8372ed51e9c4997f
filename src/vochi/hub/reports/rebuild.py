"""Facts of a whole log, many at a time: of an office that was there before, of another zone."""

from zoneinfo import ZoneInfo

from django.db import transaction

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CallRow
from vochi.hub.companies.models import Company
from vochi.hub.reports import facts, fates, keeping
from vochi.hub.reports.models import Dirty, Fact, Rollup, SightSum, Standing

_AT_ONCE = 1000


def is_whole(company: int) -> bool:
    """Whether every call of the log has its fact, by the company's own time zone."""
    zone = Company.objects.values_list("time_zone", flat=True).get(pk=company)
    return Standing.objects.of(company).filter(is_whole=True, zone=zone).exists()


def rebuild(company: int) -> int:
    """Make all facts anew; how many. What is written meanwhile is kept up by the listeners."""
    zone = Company.objects.values_list("time_zone", flat=True).get(pk=company)
    with transaction.atomic():
        Fact.objects.of(company).delete()
        Rollup.objects.of(company).delete()
        SightSum.objects.of(company).delete()
        Dirty.objects.of(company).delete()
        Standing.objects.of(company).delete()
    made, last = 0, 0
    while page := _page(company, last):
        last = page[-1][0]
        made += len(page)
        _write(company, page, ZoneInfo(zone))
    _reach(company)
    with transaction.atomic():
        days = Fact.objects.of(company).order_by("day").values_list("day", flat=True).distinct()
        keeping.stain(company, days)
        Standing.objects.add(company, zone=zone, is_whole=True)
    return made


def _page(company: int, last: int) -> list[tuple[int, str, str]]:
    rows = Call.objects.of(company).filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", "row", "body")[:_AT_ONCE])


def _write(company: int, page: list[tuple[int, str, str]], zone: ZoneInfo) -> None:
    made = [
        Fact(company_id=company, id=number, **facts.of_call(
            CallRow.model_validate_json(row), FoldedCall.model_validate_json(body), zone
        ))
        for number, row, body in page
    ]  # fmt: skip
    with transaction.atomic():
        have = set(
            Fact.objects.of(company).filter(pk__in=[n for n, _, _ in page])
            .values_list("pk", flat=True)
        )  # fmt: skip
        Fact.objects.add_all([fact for fact in made if fact.pk not in have])


def _reach(company: int) -> None:
    """What became of each missed call of the whole log."""
    rows = Fact.objects.of(company).filter(result="missed").order_by("pk")
    missed = list(rows.values_list("id", "client", "started_at"))
    told = fates.of_all(company, missed)
    changed = (Fact(pk=call, back=back, back_after=after) for call, (back, after) in told.items())
    for part in keeping.parts(changed, 300):
        with transaction.atomic():
            Fact.objects.of(company).bulk_update(part, ["back", "back_after"])
