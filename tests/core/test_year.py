"""The year of the lab is what it says it is: its figures come out, and its calls are calls."""

from collections import Counter, defaultdict
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import mean
from zoneinfo import ZoneInfo

import pytest

from vochi.core.calls.call import Call
from vochi.core.calls.trace import trace
from vochi.core.numbers import normalise
from vochi.core.office.verify import verify
from vochi.lab.year import Plan, Trunk, office_of, year

PLAN = Plan(calls=20_000, clients=4_000)


@lru_cache(maxsize=1)
def calls() -> tuple[Call, ...]:
    return tuple(year(PLAN))


def coming() -> list[Call]:
    return [call for call in calls() if call.direction == "in"]


def test_as_many_as_planned_in_order_of_time_each_once() -> None:
    began = [call.started_at for call in calls()]
    assert len(began) == PLAN.calls
    assert began == sorted(began)
    assert len({call.linked_id for call in calls()}) == PLAN.calls
    days = (began[-1] - began[0]).days
    assert 360 <= days <= 366


@pytest.mark.parametrize("count", [1, 7, 900])
def test_small_years(count: int) -> None:
    plan = Plan(calls=count, days=1)
    made = list(year(plan))
    assert len(made) == count
    assert [c.started_at for c in made] == sorted(c.started_at for c in made)


def test_the_same_seed_gives_the_same_year() -> None:
    plan = Plan(calls=300, days=3)
    assert list(year(plan)) == list(year(plan))
    assert list(year(plan)) != list(year(plan.model_copy(update={"seed": 2})))


def test_what_is_made_without_checks_passes_them() -> None:
    for call in calls()[::7]:
        assert Call.model_validate_json(call.model_dump_json()) == call


def test_answer_rate_and_length_of_talks() -> None:
    taken = [call for call in coming() if call.result == "answered"]
    assert len(taken) / len(coming()) == pytest.approx(0.37, abs=0.01)
    talked = [call.talked for call in calls() if call.talked and call.direction != "internal"]
    assert mean(talked) == pytest.approx(94, rel=0.06)
    assert sorted(talked)[len(talked) // 2] < 80  # half of them are short


def test_day_week_and_days_off() -> None:
    here = ZoneInfo(PLAN.time_zone)
    hours = Counter(call.started_at.astimezone(here).hour for call in coming())
    week = Counter(call.started_at.astimezone(here).isoweekday() for call in coming())
    assert hours[11] > hours[13] < hours[15] > hours[18]  # two peaks
    assert sum(hours[h] for h in range(9, 18)) > 0.8 * len(coming())
    assert week[1] > week[5] > week[6] > week[7]
    days = Counter(call.started_at.astimezone(here).date().isoformat() for call in coming())
    assert days["2026-01-07"] < 0.3 * days["2026-01-14"]  # Christmas of the Orthodox, Wednesday
    late = [c for c in coming() if c.result == "answered"
            and not 9 <= c.started_at.astimezone(here).hour < 18]  # fmt: skip
    assert late == []


def test_clients_call_again_and_are_called_back() -> None:
    often = Counter(call.client for call in coming() if call.client)
    counts = sorted(often.values(), reverse=True)
    assert counts[0] > 20 * counts[len(counts) // 2]
    assert sum(counts[: len(counts) // 20]) > 0.2 * sum(counts)
    missed: dict[str, Call] = {}
    again, back = [], 0
    for call in calls():
        was = missed.get(call.client)
        if was is not None and call.direction == "in":
            again.append(call.started_at - was.started_at)
        back += was is not None and call.direction == "out"
        if call.direction == "in" and call.result == "missed" and call.client:
            missed[call.client] = call
        elif call.result == "answered":
            missed.pop(call.client, None)
    assert sum(gap < timedelta(minutes=15) for gap in again) > 0.1 * len(missed)
    assert back > 1000


def test_every_kind_of_thing_is_in_it() -> None:
    results = Counter(call.result for call in calls())
    assert {"answered", "missed", "no_answer", "busy", "failed"} <= results.keys()
    assert all(any(seen) for seen in (
        [c for c in calls() if c.messages], [c for c in calls() if c.callback_asked_at],
        [c for c in calls() if c.transfers], [c for c in calls() if c.score],
        [c for c in calls() if "vip" in c.tags], [c for c in calls() if not c.client],
        [c for c in calls() if len(c.carried) > 1 and c.carried[1].way == "out"],
        [c for c in calls() if c.direction == "internal" and c.result == "busy"],
    ))  # fmt: skip
    assert {call.line for call in calls()} >= {"a1-1", "mts-1", "life-1", "city", None}
    assert {call.source for call in coming()} <= {"site", "yandex", "instagram", "billboard"}


def test_nobody_talks_twice_at_once_and_a_card_carries_one_call() -> None:
    busy: dict[str, list[tuple[object, object]]] = defaultdict(list)
    for call in calls():
        for leg in call.carried:
            if leg.line != "city":
                busy[leg.line].append((leg.began_at, leg.ended_at))
    for spans in busy.values():
        spans.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(spans))  # type: ignore[operator]


def test_crowded_lines_turn_calls_away() -> None:
    one = (Trunk(id="a1", operator="A1", gsm=True, channels=1, share=1),)
    made = list(year(Plan(calls=2000, days=2, trunks=one)))
    assert Counter(call.result for call in made)["no_line"] > 5


def test_its_numbers_are_numbers_and_its_office_is_one() -> None:
    office = office_of(PLAN)
    assert [p for p in verify(office) if p.severity == "error"] == []
    for call in coming()[:2000]:
        assert not call.client or normalise(call.client, office.company.numbering) == call.client
    for call in calls()[:300]:
        assert trace(call, office)
