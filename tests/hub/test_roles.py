"""Roles of the company's own, who may give which, and that an owner always stays."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.hub.accounts.models import Account, Deed
from vochi.hub.accounts.services import set_role
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company

from .browser import send
from .conftest import AccountMaker

pytestmark = pytest.mark.django_db

QUIET: dict[str, Any] = {
    "slug": "quiet", "name": "Оператор без записей", "base": "employee",
    "sight": "departments", "denied": ["recordings", "clients:write"],
}  # fmt: skip


def test_own_roles_are_made_changed_and_taken_away(
    published: Company, anna: Browser, account: AccountMaker
) -> None:
    built_in = anna.get("/api/v1/roles").json()
    assert [role["slug"] for role in built_in] == ["owner", "administrator", "head", "employee"]
    assert built_in[0] | {"accounts": 1} == built_in[0]
    assert send(anna, "POST", "roles", **QUIET).status_code == 201
    assert send(anna, "POST", "roles", **QUIET).json()["code"] == "role_taken"
    assert send(anna, "POST", "roles", **QUIET | {"slug": "head"}).json()["code"] == "role_taken"
    bad = send(anna, "POST", "roles", **QUIET | {"slug": "x", "denied": ["nothing"]})
    assert bad.status_code == 422
    vera = account(published, "vera", "employee", person="vera")
    set_role(None, vera, "quiet")
    assert send(anna, "DELETE", "roles/quiet").json()["code"] == "role_in_use"
    changed = send(anna, "PUT", "roles/quiet", **QUIET | {"base": "head", "denied": ["sms"]})
    assert (changed.json()["accounts"], changed.json()["denied"]) == (1, ["sms"])
    vera.refresh_from_db()
    assert (vera.role, vera.own_role) == ("head", "quiet")
    set_role(None, vera, "employee")
    assert send(anna, "DELETE", "roles/quiet").status_code == 204
    (deed,) = Deed.objects.of(published).filter(action="role_changed")
    assert deed.facts["before"] == {"base": "employee", "denied": ["clients:write", "recordings"]}
    assert deed.facts["after"] == {"base": "head", "denied": ["sms"]}


def test_a_role_takes_rights_away(published: Company, anna: Browser, login: Any) -> None:
    send(anna, "POST", "roles", **QUIET | {"denied": ["sms", "clients:write", "exports"]})
    vera = login(published, "vera", "employee", person="vera")
    assert vera.get("/api/v1/sms/threads").status_code == 200
    set_role(None, Account.objects.get(login="vera"), "quiet")
    refused = vera.get("/api/v1/sms/threads")
    assert (refused.status_code, refused.json()["code"]) == (403, "right_needed")
    assert refused.json()["facts"] == {"right": "sms"}
    assert vera.get("/api/v1/clients").status_code == 200
    assert send(vera, "POST", "clients", name="x").json()["facts"] == {"right": "clients:write"}
    me = vera.get("/api/v1/me").json()
    assert (me["role"], me["own_role"], me["sight"]) == ("employee", "quiet", "departments")
    assert me["denied"] == ["clients:write", "exports", "sms"]


def test_nobody_raises_himself_or_an_owner(
    published: Company, account: AccountMaker, login: Any
) -> None:
    from vochi.hub.accounts.asker import Asker

    owner = account(published, "owner", "owner")
    admin = account(published, "admin", "administrator")
    vera = account(published, "vera", "employee", person="vera")
    by_admin = Asker(admin, "", None)

    def refused(who: Asker, whom: Account, role: str, **more: Any) -> str:
        with pytest.raises(Refused) as told:
            set_role(who, whom, role, **more)
        return told.value.body.code

    assert refused(by_admin, vera, "owner") == "owner_needed"
    assert refused(by_admin, owner, "employee") == "owner_needed"
    assert refused(by_admin, admin, "employee") == "not_yourself"
    assert refused(Asker(vera, "", None), vera, "administrator") == "role_needed"
    assert refused(Asker(owner, "", None), owner, "employee") == "last_owner"
    assert refused(by_admin, vera, "nobody") == "no_such_role"
    assert refused(by_admin, vera, "administrator", sight="own") == "sight_of_administrator"
    assert refused(by_admin, vera, "head", sight="departments", departments=("950",)) == (
        "no_such_department"
    )
    set_role(by_admin, vera, "head", sight="departments", departments=("901",))
    vera.refresh_from_db()
    assert (vera.role, vera.sight, vera.departments) == ("head", "departments", ["901"])
    bound = Asker(admin, "", None, denied=frozenset({"audit"}))
    assert refused(bound, vera, "administrator") == "above_you"


def test_employees_see_no_roles(published: Company, login: Any) -> None:
    assert login(published, "vera", "employee").get("/api/v1/roles").status_code == 403
    head = login(published, "boris", "head")
    assert head.get("/api/v1/roles").status_code == 200
    assert send(head, "POST", "roles", **QUIET).status_code == 403


def test_a_role_needs_a_name_of_its_own(published: Company, anna: Browser) -> None:
    body = {key: value for key, value in QUIET.items() if key != "slug"}
    first = send(anna, "POST", "roles", **body)
    assert (first.status_code, first.json()["slug"]) == (201, "operator-bez-zapisey")
    again = send(anna, "POST", "roles", **body | {"name": "оператор БЕЗ записей"})
    assert (again.status_code, again.json()["code"]) == (409, "role_taken")
    built_in = send(anna, "POST", "roles", **body | {"name": "Руководитель отдела"})
    assert built_in.json()["facts"] == {"slug": "Руководитель отдела"}
    other = send(anna, "POST", "roles", **body | {"name": "Оператор, без записей"})
    assert other.json()["slug"] == "operator-bez-zapisey-2"
    put = f"roles/{other.json()['slug']}"
    assert send(anna, "PUT", put, **body).json()["code"] == "role_taken"
    renamed = send(anna, "PUT", put, **body | {"name": "Тихий"})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Тихий")
    assert send(anna, "POST", "roles", **body | {"base": "owner"}).status_code == 422
