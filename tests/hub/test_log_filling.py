"""The year of the bench has the rows that the hub itself would have written."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from vochi.cli.bench.filling import build, fill
from vochi.hub.calls.models import Call, CallTag, DaySet, Party
from vochi.hub.calls.project import write_call
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box
from vochi.hub.offices.services import publish
from vochi.lab.year import Plan, office_of, year

pytestmark = pytest.mark.django_db

PLAN = Plan(calls=300, days=3, first=timezone.now().date() - timedelta(days=5), clients=60)


def rows(company: Company) -> list[set[Any]]:
    calls = [field.attname for field in Call._meta.concrete_fields]
    return [
        set(Call.objects.of(company).values_list(*calls)),
        set(CallTag.objects.of(company).values_list("call_id", "kind", "value", "started_at")),
        set(Party.objects.of(company).values_list("kind", "key", "words")),
    ]


def sets(company: Company) -> set[tuple[Any, ...]]:
    found = DaySet.objects.of(company).values_list("day", "kind", "value", "bits")
    return {(*row[:3], bytes(row[3])) for row in found}


def test_rows_are_those_of_the_projection(company: Company) -> None:
    publish(company.pk, office_of(PLAN), None, "первая")
    calls = list(year(PLAN))
    assert fill(company.pk, calls, sets=True) == PLAN.calls
    filled, told = rows(company), sets(company)
    assert [len(each) for each in filled] >= [300, 600, 50]
    CallTag.objects.of(company).delete()
    Call.objects.of(company).delete()
    Party.objects.of(company).exclude(kind="e").delete()
    box = Box.objects.of(company).get()
    for root, call in enumerate(calls, 1):
        write_call(box, root, call)
    assert rows(company) == filled
    DaySet.objects.of(company).delete()
    build(company.pk)
    kept = {each for each in sets(company) if each[0] in {day for day, *_ in told}}
    assert kept == told
    assert {kind for _, kind, *_ in told} >= {"#", "D", "T", "C", "X", "Y", "p", "d"}
