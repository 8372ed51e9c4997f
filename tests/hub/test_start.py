"""The first run: typed once, put in force step by step, never over somebody's office."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.verify import verify
from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.start.models import FirstRun

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
COMPANY = {"name": "Кофейня", "country": "BY", "area_code": "17", "language": "ru",
           "time_zone": "Europe/Minsk"}  # fmt: skip
TRUNK = {"kind": "trunk", "id": "city", "name": "Городской", "host": "192.0.2.7",
         "numbers": ["+375173000000"], "channels": 2}  # fmt: skip
ROWS = [{"name": "Анна Климович", "extension": "120"},
        {"name": "Анна Климович", "extension": "121", "phone": "softphone"},
        {"name": "Вера", "extension": "122", "phone": None}]  # fmt: skip


@pytest.fixture
def owner(company: Company, login: Any) -> Browser:
    """Of a company without an office."""
    found: Browser = login(company, "anna", "owner", name="Анна")
    return found


def read(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = browser.get("/api/v1/start").json()
    return found


def states(browser: Browser) -> dict[str, str]:
    return {each["id"]: each["state"] for each in read(browser)["steps"]}


def begun(owner: Browser) -> None:
    assert send(owner, "post", "start/company", company=COMPANY).status_code == 201
    assert send(owner, "post", "start/people", people=ROWS).status_code == 201


def test_an_empty_office_needs_a_first_run(owner: Browser, company: Company) -> None:
    start = read(owner)
    assert (start["needed"], start["version"], start["step"]) == (True, 0, "company")
    assert set(states(owner).values()) == {"todo"}
    assert start["free"][:2] == ["120", "121"]
    assert not {"101", "112"} & set(start["free"])
    assert not FirstRun.objects.of(company).exists()  # looking writes nothing


def test_an_office_that_is_there_needs_none(anna: Browser) -> None:
    start = read(anna)
    assert not start["needed"]
    assert states(anna)["people"] == "done"


def test_from_nothing_to_an_office_that_is_sound(owner: Browser, company: Company) -> None:
    begun(owner)
    office = current(company.pk)
    assert [each.id for each in office.people] == ["anna-klimovich", "anna-klimovich-2", "vera"]
    assert [(each.account, each.name) for each in office.devices] == [
        ("120", "Телефон на столе"), ("121", "Программный телефон"),
    ]  # fmt: skip
    assert read(owner)["needed"]
    send(owner, "put", "office/parts/lines/city", value=TRUNK)
    look = {"template": "shop", "answers": {"people": ["anna-klimovich", "vera"]}}
    seen = send(owner, "post", "start/scheme", **look).json()
    assert (seen["version"], seen["ok"]) == (None, True)
    assert current(company.pk).inbound == ()
    made = send(owner, "post", "start/scheme", **look, is_published=True).json()
    office = current(company.pk)
    assert made["version"] == office.version
    assert made["outgoing"] == "Каждый оператор по своей карте"
    assert office.lines[0].inbound == "shop"
    assert {each.outbound for each in office.people} == {"all"}
    # Only what the wizard cannot know: a phone that Вера has not got, the operator's name.
    assert {each.code for each in verify(office)} <= {"person.no_device"}
    assert states(owner) == {"company": "done", "people": "done", "phones": "todo",
                             "lines": "todo", "scheme": "done", "call": "todo"}  # fmt: skip
    assert read(owner)["scheme"] == "shop"


def test_another_template_takes_the_place_of_the_first(owner: Browser, company: Company) -> None:
    begun(owner)
    send(owner, "put", "office/parts/lines/city", value=TRUNK)
    for template in ("shop", "taxi", "taxi"):
        done = send(owner, "post", "start/scheme", template=template, is_published=True)
        assert done.status_code == 200
    office = current(company.pk)
    assert [each.id for each in office.inbound] == ["taxi"]
    assert [each.name for each in office.departments] == ["Диспетчеры"]
    assert (len(office.outbound), office.lines[0].inbound) == (1, "taxi")


def test_what_somebody_changed_stays(owner: Browser, company: Company) -> None:
    begun(owner)
    send(owner, "put", "office/parts/lines/city", value=TRUNK)
    send(owner, "post", "start/scheme", template="shop", is_published=True)
    drawn = owner.get("/api/v1/office").json()["inbound"][0]
    send(owner, "put", "office/parts/inbound/shop", value=drawn | {"name": "Мой магазин"})
    send(owner, "post", "start/scheme", template="taxi", is_published=True)
    office = current(company.pk)
    assert [each.id for each in office.inbound] == ["shop", "taxi"]
    assert office.lines[0].inbound == "shop"


def test_an_office_is_never_written_over(anna: Browser, published: Company) -> None:
    before = current(published.pk)
    row = [{"name": "Новый", "extension": "140"}]
    assert send(anna, "post", "start/people", people=row).status_code == 201
    send(anna, "post", "start/scheme", template="simple", is_published=True)
    after = current(published.pk)
    assert after.people[:3] == before.people
    assert after.inbound[0] == before.inbound[0]
    assert (after.lines, after.outbound) == (before.lines, before.outbound)


def test_rows_that_will_not_do_are_told_beside_them(owner: Browser, company: Company) -> None:
    begun(owner)
    rows = [{"name": "Глеб", "extension": "130"}, {"name": "Дина", "extension": "121"},
            {"name": "Ева", "extension": "112", "phone": None}]  # fmt: skip
    refused = send(owner, "post", "start/people", people=rows)
    assert (refused.status_code, refused.json()["code"]) == (422, "office_has_problems")
    places = {each["place"]: each["code"] for each in refused.json()["facts"]["problems"]}
    assert places["rows/1/extension"] == "extension.taken"
    assert places["rows/2/extension"] == "extension.emergency"
    assert not any(place.startswith("rows/0") for place in places)
    assert len(current(company.pk).people) == 3


def test_what_is_typed_is_kept_for_another_browser(
    owner: Browser, company: Company, login: Any
) -> None:
    typed = {"company": {"name": "Кофейня"}, "people": {"rows": [{"name": "Ан"}]}}
    saved = send(owner, "put", "start", revision=0, step="people", typed=typed).json()
    assert (saved["revision"], saved["typed"]) == (1, typed)
    other = login(company, "boris", "administrator", name="Борис")
    assert read(other)["typed"] == typed
    assert read(other)["changed_by"] == "Анна"
    skipped = send(other, "put", "start", revision=1, step="lines", skipped=["phones"], typed=typed)
    assert skipped.json()["step"] == "lines"
    assert states(owner)["phones"] == "skipped"
    stale = send(owner, "put", "start", revision=1, step="people", typed={})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_start")
    assert stale.json()["facts"] == {"revision": 2, "by": "Борис"}
    assert read(owner)["typed"] == typed
    big = send(owner, "put", "start", revision=2, step="people", typed={"x": "я" * 200_001})
    assert big.status_code == 413


def test_the_end_is_the_end(owner: Browser, company: Company) -> None:
    begun(owner)
    send(owner, "put", "start", revision=0, step="call", typed={"x": 1})
    ended = send(owner, "post", "start/finish").json()
    assert (ended["needed"], ended["typed"]) == (False, {})
    assert not read(owner)["needed"]
    actions = list(Deed.objects.of(company).values_list("action", flat=True))
    assert actions.count("start_step") == 2
    assert "start_finished" in actions


def test_registrations_and_calls_are_seen(anna: Browser, published: Company, box: FakeBox) -> None:
    send(anna, "put", "start", revision=0, step="call")
    FirstRun.objects.of(published).update(began_at=LONG_AGO)
    now = timezone.now()
    for endpoint in ("181", "a1-1"):
        box.device(endpoint)
    box.push_all()
    assert states(anna)["phones"] == states(anna)["lines"] == "done"
    assert read(anna)["calls"] == {"outside": None, "inside": None}
    box.cel(table("in_answered"))
    box.push_all()
    first = read(anna)["calls"]["outside"]
    assert first["by"]
    assert states(anna)["call"] == "done"
    FirstRun.objects.of(published).update(began_at=now + timedelta(days=1))
    assert read(anna)["calls"]["outside"] is None


def test_only_administrators_run_it(anna: Browser, published: Company, login: Any) -> None:
    for role in ("head", "employee"):
        them = login(published, role, role)
        assert them.get("/api/v1/start").status_code == 403
        bodies: dict[str, dict[str, Any]] = {
            "start/company": {"company": COMPANY}, "start/people": {"people": ROWS},
            "start/scheme": {"template": "shop"}, "start/finish": {},
        }  # fmt: skip
        for path, body in bodies.items():
            assert send(them, "post", path, **body).status_code == 403, path
        assert send(them, "put", "start", revision=0, step="call").status_code == 403
    assert current(published.pk).people == OFFICE.people
