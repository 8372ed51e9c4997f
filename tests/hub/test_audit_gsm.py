"""Equipment and messages against thieves: every role at every door, money, hostile journals."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Deed
from vochi.hub.api import api
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.gateways.models import GatewayNow, GsmFact, SimNow
from vochi.hub.link.models import CommandRow
from vochi.hub.messages.models import Sms, SmsAsk, SmsThread
from vochi.hub.offices.models import OfficeVersion
from vochi.hub.offices.services import publish

from .box import NOON, FakeBox
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

GOIP = {"id": "goip", "name": "Шлюз", "address": "192.0.2.4"}
PLUG = {"id": "plug", "name": "Розетка", "kind": "tasmota", "address": "192.0.2.9"}
HT = {"id": "ht", "name": "Адаптер", "address": "192.0.2.44"}
#: Doors of equipment: what opens them, and the least role that they open for.
DOORS: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {
    ("post", "/gateways"): ("administrator", GOIP | {"id": "other", "address": "192.0.2.5"}),
    ("put", "/gateways/goip"): ("administrator", GOIP),
    ("delete", "/gateways/other"): ("administrator", {}),
    ("get", "/gateways"): ("head", {}),
    ("get", "/gateways/goip/setup"): ("administrator", {}),
    ("post", "/gateways/goip/reveal"): ("administrator", {}),
    ("get", "/sockets"): ("head", {}),
    ("post", "/sockets"): ("administrator", PLUG | {"id": "two"}),
    ("put", "/sockets/plug"): ("administrator", PLUG),
    ("delete", "/sockets/two"): ("administrator", {}),
    ("get", "/adapters"): ("head", {}),
    ("post", "/adapters"): ("administrator", HT | {"id": "two"}),
    ("put", "/adapters/ht"): ("administrator", HT),
    ("delete", "/adapters/two"): ("administrator", {}),
    ("get", "/adapters/ht/setup"): ("administrator", {}),
    ("post", "/adapters/ht/reveal"): ("administrator", {}),
    ("get", "/operators"): ("head", {}),
    ("put", "/operators"): ("administrator", {"operators": []}),
    ("put", "/policy/sms"): ("administrator", {}),
    ("put", "/policy/repair"): ("administrator", {}),
    ("put", "/policy/doctor"): ("administrator", {}),
    ("put", "/policy/promises"): ("administrator", {}),
    ("get", "/repairs"): ("head", {}),
    ("get", "/checks"): ("head", {}),
    ("get", "/sims"): ("head", {}),
    ("get", "/sims/costs?month=2026-11"): ("head", {}),
    ("get", "/sims/a1-1/history"): ("head", {}),
    ("get", "/sims/a1-1/balance"): ("head", {}),
    ("put", "/sims/a1-1/forwards"): ("administrator", {"forwards": []}),
    ("put", "/sims/a1-1/policy"): ("administrator", {}),
    ("put", "/sims/a1-1/number"): ("administrator", {"number": "+375291112299"}),
}
#: The same of commands.
ORDERS: dict[str, dict[str, Any]] = {
    "ask_ussd": {"line": "a1-1", "code": "*145*375291234567*5#"},
    "end_ussd": {"line": "a1-1", "dialogue": "ab"},
    "ask_balance": {"line": "a1-1"},
    "renew_forwards": {"line": "a1-1"},
    "restart_line": {"line": "a1-1", "force": True},
    "restart_gateway": {"gateway": "goip", "force": True},
    "cut_power": {"socket": "plug", "force": True},
    "examine_line": {"line": "a1-1"},
    "probe_gateway": {"gateway": "goip", "sms": True, "call": True},
}
ROLES = ("employee", "head", "administrator", "owner")


@pytest.fixture
def equipped(anna: Browser, box: FakeBox) -> Browser:
    for path, thing in (("gateways", GOIP), ("sockets", PLUG), ("adapters", HT)):
        answer = send(
            anna, "POST", path, **thing, **({} if thing is HT else {"password": "Taina-4242"})
        )
        assert answer.status_code == 201, answer.content
    return anna


def test_no_door_is_missed() -> None:
    paths = api.get_openapi_schema(path_prefix="/api")["paths"]
    found = {
        (method, path.removeprefix("/api/v1"))
        for path, each in paths.items()
        for method, operation in each.items()
        if set(operation.get("tags", ())) & {"gateways", "sims"}
    }
    named = {"goip": "{gateway}", "other": "{gateway}", "a1-1": "{line}", "ht": "{adapter}",
             "plug": "{socket}"}  # fmt: skip
    known = set()
    for method, door in DOORS:
        first, *rest = door.removeprefix("/").partition("?")[0].split("/")
        two = {"sockets": "{socket}", "adapters": "{adapter}"}.get(first, "two")
        rest = [two if each == "two" else named.get(each, each) for each in rest]
        known.add((method, "/".join(("", first, *rest))))
    assert known == found


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_door(
    equipped: Browser, published: Company, login: Any, role: str
) -> None:
    browser = login(published, f"who-{role}", role, person="vera")
    before = OfficeVersion.everything.count()
    for (method, door), (least, body) in DOORS.items():
        answer = send(browser, method.upper(), door.removeprefix("/"), **body)
        may = ROLES.index(role) >= ROLES.index(least)
        assert (answer.status_code < 300) == may, (method, door, answer.content)
        if not may:
            assert answer.json()["code"] == "role_needed", door
    for kind, order in ORDERS.items():
        action = {"kind": kind, **order, "by": "owner"}
        if kind in {"end_ussd", "ask_balance", "renew_forwards", "probe_gateway"}:
            del action["by"]
        answer = send(browser, "POST", "commands", action=action)
        may = role in {"administrator", "owner"}
        assert (answer.status_code == 202) == may, (kind, answer.content)
    told = [row.action for row in CommandRow.everything.all()]
    assert {each["by"] for each in told if "by" in each} <= {f"who-{role}"}
    if role in {"employee", "head"}:
        assert OfficeVersion.everything.count() == before
        assert told == []
        assert not Deed.everything.filter(action="password_revealed").exists()
    else:
        assert Deed.everything.filter(action="password_revealed").count() == 2
        assert {each["kind"] for each in told} == set(ORDERS)


def test_nothing_that_is_read_has_a_key(equipped: Browser, published: Company, login: Any) -> None:
    """Nor has the office's document, its history, what went wrong, or the audit."""
    keys = equipped.post("/api/v1/gateways/goip/reveal").json()["keys"]
    assert len(keys) >= 3
    assert keys["web.goip"] == "Taina-4242"
    send(equipped, "PUT", "gateways/goip", **GOIP | {"slots": 0}, password=keys["web.goip"])
    paths = api.get_openapi_schema(path_prefix="/api")["paths"]
    for path, each in paths.items():
        if "get" not in each or "stream" in path or "/export" in path:
            continue
        filled = path.replace("{gateway}", "goip").replace("{adapter}", "ht")
        filled = filled.replace("{line}", "a1-1").replace("{number}", "1")
        text = equipped.get(filled, {"month": "2026-11"}).content.decode("utf-8", "replace")
        assert not [name for name, key in keys.items() if key in text], path
    for deed in Deed.everything.all():
        assert not [name for name, key in keys.items() if key in str(deed.facts)]


