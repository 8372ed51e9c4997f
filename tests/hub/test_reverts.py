"""A version that the box took back by itself: told in words, and the office in force again."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.link import OfficeReply
from vochi.core.office.document import Secrets
from vochi.core.office.problem import Problem
from vochi.hub.companies.models import Company
from vochi.hub.offices import services

from .box import FakeBox
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

OLD, NEW = {"181": "old-password-181", "182": "old-182"}, {"181": "new-password-181"}


@pytest.fixture
def box(published: Company) -> FakeBox:
    services.publish(published.pk, OFFICE, None, "", Secrets(passwords={**OLD, "city": "x"}))
    return FakeBox(published)


def ran(box: FakeBox, version: int) -> None:
    body = {"version": version, "ok": True, "problems": [], "plan": [], "seconds": 0.1}
    box.push([box.seal("office", body)])


def took_back(box: FakeBox, version: int, back_to: int) -> None:
    facts = {"version": str(version), "back_to": str(back_to), "count": "3", "of": "4",
             "names": "181, 181-2, 182"}  # fmt: skip
    problem = Problem(code="revert.refused", place="", facts=facts)
    body = {"version": version, "ok": False, "problems": [problem.model_dump_json()], "plan": [],
            "seconds": 0.1, "reverted_to": back_to}  # fmt: skip
    box.push([box.seal("office", body)])


def sent_to(box: FakeBox) -> OfficeReply:
    answer = box.http.get("/link/v1/office", headers=box.headers)
    return OfficeReply.model_validate_json(answer.content)


def states(browser: Browser) -> list[tuple[int, str]]:
    items = browser.get("/api/v1/office/versions").json()["items"]
    return [(each["version"], each["state"]) for each in items]


def change(browser: Browser, **more: Any) -> None:
    document = browser.get("/api/v1/office").json()
    document["people"][0]["name"] = "Другая Анна"
    answer = send(browser, "POST", "office/publish", office=document, reason="имя", **more)
    assert answer.status_code == 201, answer.content


def test_the_office_before_is_in_force_again(anna: Browser, box: FakeBox) -> None:
    ran(box, 2)
    change(anna, secrets={"passwords": NEW})
    assert sent_to(box).secrets.passwords["181"] == NEW["181"]
    ran(box, 3)
    took_back(box, 3, 2)
    assert states(anna)[:3] == [(4, "waiting"), (3, "reverted"), (2, "running")]
    newest, failed = anna.get("/api/v1/office/versions").json()["items"][:2]
    assert (newest["restored_from"], newest["author"]) == (2, "")
    assert "181, 181-2, 182" in newest["reason"]
    assert failed["problems"] == [newest["reason"]]
    reply = sent_to(box)
    assert reply.office.people[0].name == "Анна Климович"
    assert {k: reply.secrets.passwords[k] for k in OLD} == OLD, "phones have the old ones"
    state = anna.get("/api/v1/office/state").json()
    assert (state["published"], state["running"], state["state"]) == (4, 2, "waiting")
    ran(box, 4)
    assert anna.get("/api/v1/office/state").json()["state"] == "running"
    # The next change begins from what runs.
    assert anna.get("/api/v1/office").json()["people"][0]["name"] == "Анна Климович"


def test_told_again_and_again_it_is_done_once(anna: Browser, box: FakeBox) -> None:
    ran(box, 2)
    change(anna)
    ran(box, 3)
    took_back(box, 3, 2)
    took_back(box, 3, 2)
    assert states(anna)[0] == (4, "waiting")
    # What was published by itself is not taken back by another: they would chase each other.
    ran(box, 4)
    took_back(box, 4, 2)
    assert states(anna)[0] == (4, "reverted")


def test_somebody_has_published_meanwhile(anna: Browser, box: FakeBox) -> None:
    ran(box, 2)
    change(anna)
    ran(box, 3)
    change(anna)
    took_back(box, 3, 2)
    assert states(anna)[:2] == [(4, "waiting"), (3, "reverted")]


def test_words_are_in_the_readers_language(anna: Browser, box: FakeBox) -> None:
    ran(box, 2)
    change(anna)
    took_back(box, 3, 2)
    send(anna, "PATCH", "me", language="en")
    failed = anna.get("/api/v1/office/versions").json()["items"][1]
    assert "did not hold" in failed["problems"][0]


def test_a_wrong_word_of_a_box_is_not_believed(anna: Browser, box: FakeBox) -> None:
    change(anna)
    for back_to in (77, -1, "2", None, 2**40):
        body = {"version": 3, "ok": False, "problems": "x", "reverted_to": back_to}
        box.push([box.seal("office", body)])
        assert states(anna)[0][0] == 3
        assert anna.get("/api/v1/office/state").status_code == 200
