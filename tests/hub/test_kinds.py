"""What a constructor is told of nodes, in the words of whoever asks."""

import pytest
from django.test import Client as Browser

from vochi.hub.companies.models import Company

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db


def test_kinds_are_told_in_the_askers_language(anna: Browser, published: Company) -> None:
    assert published
    told = {each["kind"]: each for each in anna.get("/api/v1/office/kinds").json()}
    assert len(told) == 18
    assert told["menu"]["form"]["properties"]["attempts"]["title"] == "Сколько раз повторить"
    assert told["menu"]["form"]["required"] == ["prompt"]
    send(anna, "PATCH", "me", language="en")
    told = {each["kind"]: each for each in anna.get("/api/v1/office/kinds").json()}
    assert told["menu"]["form"]["properties"]["attempts"]["title"] == "Plays it"
    assert [rule["words"] for rule in told["schedule"]["ports"]] == [
        "{value}",
        "holiday",
        "all other time",
    ]


def test_a_stranger_is_told_nothing(published: Company) -> None:
    assert published
    assert Browser().get("/api/v1/office/kinds").status_code == 401


def test_a_problem_names_nodes_as_the_drawing_does(anna: Browser, published: Company) -> None:
    assert published
    office = OFFICE.model_dump(mode="json")
    office["inbound"][0]["nodes"]["menu-7"] = {
        "kind": "menu", "prompt": "not-chosen", "keys": ["1"], "exits": {},
    }  # fmt: skip
    office["inbound"][0]["nodes"]["hours-7"] = {
        "kind": "schedule", "exits": {},
        "periods": [{"id": "period-1", "name": "Рабочее {name}", "hours": [
            {"days": [1], "since": "09:00", "to": "18:00"}]}],
    }  # fmt: skip
    told = send(anna, "POST", "office/check", office=office).json()["problems"]
    texts = [each["text"] for each in told if "-7" in each["place"]]
    assert any("узел «Меню»: выход «клавиша 1» никуда" in text for text in texts), texts
    assert any("узел «Меню»: звука «не выбрано» нет" in text for text in texts), texts
    assert any("выход «Рабочее {name}» никуда" in text for text in texts), texts
    assert not any("-7" in text or "period-1" in text for text in texts), texts
