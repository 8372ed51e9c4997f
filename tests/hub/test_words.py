"""Schemes in plain words over the API: written, edited, read; what is not understood by line."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.scheme.plain.write import write
from vochi.hub.companies.models import Company

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db
DRAFT = OFFICE.model_dump(mode="json")
SCHEME = DRAFT["inbound"][0]


def test_words_are_edited_and_read(anna: Browser, published: Company) -> None:
    told = send(anna, "POST", "office/words", office=DRAFT, scheme=SCHEME["id"]).json()
    assert told["text"] == write(OFFICE.inbound[0], OFFICE, "ru")
    assert told["language"] == "ru"
    assert "Голосовая почта" in [each["name"] for each in told["guide"]]
    text = told["text"].replace("Кому звонить: ", "Кому звонить: 183, ", 1)
    read = send(
        anna, "POST", "office/words/read", office=DRAFT, scheme=SCHEME["id"], text=text
    ).json()["scheme"]
    changed = [name for name, node in read["nodes"].items() if node != SCHEME["nodes"][name]]
    assert len(changed) == 1
    assert read["nodes"][changed[0]]["targets"][0] == "183"


@pytest.mark.parametrize("language", ["en", "be"])
def test_words_of_another_language(anna: Browser, published: Company, language: str) -> None:
    asked: dict[str, Any] = {"office": DRAFT, "scheme": SCHEME["id"], "language": language}
    text = send(anna, "POST", "office/words", **asked).json()["text"]
    assert send(anna, "POST", "office/words/read", **asked, text=text).json()["scheme"] == SCHEME


def test_outgoing_rules_in_words(anna: Browser, published: Company) -> None:
    scheme = DRAFT["outbound"][0]
    asked = {"office": DRAFT, "scheme": scheme["id"], "direction": "outbound"}
    told = send(anna, "POST", "office/words", **asked).json()
    assert "[1] Правило" in told["text"]
    read = send(anna, "POST", "office/words/read", **asked, text=told["text"]).json()
    assert read["scheme"] == scheme


def test_what_is_not_understood_is_told_by_line(anna: Browser, published: Company) -> None:
    text = write(OFFICE.inbound[0], OFFICE, "ru").replace("дальше →", "дальшше →", 1)
    answer = send(anna, "POST", "office/words/read", office=DRAFT, scheme=SCHEME["id"], text=text)
    assert answer.status_code == 422
    body = answer.json()
    assert body["code"] == "words_not_understood"
    (problem,) = body["facts"]["problems"]
    assert (problem["line"], problem["closest"]) == (5, "дальше")
    assert "Может быть, «дальше»?" in problem["text"]


def test_who_may_and_what_is_there(anna: Browser, published: Company, login: Any) -> None:
    missing = send(anna, "POST", "office/words", office=DRAFT, scheme="nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_scheme")
    clerk = login(published, "clerk", "employee")
    for path in ("office/words", "office/words/read"):
        body = {"office": DRAFT, "scheme": SCHEME["id"], "text": ""}
        if path == "office/words":
            del body["text"]
        assert send(clerk, "POST", path, **body).status_code == 403
