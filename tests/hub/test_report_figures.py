"""Figures of reports: they follow the log whatever becomes of it, and each opens its calls."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from vochi.cli.bench.filling import fill
from vochi.core.calls.call import Call as FoldedCall
from vochi.core.promises.contact import Contact
from vochi.core.promises.fold import fold
from vochi.core.promises.obligation import Obligation
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import EVERYTHING
from vochi.hub.calls.models import Call
from vochi.hub.calls.project import drop_calls, write_call
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box
from vochi.hub.offices.services import publish
from vochi.hub.promises import filling as promised
from vochi.hub.promises.derive import word_of
from vochi.hub.promises.models import ContactRow, Promise, WordRow
from vochi.hub.reports import days, keeping, rebuild, tally
from vochi.hub.reports.models import Fact
from vochi.lab.year import Plan, office_of, year

PLAN = Plan(calls=220, days=9, first=date(2026, 3, 25), clients=60, people=6, departments=2)
FIRST, LAST = date(2026, 3, 20), date(2026, 4, 30)


@cache
def calls() -> list[FoldedCall]:
    return list(year(PLAN))


def counted(company: int) -> dict[Any, Any]:
    """Straight from the bodies of the log, without facts."""
    zone = ZoneInfo(PLAN.time_zone)
    found: Counter[Any] = Counter()
    for row in Call.objects.of(company):
        call = FoldedCall.model_validate_json(row.body)
        here = call.started_at.astimezone(zone)
        name = {"in": "came", "out": "went", "internal": "inside"}[call.direction]
        found[here.date(), name] += 1
        found["hour", here.hour, name] += 1
        if call.direction == "in" and call.result in {"answered", "missed"}:
            found[here.date(), call.result] += 1
        if call.direction != "internal":
            found["talk"] += call.talked
            if call.line:
                found["line", call.line, name] += 1
    return found


def summed(company: int) -> dict[Any, Any]:
    found: Counter[Any] = Counter()
    for day, totals in days.by_day(company, FIRST, LAST, EVERYTHING).items():
        for (kind, key), sums in totals.items():
            named = tally.named(sums)
            for name in ("came", "went", "inside", "answered", "missed"):
                if kind == "a":
                    found[day, name] += named[name]
                elif kind == "h" and name in {"came", "went", "inside"}:
                    found["hour", int(key), name] += named[name]
                elif kind == "l" and name in {"came", "went"}:
                    found["line", key, name] += named[name]
            if kind == "a":
                found["talk"] += named["talk"]
    return found


def same(one: dict[Any, Any], other: dict[Any, Any]) -> None:
    left = {key: round(n) for key, n in one.items() if n}
    right = {key: round(n) for key, n in other.items() if n}
    assert left == right


@pytest.fixture
def box(company: Company) -> Box:
    publish(company.pk, office_of(PLAN), None, "")
    return Box.objects.add(company, name="b", digest="x", enrolled_at=datetime.now(ZoneInfo("UTC")))


@pytest.mark.django_db
def test_sums_are_those_of_the_log(company: Company, box: Box) -> None:
    fill(company.pk, calls(), tell=True)
    same(summed(company.pk), counted(company.pk))


@pytest.mark.django_db
def test_a_log_made_anew_gives_the_same_facts(company: Company, box: Box) -> None:
    fill(company.pk, calls(), tell=True)
    kept = facts(company.pk)
    before = summed(company.pk)
    assert any(row["back"] == "o" for row in kept)
    assert any(row["back"] == "i" for row in kept)
    assert any(row["free"] for row in kept)
    assert rebuild.rebuild(company.pk) == PLAN.calls
    assert facts(company.pk) == kept
    assert summed(company.pk) == before
    assert rebuild.is_whole(company.pk)


def facts(company: int) -> list[dict[str, Any]]:
    return list(Fact.objects.of(company).order_by("pk").values())


def owed(company: int) -> dict[int, tuple[str, int | None]]:
    """What became of each missed call, straight from the fold of promises."""
    found: dict[int, tuple[str, int | None]] = {}
    for row in Call.objects.of(company).filter(result="missed"):
        found[row.pk] = ("c" if row.client else "h"), None
    contacts: dict[str, list[Contact]] = {}
    for body in ContactRow.objects.of(company).values_list("body", flat=True):
        contact = Contact.model_validate_json(body)
        contacts.setdefault(contact.number, []).append(contact)
    words = [word_of(row) for row in WordRow.objects.of(company)]
    for number, of_it in contacts.items():
        for it in fold(of_it, [word for word in words if word.number == number]):
            for call in found.keys() & set(it.calls):
                at = Call.objects.of(company).get(pk=call).started_at
                if it.state == "kept":
                    assert it.settled is not None
                    after = int((it.settled - at).total_seconds())
                    found[call] = ("i" if it.how == "came" else "o"), after
                else:
                    found[call] = ("n" if it.state == "open" else "c"), None
    return found


def told(company: int) -> dict[int, tuple[str, int | None]]:
    rows = Fact.objects.of(company).filter(result="missed")
    return {row.pk: (row.back, row.back_after) for row in rows}


@pytest.mark.django_db
def test_called_back_is_what_promises_say(published: Company, login: Any) -> None:
    """Of a whole log; then some are closed by hand, opened again, and a client is blacklisted."""
    publish(published.pk, office_of(PLAN), None, "")
    fill(published.pk, calls(), tell=True)
    company = published.pk
    assert told(company) == owed(company)
    assert {back for back, _ in told(company).values()} >= {"o", "i", "n"}
    browser = login(published, "owner", "owner", person="p0")
    rows = list(Promise.objects.of(company).filter(state="open").order_by("-opened_at")[:6])
    assert len(rows) == 6
    before = sums(company)
    for row in rows[:4]:
        asked = {"reason": "no_need"}
        answer = browser.post(f"/api/v1/promises/{row.pk}/close", asked, "application/json")
        assert answer.status_code == 200, answer.content
    assert browser.post(f"/api/v1/promises/{rows[0].pk}/reopen").status_code == 200
    blocked = [row for row in rows[4:] if row.subject.startswith("n")]
    for row in blocked:
        body = {"number": row.subject[1:]}
        answer = browser.post("/api/v1/lists/blacklist", body, "application/json")
        assert answer.status_code == 201, answer.content
    shut = {row.pk for row in [*rows[1:4], *blocked]}
    bodies = Promise.objects.of(company).filter(pk__in=shut).values_list("body", flat=True)
    gone = [
        call for body in bodies
        for call in Obligation.model_validate_json(body).calls if call in told(company)
    ]  # fmt: skip
    assert gone
    assert {told(company)[call] for call in gone} == {("c", None)}
    after = sums(company)
    assert (after["closed"] - before["closed"], before["open"] - after["open"]) == (
        len(gone), len(gone),
    )  # fmt: skip
    kept = facts(company)
    rebuild.rebuild(company)
    assert facts(company) == kept


def sums(company: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for totals in days.by_day(company, FIRST, LAST, EVERYTHING).values():
        found.update(tally.named(totals["a", ""]))
    return found


@pytest.mark.django_db
def test_a_log_that_promises_take_over_later(company: Company, box: Box) -> None:
    fill(company.pk, calls())
    rebuild.rebuild(company.pk)
    assert rebuild.is_whole(company.pk)
    promised.catch_up()
    assert not rebuild.is_whole(company.pk), "the worker makes all facts anew"
    rebuild.rebuild(company.pk)
    assert told(company.pk) == owed(company.pk)


class Histories(TestCase):
    """Calls come in any order, change, are told twice, are dropped; sums are read in between."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_whatever_becomes_of_the_log(self, data: st.DataObject) -> None:
        company = Company.objects.create(name="x")
        publish(company.pk, office_of(PLAN), None, "")
        box = Box.objects.add(
            company, name="b", digest="y", enrolled_at=datetime.now(ZoneInfo("UTC"))
        )
        some = calls()[:60]
        # A few clients who call again and again, so that much depends on the order.
        some = [
            call if call.direction == "internal"
            else call.model_copy(update={"client": f"+37529111000{n % 3}"})
            for n, call in enumerate(some)
        ]  # fmt: skip
        deeds = data.draw(
            st.lists(st.tuples(st.integers(0, 59), st.sampled_from("wwwwrdl")), max_size=45)
        )
        for number, deed in deeds:
            call = some[number]
            if deed == "w":
                write_call(box, number + 1, call)
            elif deed == "r":  # it rings: nobody has answered yet
                live = {"result": None, "state": "ringing", "ended_at": None, "talks": ()}
                write_call(box, number + 1, call.model_copy(update=live))
            elif deed == "l":  # it began at another hour than was told first
                later = call.started_at + timedelta(hours=20)
                write_call(box, number + 1, call.model_copy(update={"started_at": later}))
            else:
                drop_calls(company.pk, [number + 1])
            if number % 7 == 0:
                days.by_day(company.pk, FIRST, LAST, EVERYTHING)
        found = summed(company.pk)
        same(found, counted(company.pk))
        assert told(company.pk) == owed(company.pk)
        kept = facts(company.pk)
        rebuild.rebuild(company.pk)
        assert facts(company.pk) == kept
        assert summed(company.pk) == found


