"""Parts of the office: others' changes stay, nothing is written over, old faults stop nobody."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office, Secrets
from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.offices import services
from vochi.hub.offices.models import OfficeVersion

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

SALES = {"number": "901", "name": "Продажи", "members": ["anna", "boris"]}


@pytest.fixture(autouse=True)
def _sealed(published: Company) -> None:
    """The operator's password is known, so that nobody is asked for it."""
    services.publish(published.pk, OFFICE, None, "", Secrets(passwords={"city": "of-operator"}))


def put(browser: Browser, place: str, value: Any, **more: Any) -> Any:
    return send(browser, "PUT", f"office/parts/{place}", value=value, **more)


def office(browser: Browser) -> Any:
    return browser.get("/api/v1/office").json()


def test_a_thing_is_made_changed_and_gone(anna: Browser) -> None:
    gleb = {"id": "gleb", "name": "Глеб", "extension": "184"}
    made = put(anna, "people/gleb", gleb, reason="пришёл", is_new=True)
    assert (made.status_code, made.json()["version"]) == (201, 3)
    assert [change["code"] for change in made.json()["plan"]] == ["person.added"]
    assert put(anna, "people/gleb", gleb | {"name": "Глеб II"}).status_code == 201
    assert [p["name"] for p in office(anna)["people"]][3] == "Глеб II"
    again = put(anna, "people/gleb", gleb, is_new=True)
    assert (again.status_code, again.json()["code"]) == (409, "part_exists")
    assert anna.delete("/api/v1/office/parts/people/gleb?reason=ушёл").status_code == 201
    assert anna.delete("/api/v1/office/parts/people/gleb").status_code == 404
    version = OfficeVersion.everything.order_by("-number").first()
    assert version is not None
    assert (version.number, version.reason, version.author_name) == (5, "ушёл", "Анна")
    assert put(anna, "holidays", {"public": False}).status_code == 201
    assert office(anna)["holidays"]["public"] is False


def test_others_changes_merge_and_the_same_one_does_not(anna: Browser) -> None:
    person = office(anna)["people"][1]
    assert put(anna, "departments/901", SALES | {"seconds": 40}, based_on=2).status_code == 201
    assert put(anna, "people/boris", person | {"wrap_up": 10}, based_on=2).status_code == 201
    seen = office(anna)
    assert (seen["departments"][0]["seconds"], seen["people"][1]["wrap_up"]) == (40, 10)
    late = put(anna, "departments/901", SALES | {"seconds": 50}, based_on=2)
    assert (late.status_code, late.json()["code"]) == (409, "stale_office")
    assert "40" in late.json()["facts"]["changes"][0]
    same = put(anna, "departments/901", SALES | {"seconds": 40}, based_on=2)
    assert same.status_code == 201, "the same change twice is no quarrel"
    assert anna.delete("/api/v1/office/parts/people/boris?based_on=2").status_code == 409
    assert put(anna, "people/boris", person, based_on=99).status_code == 409


def test_problems_stand_beside_their_field(anna: Browser) -> None:
    person = office(anna)["people"][1]
    bad = put(anna, "people/boris", person | {"outbound": "nowhere"})
    assert (bad.status_code, bad.json()["code"]) == (422, "office_has_problems")
    (problem,) = [p for p in bad.json()["facts"]["problems"] if p["severity"] == "error"]
    assert (problem["place"], problem["field"]) == ("people/1/outbound", "outbound")
    assert "nowhere" in problem["text"]
    gone = anna.delete("/api/v1/office/parts/people/boris")
    assert gone.status_code == 422
    told = [p for p in gone.json()["facts"]["problems"] if p["severity"] == "error"]
    assert {p["code"] for p in told} >= {"department.unknown_member", "device.no_person"}
    assert {p["field"] for p in told} == {None}
    junk = put(anna, "people/boris", person | {"extension": "x"})
    assert (junk.status_code, junk.json()["code"]) == (422, "invalid")
    assert put(anna, "people/boris", person | {"id": "other"}).json()["code"] == "part_key_stays"
    assert put(anna, "people/other", person).status_code == 404


def test_an_old_fault_stops_nobody(anna: Browser, published: Company) -> None:
    """A newer verifier finds more: the office in force may be faulty by its measure."""
    document = OFFICE.model_dump(mode="json")
    document["departments"][0]["members"].append("ghost")
    row = OfficeVersion.everything.get(number=2)
    OfficeVersion.everything.filter(pk=row.pk).update(
        document=Office.model_validate(document | {"version": 2}).model_dump_json(),
        at=row.at.replace(microsecond=1),
    )
    person = office(anna)["people"][0]
    assert put(anna, "people/anna", person | {"wrap_up": 7}).status_code == 201
    # It is named by its own key, so another's coming before it does not make it new.
    new = {"number": "902", "name": "Склад", "members": ["vera"]}
    assert put(anna, "departments/902", new).status_code == 201
    bad = put(anna, "departments/902", new | {"members": ["ghost"]})
    assert bad.status_code == 422
    (told,) = [p for p in bad.json()["facts"]["problems"] if p["severity"] == "error"]
    assert (told["place"], told["field"]) == ("departments/1/members/0", "members/0")
    assert put(anna, "departments/901", SALES).status_code == 201


