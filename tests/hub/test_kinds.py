"""What a constructor is told of nodes, in the words of whoever asks."""

import pytest
from django.test import Client as Browser

from vochi.hub.companies.models import Company

from .browser import send

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