@pytest.mark.django_db
def test_a_day_ends_at_the_company_s_midnight(company: Company, box: Box) -> None:
    """Vilnius puts its clock on by an hour on 29 March 2026: the day has 23 hours."""
    Company.objects.filter(pk=company.pk).update(time_zone="Europe/Vilnius")
    assert str(keeping.zone_of(company.pk)) == "Europe/Vilnius"
    first = calls()[0]
    moments = ["2026-03-28T21:59:59", "2026-03-28T22:00:01", "2026-03-29T00:59:00",
               "2026-03-29T01:01:00", "2026-03-29T20:59:59", "2026-03-29T21:00:01"]  # fmt: skip
    for number, text in enumerate(moments, 1):
        at = datetime.fromisoformat(f"{text}+00:00")
        write_call(box, number, first.model_copy(update={"started_at": at, "linked_id": text}))
    told = [(row["day"].day, row["hour"]) for row in facts(company.pk)]
    assert told == [(28, 23), (29, 0), (29, 2), (29, 4), (29, 23), (30, 0)]
    before = Account.scoped.of(company).count()
    assert not rebuild.is_whole(company.pk)
    rebuild.rebuild(company.pk)
    assert rebuild.is_whole(company.pk)
    Company.objects.filter(pk=company.pk).update(time_zone="Europe/Minsk")
    assert not rebuild.is_whole(company.pk), "another clock: all days are made anew"
    assert Account.scoped.of(company).count() == before