@pytest.mark.parametrize("seed", range(4))
def test_a_hostile_journal_is_read_the_same_twice(
    box: FakeBox, published: Company, seed: int
) -> None:
    """In whatever pieces it came, whatever came twice: `refold` makes of it what was there."""
    chance = random.Random(seed)
    texts = ["", "СТОП", "старт", "=1+1", "\x00\x1b[2J\u202e", "x" * 3000, "{0}%s${EXTEN}", "😀"]
    names = [
        "+375291234567",
        "80291234567",
        "909",
        "МТС",
        "=cmd|' /C calc'!A0",
        "\r\nAction: X",
        "",
    ]
    lines = ["a1-1", "mts-1", "gone", "a" * 80, "\x00"]
    pick = chance.choice
    for _ in range(160):
        at = NOON + timedelta(seconds=chance.choice([chance.randrange(10**6), -(10**9), 10**9]))
        kind = pick(["sms", "sms", "sms", "sim", "ussd", "balance", "number", "forward", "repair",
                     "check", "gateway", "sms_part"])  # fmt: skip
        body: dict[str, Any] = {
            "line": pick(lines),
            "iccid": pick(["8937501", "8937502", "", "x\x00"]),
        }
        if kind == "sms" and chance.random() < 0.5:
            body |= {"dir": "in", "id": f"i{chance.randrange(9)}", "sender": pick(names),
                     "text": pick(texts), "came_at": at.isoformat(),
                     "parts": pick([1, -5, 2**70])}  # fmt: skip
        elif kind == "sms":
            body |= {"dir": "out", "id": f"o{chance.randrange(9)}", "to": pick([*names, None]),
                     "state": pick(["queued", "sending", "sent", "delivered", "failed", "unknown"]),
                     "text": pick([*texts, None]), "origin": pick(["person", "node", "doctor"]),
                     "code": pick([None, 38, 2**80]), "give_up_at": at.isoformat()}  # fmt: skip
        elif kind == "sim":
            body |= {"gateway": pick(["goip", "x"]), "slot": pick([1, 2**70, -1]), "signal": -71,
                     "online": pick([True, False]), "operator": pick(texts)[:80]}  # fmt: skip
        elif kind == "ussd":
            body |= {"id": "d", "state": pick(["asked", "menu", "done"]), "text": pick(texts)}
        elif kind == "balance":
            body |= {"cents": pick([None, 5, 2**70, -(2**70)]), "raw": pick(texts)}
        elif kind == "number":
            body |= {"number": pick(names), "raw": pick(texts)}
        elif kind == "forward":
            body |= {
                "reason": pick(["busy", "always"]),
                "to": pick(names),
                "ok": pick([True, False]),
            }
        elif kind == "repair":
            body = {
                "what": "restart_line",
                "line": pick(lines),
                "ok": True,
                "why": pick(texts)[:80],
            }
        elif kind == "check":
            body |= {"fault": pick([None, "no_audio", "<b>"]), "tests": {pick(texts)[:80]: "ok"}}
        elif kind == "gateway":
            body = {"gateway": pick(["goip", "x"]), "online": pick([True, False]),
                    "warnings": [pick(texts)[:80]]}  # fmt: skip
        else:
            body |= {"sender": pick(names), "text": pick(texts), "key": str(chance.random())}
        if chance.random() < 0.05:
            body = {"id": 7, "line": None, "dir": "in"}
        box.seal(kind, body, at)
    begin = 0
    while begin < len(box.entries):
        end = begin + chance.randrange(1, 30)
        box.push(box.entries[max(0, begin - chance.randrange(5)) : end])
        begin = end

    def derived() -> Any:
        return [
            sorted(str({k: v for k, v in row.items() if k != "id"}) for row in rows)
            for rows in (
                m.everything.values() for m in (Sms, SmsThread, SimNow, GatewayNow, GsmFact)
            )
        ]

    before = derived()
    assert all(before)
    refold(published.pk)
    assert derived() == before


