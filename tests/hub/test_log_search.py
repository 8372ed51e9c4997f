"""Any filters of the log, alone and together, give what looking at each call gives."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from vochi.cli.bench.filling import build, fill
from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.accounts.sight import EVERYTHING, Sight
from vochi.hub.calls import days, search
from vochi.hub.calls.models import Call, CallTag, DaySet
from vochi.hub.calls.wanted import Wanted
from vochi.hub.companies.models import Company
from vochi.hub.offices.services import publish
from vochi.lab.year import Plan, office_of, year

pytestmark = pytest.mark.django_db

PLAN = Plan(calls=1500, days=9, first=timezone.now().date() - timedelta(days=7), clients=300)

OFFICE = office_of(PLAN)


@pytest.fixture
def log(company: Company) -> list[FoldedCall]:
    publish(company.pk, office_of(PLAN), None, "первая")
    calls = list(year(PLAN))
    fill(company.pk, calls)
    return calls


def every(company: Company) -> list[dict[str, Any]]:
    """All calls with their tags, newest first: what the filters are held against."""
    rows = {
        row["id"]: row | {"has": set()} for row in Call.objects.of(company).values(
            "id", "started_at", "direction", "result", "line", "client", "client_words",
            "has_recording", "has_message", "callback_asked", "source", "score", "talked", "waited",
        )
    }  # fmt: skip
    for call, kind, value in CallTag.objects.of(company).values_list("call_id", "kind", "value"):
        rows[call]["has"].add((kind, value))
    return sorted(rows.values(), key=lambda row: (row["started_at"], row["id"]), reverse=True)


def fits(row: dict[str, Any], it: Wanted, sight: Sight) -> bool:
    for name in ("direction", "result", "line", "has_recording", "has_message", "callback_asked",
                 "source", "score"):  # fmt: skip
        wanted = getattr(it, name)
        if wanted is not None and row[name] != wanted:
            return False
    for kind, value in (("p", it.person), ("d", it.department), ("t", it.tag)):
        if value is not None and (kind, value) not in row["has"]:
            return False
    for name in ("talked", "waited"):
        least, most = getattr(it, f"{name}_from"), getattr(it, f"{name}_to")
        if (least is not None and row[name] < least) or (most is not None and row[name] >= most):
            return False
    if (it.since and row["started_at"] < it.since) or (it.until and row["started_at"] >= it.until):
        return False
    if it.client and row["client"] != it.client:
        return False
    if it.q:
        words = it.q.casefold().replace("-", "")
        people = {p.extension for p in OFFICE.people if words in p.name.casefold()
                  or words in p.extension}  # fmt: skip
        found = words in row["client_words"] or any(("p", p) in row["has"] for p in people)
        if not (found or any(k == "n" and words in v for k, v in row["has"])):
            return False
    if not sight.is_all:
        short = sight.extensions | sight.departments
        return any((k == "p" and v in sight.extensions) or (k == "d" and v in sight.departments)
                   or (k == "s" and v in short) for k, v in row["has"])  # fmt: skip
    return True


def any_wanted(dice: random.Random, calls: list[FoldedCall]) -> Wanted:
    call = dice.choice(calls)
    at = call.started_at
    choices: dict[str, Any] = {
        "direction": dice.choice(["in", "out", "internal"]),
        "result": dice.choice(["answered", "missed", "busy", "no_answer", "failed", "no_line"]),
        "person": str(dice.randrange(120, 150)),
        "department": dice.choice(["901", "902", "905"]),
        "line": dice.choice(["a1-1", "a1-2", "mts-1", "life-1", "city"]),
        "client": call.client if call.direction != "internal" else None,
        "has_recording": dice.choice([True, False]),
        "has_message": dice.choice([True, False]),
        "callback_asked": dice.choice([True, False]),
        "tag": dice.choice(["vip", "new-order", "none"]),
        "source": dice.choice(["site", "yandex", "nowhere"]),
        "score": dice.randrange(6),
        "talked_from": dice.choice([0, 1, 17, 60, 300]),
        "talked_to": dice.choice([1, 10, 33, 600]),
        "waited_from": dice.choice([5, 7, 20]),
        "waited_to": dice.choice([2, 30, 61]),
        "q": dice.choice(["29", "666", call.client[5:9] or "1", "жук", "анна", "борис", "нет"]),
        "since": at - timedelta(hours=dice.randrange(100)),
        "until": at + timedelta(hours=dice.randrange(100)),
    }
    names = dice.sample(sorted(choices), dice.randrange(1, 5))
    return Wanted(**{name: choices[name] for name in names}, limit=dice.choice([3, 20, 50]))


SIGHTS = (
    EVERYTHING,
    Sight(account=0, extensions=frozenset({"121"})),
    Sight(account=0, extensions=frozenset({"120", "124"}), departments=frozenset({"901"})),
)


@pytest.mark.parametrize("built", ["nothing", "all", "some"])
def test_any_combination(company: Company, log: list[FoldedCall], built: str) -> None:
    if built != "nothing":
        build(company.pk)
        assert days.missing(company.pk) == []
    if built == "some":
        days.forget(company.pk, [log[400].started_at, log[900].started_at])
        assert len(days.missing(company.pk)) == 2
    dice = random.Random(7)
    rows = every(company)
    hits = 0
    for turn in range(120):
        wanted, sight = any_wanted(dice, log), SIGHTS[turn % 3]
        want = [row["id"] for row in rows if fits(row, wanted, sight)]
        got: list[int] = []
        cursor = None
        while len(got) <= 3 * wanted.limit:
            page = search.page(company.pk, Wanted(**{**vars(wanted), "cursor": cursor}), sight)
            got += [row.id for row in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert got == want[: len(got)], (wanted, sight)
        assert cursor is not None or len(got) == len(want), (wanted, sight)
        number = search.count(company.pk, wanted, sight)
        assert number in {None, len(want)}, (wanted, sight)
        hits += bool(want)
    assert hits > 40


def test_words_that_many_numbers_have(
    company: Company, log: list[FoldedCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More numbers than are read one by one: then the words of the days are looked into."""
    build(company.pk)
    days.forget(company.pk, [log[700].started_at])
    rows = every(company)
    monkeypatch.setattr("vochi.hub.calls.saying.FEW", 5)
    dice = random.Random(11)
    hits = 0
    for turn in range(60):
        asked = vars(any_wanted(dice, log)) | {"q": dice.choice(["29", "37529", "80", "7", "1-5"])}
        wanted, sight = Wanted(**asked | {"limit": 20}), SIGHTS[turn % 3]
        want = [row["id"] for row in rows if fits(row, wanted, sight)]
        got = [row.id for row in search.page(company.pk, wanted, sight).items]
        assert got == want[:20], (wanted, sight)
        hits += bool(want)
    assert hits > 20


