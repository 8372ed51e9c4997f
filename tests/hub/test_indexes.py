"""The last page of the log under any filter is read off an index, never sorted; so is SMS."""

import pytest
from django.db import connection

from vochi.hub.calls.models import Call
from vochi.hub.calls.search import sources
from vochi.hub.calls.walking import named
from vochi.hub.calls.wanted import Wanted
from vochi.hub.companies.models import Company
from vochi.hub.gateways.models import GsmFact
from vochi.hub.messages.models import Sms, SmsThread


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(direction="in"),
        Wanted(result="missed"),
        Wanted(line="a1-1"),
        Wanted(has_recording=True),
        Wanted(has_message=True),
        Wanted(callback_asked=True),
        Wanted(tag="vip"),
        Wanted(source="site"),
        Wanted(score=5),
        Wanted(tag="vip", person="181", score=4),
        Wanted(client="+375291234567"),
        Wanted(cursor="MTc5NTM4NzU1ODQwMzQxOC4xLg"),
        Wanted(person="181"),
        Wanted(department="901"),
        Wanted(direction="in", result="missed", line="a1-1"),
        Wanted(person="181", department="901", result="missed"),
        Wanted(person="181", cursor="MTc5NTM4NzU1ODQwMzQxOC4xLg"),
    ],
)
def test_no_sorting(company: Company, wanted: Wanted) -> None:
    (rows,) = sources(company.pk, wanted)
    plan = rows[:50].explain()
    assert "TEMP B-TREE" not in plan, plan
    assert "USING INDEX" in plan or "USING COVERING INDEX" in plan
    assert "SCAN calls_call\n" not in plan + "\n"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
def test_calls_are_found_by_their_ids(company: Company) -> None:
    """Statistics that are cut at 400 rows tell that a company has no more calls than that."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calls_call")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'calls_call'")
        cursor.execute("SELECT name FROM pragma_index_list('calls_call')")
        for (name,) in cursor.fetchall():
            told = "1260070 1" if name.endswith("_call_1") else "940500 401 401 1 1"
            cursor.execute("INSERT INTO sqlite_stat1 VALUES ('calls_call', %s, %s)", [name, told])
        cursor.execute("ANALYZE sqlite_schema")
    ids = list(range(900))
    assert "(company_id=?)" in Call.objects.of(company).filter(pk__in=ids).explain()
    assert "(id=?)" in named(company.pk, ids).explain()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
def test_messages_are_not_sorted(company: Company) -> None:
    of_thread = Sms.objects.of(company).filter(number="+375291234567").exclude(origin="doctor")
    threads = SmsThread.objects.of(company).order_by("-last_at", "-id")
    facts = GsmFact.objects.of(company).filter(kind="balance", line="a1-1")
    newest = GsmFact.objects.of(company).filter(kind="check")
    for rows in (
        of_thread.order_by("-at", "-id"),
        threads,
        facts.order_by("-at", "-id"),
        newest.order_by("-at", "-id"),
    ):
        plan = rows[:50].explain()
        assert "TEMP B-TREE" not in plan, plan
        assert "USING INDEX" in plan, plan