def test_a_stolen_login_does_not_empty_the_sim_cards(
    anna: Browser, box: FakeBox, published: Company, login: Any
) -> None:
    """Parts that one login may ask for in a day, whatever he sends, or sends again."""
    answer = send(anna, "PUT", "policy/sms", account_day=7)
    assert answer.status_code == 201, answer.content
    vera = login(published, "vera", "employee", person="vera")

    def write(browser: Browser, text: str, **more: Any) -> Any:
        return send(browser, "POST", "sms", to="+375291234567", text=text, **more)

    first = write(vera, "ж" * 100, id="a" * 32)  # two parts
    assert (first.status_code, first.json()["parts"]) == (202, 2)
    assert [write(vera, "x").status_code for _ in range(4)] == [202] * 4
    over = write(vera, "ж" * 100)
    assert (over.status_code, over.json()["code"]) == (429, "sms_account_day")
    assert over.json()["facts"] == {"most": 7}
    assert "7" in over.json()["detail"]
    assert write(vera, "x").status_code == 202
    # The same once more is no more; nor is what a colleague asks for.
    assert write(vera, "ж" * 100, id="a" * 32).status_code == 202
    assert write(anna, "ж" * 100).status_code == 202
    box.push([box.seal("sms", {"dir": "out", "id": "a" * 32, "state": "failed"})])
    assert send(vera, "POST", f"sms/{'a' * 32}/again").json()["code"] == "sms_account_day"
    SmsAsk.everything.update(at=timezone.now() - timedelta(hours=25))
    assert send(vera, "POST", f"sms/{'a' * 32}/again").status_code == 202


