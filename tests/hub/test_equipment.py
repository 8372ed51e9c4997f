"""Gateways, sockets, adapters, operators: versions of the office; secrets stay sealed."""

import json
from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.link import OfficeReply
from vochi.core.office.document import Secrets
from vochi.hub import service
from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.offices.models import EquipmentKey, OfficeVersion
from vochi.hub.offices.services import publish

from .box import FakeBox
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

GOIP = {"id": "goip", "name": "Шлюз в шкафу", "kind": "goip", "slots": 8,
        "address": "192.168.50.4"}  # fmt: skip


def office(browser: Browser) -> Any:
    return browser.get("/api/v1/office").json()


def sent_to(box: FakeBox) -> Secrets:
    answer = box.http.get("/link/v1/office", headers=box.headers)
    return OfficeReply.model_validate_json(answer.content).secrets


@pytest.fixture
def goip(anna: Browser) -> dict[str, Any]:
    answer = send(anna, "POST", "gateways", **GOIP, password="Шкаф-77", reason="новый")
    assert answer.status_code == 201, answer.content
    (row,) = anna.get("/api/v1/gateways").json()
    return dict(row)


def test_a_gateway_is_set_up(anna: Browser, goip: Any, box: FakeBox) -> None:
    assert goip["lines"] == ["a1-1", "mts-1"]
    assert (goip["page_url"], goip["login"], goip["has_password"], goip["online"]) == (
        "http://192.168.50.4/", "admin", True, None,
    )  # fmt: skip
    assert len(goip["advice"]) == 3
    version = OfficeVersion.everything.order_by("-number").first()
    assert version is not None
    assert (version.number, version.author_name, version.reason) == (2, "Анна", "новый")
    secrets = sent_to(box)
    assert set(secrets.keys) == {"web.goip", "sms.a1-1", "sms.mts-1"}
    assert secrets.keys["web.goip"] == "Шкаф-77"
    assert len(secrets.keys["sms.a1-1"]) == 24
    # Changed without a password: that of the page stays; so do ours.
    answer = send(anna, "PUT", "gateways/goip", **GOIP | {"name": "Шлюз", "port": 8080})
    assert answer.status_code == 201
    assert sent_to(box).keys == secrets.keys
    assert anna.get("/api/v1/gateways").json()[0]["page_url"] == "http://192.168.50.4:8080/"


def test_keys_are_sealed_and_told_only_by_a_deed(
    anna: Browser, goip: Any, published: Company, login: Any, box: FakeBox
) -> None:
    keys = sent_to(box).keys
    stored = str(list(EquipmentKey.everything.values()))
    said = "".join(
        anna.get(f"/api/v1/{path}").content.decode()
        for path in ("gateways", "gateways/goip/setup", "office", "office/versions", "sims")
    )
    for key in keys.values():
        assert key not in stored
        assert key not in said
    chief = login(published, "chief", "head")
    assert chief.get("/api/v1/gateways").json()[0]["login"] is None
    assert chief.get("/api/v1/gateways/goip/setup").status_code == 403
    assert "192.168.50.4" in anna.get("/api/v1/office").content.decode()
    assert "192.168.50.4" not in chief.get("/api/v1/office").content.decode()
    assert send(chief, "POST", "gateways/goip/reveal").status_code == 403
    revealed = send(anna, "POST", "gateways/goip/reveal").json()["keys"]
    assert {name: key for name, key in revealed.items() if not name.startswith("sip.")} == keys
    assert revealed["sip.a1-1"] == sent_to(box).passwords["a1-1"]
    deed = Deed.everything.get(action="password_revealed")
    assert (deed.login, deed.subject) == ("anna", "gateway/goip")
    told = json.dumps(list(Deed.everything.values_list("facts", flat=True)))
    assert not any(key in told for key in keys.values())


def test_setup_names_every_field_and_its_secret(anna: Browser, goip: Any) -> None:
    steps = anna.get("/api/v1/gateways/goip/setup").json()["steps"]
    fields = [field for step in steps for field in step["fields"]]
    secret = [field for field in fields if field["secret"]]
    assert {"web.goip", "sms.a1-1", "sip.a1-1", "sms.mts-1"} <= {f["key"] for f in secret}
    assert {field["value"] for field in secret} == {""}
    assert any(f["label"] == "Forwarding to VoIP Number" and f["value"] == "a1-1" for f in fields)


