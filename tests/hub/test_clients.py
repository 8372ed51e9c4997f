"""Clients: one number is one client's, nothing is overwritten unseen, search by any part."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.hub.companies.models import Company

pytestmark = pytest.mark.django_db


def add(browser: Browser, **body: Any) -> Any:
    answer = browser.post("/api/v1/clients", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def patch(browser: Browser, client: Any, **body: Any) -> Any:
    return browser.patch(f"/api/v1/clients/{client['id']}", body, content_type="application/json")


@pytest.mark.parametrize(
    "written", ["80291234567", "8 029 123-45-67", "+375291234567", "0291234567", "00375291234567"]
)
def test_one_number_however_it_is_written(anna: Browser, written: str) -> None:
    client = add(anna, name="Иван", phones=[written, "+375291234567"])
    assert client["phones"] == [
        {"number": "+375291234567", "pretty": "+375 29 123-45-67", "kind": "", "comment": ""}
    ]
    assert anna.get(f"/api/v1/clients/by-number/{written}").json()["id"] == client["id"]


def test_a_number_belongs_to_one_client(anna: Browser) -> None:
    first = add(anna, name="Иван", phones=["+375291234567"])
    body = {"name": "Пётр", "phones": ["80291234567"]}
    answer = anna.post("/api/v1/clients", body, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "phone_taken", "detail": "",
        "facts": {"phone": "+375291234567", "client": first["id"]},
    }  # fmt: skip
    assert len(anna.get("/api/v1/clients").json()["items"]) == 1
    second = add(anna, name="Пётр")
    assert patch(anna, second, version=1, phones=["80291234567"]).status_code == 409


def test_same_number_in_two_companies(anna: Browser, other: Company, login: Any) -> None:
    add(anna, name="Иван", phones=["+375291234567"])
    add(login(other, "olga"), name="Пётр", phones=["+375291234567"])


def test_nothing_is_overwritten_unseen(anna: Browser) -> None:
    client = add(anna, name="Иван", phones=["+375291234567"])
    first = patch(anna, client, version=1, company_name="Луч")
    assert (first.status_code, first.json()["version"]) == (200, 2)
    late = patch(anna, client, version=1, name="Другой")
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    kept = anna.get(f"/api/v1/clients/{client['id']}").json()
    assert (kept["name"], kept["company_name"], len(kept["phones"])) == ("Иван", "Луч", 1)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("иванов", ["Пётр Иванов"]),
        ("ПЕТР", ["Пётр Иванов"]),
        ("ёлк", ["ООО Ёлка"]),
        ("елка", ["ООО Ёлка"]),
        ("345", ["Пётр Иванов"]),
        ("8029123", ["Пётр Иванов"]),
        ("29 123-45", ["Пётр Иванов"]),
        ("+375 29", ["Пётр Иванов"]),
        ("луч", ["Мария"]),
        ("нет такого", []),
        ("иванов петр", ["Пётр Иванов"]),
        ("567 ив", ["Пётр Иванов"]),
        ("ва", []),
        ("о", ["ООО Ёлка"]),
        ("375 луч", []),
        ('"; --', []),
        ("3752912345678", []),
        ("%", []),
        ("_", []),
    ],
)
def test_search_by_any_part(anna: Browser, q: str, found: list[str]) -> None:
    add(anna, name="Пётр Иванов", phones=["+375291234567"])
    add(anna, name="ООО Ёлка", phones=["+375172000000"])
    add(anna, name="Мария", company_name="Завод «Луч»")
    items = anna.get("/api/v1/clients", {"q": q}).json()["items"]
    assert [item["name"] for item in items] == found


def test_pages_are_stable_under_new_rows(anna: Browser) -> None:
    made = [add(anna, name=f"Клиент {n}")["id"] for n in range(7)]
    page = anna.get("/api/v1/clients", {"limit": 3}).json()
    seen = [item["id"] for item in page["items"]]
    add(anna, name="Новый")
    while page["next"]:
        page = anna.get("/api/v1/clients", {"limit": 3, "cursor": page["next"]}).json()
        seen += [item["id"] for item in page["items"]]
    assert seen == made[::-1]


def test_notes_are_history(anna: Browser) -> None:
    client = add(anna, name="Иван")
    for text in ("позвонить", "<b>жирно</b>"):
        answer = anna.post(
            f"/api/v1/clients/{client['id']}/notes", {"text": text},
            content_type="application/json",
        )  # fmt: skip
        assert (answer.status_code, answer.json()["author"]) == (201, "Анна")
    history = anna.get(f"/api/v1/clients/{client['id']}/history").json()["items"]
    assert [item["note"]["text"] for item in history] == ["<b>жирно</b>", "позвонить"]
    assert anna.get(f"/api/v1/clients/{client['id']}").json()["notes_count"] == 2


@pytest.mark.parametrize("body", [{}, {"name": "  "}, {"name": "x", "phones": ["слово"]}])
def test_empty_and_senseless_cards_are_refused(anna: Browser, body: Any) -> None:
    answer = anna.post("/api/v1/clients", body, content_type="application/json")
    assert answer.status_code == 422