def test_renumbering_takes_what_names_it_along(anna: Browser) -> None:
    moved = put(anna, "departments/901", SALES | {"number": "911"})
    assert moved.status_code == 201, moved.content
    assert {c["code"] for c in moved.json()["plan"]} == {
        "department.removed", "department.added", "node.changed",
    }  # fmt: skip
    seen = office(anna)
    assert [d["number"] for d in seen["departments"]] == ["911"]
    assert seen["inbound"][0]["nodes"]["n2"]["targets"] == ["911", "183"]
    person = seen["people"][0]
    assert put(anna, "people/anna", person | {"extension": "189"}).status_code == 201
    accounts = [d["account"] for d in office(anna)["devices"]]
    assert accounts == ["189", "189-2", "182", "183"]
    taken = put(anna, "people/anna", person | {"extension": "182"})
    assert taken.status_code == 422


def test_several_at_once_or_none(anna: Browser) -> None:
    changes = [
        {"section": "people", "key": "gleb",
         "value": {"id": "gleb", "name": "Глеб", "extension": "184"}, "is_new": True},
        {"section": "devices", "key": "184", "value": {"account": "184"}},
        {"section": "departments", "key": "901", "value": SALES | {"members": ["gleb"]}},
        {"section": "devices", "key": "181-2", "value": None},
        {"section": "parking", "value": {"slots": 3}},
    ]  # fmt: skip
    bad = [*changes, {"section": "devices", "key": "777", "value": {"account": "777"}}]
    refused = send(anna, "POST", "office/parts", changes=bad)
    assert refused.status_code == 422
    assert office(anna)["version"] == 2
    done = send(anna, "POST", "office/parts", changes=changes, reason="Глеб пришёл", based_on=2)
    assert (done.status_code, done.json()["version"]) == (201, 3)
    seen = office(anna)
    assert seen["departments"][0]["members"] == ["gleb"]
    assert [d["account"] for d in seen["devices"]] == ["181", "182", "183", "184"]
    # With the extension its devices were moved already; who names them by the old one is right.
    changes = [
        {"section": "people", "key": "gleb",
         "value": {"id": "gleb", "name": "Глеб", "extension": "185"}},
        {"section": "devices", "key": "184", "value": {"account": "185", "name": "Новый"}},
    ]  # fmt: skip
    assert send(anna, "POST", "office/parts", changes=changes).status_code == 201
    assert office(anna)["devices"][3] == {
        "account": "185", "name": "Новый", "kind": "desk", "transport": "udp",
    }  # fmt: skip


def test_administrators_alone_and_a_deed_without_pins(
    anna: Browser, published: Company, login: Any
) -> None:
    person = office(anna)["people"][0]
    for role in ("head", "employee"):
        answer = put(login(published, role, role), "people/anna", person)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_needed")
    admin = login(published, "boss", "administrator")
    assert put(admin, "people/anna", person | {"pin": "975310", "wrap_up": 5}).status_code == 201
    deed = Deed.everything.get(action="office_changed")
    assert (deed.login, deed.subject) == ("boss", "people/anna")
    assert deed.facts["before"] == {"wrap_up": 0, "pin": None}
    assert deed.facts["after"] == {"wrap_up": 5, "pin": "•••"}
    assert "975310" not in str(list(Deed.everything.values()))
    signed = {"line": "city", "rule": "certified-operator", "by": "x", "at": "2026-11-23T09:00:00Z"}
    forged = put(anna, "policy", {"signatures": [signed]})
    assert (forged.status_code, forged.json()["code"]) == (403, "owner_must_sign")


def test_a_lines_password_is_asked_for_and_never_told(anna: Browser) -> None:
    trunk = {"kind": "trunk", "id": "beltel", "name": "Белтелеком", "host": "192.0.2.8",
             "username": "vochi", "inbound": "main"}  # fmt: skip
    bare = put(anna, "lines/beltel", trunk)
    assert (bare.status_code, bare.json()["code"]) == (422, "trunk_password_needed")
    told = put(anna, "lines/beltel", trunk, secrets={"passwords": {"beltel": "очень-тайно"}})
    assert told.status_code == 201, told.content
    deed = Deed.everything.get(action="office_changed")
    assert deed.facts["secrets"] == ["beltel"]
    assert "очень-тайно" not in str(list(Deed.everything.values()))


def test_an_old_lack_of_a_password_stops_nobody(
    other: Company, login: Any, published: Company
) -> None:
    services.publish(other.pk, OFFICE, None, "")  # nobody has told the password of `city`
    browser = login(other, "olga", "owner")
    person = office(browser)["people"][0]
    assert put(browser, "people/anna", person | {"wrap_up": 5}).status_code == 201


def test_before_there_is_an_office(company: Company, login: Any, other: Company) -> None:
    browser = login(other, "olga", "owner")
    answer = put(browser, "people/anna", {"id": "anna", "name": "x", "extension": "181"})
    assert (answer.status_code, answer.json()["code"]) == (404, "no_office")
