"""Promises through the hub: calls and words in, one obligation to each client out."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.sight import EVERYTHING
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Event
from vochi.hub.offices.services import publish
from vochi.hub.privacy.person import Person
from vochi.hub.promises import claims, filling, personal, services
from vochi.hub.promises.models import Claim, ContactRow, Promise, PromiseTag, WordRow

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db

CLIENT = "+375291234567"
SECOND = "+375447654321"


@pytest.fixture(autouse=True)
def _quick(published: Company) -> None:
    """Talks of the tables last a second or two."""
    document = OFFICE.model_dump(mode="json")
    document["policy"]["promises"]["reached_seconds"] = 1
    publish(published.pk, Office.model_validate(document), None, "")


def calls(box: FakeBox, name: str, after: float = 0, number: str | None = None) -> None:
    """A call of the tables, so many seconds later, with a number of one's choice."""
    rows = table(name)
    serial = len(box.entries)
    text = json.dumps(rows).replace("office=1", "office=2")
    if number is not None:
        for was in NUMBERS:
            text = text.replace(was, number.removeprefix("+"))
    rows = json.loads(text)
    for row in rows:
        row["EventTime"] = f"{float(row['EventTime']) + after:.6f}"
        for key in ("UniqueID", "LinkedID"):
            row[key] = f"{row[key]}9{serial}" if row[key] else ""
    box.cel(rows)
    box.push_all()


NUMBERS = ("80291234567", "375291234567", "291234567")


def promises(browser: Browser, **query: Any) -> list[dict[str, Any]]:
    answer = browser.get("/api/v1/promises", query)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def only(browser: Browser, **query: Any) -> dict[str, Any]:
    (it,) = promises(browser, **query)
    return it


def rows() -> list[tuple[Any, ...]]:
    """Everything derived, as it stands."""
    columns = ("id", "subject", "state", "how", "opened_at", "due_at", "settled", "closed_at",
               "owner", "body")  # fmt: skip
    tags = PromiseTag.everything.order_by("promise", "kind", "value")
    return [
        *Promise.everything.order_by("id").values_list(*columns),
        *tags.values_list("promise", "kind", "value", "state", "at"),
    ]


