"""Who may ask the box for what, and see what of the office."""

from typing import Any

import pytest
from django.test import Client as Browser

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.link.models import CommandRow
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .browser import send
from .office import OFFICE

pytestmark = pytest.mark.django_db


def test_pins_are_not_told_to_everybody(anna: Browser, published: Company, login: Any) -> None:
    document = OFFICE.model_dump(mode="json")
    document["people"][0]["pin"] = "975310"
    document["conferences"] = [{"number": "701", "name": "Планёрка", "pin": "864200"}]
    publish(published.pk, Office.model_validate(document), None, "")
    assert "975310" in anna.get("/api/v1/office").content.decode()
    for role in ("head", "employee"):
        seen = login(published, role, role).get("/api/v1/office").content.decode()
        assert "975310" not in seen
        assert "864200" not in seen


ACTIONS: dict[str, dict[str, Any]] = {
    "originate": {"extension": "183", "to": "80291234567"},
    "park": {"extension": "183", "linked_id": "L"},
    "retrieve": {"extension": "183", "slot": "1"},
    "pick_up": {"extension": "183", "linked_id": "L"},
    "set_away": {"extension": "183", "state": "dnd"},
    "listen": {"extension": "183", "linked_id": "L", "mode": "listen"},
    "set_recording": {"extension": "183", "linked_id": "L", "state": "pause"},
    "pause_line": {"line": "a1-1", "paused": True},
    "answer": {"extension": "183", "linked_id": "L"},
    "decline": {"extension": "183", "linked_id": "L"},
    "hold": {"extension": "183", "linked_id": "L"},
    "resume": {"extension": "183", "linked_id": "L"},
    "consult": {"extension": "183", "linked_id": "L", "to": "182"},
    "hand_over": {"extension": "183", "linked_id": "L"},
    "take_back": {"extension": "183", "linked_id": "L"},
    "invite": {"extension": "183", "linked_id": "L", "to": "182"},
    "record_prompt": {"extension": "183", "id": "hello"},
    "hang_up": {"linked_id": "L"},
    "blind_transfer": {"extension": "183", "linked_id": "L", "to": "182"},
}
#: What each role may do with the call of others (181 talks), in the name of 183: Вера herself.
FOR_VERA = {"originate", "retrieve", "pick_up", "set_away", "answer", "decline"}
BY_RIGHT = {"listen", "pause_line", "record_prompt"}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("owner", set(ACTIONS)),
        ("administrator", set(ACTIONS)),
        ("head", set(ACTIONS) - BY_RIGHT),
        ("employee", FOR_VERA),
    ],
)
def test_rights_of_every_role(
    box: FakeBox, published: Company, login: Any, role: str, may: set[str]
) -> None:
    box.push(box.cel(table("in_answered")[:18]))
    browser = login(published, "who", role, person="vera")
    (call,) = browser.get("/api/v1/board").json()["calls"]
    for kind, body in ACTIONS.items():
        action = {"kind": kind} | body
        if "linked_id" in action:
            action["linked_id"] = call["linked_id"]
        answer = send(browser, "POST", "commands", action=action)
        assert (answer.status_code == 202) == (kind in may), (kind, answer.content)
        if kind not in may:
            assert answer.json()["code"] in {"not_yours", "may_not_listen", "role_needed"}
    for kind in ("originate", "retrieve", "set_away", "park", "listen", "record_prompt"):
        for foreign in ("188", "183&PJSIP/182", "", "901"):
            action = {"kind": kind} | ACTIONS[kind] | {"extension": foreign}
            if "linked_id" in action:
                action["linked_id"] = call["linked_id"]
            answer = send(browser, "POST", "commands", action=action)
            assert answer.status_code in {403, 404}, (kind, foreign)
    assert CommandRow.everything.filter(action__extension="188").count() == 0


@pytest.mark.parametrize("role", ["owner", "administrator", "head", "employee"])
def test_nobody_opens_the_microphone_of_another(
    box: FakeBox, published: Company, login: Any, role: str
) -> None:
    box.push(box.cel(table("in_answered")[:18]))
    browser = login(published, "who", role, person="vera")
    (call,) = browser.get("/api/v1/board").json()["calls"]
    action = {"kind": "answer", "linked_id": call["linked_id"], "extension": "181"}
    answer = send(browser, "POST", "commands", action=action)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


def test_listening_needs_the_right_and_is_written_down(
    box: FakeBox, published: Company, login: Any
) -> None:
    document = OFFICE.model_dump(mode="json")
    document["people"][2]["listens_to"] = ["901"]
    publish(published.pk, Office.model_validate(document), None, "")
    box.push(box.cel(table("in_answered")[:18]))
    vera = login(published, "vera", "employee", person="vera")
    boris = login(published, "boris", "head", person="boris")
    assert vera.get("/api/v1/me").json()["listens"] == ["181", "182"]
    assert boris.get("/api/v1/me").json()["listens"] == []
    (call,) = vera.get("/api/v1/board").json()["calls"]
    action = {"kind": "listen", "linked_id": call["linked_id"], "extension": "183",
              "mode": "whisper"}  # fmt: skip
    assert send(vera, "POST", "commands", action=action).status_code == 202
    mine = action | {"extension": "182"}
    assert send(boris, "POST", "commands", action=mine).json()["code"] == "may_not_listen"
    assert send(vera, "POST", "commands", action=mine).json()["code"] == "not_yours"
    deed = Deed.everything.get(action="command_listen")
    assert (deed.login, deed.facts["heard"], deed.facts["mode"]) == ("vera", ["181"], "whisper")