def test_warned_of_factory_passwords_and_doors(anna: Browser, goip: Any, box: FakeBox) -> None:
    assert goip["warnings"] == []
    warnings = ["backdoor", "gateway.default_password"]
    body = {"gateway": "goip", "online": True, "address": "192.168.50.4", "model": "GoIP-8",
            "firmware": "GST1610", "warnings": warnings}  # fmt: skip
    box.push([box.seal("gateway", body)])
    (row,) = anna.get("/api/v1/gateways").json()
    assert (row["online"], row["firmware"], row["model"]) == (True, "GST1610", "GoIP-8")
    assert [each["code"] for each in row["warnings"]] == [
        "gateway.backdoor", "gateway.default_password",
    ]  # fmt: skip
    assert "Шлюз в шкафу" in row["warnings"][0]["text"]
    box.push([box.seal("gateway", body | {"warnings": []})])
    assert anna.get("/api/v1/gateways").json()[0]["warnings"] == []
    send(anna, "PUT", "gateways/goip", **GOIP, password="admin")
    (warned,) = anna.get("/api/v1/gateways").json()[0]["warnings"]
    assert warned["code"] == "gateway.default_password"


def test_with_its_lines_at_once(anna: Browser, goip: Any, box: FakeBox) -> None:
    lines = [
        {"kind": "gsm", "id": f"life-{slot}", "name": f"life {slot}", "operator": "life:)",
         "gateway": "second", "slot": slot, "inbound": "main"}
        for slot in (1, 2)
    ]  # fmt: skip
    second = GOIP | {"id": "second", "name": "Второй", "address": "192.168.50.5", "lines": lines}
    assert send(anna, "POST", "gateways", **second).status_code == 201
    assert {"sms.life-1", "sms.life-2"} <= sent_to(box).keys.keys()
    wrong = second | {"id": "third", "lines": lines}
    assert send(anna, "POST", "gateways", **wrong).json()["code"] == "line_of_other_gateway"
    taken = send(anna, "POST", "gateways", **second)
    assert (taken.status_code, taken.json()["code"]) == (409, "equipment_id_taken")


def test_a_gateway_in_use_does_not_go_silently(anna: Browser, goip: Any) -> None:
    answer = anna.delete("/api/v1/gateways/goip")
    assert (answer.status_code, answer.json()["code"]) == (409, "gateway_has_lines")
    assert answer.json()["facts"]["lines"] == "A1 первая, МТС"
    empty = GOIP | {"id": "second", "address": "192.168.50.5"}
    assert send(anna, "POST", "gateways", **empty).status_code == 201
    assert anna.delete("/api/v1/gateways/second?reason=x").status_code == 201
    assert [each["id"] for each in office(anna)["gateways"]] == ["goip"]
    assert anna.delete("/api/v1/gateways/none").status_code == 404


