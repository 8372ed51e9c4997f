"""What would happen: whether a line would be found, lives, past calls, what can ring a phone."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office
from vochi.hub.companies.models import Company
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db


def test_lines_say_why_they_carry_nothing(box: FakeBox, anna: Browser, login: Any) -> None:
    def line(name: str = "a1-1") -> tuple[str, str | None]:
        found = {each["id"]: each for each in anna.get("/api/v1/board").json()["lines"]}[name]
        return found["state"], found["why"]

    assert line() == ("down", "offline")
    box.push([box.device("a1-1"), box.device("mts-1")])
    assert line() == ("free", None)
    pause = {"kind": "pause_line", "line": "a1-1", "paused": True}
    asked = send(anna, "POST", "commands", action=pause).json()
    box.push([box.seal("command", {"id": asked["id"], "ok": True, "code": "done", "facts": {}})])
    assert line() == ("paused", "desk")
    can = anna.get("/api/v1/office/can-call", {"to": "80291234567"}).json()
    assert (can["ok"], can["line"]) == (True, "mts-1")
    asked = send(anna, "POST", "commands", action=pause | {"paused": False}).json()
    refused = {"id": asked["id"], "ok": False, "code": "engine_down", "facts": {}}
    box.push([box.seal("command", refused)])
    assert line() == ("paused", "desk"), "what was refused changes nothing"


def test_the_example_of_s17_is_told_beforehand(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    document = OFFICE.model_dump(mode="json")
    document["lines"].insert(1, {
        "kind": "gsm", "id": "a1-2", "name": "A1 вторая", "operator": "A1", "slot": 3,
        "number": "+375291112244", "inbound": "main",
    })  # fmt: skip
    document["outbound"][0]["routes"] = [
        {"classes": ["mobile"], "operators": ["A1"], "lines": ["a1-1", "a1-2"]}
    ]
    publish(published.pk, Office.model_validate(document), None, "")
    box.push([box.device("a1-1"), box.device("a1-2")])

    def can(to: str, **more: str) -> Any:
        return anna.get("/api/v1/office/can-call", {"to": to} | more).json()

    free = can("80291234567")
    assert (free["ok"], free["line"], free["text"]) == (True, "a1-1", "")
    for name, line in (("in_answered", "a1-1"), ("held", "a1-2")):
        rows = [
            {k: v.replace("a1-1", line) if isinstance(v, str) else v for k, v in row.items()}
            for row in table(name)
        ]
        entered = [n for n, row in enumerate(rows) if row["EventType"] == "BRIDGE_ENTER"]
        box.cel(rows[: entered[1] + 1])
    box.push_all()
    lines = {each["id"]: each["state"] for each in anna.get("/api/v1/board").json()["lines"]}
    assert (lines["a1-1"], lines["a1-2"]) == ("busy", "busy")
    barred = can("80291234567")
    assert (barred["ok"], barred["why"], barred["line"]) == (False, "lines_busy", None)
    assert barred["text"]
    assert [(each["id"], each["why"]) for each in barred["lines"]] == [
        ("a1-1", "busy"), ("a1-2", "busy"),
    ]  # fmt: skip
    assert can("80331234567")["why"] == "no_route"
    assert can("00492211234567")["why"] == "abroad_closed"
    assert can("что-то")["why"] == "unknown_number"
    assert can("182")["kind"] == "inside"
    assert can("182")["why"] == "offline"
    clerk = login(published, "clerk", "employee", person="vera")
    foreign = clerk.get("/api/v1/office/can-call", {"to": "182", "extension": "181"})
    assert foreign.json()["code"] == "role_needed"


def test_a_life_is_told(anna: Browser, published: Company, login: Any) -> None:
    life = {"line": "a1-1", "caller": "+375291234567", "at": "2026-11-23T09:00:00+03:00"}
    tale = send(anna, "POST", "office/simulate", life=life).json()
    assert (tale["end"], tale["answered_by"]) == ("hung_up", None)
    assert any("Анна Климович" in moment["text"] for moment in tale["moments"])
    texts = [moment["text"] for moment in tale["moments"]]
    assert "Людям и отделам: Продажи, Вера Сташевич" in texts
    assert not any("n2" in text for text in texts)
    life["phones"] = {"182": {"state": "free", "answers": 4}}
    tale = send(anna, "POST", "office/simulate", life=life).json()
    assert (tale["end"], tale["waited"]) == ("talk", 4.0)
    draft = OFFICE.model_dump(mode="json")
    draft["inbound"][0]["nodes"]["n2"]["targets"] = ["183"]
    tale = send(anna, "POST", "office/simulate", life=life, office=draft).json()
    assert tale["end"] == "hung_up"
    clerk = login(published, "clerk", "employee")
    assert send(clerk, "POST", "office/simulate", life=life).status_code == 403
    naive = send(anna, "POST", "office/simulate", life=life | {"at": "2026-11-23T09:00:00"})
    assert naive.json()["code"] == "time_without_zone"


def test_past_calls_through_a_draft(box: FakeBox, anna: Browser, login: Any) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    draft = OFFICE.model_dump(mode="json")
    draft["inbound"][0]["nodes"]["n2"]["targets"] = ["183"]
    period = {"since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}
    same = send(anna, "POST", "office/replay", office=OFFICE.model_dump(mode="json"), **period)
    assert (same.json()["replayed"], same.json()["changed"]) == (1, 0)
    other = send(anna, "POST", "office/replay", office=draft, **period).json()
    assert (other["before"]["answered"], other["after"]["answered"]) == (1, 0)
    assert other["calls"][0]["client"] == "+375291234567"
    assert anna.get(f"/api/v1/calls/{other['calls'][0]['call']}").status_code == 200
    wrong = send(anna, "POST", "office/replay", office=draft, since=period["until"],
                 until=period["since"])  # fmt: skip
    assert wrong.json()["code"] == "bad_period"


def test_what_can_ring_an_extension(anna: Browser) -> None:
    told = anna.get("/api/v1/office/who-rings/182").json()
    assert {(each["code"], each["line"], each["via"]) for each in told} == {
        ("rings.line", "a1-1", "901"), ("rings.line", "mts-1", "901"),
        ("rings.line", "city", "901"), ("rings.dialled", None, None),
        ("rings.dialled", None, "901"),
    }  # fmt: skip
    assert any("Борис Ёлкин" in each["text"] for each in told)
    rung = next(each["text"] for each in told if each["code"] == "rings.line")
    assert "узел «Продажи, Вера Сташевич» (Людям и отделам)" in rung
    assert rung.endswith("Путь: Звонок пришёл")
    assert anna.get("/api/v1/office/who-rings/999").status_code == 404
