"""Sessions, tokens by area, the rule of the second factor, lock-outs; and the audit log of them."""

import ast
import json
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client as Browser
from django.utils import timezone

import vochi.hub
from vochi.core.link import Action
from vochi.core.office.document import Office
from vochi.core.wording import TABLES
from vochi.hub.accounts import deeds
from vochi.hub.accounts.areas import RIGHTS, area_of
from vochi.hub.accounts.models import Account, ApiToken, Deed, Visit
from vochi.hub.api import api
from vochi.hub.companies.models import Company
from vochi.hub.offices.services import publish

from .browser import send
from .conftest import PASSWORD, AccountMaker
from .office import OFFICE
from .test_accounts import LOGIN, post

pytestmark = pytest.mark.django_db

HUB = Path(vochi.hub.__file__).parent


def signed_in(login: str, device: str) -> Browser:
    browser = Browser(headers={"user-agent": device})
    answer = post(browser, LOGIN, {"username": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.content
    browser.get("/api/v1/me")
    return browser


def test_sessions_are_listed_and_ended(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    phone, desk = signed_in("anna", "Phone"), signed_in("anna", "Desk")
    seen = desk.get("/api/v1/sessions").json()
    assert [(each["device"], each["is_this"]) for each in seen] == [
        ("Desk", True),
        ("Phone", False),
    ]
    other = next(each["id"] for each in seen if not each["is_this"])
    assert desk.delete(f"/api/v1/sessions/{other}").status_code == 204
    assert phone.get("/api/v1/me").status_code == 401
    assert desk.delete(f"/api/v1/sessions/{other}").status_code == 404
    third = signed_in("anna", "Tablet")
    assert desk.delete("/api/v1/sessions").status_code == 204
    assert third.get("/api/v1/me").status_code == 401
    assert [each["device"] for each in desk.get("/api/v1/sessions").json()] == ["Desk"]
    actions = set(Deed.objects.of(company).values_list("action", flat=True))
    assert {"signed_in", "session_ended", "sessions_ended"} <= actions


def test_nobody_ends_the_session_of_another(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    account(company, "boris", "administrator")
    anna, boris = signed_in("anna", "A"), signed_in("boris", "B")
    number = Visit.objects.of(company).get(account__login="anna").pk
    assert boris.delete(f"/api/v1/sessions/{number}").status_code == 404
    assert anna.get("/api/v1/me").status_code == 200


def test_a_locked_account_is_out_at_once(company: Company, account: AccountMaker) -> None:
    who = account(company, "vera", "employee")
    browser = signed_in("vera", "A")
    token = post(browser, "/api/v1/tokens", {"name": "x"}).json()["token"]
    who.is_active = False
    who.save()
    assert browser.get("/api/v1/me").status_code == 401
    program = Browser(headers={"authorization": f"Bearer {token}"})
    assert program.get("/api/v1/me").status_code == 401


def test_a_changed_password_ends_the_other_sessions(
    company: Company, account: AccountMaker
) -> None:
    account(company, "anna", "owner")
    one, two = signed_in("anna", "A"), signed_in("anna", "B")
    weak = post(one, "/api/v1/me/password/check", {"password": "anna123"}).json()
    assert not weak["ok"]
    assert "password_too_short" in weak["why"]
    assert any("10" in text for text in weak["texts"])
    assert post(one, "/api/v1/me/password/check", {"password": "мост и река 7"}).json()["ok"]
    answer = post(one, "/_allauth/browser/v1/account/password/change",
                  {"current_password": PASSWORD, "new_password": "мост и река 7"})  # fmt: skip
    assert answer.status_code == 200, answer.content
    assert one.get("/api/v1/me").status_code == 200
    assert two.get("/api/v1/me").status_code == 401
    assert Deed.objects.of(company).filter(action="password_changed").count() == 1
    assert "мост" not in str(list(Deed.everything.values()))


def test_tokens_open_areas_and_expire(published: Company, anna: Browser) -> None:
    body = {"name": "Отчёты", "scopes": ["calls:read", "clients:write"], "days": 30}
    made = post(anna, "/api/v1/tokens", body).json()
    program = Browser(headers={"authorization": f"Bearer {made['token']}"})
    assert program.get("/api/v1/calls").status_code == 200
    refused = program.get("/api/v1/clients")
    assert (refused.status_code, refused.json()["facts"]) == (403, {"scope": "clients:read"})
    assert post(program, "/api/v1/clients", {"name": "x"}).status_code == 201
    assert program.get("/api/v1/office").json()["facts"] == {"scope": "office:read"}
    assert program.get("/api/v1/sessions").status_code == 403
    (listed,) = anna.get("/api/v1/tokens").json()
    assert listed["token"] is None
    assert listed["used_at"] is not None
    assert listed["expires_at"] is not None
    wide = post(anna, "/api/v1/tokens", {"name": "w", "scopes": ["account:write"]}).json()
    writer = Browser(headers={"authorization": f"Bearer {wide['token']}"})
    more = post(writer, "/api/v1/tokens", {"name": "x", "scopes": ["read"]})
    assert (more.status_code, more.json()["code"]) == (403, "token_too_wide")
    ApiToken.everything.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program.get("/api/v1/calls").status_code == 401
    assert post(anna, "/api/v1/tokens", {"name": "x", "scopes": ["all"]}).status_code == 422


def test_owner_asks_a_second_factor(published: Company, anna: Browser, login: Any) -> None:
    boris = login(published, "boris", "administrator")
    vera = login(published, "vera", "employee")
    ask = {"second_factor": "administrators"}
    assert send(boris, "PUT", "door", **ask).json()["code"] == "owner_needed"
    assert send(anna, "PUT", "door", **ask).json()["code"] == "factor_first"
    Authenticator.objects.create(
        user=Account.objects.get(login="anna"), type=Authenticator.Type.TOTP, data={}
    )
    assert send(anna, "PUT", "door", **ask).json() == ask | {"without": 1}
    assert boris.get("/api/v1/calls").json()["code"] == "second_factor_needed"
    assert boris.get("/api/v1/me").json()["owes"] == ["second_factor"]
    assert vera.get("/api/v1/calls").status_code == 200
    assert anna.get("/api/v1/calls").status_code == 200
    Authenticator.objects.create(
        user=Account.objects.get(login="boris"), type=Authenticator.Type.WEBAUTHN, data={}
    )
    assert boris.get("/api/v1/calls").status_code == 200
    assert send(anna, "PUT", "door", second_factor="everybody").json()["without"] == 1
    assert vera.get("/api/v1/calls").json()["code"] == "second_factor_needed"


def test_lockouts_are_seen_and_opened(published: Company, anna: Browser, login: Any) -> None:
    login(published, "boris", "head")
    knocking = Browser()
    wrong = {"username": "boris", "password": "не тот пароль"}
    for _ in range(10):
        answer = post(knocking, LOGIN, wrong)
    assert answer.status_code == 429
    good = {"username": "boris", "password": PASSWORD}
    assert post(Browser(), LOGIN, good).status_code == 429
    (shut,) = anna.get("/api/v1/lockouts").json()
    assert (shut["login"], shut["address"]) == ("boris", "127.0.0.1")
    assert anna.delete(f"/api/v1/lockouts/{shut['id'] + 7}").status_code == 404
    assert anna.delete(f"/api/v1/lockouts/{shut['id']}").status_code == 204
    assert anna.get("/api/v1/lockouts").json() == []
    assert post(Browser(), LOGIN, good).status_code == 200


def test_lockouts_of_others_are_not_seen(other: Company, login: Any, published: Company) -> None:
    login(published, "boris", "head")
    for _ in range(10):
        post(Browser(), LOGIN, {"username": "boris", "password": "не тот пароль"})
    assert login(other, "olga", "owner").get("/api/v1/lockouts").json() == []


# --- the audit log --------------------------------------------------------------------------


def test_audit_tells_before_and_after_in_words(published: Company, anna: Browser) -> None:
    made = send(anna, "POST", "clients", name="Иван", phones=["+375291234567"]).json()
    send(anna, "PATCH", f"clients/{made['id']}", version=1, name="Иван Петров")
    first, second = anna.get("/api/v1/audit?limit=2").json()["items"]
    assert (first["text"], first["link"]) == ("Изменена карточка клиента", f"/clients/{made['id']}")
    assert first["fields"] == [{"name": "название", "before": "Иван", "after": "Иван Петров"}]
    assert (second["action"], second["name"]) == ("client_made", "Анна")
    page = anna.get("/api/v1/audit?limit=1").json()
    older = anna.get("/api/v1/audit", {"limit": "1", "cursor": page["next"]}).json()
    assert (page["items"][0]["id"], older["items"][0]["id"]) == (first["id"], second["id"])
    found = anna.get("/api/v1/audit", {"q": "карточка клиента"}).json()["items"]
    assert {row["action"] for row in found} == {"client_changed", "client_made"}
    assert anna.get("/api/v1/audit", {"action": "client_made"}).json()["items"] == [second]
    assert anna.get("/api/v1/audit", {"since": "2099-01-01T00:00:00Z"}).json()["items"] == []
    bad = anna.get("/api/v1/audit", {"since": "2026-01-01T00:00:00"})
    assert (bad.status_code, bad.json()["code"]) == (422, "time_without_zone")
    about = anna.get("/api/v1/audit/about").json()
    assert {"action": "client_made", "text": "Заведена карточка клиента"} in about["actions"]


def test_a_publication_tells_its_plan(published: Company, anna: Browser) -> None:
    office = OFFICE.model_dump(mode="json")
    office["people"][0]["name"] = "Анна Новая"
    publish(published.pk, Office.model_validate(office), None, "свадьба")
    rows = anna.get("/api/v1/audit", {"action": "office_published"}).json()["items"]
    assert rows[0]["plan"]
    assert "Анна Новая" in json.dumps(rows[0]["plan"], ensure_ascii=False)
    assert (rows[0]["facts"], rows[0]["link"]) == ({"reason": "свадьба"}, "/publish")


def test_audit_is_administrators_and_cannot_be_changed(
    published: Company, anna: Browser, login: Any
) -> None:
    for role in ("head", "employee"):
        browser = login(published, role, role)
        for path in ("audit", "audit/about", "audit/seal", "audit/export.csv"):
            assert browser.get(f"/api/v1/{path}").status_code == 403, path
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert send(anna, method, "audit").status_code == 405
    table = anna.get("/api/v1/audit/export.csv").content.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("id;at;login")
    assert anna.get("/api/v1/audit").json()["items"][0]["action"] == "audit_exported"


def test_a_changed_or_missing_row_breaks_the_seal(published: Company, anna: Browser) -> None:
    for name in "абв":
        send(anna, "POST", "clients", name=name)
    assert anna.get("/api/v1/audit/seal").json()["ok"]
    middle = Deed.objects.of(published).filter(action="client_made").order_by("id")[1]
    Deed.objects.of(published).filter(pk=middle.pk).update(subject="client/999")
    assert deeds.first_broken(published.pk) == middle.pk
    Deed.objects.of(published).filter(pk=middle.pk).update(subject=middle.subject)
    assert deeds.first_broken(published.pk) is None
    Deed.objects.of(published).filter(pk=middle.pk).delete()
    assert anna.get("/api/v1/audit/seal").json()["broken"] == middle.pk + 1


def test_a_formula_in_a_subject_stays_a_text(published: Company, anna: Browser) -> None:
    deeds.record(published.pk, "listed", None, "=HYPERLINK(1)", "")
    table = anna.get("/api/v1/audit/export.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table


def actions_in_code() -> set[str]:
    """The second argument of every `record(...)` of the hub."""
    found: set[str] = set()
    for file in HUB.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(node, ast.Call) and len(node.args) > 1):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in {"record", "_write"}:
                continue
            said = [
                part for each in node.args[1 : 3 if name == "_write" else 2]
                for part in ast.walk(each)
            ]  # fmt: skip
            found |= {
                part.value for part in said
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }  # fmt: skip
    kinds = {kind.model_fields["kind"].default for kind in get_args(get_args(Action)[0])}
    # Nobody asks a box to forget by hand: the deed is the erasure.
    return (
        (found - {"command_"})
        | {f"command_{kind}" for kind in kinds - {"forget"}}
        | {"office_changed"}
    )


@pytest.mark.parametrize("language", TABLES)
def test_every_deed_has_words(language: Any) -> None:
    actions = actions_in_code()
    assert {"client_made", "signed_in", "command_listen", "role_given"} <= actions
    assert {a for a in actions if f"deed.{a}" not in TABLES[language]} == set()
    assert {r for r in RIGHTS if f"right.{r}" not in TABLES[language]} == set()


def test_every_address_belongs_to_an_area() -> None:
    paths = api.get_openapi_schema(path_prefix="/api")["paths"]
    assert {path for path in paths if area_of(path) is None} == set()
