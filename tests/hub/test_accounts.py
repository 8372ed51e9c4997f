"""The door: first owner, login, lock-out, tokens, second factor; nobody without an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub import service
from vochi.hub.accounts.models import Account, ApiToken, Deed, Welcome
from vochi.hub.companies.models import Company

from .conftest import PASSWORD, AccountMaker

pytestmark = pytest.mark.django_db

LOGIN = "/_allauth/browser/v1/auth/login"
SESSION = "/_allauth/browser/v1/auth/session"


def post(browser: Browser, path: str, body: Any, **headers: str) -> Any:
    return browser.post(path, body, content_type="application/json", headers=headers)


def browser_with_csrf() -> tuple[Browser, str]:
    browser = Browser(enforce_csrf_checks=True)
    browser.get(SESSION)
    return browser, browser.cookies["csrftoken"].value


def test_first_owner_comes_in_once(company: Company) -> None:
    link = service.owner_link()
    assert link is not None
    assert link.startswith("http://127.0.0.1:8090/welcome/")
    token = link.rpartition("/")[2]
    assert post(Browser(), "/api/v1/welcome/check", {"token": token}).json() == {
        "company": "Ромашка"
    }
    weak = {"token": token, "login": "owner", "password": "1234567890", "name": "Ольга"}
    answer = post(Browser(), "/api/v1/welcome", weak)
    assert (answer.status_code, answer.json()["code"]) == (422, "weak_password")
    good = weak | {"password": PASSWORD}
    assert post(Browser(), "/api/v1/welcome", good).status_code == 201
    answer = post(Browser(), "/api/v1/welcome", good | {"login": "second"})
    assert (answer.status_code, answer.json()["code"]) == (404, "welcome_gone")
    owner = Account.objects.get()
    assert (owner.role, owner.name, owner.company_id) == ("owner", "Ольга", company.pk)
    assert service.owner_link() is None
    assert Deed.objects.of(company).get().action == "welcome"


def test_link_expires_and_a_new_one_ends_the_old(company: Company) -> None:
    old = (service.owner_link() or "").rpartition("/")[2]
    new = (service.owner_link() or "").rpartition("/")[2]
    assert post(Browser(), "/api/v1/welcome/check", {"token": old}).status_code == 404
    Welcome.everything.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert post(Browser(), "/api/v1/welcome/check", {"token": new}).status_code == 404


def test_login_and_logout(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    browser, csrf = browser_with_csrf()
    who = {"username": "anna", "password": PASSWORD}
    assert post(browser, LOGIN, who).status_code == 403, "no CSRF token"
    assert browser.get("/api/v1/me").status_code == 401
    answer = post(browser, LOGIN, who, **{"x-csrftoken": csrf})
    assert answer.status_code == 200, answer.content
    me = browser.get("/api/v1/me").json()
    assert (me["login"], me["role"], me["company"]["name"]) == ("anna", "owner", "Ромашка")
    cookie = browser.cookies["vochi"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    note = {"name": "x"}
    assert post(browser, "/api/v1/clients", note).json()["code"] == "csrf"
    csrf = browser.cookies["csrftoken"].value
    assert post(browser, "/api/v1/clients", note, **{"x-csrftoken": csrf}).status_code == 201
    assert browser.delete(SESSION, headers={"x-csrftoken": csrf}).status_code == 401
    assert browser.get("/api/v1/me").status_code == 401


def test_cookies_are_secure_on_https(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    browser = Browser()
    answer = browser.post(
        LOGIN, {"username": "anna", "password": PASSWORD}, content_type="application/json",
        secure=True,
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.cookies["vochi"]["secure"]
    assert answer["Strict-Transport-Security"]


def test_wrong_passwords_lock_the_door(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    browser = Browser()
    codes = [
        post(browser, LOGIN, {"username": "anna", "password": f"wrong-{n}"}).status_code
        for n in range(11)
    ]
    assert codes[0] == 400
    assert codes[-1] == 429
    answer = post(browser, LOGIN, {"username": "anna", "password": PASSWORD})
    assert answer.status_code == 429, "the right password does not help now"
    assert answer.json()["code"] == "locked_out"
    assert answer.json()["facts"] == {"minutes": 15}


def test_nobody_signs_up(company: Company) -> None:
    answer = post(
        Browser(), "/_allauth/browser/v1/auth/signup", {"username": "eve", "password": PASSWORD}
    )
    assert answer.status_code == 403
    assert not Account.objects.exists()


def test_second_factor_is_offered(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    browser = Browser()
    post(browser, LOGIN, {"username": "anna", "password": PASSWORD})
    answer = browser.get("/_allauth/browser/v1/account/authenticators/totp")
    assert answer.status_code == 404, "not set up yet"
    assert answer.json()["meta"]["secret"]


def test_tokens_are_hashed_scoped_and_revocable(company: Company, account: AccountMaker) -> None:
    account(company, "anna", "owner")
    token = service.create_token("anna", scopes=("read",))
    assert token not in str(list(ApiToken.everything.values()))
    program = Browser(headers={"authorization": f"Bearer {token}"})
    assert program.get("/api/v1/me").json()["login"] == "anna"
    answer = post(program, "/api/v1/clients", {"name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_needed")
    writer = Browser(headers={"authorization": f"Bearer {service.create_token('anna')}"})
    assert post(writer, "/api/v1/clients", {"name": "x"}).status_code == 201
    made = post(writer, "/api/v1/tokens", {"name": "crm", "scopes": ["read"]}).json()
    assert Browser(headers={"authorization": f"Bearer {made['token']}"}).get("/api/v1/me")
    assert writer.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    gone = Browser(headers={"authorization": f"Bearer {made['token']}"})
    assert gone.get("/api/v1/me").status_code == 401
    Account.objects.update(is_active=False)
    assert program.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("role", ["head", "employee"])
def test_roles_bound_what_one_may_do(published: Company, login: Any, role: str) -> None:
    browser = login(published, role, role)
    for path in ("/api/v1/devices/181/reveal", "/api/v1/lines/a1-1/reveal"):
        answer = post(browser, path, {})
        assert (answer.status_code, answer.json()["code"]) == (403, "role_needed"), path
    office = browser.get("/api/v1/office").json()
    for path in ("/api/v1/office/check", "/api/v1/office/publish"):
        assert post(browser, path, {"office": office}).status_code == 403, path
    assert post(browser, "/api/v1/office/rollback", {"version": 1}).status_code == 403


def test_reveal_is_written_down_without_the_password(published: Company, anna: Browser) -> None:
    password = anna.post("/api/v1/devices/181/reveal").json()["password"]
    assert len(password) >= 16
    deed = Deed.objects.of(published).filter(action="password_revealed").get()
    assert (deed.login, deed.subject, deed.address) == ("anna", "device/181", "127.0.0.1")
    assert password not in str(list(Deed.everything.values()))


def test_admin_has_no_door_of_its_own(company: Company, login: Any) -> None:
    answer = Browser().get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login")
    assert login(company, "anna", "owner").get("/admin/").status_code == 302
    service.create_account("support", PASSWORD, "owner", support=True)
    browser = Browser()
    browser.force_login(Account.objects.get(login="support"))
    page = browser.get("/admin/")
    assert page.status_code == 200
    for model in ("link/linkentry", "calls/call", "clients/client", "accounts/account"):
        assert browser.get(f"/admin/{model}/").status_code == 200, model
        assert model in page.content.decode()
    assert browser.get("/admin/link/linkentry/add/").status_code == 403
    one = browser.get(f"/admin/accounts/account/{Account.objects.get(login='anna').pk}/change/")
    assert one.status_code == 200
    assert Account.objects.get(login="anna").password not in one.content.decode()
