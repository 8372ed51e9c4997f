"""The numbering plan, the calendar and calls outside, as the cabinet asks for them."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.hub.companies.models import Company

pytestmark = pytest.mark.django_db

SCHEME: dict[str, Any] = {
    "id": "all", "name": "Все", "routes": [
        {"classes": ["mobile"], "operators": ["МТС"], "lines": ["mts-1"]},
        {"classes": ["mobile", "city"], "lines": ["a1-1"]},
    ],
}  # fmt: skip


def dial(browser: Browser, to: str, scheme: dict[str, Any] = SCHEME) -> Any:
    return browser.post(
        "/api/v1/office/dial", {"to": to, "scheme": scheme}, content_type="application/json"
    ).json()


def test_the_plan_tells_who_uses_a_number(anna: Browser) -> None:
    plan = anna.get("/api/v1/office/numbers").json()
    sales = next(row for row in plan["numbers"] if row["number"] == "901")
    assert (sales["use"], sales["name"], sales["problems"]) == ("department", "Продажи", [])
    assert [each["text"] for each in sales["used_by"]] == [
        "схема «Главная», узел «Людям и отделам»"
    ]
    assert {"kind": "extensions", "first": "184", "last": "199", "count": 16} in plan["free"]


def test_days_of_the_country(anna: Browser) -> None:
    days = anna.get("/api/v1/office/calendar?year=2026").json()
    assert {"day": "2026-01-01", "like": None, "name": "Новый год"} in days
    assert {"day": "2026-04-25", "like": 1, "name": ""} in days
    assert anna.get("/api/v1/office/calendar?year=1").status_code == 422


def test_what_rules_may_name(anna: Browser) -> None:
    told = anna.get("/api/v1/office/dialling").json()
    assert {"A1", "MTS", "life:)"} == set(told["operators"])
    assert "103" in told["emergency"]
    assert {"code": "48", "region": "PL"} in told["codes"]
    assert "375" not in {each["code"] for each in told["codes"]}


@pytest.mark.parametrize(
    ("to", "kind", "route", "why"),
    [
        ("8 033 611-20-04", "mobile", 1, "no_line"),
        ("+375 (29) 111-22-33", "mobile", 2, "no_line"),
        ("200-01-00", "city", 2, "no_line"),
        ("+48 501 234 567", "abroad", None, "abroad_closed"),
        ("103", "emergency", None, "no_line"),
        ("182", "internal", None, "internal"),
        ("привет", "unknown", None, "unknown_number"),
        ("8 800 100 20 30 40 50 60 70 80 90", "unknown", None, "unknown_number"),
    ],
)
def test_how_a_call_would_go_by_a_scheme_that_nobody_saved(
    anna: Browser, to: str, kind: str, route: int | None, why: str
) -> None:
    told = dial(anna, to)
    assert (told["kind"], told["route"], told["why"]) == (kind, route, why)
    assert told["ok"] is False
    assert told["text"]
    if route:
        assert [line["id"] for line in told["lines"]] == [["mts-1"], ["a1-1"]][route - 1]


def test_administrators_alone(published: Company, login: Any) -> None:
    head = login(published, "head", "head")
    assert head.get("/api/v1/office/numbers").status_code == 403
    assert dial(head, "103")["code"] == "role_needed"


def test_a_password_that_was_never_told_does_not_hold_up_other_parts(anna: Browser) -> None:
    """The office was put in force from a file, without the password of its trunk."""
    value = {"number": "902", "name": "Склад", "members": ["vera"]}
    answer = anna.put(
        "/api/v1/office/parts/departments/902", {"value": value}, content_type="application/json"
    )
    assert answer.status_code == 201, answer.content
    office = anna.get("/api/v1/office").json()
    city = next(line for line in office["lines"] if line["id"] == "city")
    answer = anna.put(
        "/api/v1/office/parts/lines/city", {"value": city | {"port": 5070}},
        content_type="application/json",
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (422, "trunk_password_needed")