def test_filters_hold_of_calls_that_words_find(
    company: Company, log: list[FoldedCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few calls are looked at one by one, many by their sets, as are days that have none."""
    build(company.pk)
    days.forget(company.pk, [log[700].started_at])
    rows = every(company)
    for some in (150, 0):
        monkeypatch.setattr("vochi.hub.calls.search._SOME", some)
        for asked in (
            {"callback_asked": True}, {"has_message": True}, {"talked_from": 33, "talked_to": 77},
            {"waited_from": 7}, {"score": 5, "department": "901"}, {"tag": "vip"},
        ):  # fmt: skip
            for sight in SIGHTS:
                wanted = Wanted(**asked, q="375", limit=50)
                want = [row["id"] for row in rows if fits(row, wanted, sight)]
                got = [row.id for row in search.page(company.pk, wanted, sight).items]
                assert got == want[:50], (wanted, sight)


def test_a_change_throws_the_sets_of_its_day_away(company: Company, log: list[FoldedCall]) -> None:
    build(company.pk)
    at = log[300].started_at
    assert DaySet.objects.of(company).filter(day=at.date()).exists()
    days.forget(company.pk, [at])
    assert not DaySet.objects.of(company).filter(day=at.date()).exists()
    assert days.missing(company.pk) == [at.date()]
    assert days.build_missing(company.pk) == 1
    assert days.build_missing(company.pk) == 0


def test_days_without_calls_are_known_too(company: Company, log: list[FoldedCall]) -> None:
    gone = Call.objects.of(company).filter(started_at__date=log[500].started_at.date())
    CallTag.objects.of(company).filter(call__in=gone.values("pk")).delete()
    gone.delete()
    build(company.pk)
    assert days.missing(company.pk) == []
    assert search.page(company.pk, Wanted(direction="in", result="failed"), EVERYTHING).items == ()


def test_moments_of_any_year(company: Company, log: list[FoldedCall]) -> None:
    build(company.pk)
    far = datetime(9999, 12, 31, 23, tzinfo=UTC)
    early = datetime(1, 1, 1, tzinfo=UTC)
    one = search.page(company.pk, Wanted(since=early, until=far, limit=5), EVERYTHING)
    assert len(one.items) == 5
    assert search.page(company.pk, Wanted(since=far, until=early), EVERYTHING).items == ()
    assert log
