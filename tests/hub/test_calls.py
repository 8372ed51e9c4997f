"""The call log: what was folded is what is shown, any order of coming gives the same rows."""

import random
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client as Browser

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.fold import fold
from vochi.hub.calls.models import Call, CallTag, Party, Thread, ThreadEntry
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box

from .box import NAMES, FakeBox, table

pytestmark = pytest.mark.django_db


def rows_of(browser: Browser, **filters: Any) -> list[dict[str, Any]]:
    answer = browser.get("/api/v1/calls", {"limit": 200} | filters)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every derived row, whole, but for the numbers that index rows happen to get."""
    whole: dict[str, list[tuple[Any, ...]]] = {}
    derived: list[type[models.Model]] = [Call, CallTag, Party, Thread, ThreadEntry]
    for model in derived:
        columns = [
            f.attname for f in model._meta.concrete_fields if model is Call or not f.primary_key
        ]
        rows = model._base_manager.values_list(*columns)
        whole[model.__name__] = sorted(rows, key=repr)
    return whole


def test_a_call_in_the_log(box: FakeBox, anna: Browser) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    (row,) = rows_of(anna)
    assert row["client"] == {
        "number": "+375291234567", "pretty": "+375 29 123-45-67", "name": "Client", "id": None,
        "lists": [], "tags": [],
    }  # fmt: skip
    assert (row["direction"], row["result"], row["state"]) == ("in", "answered", "ended")
    assert (row["line"], row["line_name"]) == ("a1-1", "A1 первая")
    assert row["employee"] == {"extension": "181", "name": "Анна Климович"}
    assert [e["extension"] for e in row["rang"]] == ["181", "182"]
    assert row["departments"] == ["901"]
    assert (row["waited"], row["talked"]) == pytest.approx((2.0, 3.0), abs=0.1)
    detail = anna.get(f"/api/v1/calls/{row['id']}").json()
    assert {leg["name"] for leg in detail["legs"]} >= {"A1 первая", "Анна Климович"}
    assert detail["path"][0]["scheme_name"] == "Главная"
    assert detail["office_version"] == 1
    assert detail["talks"][0]["extension"] == "181"
    assert anna.get("/api/v1/calls/999").status_code == 404


def test_names_are_those_of_the_office_by_which_the_call_went(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    from vochi.core.office.document import Office
    from vochi.hub.offices.services import publish

    from .office import OFFICE

    changed = OFFICE.model_dump(mode="json")
    changed["people"][0]["name"] = "Новая Сотрудница"
    publish(published.pk, Office.model_validate(changed), None, "")
    box.cel(table("in_answered"))
    box.push_all()
    assert rows_of(anna)[0]["employee"]["name"] == "Анна Климович"


def test_log_equals_the_fold_of_everything(box: FakeBox, anna: Browser) -> None:
    for name in NAMES:
        box.cel(table(name))
    box.push_all()
    folded = {call.linked_id: call for call in fold(box.entries)}
    shown = {row["linked_id"]: row for row in rows_of(anna)}
    assert len(shown) >= 20
    assert set(shown) == set(folded)
    for linked_id, row in shown.items():
        call = folded[linked_id]
        assert (row["result"], row["state"], row["direction"]) == (
            call.result, call.state, call.direction,
        )  # fmt: skip
        assert row["client"]["number"] == call.client
        assert row["talked"] == pytest.approx(call.talked, abs=0.001)


@pytest.mark.parametrize("seed", range(3))
def test_any_pushes_give_the_same_rows_as_refold(
    box: FakeBox, published: Company, anna: Browser, seed: int
) -> None:
    chance = random.Random(seed)
    # Several calls at once: rows of different calls interleaved, as they are in an office.
    tables = [table(name) for name in chance.sample(NAMES, min(8, len(NAMES)))]
    while any(tables):
        rows = chance.choice([rows for rows in tables if rows])
        box.cel([rows.pop(0)])
        if chance.random() < 0.02:
            box.seal("engine", {"state": chance.choice(["died", "started"]), "version": "22"})
    start = 0
    while start < len(box.entries):
        size = chance.choice([1, 2, 5, 20, 60])
        box.push(box.entries[start : start + size])
        if chance.random() < 0.3:
            box.push(box.entries[max(0, start - 5) : start + size])  # the answer was lost
        start += size
    before = dump()
    assert before["Call"]
    refold(published.pk)
    assert dump() == before
    call_command("refold", stdout=StringIO())
    assert dump() == before


def test_a_fold_that_fails_stops_neither_journal_nor_other_calls(
    box: FakeBox, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vochi.hub.calls import derive

    bad = table("in_missed")[0]["LinkedID"]

    def broken(entries: Any) -> Any:
        if any(entry.body.get("LinkedID") == bad for entry in entries):
            raise ValueError("a bug")
        return fold(entries)

    monkeypatch.setattr(derive, "fold", broken)
    box.cel(table("in_missed"))
    box.cel(table("in_answered"))
    assert box.push_all() == len(box.entries)
    assert len(rows_of(anna)) == 1
    monkeypatch.undo()
    refold(Box.everything.get().company_id)
    assert len(rows_of(anna)) == 2


def test_death_of_the_engine_ends_open_calls(box: FakeBox, anna: Browser) -> None:
    rows = table("in_answered")
    box.cel(rows[:18])
    box.push_all()
    assert rows_of(anna)[0]["state"] == "talking"
    assert len(anna.get("/api/v1/board").json()["calls"]) == 1
    box.seal("engine", {"state": "died", "version": "22", "reason": "killed"})
    box.push_all()
    (row,) = rows_of(anna)
    assert (row["state"], row["result"], row["end_reason"] is not None) == (
        "ended", row["result"], True,
    )  # fmt: skip
    assert anna.get("/api/v1/board").json()["calls"] == []
    assert anna.get("/api/v1/board").json()["engine"]["state"] == "died"


@pytest.fixture
def full(box: FakeBox, anna: Browser) -> Browser:
    for name in NAMES:
        box.cel(table(name))
    box.push_all()
    return anna


def test_filters_are_what_they_say(full: Browser) -> None:
    every = rows_of(full)
    for key in ("direction", "result", "line"):
        for value in {row[key] for row in every if row[key]}:
            wanted = [row["id"] for row in every if row[key] == value]
            assert [row["id"] for row in rows_of(full, **{key: value})] == wanted, (key, value)
    for department in ("901",):
        wanted = [row["id"] for row in every if department in row["departments"]]
        assert [row["id"] for row in rows_of(full, department=department)] == wanted
        assert wanted
    for extension in ("181", "182"):
        rang = {r["id"] for r in every if extension in [e["extension"] for e in r["rang"]]}
        spoke = {
            r["id"] for r in every if r["employee"] and r["employee"]["extension"] == extension
        }
        found = {row["id"] for row in rows_of(full, person=extension)}
        assert found >= rang | spoke
        assert found != {row["id"] for row in every}
    number = "+375291234567"
    wanted = [row["id"] for row in every if row["client"]["number"] == number]
    for written in (number, "80291234567", "8 029 123 45 67"):
        assert [row["id"] for row in rows_of(full, client=written)] == wanted
    middle = every[len(every) // 2]["started_at"]
    later = rows_of(full, since=middle)
    earlier = rows_of(full, until=middle)
    assert Counter(r["id"] for r in later + earlier) == Counter(r["id"] for r in every)
    assert all(row["started_at"] >= middle for row in later)


def test_search_finds_by_number_card_and_employee(full: Browser) -> None:
    every = rows_of(full)
    on_lines = {
        row.pk: [leg.number for leg in FoldedCall.model_validate_json(row.body).carried]
        for row in Call.everything.all()
    }
    numbers = {row["id"]: {row["client"]["number"], *on_lines[row["id"]]} for row in every}
    mine = [row["id"] for row in every if "+375291234567" in numbers[row["id"]]]
    for q, part in {
        "91234": "91234", "8029123": "37529123", "29 123-45-67": "291234567",
        "+375291234567": "375291234567", "+375 29": "37529",
    }.items():  # fmt: skip
        found = [row["id"] for row in rows_of(full, q=q)]
        wanted = [row["id"] for row in every if any(part in n for n in numbers[row["id"]])]
        assert found == wanted, q
    assert rows_of(full, q="семён") == []
    made = full.post(
        "/api/v1/clients", {"name": "Семён Котов", "phones": ["+375291234567"]},
        content_type="application/json",
    ).json()  # fmt: skip
    for q in ("семен", "КОТОВ"):
        found = rows_of(full, q=q)
        assert [row["id"] for row in found] == mine
        his = [row["client"] for row in found if row["client"]["number"] == "+375291234567"]
        assert {(client["name"], client["id"]) for client in his} == {("Семён Котов", made["id"])}
    boris = {row["id"] for row in rows_of(full, person="182")}
    assert {row["id"] for row in rows_of(full, q="елкин")} == boris
    history = full.get(f"/api/v1/clients/{made['id']}/history", {"limit": 200}).json()["items"]
    own = [row["id"] for row in every if row["client"]["number"] == "+375291234567"]
    assert [item["call"]["id"] for item in history] == own
    assert made["last_call_at"] == history[0]["at"]


def test_pages_follow_on(full: Browser) -> None:
    every = [row["id"] for row in rows_of(full)]
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = full.get("/api/v1/calls", {"limit": 4} | cursor).json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == every
    assert full.get("/api/v1/calls", {"cursor": "none"}).json()["code"] == "bad_cursor"


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "=1+1", "${SHELL(id)}", "&quot;", "a\u202eb", "Имя\x07", "'; --"],
)
def test_hostile_names_are_data(box: FakeBox, anna: Browser, name: str) -> None:
    rows = table("in_missed")
    box.cel([row | {"name": name} for row in rows])
    box.push_all()
    answer = anna.get("/api/v1/calls")
    assert answer["Content-Type"] == "application/json"
    (row,) = answer.json()["items"]
    assert row["client"]["name"] == name.replace("\x07", "")
    assert anna.get("/api/v1/calls", {"q": name[:5]}).status_code == 200
