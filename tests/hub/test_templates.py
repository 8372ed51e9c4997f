"""Scheme templates over the API: asked in words, spoken, fit for a draft, nothing published."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.department import Department
from vochi.core.office.document import Office
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme
from vochi.hub.companies.models import Company
from vochi.hub.offices.models import PromptFile

from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db


def test_questions_are_asked_in_words(anna: Browser, published: Company) -> None:
    listed = {each["id"]: each for each in anna.get("/api/v1/office/templates").json()}
    assert list(listed) == ["simple", "shop", "clinic", "taxi", "service", "single"]
    assert listed["shop"]["name"] == "Магазин"
    asked = {each["id"]: each for each in listed["shop"]["questions"]}
    assert asked["people"]["text"] == "Кто отвечает покупателям?"
    assert "Ромашка" in asked["greeting"]["proposed_text"]
    assert asked["hours"]["proposed_hours"][0]["since"] == "09:00"
    assert [each["id"] for each in asked["closed"]["choices"]] == ["voicemail", "callback", "words"]


def test_a_filled_template_can_be_published(anna: Browser, published: Company) -> None:
    answers = {"people": ["anna", "vera"], "closed": "callback", "greeting": "Алло, это магазин"}
    made = send(anna, "post", "office/templates/shop", answers=answers).json()
    assert [each["members"] for each in made["departments"]] == [["anna", "vera"]]
    said = {each["text"] for each in made["spoken"]}
    assert "Алло, это магазин" in said
    assert len(made["prompts"]) == len(made["spoken"])
    assert anna.get("/api/v1/office").json()["inbound"] == OFFICE.model_dump(mode="json")["inbound"]

    scheme = InboundScheme.model_validate(made["scheme"])
    office = Office.model_validate(anna.get("/api/v1/office").json())
    departments = tuple(Department.model_validate(each) for each in made["departments"])
    prompts = tuple(Prompt.model_validate(each) for each in made["prompts"])
    wired = office.model_copy(
        update={
            "inbound": (*office.inbound, scheme),
            "departments": (*office.departments, *departments),
            "prompts": prompts,
            "lines": tuple(it.model_copy(update={"inbound": "shop"}) for it in office.lines),
        }
    )
    document = wired.model_dump(mode="json")
    checked = send(anna, "post", "office/check", office=document).json()
    assert checked["ok"]
    assert not [each for each in checked["problems"] if each["place"].startswith("inbound/1")]

    again = send(anna, "post", "office/templates/shop", answers=answers, office=document)
    assert again.json()["scheme"]["id"] == "shop-2"
    assert (again.json()["departments"], again.json()["prompts"]) == ([], [])
    nodes = again.json()["scheme"]["nodes"]
    assert {nodes["hello"]["prompt"], nodes["mail"]["prompt"]} <= {each.id for each in prompts}


def test_looking_makes_no_sounds(anna: Browser, published: Company) -> None:
    made = send(anna, "post", "office/templates/simple", answers={}, is_spoken=False).json()
    assert made["prompts"] == []
    assert made["explains"]
    assert not PromptFile.objects.of(published.pk).exists()


@pytest.mark.parametrize(
    ("office", "answers", "code"),
    [
        (True, {"people": ["nobody"]}, "template_unknown_person"),
        (True, {"second": ["x"]}, "template_unknown_person"),
        (False, {}, "office_has_nobody"),
    ],
)
def test_what_cannot_be_made_is_told(
    anna: Browser, published: Company, office: bool, answers: dict[str, Any], code: str
) -> None:
    body: dict[str, Any] = {"answers": answers}
    if not office:
        body["office"] = {"company": {"name": "Пусто"}}
    refused = send(anna, "post", "office/templates/clinic", **body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


def test_only_administrators_make_schemes(anna: Browser, published: Company, login: Any) -> None:
    for role in ("head", "employee"):
        them = login(published, role, role)
        assert them.get("/api/v1/office/templates").status_code == 403
        assert send(them, "post", "office/templates/shop").status_code == 403
    assert send(anna, "post", "office/templates/no-such").status_code == 422