def test_an_office_from_before_gateways_gets_them_one_by_one(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    """Its lines have named two gateways all along; the page sets up one at a time."""
    document = OFFICE.model_dump(mode="json")
    for name in ("gateways", "adapters", "sockets", "operators"):
        del document[name]
    for name in ("sms", "repair", "doctor"):
        del document["policy"][name]
    for line in document["lines"][:2]:
        for name in ("forwards", "tariff", "policy"):
            del line[name]
    document["lines"][1]["gateway"] = "second"
    publish(published.pk, Office.model_validate(document), None, "до шлюзов")
    row = OfficeVersion.everything.order_by("-number").first()
    assert row is not None
    assert [each["line"] for each in anna.get("/api/v1/sims").json()] == ["a1-1", "mts-1"]
    assert anna.get("/api/v1/gateways").json() == []
    answer = send(anna, "POST", "gateways", **GOIP)
    assert answer.status_code == 201, answer.content
    # Meanwhile everything else of the office may be changed too.
    assert send(anna, "PUT", "policy/sms", pace=5).status_code == 201
    second = GOIP | {"id": "second", "name": "Второй", "address": "192.0.2.5"}
    assert send(anna, "POST", "gateways", **second).status_code == 201
    rows = {each["id"]: each["lines"] for each in anna.get("/api/v1/gateways").json()}
    assert rows == {"goip": ["a1-1"], "second": ["mts-1"]}


def test_two_who_change_at_once_lose_nothing(anna: Browser, published: Company) -> None:
    """Whoever looked at an older office is told so; who did not say which, changes the present."""
    assert send(anna, "POST", "gateways", **GOIP, based_on=1).status_code == 201
    for method, path, body in (
        ("PUT", "gateways/goip", GOIP),
        ("PUT", "policy/sms", {}),
        ("PUT", "operators", {"operators": []}),
        ("PUT", "sims/a1-1/number", {"number": "+375291112299"}),
        ("POST", "sockets", PLUG),
    ):
        answer = send(anna, method, path, **body, based_on=1)
        assert (answer.status_code, answer.json()["code"]) == (409, "stale_office"), path
    for path, body in (
        ("gateways/none", GOIP | {"id": "none"}),
        ("sockets/none", PLUG | {"id": "none"}),
        ("adapters/none", HT | {"id": "none"}),
        ("sims/none/forwards", {"forwards": []}),
        ("sims/none/policy", {}),
    ):
        assert send(anna, "PUT", path, **body).status_code == 404, path
    line = {"kind": "gsm", "name": "x", "operator": "A1", "gateway": "goip", "slot": 1}
    for huge in (
        {"path": "operators", "operators": [{"name": f"o{n}"} for n in range(51)]},
        {"path": "sims/a1-1/forwards",
         "forwards": [{"reason": "busy", "to": "+375291234567"}] * 5},
        {"path": "gateways/goip", **GOIP,
         "lines": [line | {"id": f"g{n}"} for n in range(65)]},
        {"path": "policy/sms", "stop_words": ["x"] * 10_000},
    ):  # fmt: skip
        path = huge.pop("path")
        answer = send(anna, "PUT", str(path), **huge)
        assert answer.status_code == 422, path
        assert OfficeVersion.everything.count() == 2


@pytest.mark.parametrize("role", ["head", "employee"])
def test_equipment_is_not_told_by_the_office(
    equipped: Browser, published: Company, login: Any, role: str
) -> None:
    """Logins, addresses and what the operator is asked are for administrators, by every door."""
    browser = login(published, "who", role, person="vera")
    send(equipped, "PUT", "gateways/goip", **GOIP | {"login": "koren-77"})
    send(equipped, "PUT", "operators", operators=[{"name": "A1", "balance": {"code": "*145*77#"}}])
    assert "koren-77" in equipped.get("/api/v1/office").content.decode()
    for path in ("office", "office/versions", "office/versions/1", "office/versions/5", "gateways",
                 "sockets", "board", "me"):  # fmt: skip
        text = browser.get(f"/api/v1/{path}").content.decode()
        assert "koren-77" not in text, path
        if path not in {"gateways", "sockets"} or role == "employee":
            assert "192.0.2.9" not in text, path
            assert "192.0.2.4" not in text, path  # nor 192.0.2.44
            assert "*145*77#" not in text, path
