"""SIM cards: the map, what happened to each, what it cost."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.document import Office
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Event
from vochi.hub.gateways.models import GatewayNow, GsmFact, SimNow
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

SEEN = {"line": "a1-1", "gateway": "goip", "slot": 1, "online": True, "iccid": "8937501",
        "imsi": "257041", "imei": "35123", "number": "", "operator": "A1", "registered": True,
        "voip": True, "signal": -71, "call": "idle"}  # fmt: skip
START = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Teller:
    """Tells entries at moments of their own."""

    def __init__(self, box: FakeBox) -> None:
        self.box, self.at = box, START

    def __call__(self, kind: str, after: float = 60, **body: Any) -> None:
        self.at += timedelta(seconds=after)
        self.box.push([self.box.seal(kind, body, self.at)])


@pytest.fixture
def tell(box: FakeBox) -> Teller:
    return Teller(box)


def sim(browser: Browser, line: str = "a1-1") -> Any:
    return next(row for row in browser.get("/api/v1/sims").json() if row["line"] == line)


def happened(browser: Browser, kind: str, line: str = "a1-1") -> Any:
    return browser.get(f"/api/v1/sims/{line}/history", {"kind": kind}).json()["items"]


def test_map_and_swaps(anna: Browser, tell: Teller) -> None:
    assert [row["line"] for row in anna.get("/api/v1/sims").json()] == ["a1-1", "mts-1"]
    assert sim(anna)["online"] is False
    # The office writes МТС, the product's own profile is MTS: one operator.
    assert [sim(anna, line)["profile"] for line in ("a1-1", "mts-1")] == ["A1", "MTS"]
    tell("sim", **SEEN)
    row = sim(anna)
    assert (row["iccid"], row["signal"], row["signal_bars"], row["network"], row["slot"]) == (
        "8937501", -71, 4, "A1", 1,
    )  # fmt: skip
    since = row["since"]
    tell("sim", **SEEN | {"signal": -101})
    assert (sim(anna)["since"], sim(anna)["signal_bars"]) == (since, 1)
    tell("sim", **SEEN | {"iccid": "", "imsi": "", "registered": False})
    tell("sim", **SEEN | {"iccid": "8937502", "imsi": "257042", "swapped_from": "8937501"})
    assert sim(anna)["since"] > since
    swaps = happened(anna, "swaps")
    assert [(s["iccid"], s["facts"]["before"]) for s in swaps] == [
        ("8937502", "8937501"), (None, "8937501"), ("8937501", ""),
    ]  # fmt: skip
    assert "8937501" in swaps[0]["text"]
    assert "8937502" in swaps[0]["text"]
    assert Event.everything.filter(kind="sim").count() == 4
    told_to_all = Event.everything.filter(kind="sim").values_list("body", flat=True)
    assert {tuple(json.loads(body)) for body in told_to_all} == {("line",)}


def test_balance_is_of_the_card_in_the_slot(anna: Browser, tell: Teller) -> None:
    tell("sim", **SEEN)
    tell.at = timezone.now() - timedelta(days=10)
    for day in range(9):
        tell("balance", after=86_400, line="a1-1", iccid="8937501", cents=1000 - 100 * day,
             currency="BYN", raw=f"Balance {10 - day},00 BYN")  # fmt: skip
    balance = sim(anna)["balance"]
    assert (balance["cents"], balance["currency"]) == (200, "BYN")
    days = datetime.fromisoformat(balance["ends_on"]).date() - tell.at.date()
    assert days.days in {1, 2, 3}
    points = anna.get("/api/v1/sims/a1-1/balance", {"days": 5}).json()
    assert [p["cents"] for p in points] == [500, 400, 300, 200] or len(points) == 4
    tell("balance", line="a1-1", iccid="8937501", cents=None, raw="Щось", why="unreadable")
    assert (sim(anna)["balance"]["cents"], sim(anna)["balance"]["raw"]) == (None, "Щось")
    assert happened(anna, "balance")[0]["ok"] is False
    tell("sim", **SEEN | {"iccid": "8937509", "imsi": "257049"})
    assert sim(anna)["balance"] is None
    assert anna.get("/api/v1/sims/a1-1/balance").json() == []


def test_forwards_checks_ussd_repairs(anna: Browser, tell: Teller, published: Company) -> None:
    tell("sim", **SEEN)
    forward = {"line": "a1-1", "iccid": "8937501", "reason": "busy", "to": "+375291234567",
               "seconds": 0, "ok": True, "cause": "office", "version": 1}  # fmt: skip
    tell("forward", **forward)
    tell("forward", **forward | {"reason": "always", "to": "", "ok": False, "why": "no_answer"})
    held = {each["reason"]: each for each in sim(anna)["forwards_set"]}
    assert (held["busy"]["ok"], held["always"]["ok"]) == (True, False)
    assert "+375 29 123-45-67" in happened(anna, "forwards")[1]["text"]
    tell("check", line="a1-1", iccid="8937501", fault="no_audio_in", tests={"audio_in": "failed"})
    check = sim(anna)["last_check"]
    assert (check["fault"], "A1 первая" in check["text"]) == ("no_audio_in", True)
    tell("check", line="a1-1", iccid="8937501", fault=None, tests={})
    assert sim(anna)["last_check"]["text"] == "исправна"
    for state, text in (("asked", "*100#"), ("menu", "1 Баланс"), ("done", "5,20 BYN")):
        tell("ussd", id="ab", line="a1-1", state=state, text=text, by="anna")
    assert [e["text"] for e in happened(anna, "ussd")] == [
        "ответ: 5,20 BYN", "меню: 1 Баланс", "набрано *100#",
    ]  # fmt: skip
    tell("repair", what="restart_line", line="a1-1", gateway="goip", ok=False, why="in_call")
    (repair,) = anna.get("/api/v1/repairs").json()["items"]
    assert (repair["ok"], repair["text"]) == (False, "Перезапуск линии: идёт разговор")
    tell("repair", what="restart_line", line="a1-1", gateway="goip", ok=False, why="begun")
    begun, _ = anna.get("/api/v1/repairs").json()["items"]
    assert (begun["ok"], begun["text"]) == (True, "Перезапуск линии: начато")
    assert len(anna.get("/api/v1/checks", {"limit": 1}).json()["items"]) == 1
    cursor = anna.get("/api/v1/checks", {"limit": 1}).json()["next"]
    assert anna.get("/api/v1/checks", {"cursor": cursor}).json()["items"][0]["ok"] is False
    tell("number", line="a1-1", iccid="8937501", number="+375291112233", raw="x")
    assert sim(anna)["learnt_number"] == "+375291112233"
    tell("gateway", gateway="goip", online=True, address="192.0.2.4", model="GoIP-8",
         firmware="GST1610", warnings=["default_password"])  # fmt: skip

    def derived() -> Any:
        return [
            sorted(str({k: v for k, v in row.items() if k != "id"}) for row in rows)
            for rows in (m.everything.values() for m in (SimNow, GatewayNow, GsmFact))
        ]

    before = derived()
    refold(published.pk)
    assert derived() == before


def test_costs_by_tariff_and_safe_in_a_spreadsheet(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    document = OFFICE.model_dump(mode="json")
    document["lines"][0] |= {
        "name": "=cmd|' /C calc'!A0",
        "tariff": {"month_fee": 500, "minute": 10, "sms": 7, "free_minutes": 0},
    }
    publish(published.pk, Office.model_validate(document), None, "")
    rows = table("out_answered")
    box.cel(rows)
    box.push_all()
    (call,) = anna.get("/api/v1/calls").json()["items"]
    month = call["started_at"][:7]
    sent = {"dir": "out", "id": "x.main.n1", "state": "queued", "to": "+375291234567",
            "text": "да", "origin": "node"}  # fmt: skip
    at = datetime.fromisoformat(call["started_at"])
    for state in ({}, {"state": "sending", "line": "a1-1", "parts": 2}, {"state": "sent"}):
        box.push([box.seal("sms", sent | state, at)])
    costs = anna.get("/api/v1/sims/costs", {"month": month}).json()
    line = costs["lines"][0]
    minutes = -(-call["talked"] // 60)
    assert (line["calls"], line["minutes"], line["sms"]) == (1, minutes, 2)
    assert line["cents"] == 500 + 10 * minutes + 14 == costs["total"]
    assert [each["line"] for each in costs["lines"]] == ["a1-1", "mts-1"]
    file = anna.get("/api/v1/sims/costs", {"month": month, "format": "csv"})
    assert file["Content-Type"].startswith("text/csv")
    cells = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert cells[1][1] == "'=cmd|' /C calc'!A0"
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in cells for cell in row)
    for bad in ("2026-13", "x", "", "2026-1"):
        answer = anna.get("/api/v1/sims/costs", {"month": bad})
        assert answer.status_code == 422


def test_heads_look_and_employees_do_not(
    anna: Browser, tell: Teller, login: Any, published: Company
) -> None:
    tell("sim", **SEEN)
    chief = login(published, "chief", "head")
    vera = login(published, "vera", "employee", person="vera")
    for path in ("sims", "sims/a1-1/history?kind=swaps", "sims/a1-1/balance", "gateways",
                 "sockets", "adapters", "operators", "repairs", "checks",
                 "sims/costs?month=2026-11"):  # fmt: skip
        assert chief.get(f"/api/v1/{path}").status_code == 200, path
        answer = vera.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "role_needed"), path
    body = {"forwards": []}
    assert send(chief, "PUT", "sims/a1-1/forwards", **body).status_code == 403
    assert vera.get("/api/v1/sms/threads").status_code == 200
    for action in (
        {"kind": "ask_ussd", "line": "a1-1", "code": "*100#"},
        {"kind": "restart_line", "line": "a1-1"},
        {"kind": "renew_forwards", "line": "a1-1"},
        {"kind": "examine_line", "line": "a1-1"},
        {"kind": "ask_balance", "line": "a1-1"},
        {"kind": "end_ussd", "line": "a1-1", "dialogue": "ab"},
    ):
        assert send(chief, "POST", "commands", action=action).json()["code"] == "role_needed"
        assert send(anna, "POST", "commands", action=action).status_code == 202, action
        other = send(anna, "POST", "commands", action=action | {"line": "city"})
        assert other.json()["code"] == "no_such_line"


def test_a_command_of_the_network_is_waited_for(anna: Browser, box: FakeBox) -> None:
    from vochi.hub.link.models import CommandRow

    action = {"kind": "ask_ussd", "line": "a1-1", "code": "*100#", "by": "somebody else"}
    uid = send(anna, "POST", "commands", action=action).json()["id"]
    row = CommandRow.everything.get(uid=uid)
    assert row.action["by"] == "anna"
    CommandRow.everything.update(deadline=timezone.now() - timedelta(seconds=100))
    assert anna.get(f"/api/v1/commands/{uid}").json()["state"] == "waiting"
    CommandRow.everything.update(deadline=timezone.now() - timedelta(seconds=200))
    assert anna.get(f"/api/v1/commands/{uid}").json()["code"] == "late"


def test_hostile_words_of_networks_stay_words(anna: Browser, tell: Teller) -> None:
    tell("sim", **SEEN | {"operator": "<b>\u202eA1\x1b[2J", "iccid": "x\x00y"})
    tell("ussd", id="<i>", line="a1-1", state="done", text="{0.__class__} %s ${EXTEN}\n\x07")
    tell("balance", line="a1-1", cents=2**62, raw="=1+1")
    tell("balance", line="никакой", cents=-(2**70), raw="")
    tell("sim", **SEEN | {"line": "a1-1", "slot": 2**70})
    tell("forward", line="a1-1", reason="busy", to="<script>", seconds=2**70, ok=True)
    (dialogue,) = happened(anna, "ussd")
    assert "{0.__class__} %s ${EXTEN}" in dialogue["text"]
    assert anna.get("/api/v1/sims").status_code == 200
    assert happened(anna, "balance")[0]["ok"] is True
    assert anna.get("/api/v1/sims/a1-1/balance").status_code == 200