def test_stale_and_wrong_edits(anna: Browser, published: Company, goip: Any) -> None:
    forwards = [{"reason": "busy", "to": "+375291234567"}]
    answer = send(anna, "PUT", "sims/a1-1/forwards", forwards=forwards, based_on=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_office")
    answer = send(anna, "PUT", "sims/a1-1/forwards", forwards=forwards, based_on=2, reason="вечер")
    assert (answer.status_code, answer.json()["version"]) == (201, 3)
    line = office(anna)["lines"][0]
    assert line["forwards"] == [{"reason": "busy", "to": "+375291234567", "seconds": 20}]
    loop = [{"reason": "always", "to": "+375291112233"}]
    answer = send(anna, "PUT", "sims/a1-1/forwards", forwards=loop)
    assert (answer.status_code, answer.json()["code"]) == (422, "office_has_problems")
    (problem,) = (p for p in answer.json()["facts"]["problems"] if p["severity"] == "error")
    assert problem["code"] == "forward.to_itself"
    assert "A1 первая" in problem["text"]
    for wrong in ([{"reason": "busy", "to": "x"}], [{"reason": "no_reply", "to": "+375291234567",
                                                     "seconds": 7}]):  # fmt: skip
        answer = send(anna, "PUT", "sims/a1-1/forwards", forwards=wrong)
        assert answer.json()["code"] == "invalid"
    assert send(anna, "PUT", "sims/city/forwards", forwards=[]).status_code == 404
    assert send(anna, "PUT", "sims/a1-1/number", number="+375291112244").status_code == 201
    policy = {"tariff": {"minute": 12, "month_day": 5}, "policy": {"day_minutes": 90}}
    assert send(anna, "PUT", "sims/a1-1/policy", **policy).status_code == 201
    line = office(anna)["lines"][0]
    assert (line["number"], line["tariff"]["minute"], line["policy"]["day_minutes"]) == (
        "+375291112244", 12, 90,
    )  # fmt: skip
    assert line["forwards"][0]["reason"] == "busy"


def test_sockets_adapters_operators_policies(anna: Browser, goip: Any, box: FakeBox) -> None:
    plug = {"id": "plug", "name": "Розетка", "kind": "tasmota", "address": "192.168.50.9"}
    assert send(anna, "POST", "sockets", **plug, password="тайна").status_code == 201
    assert sent_to(box).keys["socket.plug"] == "тайна"
    (socket,) = anna.get("/api/v1/sockets").json()
    assert (socket["has_password"], "тайна" in str(socket)) == (True, False)
    assert send(anna, "PUT", "sockets/plug", **plug | {"name": "У шкафа"}).status_code == 201
    assert sent_to(box).keys["socket.plug"] == "тайна"
    action = {"kind": "cut_power", "socket": "plug"}
    assert send(anna, "POST", "commands", action=action).status_code == 202
    action["socket"] = "none"
    assert send(anna, "POST", "commands", action=action).json()["code"] == "no_such_socket"
    for kind in ("restart_gateway", "probe_gateway"):
        action = {"kind": kind, "gateway": "goip"}
        assert send(anna, "POST", "commands", action=action).status_code == 202
        action["gateway"] = "none"
        assert send(anna, "POST", "commands", action=action).json()["code"] == "no_such_gateway"
    assert anna.delete("/api/v1/sockets/plug?reason=x").status_code == 201
    assert "socket.plug" not in sent_to(box).keys
    ht = {"id": "ht", "name": "HT503", "model": "ht8xx", "account": "183"}
    assert send(anna, "POST", "adapters", **ht).status_code == 201
    setup = anna.get("/api/v1/adapters/ht/setup").json()
    revealed = send(anna, "POST", "adapters/ht/reveal").json()
    # The file holds the password: it comes with the secrets alone, and that is written down.
    assert setup["steps"]
    assert setup["has_file"]
    password = sent_to(box).passwords["183"]
    assert password not in str(setup)
    assert all(password in file["text"] for file in revealed["files"])
    assert len(revealed["files"]) == 1
    assert anna.get("/api/v1/gateways/goip/setup").json()["has_file"] is False
    assert revealed["keys"]["sip.183"] == sent_to(box).passwords["183"]
    operators = anna.get("/api/v1/operators").json()
    assert all(each["builtin"] for each in operators)
    own = [{"name": "A1", "balance": {"code": "*123#", "pattern": ""}, "balance_hours": 6}]
    assert send(anna, "PUT", "operators", operators=own).status_code == 201
    first = anna.get("/api/v1/operators").json()[0]
    assert (first["name"], first["balance"]["code"], first["builtin"]) == ("A1", "*123#", False)
    assert send(anna, "PUT", "policy/sms", quiet_from="22:00", pace=6).status_code == 201
    assert send(anna, "PUT", "policy/repair", enabled=False).status_code == 201
    assert send(anna, "PUT", "policy/doctor", enabled=True, every_hours=48).status_code == 201
    policy = office(anna)["policy"]
    assert (policy["sms"]["quiet_from"], policy["repair"]["enabled"]) == ("22:00", False)
    assert policy["doctor"]["every_hours"] == 48


def test_secrets_of_a_file_and_of_an_older_hub(published: Company, box: FakeBox) -> None:
    EquipmentKey.everything.all().delete()  # as a hub was before there were keys
    made = sent_to(box).keys
    assert set(made) == {"sms.a1-1", "sms.mts-1"}
    assert sent_to(box).keys == made
    given = Secrets(keys={"sms.a1-1": "typed", "web.none": "x", "sms.none": "x"})
    publish(published.pk, OFFICE, None, "", given)
    assert sent_to(box).keys == made | {"sms.a1-1": "typed"}
    assert service.secrets(published.pk).keys["sms.a1-1"] == "typed"


def test_nothing_without_an_office(company: Company, login: Any) -> None:
    browser = login(company, "olga", "owner")
    assert send(browser, "POST", "gateways", **GOIP).json()["code"] == "no_office"
    assert browser.get("/api/v1/gateways").json() == []


def test_the_document_is_never_half_changed(anna: Browser, published: Company) -> None:
    before = office(anna)
    answer = send(anna, "POST", "sockets", id="plug", name="x", kind="tasmota", address="a b")
    assert answer.status_code == 422
    assert office(anna) == before
