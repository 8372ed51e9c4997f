"""Drafts: kept as one types, beside what others publish; nothing is overwritten silently."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office, Secrets
from vochi.core.office.read import write_office
from vochi.hub.companies.models import Company
from vochi.hub.offices import services
from vochi.hub.offices.models import Draft, OfficeVersion

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sealed(published: Company) -> None:
    services.publish(published.pk, OFFICE, None, "", Secrets(passwords={"city": "of-operator"}))


@pytest.fixture
def pavel(published: Company, login: Any) -> Browser:
    browser: Browser = login(published, "pavel", "administrator", name="Павел")
    return browser


def draft(browser: Browser) -> Any:
    return browser.get("/api/v1/draft").json()


def save(browser: Browser, revision: int, office: Any) -> Any:
    return send(browser, "PUT", "draft", revision=revision, office=office)


def changed(office: Any, person: int, **fields: Any) -> Any:
    people = [dict(each) for each in office["people"]]
    people[person] |= fields
    return office | {"people": people}


def put_person(browser: Browser, person: int, **fields: Any) -> None:
    value = browser.get("/api/v1/office").json()["people"][person] | fields
    answer = send(browser, "PUT", f"office/parts/people/{value['id']}", value=value)
    assert answer.status_code == 201, answer.content


def test_a_draft_is_kept_published_and_gone(anna: Browser) -> None:
    first = draft(anna)
    assert (first["revision"], first["based_on"], first["is_changed"]) == (0, 2, False)
    assert first["changed_at"] is None
    office = changed(first["office"], 0, wrap_up=9)
    saved = save(anna, 0, office)
    assert (saved.status_code, saved.json()) == (200, {"revision": 1})
    again = draft(anna)
    assert (again["office"], again["is_changed"], again["stale"]) == (office, True, False)
    assert send(anna, "POST", "draft/publish", revision=7).json()["code"] == "stale_draft"
    out = send(anna, "POST", "draft/publish", reason="перерыв", revision=1)
    assert (out.status_code, out.json()["version"]) == (201, 3)
    assert [each["place"] for each in out.json()["plan"]] == ["people/anna/wrap_up"]
    after = draft(anna)
    assert (after["based_on"], after["is_changed"]) == (3, False)
    assert send(anna, "POST", "draft/publish").json()["code"] == "no_draft"
    # What an old tab still holds of the revision before does not come back.
    assert save(anna, 1, office).json()["code"] == "stale_draft"
    assert save(anna, after["revision"], after["office"]).status_code == 200
    assert draft(anna)["is_changed"] is False, "saved as it is in force"
    assert anna.delete("/api/v1/draft").status_code == 204
    assert anna.delete("/api/v1/draft").status_code == 204


def test_two_tabs_do_not_write_over_each_other(anna: Browser) -> None:
    office = draft(anna)["office"]
    assert save(anna, 0, changed(office, 0, wrap_up=1)).json() == {"revision": 1}
    late = save(anna, 0, changed(office, 0, wrap_up=2))
    assert (late.status_code, late.json()["code"]) == (409, "stale_draft")
    assert late.json()["facts"] == {"revision": 1}
    assert draft(anna)["office"]["people"][0]["wrap_up"] == 1


def test_a_broken_draft_is_kept_and_no_office_is_not(anna: Browser) -> None:
    office = draft(anna)["office"]
    broken = changed(office, 0, outbound="nowhere", pin="975310")
    assert save(anna, 0, broken).status_code == 200
    assert draft(anna)["office"]["people"][0]["outbound"] == "nowhere"
    out = send(anna, "POST", "draft/publish")
    assert (out.status_code, out.json()["code"]) == (422, "office_has_problems")
    assert draft(anna)["revision"] == 1, "and the draft is still there"
    junk = save(anna, 1, changed(office, 0, extension="нет"))
    assert (junk.status_code, junk.json()["code"]) == (422, "invalid")
    assert "extension" in junk.json()["facts"]["problems"][0]["place"]
    assert save(anna, 1, office | {"version": 99}).json()["code"] == "no_such_version"


def test_what_others_publish_comes_in_by_itself(anna: Browser, pavel: Browser) -> None:
    office = draft(anna)["office"]
    save(anna, 0, changed(office, 0, wrap_up=9))
    put_person(pavel, 1, wrap_up=5)
    seen = draft(anna)
    assert (seen["based_on"], seen["stale"], seen["revision"]) == (3, False, 1)
    assert [p["wrap_up"] for p in seen["office"]["people"]] == [9, 5, 0]
    assert [each["author"] for each in seen["since"]] == ["Павел"]
    # A tab that has not looked yet saves what it has, on its own base: nothing of Pavel's is lost.
    assert save(anna, 1, changed(office, 0, wrap_up=10)).status_code == 200
    assert [p["wrap_up"] for p in draft(anna)["office"]["people"]] == [10, 5, 0]
    out = send(anna, "POST", "draft/publish", reason="x")
    assert [each["place"] for each in out.json()["plan"]] == ["people/anna/wrap_up"]


@pytest.mark.parametrize(("side", "wrap_up"), [("mine", 9), ("theirs", 5)])
def test_a_quarrel_is_told_and_settled(
    anna: Browser, pavel: Browser, side: str, wrap_up: int
) -> None:
    office = draft(anna)["office"]
    save(anna, 0, changed(office, 0, wrap_up=9))
    put_person(pavel, 0, wrap_up=5)
    seen = draft(anna)
    assert (seen["stale"], seen["based_on"], seen["is_changed"]) == (True, 2, True)
    assert seen["office"]["people"][0]["wrap_up"] == 9, "mine till it is settled"
    (conflict,) = seen["conflicts"]
    assert (conflict["place"], conflict["text"]) == ("people/anna", "Сотрудник «Анна Климович»")
    assert "9" in conflict["mine"][0]["text"]
    assert "5" in conflict["theirs"][0]["text"]
    refused = send(anna, "POST", "draft/publish")
    assert (refused.status_code, refused.json()["code"]) == (409, "draft_conflicts")
    assert refused.json()["facts"]["conflicts"][0]["place"] == "people/anna"
    assert send(anna, "POST", "draft/rebase", take={}).json()["stale"] is True
    settled = send(anna, "POST", "draft/rebase", take={"people/anna": side}).json()
    assert (settled["stale"], settled["based_on"]) == (False, 3)
    assert settled["office"]["people"][0]["wrap_up"] == wrap_up
    assert settled["is_changed"] is (side == "mine")


def test_others_drafts_are_named_and_not_shown(anna: Browser, pavel: Browser) -> None:
    assert draft(pavel)["others"] == []
    save(anna, 0, changed(draft(anna)["office"], 0, name="Анна Тайная"))
    text = pavel.get("/api/v1/draft").content.decode()
    assert [each["name"] for each in draft(pavel)["others"]] == ["Анна"]
    assert "Тайная" not in text
    assert draft(anna)["others"] == []


def test_drafts_are_for_administrators(published: Company, login: Any) -> None:
    for role in ("head", "employee"):
        browser = login(published, role, role)
        for method, path in (
            ("GET", "draft"), ("PUT", "draft"), ("DELETE", "draft"), ("POST", "draft/publish"),
            ("POST", "draft/rebase"), ("POST", "office/read"), ("GET", "office/versions/1"),
            ("GET", "office/versions/1/yaml"), ("GET", "office/compare?from=1&to=2"),
        ):  # fmt: skip
            body = {"revision": 0, "office": OFFICE.model_dump(mode="json")}
            if path != "draft":
                body = {"text": "x"} if path == "office/read" else {}
            answer = send(browser, method, path, **body)
            assert (answer.status_code, answer.json()["code"]) == (403, "role_needed"), path


def test_a_draft_that_this_version_cannot_read_is_none(anna: Browser) -> None:
    save(anna, 0, draft(anna)["office"])
    Draft.everything.update(document='{"format": 0}')
    assert draft(anna)["is_changed"] is False
    assert save(anna, 1, draft(anna)["office"]).status_code == 200


def test_versions_are_compared_and_taken_as_yaml(anna: Browser, published: Company) -> None:
    put_person(anna, 0, wrap_up=9, pin="975310")
    told = anna.get("/api/v1/office/compare?from=2&to=3").json()
    assert {each["place"] for each in told} == {"people/anna/wrap_up", "people/anna/pin"}
    assert "975310" not in str(told)
    assert anna.get("/api/v1/office/compare?from=2&to=77").status_code == 404
    assert anna.get("/api/v1/office/compare").status_code == 422
    document = anna.get("/api/v1/office/versions/2").json()
    assert (document["version"], document["people"][0]["wrap_up"]) == (2, 0)
    file = anna.get("/api/v1/office/versions/3/yaml")
    assert file.headers["Content-Disposition"] == 'attachment; filename="office-3.yaml"'
    text = file.content.decode()
    third = Office.model_validate_json(OfficeVersion.everything.get(number=3).document)
    assert text == write_office(third)
    assert "of-operator" not in text
    old = anna.get("/api/v1/office/versions/2/yaml").content.decode()
    office = send(anna, "POST", "office/read", text=old).json()
    assert (office["version"], office["people"][0]["wrap_up"]) == (3, 0)
    save(anna, 0, office)
    assert draft(anna)["is_changed"] is True
    for bad in ("people: [", "- x", "company: {name: x}\nwhat: 1", "\u2028"):
        answer = send(anna, "POST", "office/read", text=bad)
        assert (answer.status_code, answer.json()["code"]) == (422, "office_unreadable"), bad
        assert answer.json()["facts"]["problems"][0]["text"]


def test_the_first_office_may_be_a_draft(other: Company, login: Any) -> None:
    browser = login(other, "olga", "owner")
    first = draft(browser)
    assert (first["based_on"], first["office"]["company"]["name"]) == (0, "Василёк")
    document = OFFICE.model_dump(mode="json") | {"version": 0}
    assert save(browser, 0, document).status_code == 200
    secrets = {"passwords": {"city": "of-operator"}}
    assert send(browser, "POST", "draft/publish").json()["code"] == "trunk_password_needed"
    out = send(browser, "POST", "draft/publish", secrets=secrets)
    assert (out.status_code, out.json()["version"]) == (201, 1)
