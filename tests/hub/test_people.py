"""People: one form, invitations, leaving and coming back, working away from the desk."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Account, Deed
from vochi.hub.clients.models import Client
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.offices.services import publish
from vochi.hub.people.models import Leaver

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

NEW: dict[str, Any] = {
    "name": "Ольга Мороз",
    "login": "olga",
    "role": "head",
    "phones": [{"name": "Yealink"}, {"name": "В кармане", "kind": "softphone"}],
    "departments": ["901"],
    "outbound": "all",
    "pin": "4711",
    "wrap_up": 20,
    "listens_to": ["901"],
}


def _people(browser: Browser) -> dict[str, Any]:
    found = browser.get("/api/v1/people").json()
    return {each["person"] or each["account"]["login"]: each for each in found["people"]}


def _add(browser: Browser, **more: Any) -> Any:
    return send(browser, "POST", "people", **{**NEW, **more})


def _problems(answer: Any) -> dict[str, str]:
    assert (answer.status_code, answer.json()["code"]) == (422, "person_has_problems")
    return {each["field"]: each["code"] for each in answer.json()["facts"]["problems"]}


def test_the_list_has_people_with_and_without_an_account(
    anna: Browser, published: Company, account: Any
) -> None:
    account(published, "anna-k", "administrator", person="anna")
    rows = _people(anna)
    assert rows["anna"]["account"]["login"] == "anna-k"
    assert [phone["account"] for phone in rows["anna"]["phones"]] == ["181", "181-2"]
    assert rows["anna"]["departments"] == [{"number": "901", "name": "Продажи"}]
    assert rows["boris"]["account"] is None
    assert rows["anna"]["outbound_name"] == "Все"
    assert anna.get("/api/v1/people").json()["free_extension"] == "100"


def test_one_form_makes_a_person_with_everything(anna: Browser, published: Company) -> None:
    answer = _add(anna)
    assert answer.status_code == 201, answer.content
    saved = answer.json()
    assert (saved["person"], saved["extension"]) == ("olga-moroz", "100")
    assert saved["invite"]["login"] == "olga"
    assert saved["invite"]["path"].startswith("/invite/")
    row = _people(anna)["olga-moroz"]
    assert [(p["account"], p["kind"]) for p in row["phones"]] == [
        ("100", "desk"),
        ("100-2", "softphone"),
    ]
    assert (row["account"]["role"], row["account"]["invite"], row["has_pin"]) == (
        "head", "open", True,
    )  # fmt: skip
    office = current(published.pk)
    assert "olga-moroz" in office.departments[0].members
    assert "4711" not in str([deed.facts for deed in Deed.objects.of(published)])


def test_nothing_is_made_when_anything_is_wrong(anna: Browser, published: Company) -> None:
    version = current(published.pk).version
    wrong = _problems(_add(anna, extension="182", departments=["901", "955"], mobile="завтра"))
    assert wrong == {
        "extension": "people.extension_of",
        "departments/1": "people.no_department",
        "mobile": "people.bad_mobile",
    }
    assert _problems(_add(anna, extension="112")) == {"extension": "extension.emergency"}
    assert _problems(_add(anna, works_from="mobile")) == {"mobile": "person.no_mobile"}
    assert _problems(_add(anna, colleague="155")) == {"colleague": "person.unknown_colleague"}
    assert current(published.pk).version == version
    assert not Account.scoped.of(published.pk).filter(login="olga").exists()


def test_a_taken_login_makes_no_person(anna: Browser, published: Company) -> None:
    assert _problems(_add(anna, login="anna")) == {"login": "login_taken"}
    assert len(current(published.pk).people) == 3


def test_two_with_one_name_get_ids_of_their_own(anna: Browser, published: Company) -> None:
    ids = [_add(anna, login=login).json()["person"] for login in ("olga", "olga2")]
    assert ids == ["olga-moroz", "olga-moroz-2"]


def test_another_extension_moves_phones_and_schemes(anna: Browser, published: Company) -> None:
    body = {"name": "Вера Сташевич", "extension": "150", "phones": [{"account": "183"}],
            "outbound": "all"}  # fmt: skip
    assert send(anna, "PUT", "people/vera", **body).status_code == 201
    office = current(published.pk)
    assert [d.account for d in office.devices] == ["181", "181-2", "182", "150"]
    ring = office.inbound[0].nodes["n2"]
    assert ring.targets_named == ("901", "150")


def test_a_form_of_an_old_version_is_stale_only_for_its_own_person(
    anna: Browser, published: Company
) -> None:
    body = {"name": "Вера", "extension": "183", "phones": [{"account": "183"}], "outbound": "all"}
    seen = current(published.pk).version
    assert _add(anna).status_code == 201
    assert send(anna, "PUT", "people/vera", **body, based_on=seen).status_code == 201
    answer = send(anna, "PUT", "people/vera", **{**body, "name": "Верочка"}, based_on=seen)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_office")
    assert any("Вера" in str(each) for each in answer.json()["facts"]["changes"])


def test_what_is_not_told_stays(anna: Browser, published: Company) -> None:
    person = _add(anna, follow_me={"steps": [{"seconds": 10, "targets": [{"to": "181"}]}]})
    assert person.status_code == 201, person.content
    body = {"name": "Ольга", "login": "olga", "phones": [{"account": "100"}]}
    assert send(anna, "PUT", "people/olga-moroz", **body).status_code == 201
    row = _people(anna)["olga-moroz"]
    assert (row["has_pin"], row["account"]["role"], row["extension"]) == (True, "head", "100")
    assert row["follow_me"]["number"] == "400"
    assert [p["account"] for p in row["phones"]] == ["100"]
    assert send(anna, "PUT", "people/olga-moroz", **body, pin="", follow_me=None)
    row = _people(anna)["olga-moroz"]
    assert (row["has_pin"], row["follow_me"]) == (False, None)


def test_an_invitation_is_good_once(anna: Browser, published: Company) -> None:
    first = _add(anna).json()["invite"]["path"].rsplit("/", 1)[1]
    token = send(anna, "POST", "people/olga-moroz/invite").json()["path"].rsplit("/", 1)[1]
    stranger = Browser()
    assert send(stranger, "POST", "invites/check", token=first).json()["code"] == "invite_gone"
    told = send(stranger, "POST", "invites/check", token=token).json()
    assert told == {
        "company": "Ромашка", "name": "Ольга Мороз", "login": "olga", "extension": "100",
    }  # fmt: skip
    weak = send(stranger, "POST", "invites/use", token=token, password="1234567890")
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
    good = send(stranger, "POST", "invites/use", token=token, password="снег-и-чай-42")
    assert good.status_code == 201
    assert Account.scoped.of(published.pk).get(login="olga").check_password("снег-и-чай-42")
    again = send(stranger, "POST", "invites/use", token=token, password="снег-и-чай-43")
    assert again.json()["code"] == "invite_gone"
    assert _people(anna)["olga-moroz"]["account"]["invite"] == "used"


def test_an_invitation_is_taken_back(anna: Browser, published: Company) -> None:
    token = _add(anna).json()["invite"]["path"].rsplit("/", 1)[1]
    assert send(anna, "DELETE", "people/olga-moroz/invite").status_code == 204
    assert send(Browser(), "POST", "invites/check", token=token).status_code == 404
    assert send(anna, "DELETE", "people/olga-moroz/invite").json()["code"] == "no_invite"


def test_who_leaves_gives_on_what_he_had(anna: Browser, published: Company, login: Any) -> None:
    browser = login(published, "vera", "employee", person="vera")
    client = Client.objects.add(
        published, name="Клиент", responsible="vera", created_at="2026-01-01T00:00Z",
        changed_at="2026-01-01T00:00Z",
    )  # fmt: skip
    told = anna.get("/api/v1/people/vera/leaving").json()
    assert (told["clients"], told["phones"], told["login"]) == (1, ["183"], "vera")
    assert any("Главная" in each["text"] for each in told["held"])
    assert browser.get("/api/v1/me").status_code == 200
    answer = send(anna, "POST", "people/vera/leave", to="182")
    assert answer.status_code == 201, answer.content
    assert answer.json()["clients"] == 1
    office = current(published.pk)
    assert office.inbound[0].nodes["n2"].targets_named == ("901", "182")
    assert {p.id for p in office.people} == {"anna", "boris"}
    assert browser.get("/api/v1/me").status_code == 401
    client.refresh_from_db()
    assert (client.responsible, client.version) == ("boris", 2)
    row = _people(anna)["vera"]
    assert (row["left_to"], row["account"]["active"]) == ("182", False)
    # His number is another's now; he comes back under the next free one, with what he had.
    assert _add(anna, extension="183", login="nova").status_code == 201
    back = send(anna, "POST", "people/vera/return")
    assert back.status_code == 201, back.content
    assert back.json()["extension"] == "100"
    row = _people(anna)["vera"]
    assert (row["account"]["active"], row["account"]["has_password"]) == (True, False)
    assert [p["account"] for p in row["phones"]] == ["100"]
    assert not Leaver.objects.of(published).exists()


def test_voicemail_takes_the_calls_of_who_was_rung_alone(anna: Browser, published: Company) -> None:
    document = OFFICE.model_dump(mode="json")
    document["inbound"][0]["nodes"]["n2"]["targets"] = ["183"]
    publish(published.pk, Office.model_validate(document), None, "")
    answer = send(anna, "POST", "people/vera/leave", to="voicemail")
    assert answer.status_code == 201, answer.content
    nodes = current(published.pk).inbound[0].nodes
    assert {name: node.kind for name, node in nodes.items()} == {"n1": "start", "n2": "voicemail"}


def test_nobody_leaves_by_himself_nor_the_last_owner(
    published: Company, login: Any, account: Any
) -> None:
    owner = account(published, "chief", "owner", person="anna")
    admin = login(published, "admin", "administrator", person="boris")
    assert send(admin, "POST", "people/boris/leave", to="181").json()["code"] == "not_yourself"
    answer = send(admin, "POST", "people/anna/leave", to="182")
    assert answer.json()["code"] == "owner_needed"
    owner.refresh_from_db()
    assert owner.is_active
    assert len(current(published.pk).people) == 3


def test_the_switch_is_his_own(anna: Browser, published: Company, login: Any) -> None:
    vera = login(published, "vera", "employee", person="vera")
    other = login(published, "boris", "employee", person="boris")
    body = {"works_from": "mobile", "mobile": "8 029 666-66-66"}
    assert send(other, "PUT", "people/vera/remote", **body).status_code == 403
    answer = send(vera, "PUT", "people/vera/remote", **body)
    assert answer.status_code == 201, answer.content
    assert "с мобильного" in answer.json()["plan"][0]["text"]
    person = next(p for p in current(published.pk).people if p.id == "vera")
    assert (person.works_from, person.mobile) == ("mobile", "+375296666666")
    assert send(vera, "PUT", "people/vera/remote", works_from="desk").status_code == 201
    again = send(vera, "PUT", "people/vera/remote", works_from="mobile")
    assert again.status_code == 201
    assert send(anna, "PUT", "people/vera/remote", works_from="softphone").json()["code"] == (
        "office_has_problems"
    )


def test_phones_are_told_to_their_owner(anna: Browser, published: Company, login: Any) -> None:
    vera = login(published, "vera", "employee", person="vera")
    (phone,) = vera.get("/api/v1/people/vera/phones").json()
    assert (phone["account"], phone["server"]) == ("183", "127.0.0.1")
    secret = send(vera, "POST", "people/vera/phones/183/reveal").json()
    assert len(secret["password"]) >= 16
    path = secret["provision"].partition("/api/v1/")[2]
    xml = Browser().get(f"/api/v1/{path}")
    assert xml.status_code == 200
    assert secret["password"] in xml.content.decode()
    assert vera.get("/api/v1/people/boris/phones").status_code == 403
    assert send(vera, "POST", "people/vera/phones/182/reveal").status_code == 404
    assert secret["password"] not in str([deed.facts for deed in Deed.objects.of(published)])


def test_heads_see_people_and_change_none(published: Company, login: Any) -> None:
    head = login(published, "head", "head", person="boris")
    assert head.get("/api/v1/people").status_code == 200
    assert _add(head).status_code == 403
    employee = login(published, "vera", "employee", person="vera")
    assert employee.get("/api/v1/people").status_code == 403
    assert employee.get("/api/v1/people/vera").status_code == 200
    assert employee.get("/api/v1/people/boris").status_code == 404


def test_the_form_says_whose_calls_he_sees(anna: Browser, published: Company) -> None:
    added = _add(anna, sight="departments", sight_departments=["901"], departments=[])
    assert added.status_code == 201
    account = _people(anna)["olga-moroz"]["account"]
    assert (account["sight"], account["own_sight"]) == ("departments", "departments")
    assert account["sight_departments"] == ["901"]
    # A form that says nothing of it leaves it as it is.
    body = {**NEW, "role": None}
    assert send(anna, "PUT", "people/olga-moroz", **body).status_code == 201
    row = Account.objects.get(login="olga")
    assert (row.role, row.sight, row.departments) == ("head", "departments", ["901"])
    assert send(anna, "PUT", "people/olga-moroz", **body, sight="own").status_code == 201
    row.refresh_from_db()
    assert (row.sight, row.departments) == ("own", [])
    (*_, deed) = Deed.objects.of(published).filter(action="role_given").order_by("id")
    assert deed.facts["before"] == {"sight": "departments", "departments": ["901"]}
    assert deed.facts["after"] == {"sight": "own", "departments": []}


def test_a_refused_sight_takes_the_whole_form_back(anna: Browser, published: Company) -> None:
    version = current(published.pk).version
    refused = _add(anna, role="administrator", sight="own")
    assert (refused.status_code, refused.json()["code"]) == (422, "sight_of_administrator")
    assert _problems(_add(anna, sight="departments", sight_departments=["999"])) == {
        "sight_departments/0": "people.no_department"
    }
    assert _add(anna, sight="everything").status_code == 422
    assert current(published.pk).version == version
    assert not Account.objects.filter(login="olga").exists()


def test_an_administrator_made_of_a_limited_one_sees_everything(
    anna: Browser, published: Company
) -> None:
    _add(anna, sight="departments", sight_departments=["901"])
    put = send(anna, "PUT", "people/olga-moroz", **{**NEW, "role": "administrator"})
    assert put.status_code == 201
    account = _people(anna)["olga-moroz"]["account"]
    assert (account["role"], account["sight"], account["own_sight"]) == ("administrator", "all", "")
    assert account["sight_departments"] == []
    again = {**NEW, "role": "administrator", "sight": "all"}
    assert send(anna, "PUT", "people/olga-moroz", **again).status_code == 201


def test_an_own_role_says_what_is_seen_till_the_form_does(
    anna: Browser, published: Company
) -> None:
    made = send(anna, "POST", "roles", name="Оператор", base="employee", sight="own")
    assert (made.status_code, made.json()["slug"]) == (201, "operator")
    _add(anna, role="operator")
    account = _people(anna)["olga-moroz"]["account"]
    assert (account["own_role"], account["sight"], account["own_sight"]) == ("operator", "own", "")
    body = {**NEW, "role": "operator", "sight": "all"}
    assert send(anna, "PUT", "people/olga-moroz", **body).status_code == 201
    account = _people(anna)["olga-moroz"]["account"]
    assert (account["sight"], account["own_sight"]) == ("all", "all")


def test_nobody_changes_his_own_sight(published: Company, account: Any, login: Any) -> None:
    boss = login(published, "boss", "administrator", person="boris")
    body: dict[str, Any] = {"name": "Борис", "login": "boss", "extension": "182", "sight": "own"}
    refused = send(boss, "PUT", "people/boris", **body)
    assert refused.json()["code"] in {"sight_of_administrator", "not_yourself"}
    account(published, "chief", "owner", person="vera")
    owner = {"name": "Вера", "login": "chief", "role": "employee", "sight": "own"}
    assert send(boss, "PUT", "people/vera", **owner).json()["code"] == "owner_needed"
