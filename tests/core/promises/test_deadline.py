"""By when a promise is due: working minutes of the schedule that the client met."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from vochi.core.office.document import Office
from vochi.core.promises.deadline import Deadlines

MINSK = ZoneInfo("Europe/Minsk")
WEEK = [{"id": "work", "name": "Работа", "hours": [
    {"days": [1, 2, 3, 4, 5], "since": "09:00", "to": "13:00"},
    {"days": [1, 2, 3, 4, 5], "since": "14:00", "to": "18:00"},
]}]  # fmt: skip
NIGHT = [{"id": "duty", "name": "Ночь", "hours": [
    {"days": [1, 2, 3, 4, 5, 6, 7], "since": "20:00", "to": "08:00"}]}]  # fmt: skip


def office(**promises: Any) -> Office:
    node = {"kind": "schedule", "exits": {}}
    begin = {"kind": "start", "exits": {"next": "w"}}
    return Office.model_validate(
        {
            "company": {"name": "Ромашка", "country": "BY", "time_zone": "Europe/Minsk"},
            "departments": [{"number": "901", "name": "Продажи", "members": []}],
            "inbound": [
                {"id": "day", "name": "День", "start": "s", "nodes": {
                    "s": begin, "w": node | {"periods": WEEK}}},
                {"id": "night", "name": "Ночь", "start": "s", "nodes": {
                    "s": begin, "w": node | {"periods": NIGHT}}},
            ],
            "policy": {"promises": promises},
        }
    )  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MINSK)


@pytest.mark.parametrize(
    ("called", "due"),
    [
        ("2026-05-19T10:00", "2026-05-19T10:15"),
        ("2026-05-19T12:55", "2026-05-19T14:10"),  # lunch
        ("2026-05-19T17:50", "2026-05-20T09:05"),
        ("2026-05-19T23:30", "2026-05-20T09:15"),
        ("2026-05-20T03:00", "2026-05-20T09:15"),
        ("2026-05-22T17:59", "2026-05-25T09:14"),  # the weekend
        ("2026-06-30T19:00", "2026-07-01T09:15"),
        ("2026-07-02T18:00", "2026-07-06T09:15"),  # Independence Day is a Friday
    ],
)
def test_minutes_of_working_time(called: str, due: str) -> None:
    found = Deadlines(office()).due("missed", at(called), (), "day/w")
    assert found == at(due)
    assert found.tzinfo == UTC


def test_a_schedule_that_passes_midnight() -> None:
    deadlines = Deadlines(office())
    assert deadlines.due("missed", at("2026-05-19T23:55"), (), "night/w") == at("2026-05-20T00:10")
    assert deadlines.due("missed", at("2026-05-19T12:00"), (), "night/w") == at("2026-05-19T20:15")


def test_each_kind_and_department_has_its_own_term() -> None:
    terms = {"missed": 3, "voicemail": 60}
    own = Deadlines(office(departments=[{"department": "901", "terms": terms}]))
    noon = at("2026-05-19T10:00")
    assert own.due("callback_asked", noon) == at("2026-05-19T10:10")
    assert own.due("missed", noon, ("901",)) == at("2026-05-19T10:03")
    assert own.due("missed", noon, ("902",)) == at("2026-05-19T10:15")
    assert own.due("voicemail", noon, ("902", "901")) == at("2026-05-19T11:00")


def test_without_hours_the_clock_runs_on() -> None:
    open_always = Office.model_validate({"company": {"name": "Ромашка"}})
    assert Deadlines(open_always).due("missed", at("2026-05-23T03:00")) == at("2026-05-23T03:15")


def test_an_office_that_never_opens_again_does_not_hang() -> None:
    shut = office()
    holidays = {"off": [{"name": "Всё", "day": "2026-01-01", "to": "2026-12-31"}]}
    shut = Office.model_validate(shut.model_dump(mode="json") | {"holidays": holidays})
    assert Deadlines(shut).due("missed", at("2026-05-19T10:00")) == at("2026-05-19T10:15")
