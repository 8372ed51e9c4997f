"""A glance at a number: everything at once for whoever answers, and no more than he may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vochi.hub.accounts.models import Account, OwnRole
from vochi.hub.accounts.services import set_role
from vochi.hub.companies.models import Company

from .box import FakeBox, table
from .browser import send

pytestmark = pytest.mark.django_db
NUMBER = "+375291234567"


def glance(browser: Browser, number: str = NUMBER) -> Any:
    answer = browser.get(f"/api/v1/clients/glance/{number}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_nothing_is_known_of_a_stranger(anna: Browser) -> None:
    seen = glance(anna, "80299999999")
    assert seen["client"] is seen["last_talk"] is seen["last_note"] is None
    assert (seen["calls"], seen["lists"], seen["unread_sms"]) == ([], [], 0)
    assert seen["promises"] == []
    assert send(anna, "GET", "clients/glance/слово").status_code == 422


def test_who_spoke_last_and_about_what(box: FakeBox, anna: Browser) -> None:
    box.push(box.cel(table("in_answered")))
    before = glance(anna)
    assert before["client"] is None
    assert before["last_talk"]["employee"] == {"extension": "181", "name": "Анна Климович"}
    assert before["last_talk"]["direction"] == "in"
    assert before["last_talk"]["call"] == before["calls"][0]["id"]
    card = send(anna, "POST", "clients", name="Иван", phones=[NUMBER, "+375291110000"]).json()
    for text in ("первая", "<b>вторая</b>"):
        send(anna, "POST", f"clients/{card['id']}/notes", text=text)
    send(anna, "POST", "lists/vip", number=NUMBER)
    for number in (NUMBER, "80291110000"):  # by any of his numbers the same is known
        seen = glance(anna, number)
        assert seen["client"]["id"] == card["id"]
        assert seen["last_note"]["text"] == "<b>вторая</b>"
        assert seen["last_note"]["author"] == "Анна"
        assert seen["last_talk"] == before["last_talk"]
        assert seen["lists"] == ["vip"]


def test_a_call_that_is_on_is_no_history(box: FakeBox, anna: Browser) -> None:
    box.push(box.cel(table("in_answered")[:18]))
    (call,) = anna.get("/api/v1/board").json()["calls"]
    assert call["client"]["number"] == NUMBER
    seen = glance(anna)
    assert (seen["calls"], seen["last_talk"]) == ([], None)


def test_rights_that_a_role_takes_away_are_taken_away_here(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    box.push(box.cel(table("in_answered")))
    card = send(anna, "POST", "clients", name="Иван", phones=[NUMBER]).json()
    send(anna, "POST", f"clients/{card['id']}/notes", text="тайна")
    OwnRole.objects.add(
        published.pk, slug="blind", name="x", base="employee", sight="all",
        denied=["calls", "notes", "sms"],
    )  # fmt: skip
    blind = login(published, "boris", "employee", person="boris")
    set_role(None, Account.scoped.of(published).get(login="boris"), "blind")
    seen = glance(blind)
    assert seen["client"]["name"] == "Иван"
    assert seen["last_talk"] is seen["last_note"] is None
    assert seen["calls"] == []


def test_few_queries_however_many_calls(box: FakeBox, anna: Browser) -> None:
    box.push(box.cel(table("in_answered")))
    send(anna, "POST", "clients", name="Иван", phones=[NUMBER])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        glance(anna)
    assert len(asked) < 40


def test_what_was_promised(anna: Browser) -> None:
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    made = send(anna, "POST", "promises", number=NUMBER, due_at=due, text="узнать о цене")
    assert made.status_code == 201, made.content
    (promise,) = glance(anna)["promises"]
    assert (promise["text"], promise["state"]) == ("узнать о цене", "open")
    send(anna, "POST", f"promises/{promise['id']}/close", reason="no_need")
    assert glance(anna)["promises"] == []
