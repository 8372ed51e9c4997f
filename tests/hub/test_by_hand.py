"""What is put aside by hand, lines whose minutes are spent, old numbers, others in a call."""

import json
from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Deed
from vochi.hub.calls.models import Party
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db


def only(browser: Browser) -> Any:
    (row,) = browser.get("/api/v1/calls").json()["items"]
    return row


def test_a_missed_call_is_closed_and_remembered_again(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    box.cel(table("in_missed"))
    box.push_all()
    call = only(anna)
    assert call["closed"] is None
    clerk = login(published, "clerk", "employee", name="Клерк")
    path = f"calls/{call['id']}/closing"
    event = anna.get("/api/v1/board").json()["event_id"]
    assert send(clerk, "PUT", path, reason="because").status_code == 422
    made = send(clerk, "PUT", path, reason="settled")
    assert (made.status_code, made.json()["by"]) == (200, "Клерк")
    assert send(anna, "PUT", path, reason="no_need").status_code == 200, "the last word counts"
    assert anna.get("/api/v1/board").json()["event_id"] == event + 4, "desks hear of it"
    assert only(clerk)["closed"]["reason"] == "no_need"
    refold(published.pk)
    assert only(clerk)["closed"]["reason"] == "no_need", "what people said outlives the rows"
    assert anna.get(f"/api/v1/calls/{call['id']}").json()["closed"]["reason"] == "no_need"
    assert send(clerk, "DELETE", path).status_code == 204
    assert send(clerk, "DELETE", path).status_code == 404
    assert only(clerk)["closed"] is None
    deeds = Deed.everything.filter(subject=f"call/{call['id']}").order_by("id")
    assert [(deed.login, deed.action, deed.facts) for deed in deeds] == [
        ("clerk", "call_closed", {"reason": "settled"}),
        (deeds[1].login, "call_closed", {"reason": "no_need"}),
        ("clerk", "call_reopened", {}),
    ]


def test_only_missed_calls_of_the_own_company_are_closed(
    box: FakeBox, anna: Browser, login: Any
) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    call = only(anna)
    refused = send(anna, "PUT", f"calls/{call['id']}/closing", reason="settled")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_missed")
    other = Company.objects.create(name="Чужая")
    stranger = login(other, "stranger", "owner")
    foreign = send(stranger, "PUT", f"calls/{call['id']}/closing", reason="settled")
    assert foreign.status_code == 404


def test_a_line_whose_minutes_are_spent_says_so(box: FakeBox, anna: Browser) -> None:
    def put(*alarms: dict[str, Any]) -> None:
        told = box.http.put(
            "/link/v1/alarms", {"alarms": alarms}, content_type="application/json",
            headers=box.headers,
        )  # fmt: skip
        assert told.status_code == 204

    def line(name: str) -> tuple[str, str | None]:
        found = {each["id"]: each for each in anna.get("/api/v1/board").json()["lines"]}[name]
        return found["state"], found["why"]

    box.push([box.device("a1-1"), box.device("mts-1")])
    spent = {"what": "line", "who": "a1-1", "minutes": "60"}
    personal = {"what": "day", "who": "mts-1", "minutes": "9"}
    put(*({"code": "limit.reached", "facts": facts} for facts in (spent, personal)))
    assert line("a1-1") == ("paused", "limit")
    assert line("mts-1") == ("free", None), "a person's limit holds no line back"
    can = anna.get("/api/v1/office/can-call", {"to": "80291234567"}).json()
    assert can["line"] == "mts-1"
    assert [each["why"] for each in can["lines"] if each["id"] == "a1-1"] == ["limit"]
    put()
    assert line("a1-1") == ("free", None)


def test_an_old_number_says_when_it_was_last_dialled(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    document = OFFICE.model_dump(mode="json")
    trunk = next(line for line in document["lines"] if line["kind"] == "trunk")
    trunk["numbers"] = ["+375171112233"]
    trunk["replaces"] = [
        {"number": "+375172000001", "to": "+375171112233", "name": "Старый"},
        {"number": "+375172000002", "to": "+375171112233", "name": "Забытый"},
    ]
    publish(published.pk, Office.model_validate(document), None, "")
    rows = table("in_missed")
    for row in rows:
        if row["EventType"] == "V_CALL":
            row["AppData"] += "&via=%2B375172000001"
            said = json.loads(row["EventExtra"])
            row["EventExtra"] = json.dumps({"extra": said["extra"] + "&via=%2B375172000001"})
    box.cel(rows)
    box.push_all()
    call = only(anna)
    assert anna.get(f"/api/v1/calls/{call['id']}").json()["via"] == "+375172000001"
    lines = {line["name"]: line for line in anna.get("/api/v1/lines").json()}
    used = {old["name"]: old["last_used"] for old in lines["Городской"]["replaces"]}
    assert used["Старый"][:23] == call["started_at"][:23]
    assert used["Забытый"] is None


def test_whoever_else_was_on_a_line_is_found(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    assert not Party.everything.filter(kind="n").exists(), "a client is no other"
    box.cel(table("hand_conference_two"))
    box.push_all()
    conference = max(anna.get("/api/v1/calls").json()["items"], key=lambda row: row["id"])
    numbers = Party.everything.filter(kind="n").values_list("key", flat=True)
    assert numbers
    assert conference["client"]["number"] not in numbers

    def found(q: str) -> list[int]:
        return [row["id"] for row in anna.get("/api/v1/calls", {"q": q}).json()["items"]]

    for number in numbers:
        assert found(number[4:]) == [conference["id"]]
    before = found("375")
    refold(published.pk)
    assert found("375") == before
