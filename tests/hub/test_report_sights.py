"""Sums kept for limited accounts: always what counting the calls that are seen gives."""

import random
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import OuterRef

from vochi.cli.bench.filling import fill
from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import Sight, sight_of
from vochi.hub.calls.models import Call
from vochi.hub.calls.project import drop_calls, write_call
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box
from vochi.hub.offices.services import publish
from vochi.hub.reports import days, facts, rebuild, sights, tally
from vochi.hub.reports.models import Fact, Rollup, SightSum
from vochi.hub.seen import has_part
from vochi.lab.year import Plan, office_of, year

pytestmark = pytest.mark.django_db

PLAN = Plan(calls=240, days=8, first=date(2026, 3, 25), clients=60, people=6, departments=2)
FIRST, LAST = date(2026, 3, 20), date(2026, 4, 30)
SIGHTS = (
    Sight(account=0, extensions=frozenset({"121"})),
    Sight(account=0, extensions=frozenset({"120", "124"}), departments=frozenset({"901"})),
    Sight(account=0),
)


@cache
def calls() -> list[FoldedCall]:
    return list(year(PLAN))


@pytest.fixture
def box(company: Company) -> Box:
    publish(company.pk, office_of(PLAN), None, "")
    box = Box.objects.add(company, name="b", digest="x", enrolled_at=datetime.now(ZoneInfo("UTC")))
    fill(company.pk, calls(), tell=True)
    days.refresh(company.pk, FIRST, LAST)
    return box


def counted(company: int, sight: Sight) -> dict[date, Any]:
    """Each fact asked by itself whether its call is seen."""
    rows = Fact.objects.of(company).filter(has_part(company, sight, OuterRef("pk")))
    every = {day: rows.filter(day=day) for day in rows.values_list("day", flat=True)}
    return {day: tally.tally(facts.rows(found)) for day, found in every.items()}


def same(company: int) -> None:
    for sight in SIGHTS:
        told = days.by_day(company, FIRST, LAST, sight)
        wanted = counted(company, sight)
        assert told.keys() == wanted.keys()
        for day, totals in wanted.items():
            # Kept sums end where their zeros begin, and have thousandths of seconds.
            assert tally.read(tally.write(told[day])) == tally.read(tally.write(totals)), day


def test_sums_follow_the_log(company: Company, box: Box) -> None:
    dice = random.Random(7)
    same(company.pk)
    same(company.pk)
    rows = list(Call.objects.of(company).order_by("pk").values_list("pk", "body"))
    for turn in range(12):
        number, body = dice.choice(rows)
        call = FoldedCall.model_validate_json(body)
        match turn % 3:
            case 0:
                drop_calls(company.pk, [number])
                rows.remove((number, body))
            case 1:
                legs = (leg.model_copy(update={"endpoint": "121-1"}) for leg in call.legs)
                write_call(box, number, call.model_copy(update={"legs": tuple(legs)}))
            case _:
                write_call(box, number, call.model_copy(update={"result": "failed", "talks": ()}))
        if turn % 2:
            days.refresh(company.pk, FIRST, LAST)
        same(company.pk)
    rebuild.rebuild(company.pk)
    same(company.pk)


def test_who_but_rang_sees_the_call(company: Company, box: Box) -> None:
    """A fact does not say who rang in vain at a call that another took; sight does."""
    sight = Sight(account=0, extensions=frozenset({"777"}))
    assert days.by_day(company.pk, FIRST, LAST, sight) == {}
    assert SightSum.objects.of(company).exists()
    number, body = Call.objects.of(company).filter(result="answered", direction="in").values_list(
        "pk", "body"
    )[0]  # fmt: skip
    fact = facts_of(number, company)
    call = FoldedCall.model_validate_json(body)
    rang = call.legs[-1].model_copy(update={"endpoint": "777-1", "rang_at": None})
    write_call(box, number, call.model_copy(update={"legs": (*call.legs, rang)}))
    assert facts_of(number, company) == fact
    for _ in range(2):
        (totals,) = days.by_day(company.pk, FIRST, LAST, sight).values()
        assert tally.named(totals["a", ""])["came"] == 1
        days.refresh(company.pk, FIRST, LAST)


def facts_of(call: int, company: Company) -> Any:
    return Fact.objects.of(company).filter(pk=call).values(*facts.FIELDS).get()


def test_what_is_kept_is_not_counted_again(
    company: Company, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [days.by_day(company.pk, FIRST, LAST, sight) for sight in SIGHTS]
    monkeypatch.setattr(sights, "_count", None)
    again = [days.by_day(company.pk, FIRST, LAST, sight) for sight in SIGHTS]
    assert [each.keys() for each in again] == [each.keys() for each in first]


def test_sums_that_are_kept_too_late_are_not_read(company: Company, box: Box) -> None:
    """Whoever counts while a call is written may keep old sums after the new are there."""
    sight = SIGHTS[0]
    days.by_day(company.pk, FIRST, LAST, sight)
    late = list(SightSum.objects.of(company).filter(sight=sights.key_of(sight)))
    gone = Call.objects.of(company).filter(tags__kind="p", tags__value="121").values_list("pk")
    drop_calls(company.pk, [pk for (pk,) in gone])
    days.refresh(company.pk, FIRST, LAST)
    assert days.by_day(company.pk, FIRST, LAST, sight) == {}
    SightSum.objects.of(company).all().delete()
    for row in late:
        row.pk = None
    SightSum.objects.add_all(late)
    assert days.by_day(company.pk, FIRST, LAST, sight) == {}


def test_limited_accounts_find_their_sums_there(
    company: Company, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"role": "employee", "sight": "own", "company": company}
    one = Account.objects.create_user("one", "снег-и-чай-42", person="p1", **fields)
    Account.objects.create_user("two", "снег-и-чай-42", person="p2", **fields)
    made = Rollup.objects.of(company).count()
    assert sights.keep(company.pk, FIRST, LAST, most=made + 1) == made + 1
    assert sights.keep(company.pk, FIRST, LAST, most=made + 1) == made - 1
    assert sights.keep(company.pk, FIRST, LAST, most=made + 1) == 0
    wanted = counted(company.pk, sight_of(one))
    monkeypatch.setattr(sights, "_count", None)
    assert days.by_day(company.pk, FIRST, LAST, sight_of(one)).keys() == wanted.keys()
    monkeypatch.undo()
    Account.scoped.of(company).filter(login="two").update(is_active=False)
    assert sights.keep(company.pk, FIRST, LAST, most=9) == 0
    kept = set(SightSum.objects.of(company).values_list("sight", flat=True))
    assert kept == {sights.key_of(sight_of(one))}