def test_a_missed_call_is_owed_till_he_is_reached(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    calls(box, "in_missed")
    calls(box, "in_gave_up", 60)
    it = only(anna)
    assert (it["kind"], it["times"], it["number"], it["state"]) == ("missed", 2, CLIENT, "open")
    assert (it["department"], it["owner"], it["pretty"]) == ("901", None, "+375 29 123-45-67")
    told = services.open_for(published.pk, [CLIENT], EVERYTHING)
    assert [each.id for each in told] == [it["id"]]
    figures = anna.get("/api/v1/promises/figures").json()
    assert (figures["open"], figures["nobody"], figures["mine"], figures["kept"]) == (1, 1, 0, 0)
    calls(box, "out_busy", 120)
    tried = only(anna)
    assert (tried["id"], tried["kind"], tried["tries"]) == (it["id"], "callback_failed", 1)
    assert (tried["tried"]["by"], tried["tried"]["why"]) == ("Анна Климович", "busy")
    calls(box, "out_answered", 180)
    assert promises(anna) == []
    done = only(anna, state="kept")
    assert (done["id"], done["how"], done["by"]) == (it["id"], "called", "Анна Климович")
    calls(box, "in_missed", 3600)
    assert only(anna)["id"] != it["id"]


def test_desks_hear_of_each_change(box: FakeBox, anna: Browser, published: Company) -> None:
    calls(box, "in_missed")
    calls(box, "in_answered", 100)
    told = [json.loads(e.body) for e in Event.everything.filter(kind="promise").order_by("number")]
    assert [(each["state"], each["number"]) for each in told] == [
        ("open", CLIENT), ("kept", CLIENT),
    ]  # fmt: skip


def test_folded_anew_it_comes_out_the_same(box: FakeBox, anna: Browser, published: Company) -> None:
    calls(box, "in_missed")
    calls(box, "out_busy", 60)
    calls(box, "in_missed", 100, SECOND)
    (first, second) = promises(anna)
    assert send(anna, "POST", f"promises/{first['id']}/take").status_code == 200
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    assert send(anna, "POST", "promises", number=SECOND, due_at=due).status_code == 201
    calls(box, "hand_mail", 500, "+375333333333")
    calls(box, "in_answered", 900, "+375333333333")
    before = rows()
    refold(published.pk)
    assert rows() == before
    assert {first["id"], second["id"]} <= {row[0] for row in before}


def test_the_order_in_which_calls_come_does_not_matter(box: FakeBox, anna: Browser) -> None:
    calls(box, "in_answered", 500)
    assert promises(anna) == []
    calls(box, "in_missed", 0)  # a box that was away tells of it late
    assert promises(anna) == []
    assert only(anna, state="kept")["how"] == "came"
    calls(box, "in_missed", 900)
    calls(box, "in_missed", 700)
    it = only(anna)
    assert it["times"] == 2


def test_one_client_has_one_promise_whatever_number_he_calls_from(
    box: FakeBox, anna: Browser
) -> None:
    calls(box, "in_missed")
    calls(box, "in_missed", 100, SECOND)
    assert len(promises(anna)) == 2
    card = send(anna, "POST", "clients", name="Пётр", phones=[CLIENT, SECOND])
    assert card.status_code == 201, card.content
    it = only(anna)
    assert (it["name"], it["times"], it["numbers"]) == ("Пётр", 2, [CLIENT, SECOND])
    assert it["client_id"] == card.json()["id"]
    one = f"clients/{card.json()['id']}"
    parted = send(anna, "PATCH", one, version=card.json()["version"], phones=[SECOND])
    assert parted.status_code == 200, parted.content
    assert sorted(each["times"] for each in promises(anna)) == [1, 1]
    joined = send(
        anna, "PATCH", one, version=parted.json()["version"], phones=[SECOND, CLIENT],
        responsible="boris",
    )  # fmt: skip
    assert joined.status_code == 200
    assert only(anna)["owner"]["person"] == "boris", "who is responsible for him"
    calls(box, "in_answered", 300, SECOND)
    assert promises(anna) == []


def test_who_is_on_the_blacklist_is_owed_nothing(box: FakeBox, anna: Browser) -> None:
    calls(box, "in_missed")
    assert send(anna, "POST", "lists/blacklist", number=CLIENT).status_code in {200, 201}
    assert promises(anna) == []
    gone = send(anna, "DELETE", f"lists/blacklist/{CLIENT.replace('+', '%2B')}")
    assert gone.status_code == 204, gone.content
    assert only(anna)["number"] == CLIENT


def test_closing_reopening_and_the_log(box: FakeBox, anna: Browser, login: Any) -> None:
    calls(box, "in_missed")
    it = only(anna)
    path = f"promises/{it['id']}"
    done = send(anna, "POST", f"{path}/close", reason="settled")
    assert done.status_code == 200, done.content
    assert (done.json()["state"], done.json()["by"]) == ("closed", "Анна")
    assert send(anna, "POST", f"{path}/close", reason="settled").status_code == 409
    log = anna.get("/api/v1/calls").json()["items"]
    assert log[0]["closed"]["reason"] == "settled"
    back = send(anna, "POST", f"{path}/reopen")
    assert (back.status_code, back.json()["state"]) == (200, "open")
    assert anna.get("/api/v1/calls").json()["items"][0]["closed"] is None
    assert send(anna, "POST", f"{path}/reopen").json()["code"] == "is_open"
    calls(box, "in_answered", 60)
    again = send(anna, "POST", f"{path}/reopen")
    assert (again.status_code, again.json()["state"]) == (200, "open"), "he was not understood"
    closing = f"calls/{it['last_call']}/closing"
    assert send(anna, "PUT", closing, reason="no_need").status_code == 200


def test_who_leaves_owes_nothing_that_is_closed(box: FakeBox, anna: Browser) -> None:
    """Missed calls of a leaver are told: not those that somebody has closed."""
    calls(box, "in_missed")
    it = only(anna)
    (row,) = anna.get("/api/v1/calls").json()["items"]
    rung = {each["extension"] for each in row["rang"]}
    people = [
        each for each in anna.get("/api/v1/people").json()["people"] if each["extension"] in rung
    ]
    assert people

    def owed() -> list[int]:
        told = [anna.get(f"/api/v1/people/{each['person']}/leaving").json() for each in people]
        return [each["missed"] for each in told]

    before = owed()
    assert sum(before) > 0
    assert send(anna, "POST", f"promises/{it['id']}/close", reason="settled").status_code == 200
    assert sum(owed()) == 0
    send(anna, "POST", f"promises/{it['id']}/reopen")
    assert owed() == before


@pytest.mark.django_db(transaction=True)
def test_closings_of_before_promises_are_words(company: Company) -> None:
    """The table that closings were kept in goes, and no word of a person with it."""
    try:
        MigrationExecutor(connection).migrate(
            [("calls", "0005_marks"), ("promises", "0001_initial")]
        )
        state = MigrationExecutor(connection).loader.project_state(
            [("calls", "0005_marks"), ("promises", "0001_initial")]
        )
        at = timezone.now()
        state.apps.get_model("calls", "Closing")._base_manager.create(
            company_id=company.pk, call=77, at=at, name="Анна", reason="settled"
        )
    finally:
        call_command("migrate", verbosity=0)
    word = WordRow.objects.of(company).get()
    assert (word.what, word.call, word.name, word.reason) == ("closed", 77, "Анна", "settled")
    assert word.at == at
    assert "calls_closing" not in connection.introspection.table_names()


def test_what_came_after_a_closing_stays_open(box: FakeBox, anna: Browser) -> None:
    calls(box, "in_missed", 0)
    it = only(anna)
    send(anna, "POST", f"promises/{it['id']}/close", reason="settled")
    calls(box, "in_missed", 50)
    assert only(anna)["times"] == 1
    assert send(anna, "POST", f"promises/{it['id']}/reopen").json()["code"] == "not_last"


def test_a_promise_by_hand(box: FakeBox, anna: Browser, published: Company, login: Any) -> None:
    due = timezone.now() + timedelta(hours=3)
    made = send(anna, "POST", "promises", number="8 029 123-45-67", due_at=due.isoformat(),
                text="прислать прайс")  # fmt: skip
    assert made.status_code == 201, made.content
    it = made.json()
    assert (it["kind"], it["number"], it["text"]) == ("promised", CLIENT, "прислать прайс")
    assert it["owner"]["person"] == "anna"
    over = (timezone.now() - timedelta(hours=1)).isoformat()
    for body, code in (
        ({"number": CLIENT, "due_at": over}, "already_over"),
        ({"number": "—", "due_at": due.isoformat()}, "phone_invalid"),
        ({"number": CLIENT, "due_at": due.isoformat(), "owner": "nikto"}, "no_such_person"),
        ({"number": CLIENT, "due_at": (due + timedelta(days=999)).isoformat()}, "too_far"),
    ):
        refused = send(anna, "POST", "promises", **body)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    given = send(anna, "POST", f"promises/{it['id']}/take", owner="vera")
    assert given.json()["owner"]["extension"] == "183"
    assert promises(anna, owner="me") == []
    assert only(anna, owner="vera")["id"] == it["id"]
    freed = send(anna, "POST", f"promises/{it['id']}/take", owner="")
    assert freed.json()["owner"] is None
    assert only(anna, owner="nobody")["id"] == it["id"]


def test_two_never_call_one_client(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    calls(box, "in_missed")
    it = only(anna)
    boris = login(published, "boris", "employee", person="boris", name="Борис")
    path = f"promises/{it['id']}/call"
    first = send(anna, "POST", path)
    assert first.status_code == 202, first.content
    assert first.json()["promise"]["calling"]["extension"] == "181"
    assert first.json()["command"]["state"] == "waiting"
    refused = send(boris, "POST", path)
    assert (refused.status_code, refused.json()["code"]) == (409, "being_called")
    assert refused.json()["facts"]["name"] == "Анна Климович"
    assert only(boris)["calling"]["name"] == "Анна Климович"
    assert send(boris, "DELETE", path).status_code == 204
    assert only(boris)["calling"] is not None, "it is not his to let go"
    calls(box, "out_busy", 60)
    assert only(boris)["calling"] is None, "the call is over"
    assert send(boris, "POST", path).status_code == 202
    Claim.everything.update(until=timezone.now() - timedelta(seconds=1))
    assert only(anna)["calling"] is None, "who never calls does not keep others from it"
    claims.expire(published.pk, timezone.now())
    assert not Claim.everything.exists()
    nobody = login(published, "nobody", "owner")
    assert send(nobody, "POST", path).json()["code"] == "no_person"


def test_a_limited_account_sees_its_own(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    calls(box, "in_missed", 0)
    calls(box, "hand_mail", 100, SECOND)
    vera = login(published, "vera", "employee", person="vera")
    Account.scoped.of(published.pk).filter(login="vera").update(sight="own")
    seen = {each["number"] for each in promises(vera)}
    every = {each["number"] for each in promises(anna)}
    assert every == {CLIENT, SECOND}
    assert seen < every
    hidden = next(each for each in promises(anna) if each["number"] not in seen)
    for method, what in (("GET", ""), ("POST", "/close"), ("POST", "/take"), ("POST", "/call")):
        answer = send(vera, method, f"promises/{hidden['id']}{what}", reason="settled")
        assert answer.status_code in {404, 422}, (method, what)
    assert vera.get("/api/v1/promises/figures").json()["open"] == len(seen)
    given = send(anna, "POST", f"promises/{hidden['id']}/take", owner="vera")
    assert given.status_code == 200
    assert hidden["number"] in {each["number"] for each in promises(vera)}


def test_pages_follow_each_other(box: FakeBox, anna: Browser) -> None:
    for place in range(5):
        calls(box, "in_missed", place * 60, f"+37529700000{place}")
    got: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = anna.get("/api/v1/promises", query).json()
        got += [each["number"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert got == [f"+37529700000{place}" for place in range(5)]
    by_department = promises(anna, department="901")
    assert [each["number"] for each in by_department] == got
    assert promises(anna, department="902") == []
    assert only(anna, number="8 029 700-00-03")["number"] == "+375297000003"


def test_an_old_log_is_taken_over(box: FakeBox, anna: Browser, published: Company) -> None:
    calls(box, "in_missed")
    calls(box, "out_busy", 100)
    calls(box, "in_missed", 200, SECOND)
    calls(box, "in_answered", 300, SECOND)
    before = rows()
    PromiseTag.everything.all().delete()
    Promise.everything.all().delete()
    ContactRow.everything.all().delete()
    filling.catch_up()
    assert rows() == before


def test_a_person_is_told_and_forgotten(box: FakeBox, anna: Browser, published: Company) -> None:
    calls(box, "in_missed")
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    send(anna, "POST", "promises", number=CLIENT, due_at=due, text="тайна")
    calls(box, "in_missed", 200, SECOND)
    person = Person(frozenset({CLIENT}))
    told = json.dumps(personal.told(published.pk, person), ensure_ascii=False)
    assert CLIENT in told
    assert "тайна" in told
    for _ in range(2):
        personal.forget(published.pk, person)
        assert personal.told(published.pk, person) == {"promises": [], "said": []}
    assert not WordRow.everything.exists()
    assert only(anna)["number"] == SECOND
