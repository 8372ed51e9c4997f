"""Every row belongs to a company, and nobody sees another's: proven over the whole API."""

import ast
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client as Browser
from django.utils import timezone

import vochi.hub
from vochi.hub.accounts.models import Account
from vochi.hub.api import api
from vochi.hub.clients.models import Client, Phone
from vochi.hub.companies.models import Company
from vochi.hub.companies.scoped import Rows, UnscopedError
from vochi.hub.link.models import VoiceMessage
from vochi.hub.offices.prompts import add_prompt

from .box import FakeBox, table
from .test_office import wav

HUB = Path(vochi.hub.__file__).parent

#: Where rows may be looked for without knowing the company yet: by a secret that names it.
MAY_SEE_EVERYTHING = {
    "accounts/door.py": {"ApiToken"},
    "accounts/services.py": {"Welcome"},
    "crm/doors.py": {"Crm"},
    "link/enroll.py": {"EnrollCode", "Box"},
    "people/invites.py": {"Invite"},
    "people/phones.py": {"PhoneLink"},
    "phonebook/public.py": {"PhoneBook"},
}
#: Endpoints that want no account.
OPEN = {
    ("post", "/api/v1/welcome"),
    ("post", "/api/v1/welcome/check"),
    ("post", "/api/v1/invites/check"),
    ("post", "/api/v1/invites/use"),
    ("get", "/api/v1/phones/setup/{token}"),
    ("post", "/api/v1/crm/bitrix/{door}"),
    ("get", "/api/v1/crm/recordings/{token}"),
}


def ours() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("vochi.hub.")
        for model in config.get_models()
    ]


def test_every_table_has_its_company() -> None:
    assert len(ours()) > 20
    for model in ours():
        if model is Company:
            continue
        field = model._meta.get_field("company")
        assert (field.related_model, field.null) == (Company, False), model
        doors = {m.name for m in model._meta.managers if isinstance(m, Rows)}
        assert doors, f"{model} has no scoped manager"


@pytest.mark.django_db
@pytest.mark.parametrize("ask", ["all", "count", "first", "exists"])
def test_unscoped_query_is_an_error(ask: str) -> None:
    with pytest.raises(UnscopedError):
        getattr(Client.objects, ask)()
    with pytest.raises(UnscopedError):
        Phone.objects.filter(number="+375291234567")


def test_only_the_named_files_see_everything() -> None:
    found: dict[str, set[str]] = {}
    files = (f for f in HUB.rglob("*.py") if f.parent.name != "migrations")
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"everything", "_default_manager", "_base_manager"}
                and isinstance(node.value, ast.Name)
            ):
                found.setdefault(str(file.relative_to(HUB)), set()).add(node.value.id)
    assert found == MAY_SEE_EVERYTHING


def test_accounts_are_found_unscoped_only_by_login() -> None:
    files = {
        str(file.relative_to(HUB))
        for file in HUB.rglob("*.py")
        if "Account.objects" in file.read_text()
    }
    assert files == {"service.py"}


def operations() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="/api")["paths"]
    return [(method, path) for path, each in paths.items() for method in each]


BODIES: dict[str, Any] = {
    "/api/v1/phonebooks": {"name": "x"},
    "/api/v1/phonebooks/{book_id}": {"name": "x"},
    "/api/v1/hooks/{hook_id}": {"name": "x", "url": "https://a.by/", "events": ["call.ended"]},
    "/api/v1/hooks/{hook_id}/replay": {
        "since": "2026-01-01T00:00:00Z",
        "until": "2026-01-02T00:00:00Z",
    },
    "/api/v1/calls/{call_id}/closing": {"reason": "settled"},
    "/api/v1/promises/{promise_id}/close": {"reason": "settled"},
    "/api/v1/clients": {"name": "x"},
    "/api/v1/clients/{client_id}": {"version": 1, "name": "чужое"},
    "/api/v1/clients/{client_id}/notes": {"text": "чужое"},
    "/api/v1/clients/{client_id}/notes/{note_id}": {"text": "чужое"},
    "/api/v1/clients/fields/{slug}": {"name": "чужое"},
    "/api/v1/clients/{client_id}/changes/{change_id}/restore": {"version": 1},
    "/api/v1/clients/merges/{merge_id}/undo": {"version": 1},
    "/api/v1/commands": {"action": {"kind": "hang_up", "linked_id": "LINKED"}},
    "/api/v1/office/rollback": {"version": 1},
    "/api/v1/me": {"language": "en"},
    "/api/v1/tokens": {"name": "x"},
    "/api/v1/roles/{slug}": {"slug": "taina", "name": "x", "base": "employee"},
    "/api/v1/door": {"second_factor": ""},
    "/api/v1/labels/{kind}/{slug}": {"name": "чужое"},
    "/api/v1/lists/{name}": {"number": "+375291234567"},
    "/api/v1/lists/{name}/calls": {"calls": [1]},
    "/api/v1/views/{view_id}": {"name": "чужое", "filters": {}},
    "/api/v1/calls/recordings/export": {"ids": [1]},
    "/api/v1/sims/{line}/forwards": {"forwards": []},
    "/api/v1/gateways/{gateway}": {"id": "taina", "name": "x"},
    "/api/v1/sockets/{socket}": {
        "id": "taina",
        "name": "x",
        "kind": "tasmota",
        "address": "192.0.2.10",
    },
    "/api/v1/adapters/{adapter}": {"id": "taina", "name": "x"},
    "/api/v1/sms": {"to": "+375291234567", "text": "x"},
    "/api/v1/sms/mailings/{mailing_id}": {"state": "paused"},
    "/api/v1/office/parts/people/{key}": {
        "value": {"id": "taina", "name": "x", "extension": "181"}
    },
    "/api/v1/office/parts/devices/{key}": {"value": {"account": "181"}},
    "/api/v1/office/parts/lines/{key}": {
        "value": {"kind": "gsm", "id": "taina", "name": "x", "operator": "A1"}
    },
    "/api/v1/office/parts/departments/{key}": {
        "value": {"number": "901", "name": "x", "members": []}
    },
    "/api/v1/office/parts/follow_me/{key}": {
        "value": {
            "number": "401",
            "name": "x",
            "person": "anna",
            "steps": [{"seconds": 9, "targets": [{"to": "181"}]}],
        }
    },
    "/api/v1/office/parts/conferences/{key}": {"value": {"number": "701", "name": "x"}},
    "/api/v1/office/parts/inbound/{key}": {"value": {"id": "taina", "name": "x", "nodes": {}}},
    "/api/v1/office/parts/outbound/{key}": {"value": {"id": "taina", "name": "x", "routes": []}},
    "/api/v1/people": {"name": "x", "login": "taina"},
    "/api/v1/lines/migration/{move}": {"number": "+375172001122", "name": "x"},
    "/api/v1/lines/migration/{move}/test": {"way": "in"},
    "/api/v1/people/{person}": {"name": "x"},
    "/api/v1/people/{person}/leave": {"to": "182"},
    "/api/v1/people/{person}/remote": {"works_from": "desk"},
    "/api/v1/office/parts/prompts/{key}": {
        "value": {"id": "taina", "name": "x", "sha256": "0" * 64, "seconds": 1}
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), operations())
def test_default_deny(method: str, path: str, company: Company) -> None:
    filled = path
    for name in ("account", "line", "number", "command_id"):
        filled = filled.replace("{" + name + "}", "181")
    filled = filled.replace("{sha256}", "0" * 64).replace("{kind}", "tag")
    filled = filled.replace("{", "").replace("}", "")
    for part in ("token_id", "sms_id", "call_id", "recording_id", "client_id", "message_id"):
        filled = filled.replace(part, "1")
    answer = Browser(enforce_csrf_checks=True).generic(
        method.upper(), filled, "{}", content_type="application/json"
    )
    if (method, path) in OPEN:
        assert answer.status_code == 422
    else:
        assert answer.status_code in {401, 403}
        assert answer.json()["code"] in {"login_needed", "csrf"}


def text_of(content: bytes) -> str:
    """What an answer says; a table for Excel is a zip of texts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist())


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["owner", "employee"])
def test_nothing_of_another_company(
    published: Company, other: Company, login: Any, anna: Browser, role: str
) -> None:
    box = FakeBox(published)
    box.cel(table("in_answered")[:18])
    box.device("181")
    box.push_all()
    made = anna.post(
        "/api/v1/clients", {"name": "Тайна", "phones": ["+375291234567"]},
        content_type="application/json",
    ).json()  # fmt: skip
    anna.post(f"/api/v1/clients/{made['id']}/notes", {"text": "Тайна"},
              content_type="application/json")  # fmt: skip
    (call,) = anna.get("/api/v1/calls").json()["items"]
    token = anna.post("/api/v1/tokens", {"name": "Тайна"}, content_type="application/json").json()
    command = anna.post(
        "/api/v1/commands", {"action": {"kind": "hang_up", "linked_id": call["linked_id"]}},
        content_type="application/json",
    ).json()  # fmt: skip
    label = anna.post("/api/v1/labels", {"kind": "list", "name": "Тайна"},
                      content_type="application/json").json()  # fmt: skip
    anna.post(f"/api/v1/lists/{label['slug']}", {"number": "+375291234567"},
              content_type="application/json")  # fmt: skip
    message = VoiceMessage.objects.add(
        published, box=box.row, unique_id="1.1", sha256="0" * 64, stored_at=timezone.now()
    )
    sms = anna.post("/api/v1/sms", {"to": "+375291234567", "text": "Тайна"},
                    content_type="application/json").json()  # fmt: skip
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    promise = anna.post("/api/v1/promises",
                        {"number": "+375291234567", "due_at": due, "text": "Тайна"},
                        content_type="application/json").json()  # fmt: skip
    prompt = add_prompt(published.pk, wav(), "Тайна", "taina")
    book = anna.post("/api/v1/phonebooks", {"name": "Тайна"},
                     content_type="application/json").json()  # fmt: skip
    stranger = login(other, "olga", role)
    places = {
        "client_id": made["id"], "call_id": call["id"], "recording_id": 1, "account": "181",
        "line": "a1-1", "number": "+375291234567", "command_id": command["id"],
        "token_id": token["id"], "message_id": message.pk, "kind": "tag", "slug": label["slug"],
        "name": label["slug"], "sha256": prompt.sha256, "rule": "certified-operator",
        "extension": "181", "sms_id": sms["id"], "gateway": "taina", "socket": "taina",
        "adapter": "taina", "session_id": 1, "lockout_id": 1, "key": "taina", "version": 1,
        "move": 1, "template": "shop",
        "person": "anna", "language": "ru", "phrase": "nothing", "piece": 99,
        "note_id": 1, "change_id": 1, "file_id": 1, "merge_id": 1, "double_id": 1, "import_id": 1,
        "hold_id": 1, "archive_id": 1, "view_id": 1, "mailing_id": "0" * 32,
        "hook_id": 1, "delivery_id": 1, "book_id": book["book"]["id"], "promise_id": promise["id"],
        "account_id": Account.scoped.of(published.pk).get(login="anna").pk, "token": "x" * 32,
        "crm": "bitrix", "way": "mail", "post_id": 1, "crm_call_id": 1, "door": "x" * 32,
    }  # fmt: skip
    told: list[str] = []
    for method, path in operations():
        body = str(BODIES.get(path, {})).replace("LINKED", call["linked_id"]).replace("'", '"')
        filled = path.format(**places) if "{" in path else path
        answer = stranger.generic(method.upper(), filled, body, content_type="application/json")
        assert answer.status_code < 500 or path == "/api/v1/stream", (method, path)
        if (method, path) == ("get", "/api/v1/sms/threads/{number}"):
            # One writes to numbers of whom there is nothing yet: an empty thread, not a lie.
            assert answer.json() == {"items": [], "next": None, "stopped": False}
        elif path == "/api/v1/clients/glance/{number}":
            seen = answer.json()  # strangers call too: of them nothing is known
            assert (seen["client"], seen["calls"], seen["unread_sms"]) == (None, [], 0)
        elif path == "/api/v1/office/templates/{template}":
            # Templates are everybody's; his own company has nobody to answer a call.
            assert answer.json()["code"] in {"office_has_nobody", "role_needed"}
        elif path == "/api/v1/me/notices/ways/{way}":
            assert answer.status_code == 200  # his own, of which there is none
        elif "{" in path:
            assert answer.status_code in {403, 404}, (method, path, answer.content)
        sent = answer.streaming_content if answer.streaming else [answer.content]
        text = text_of(b"".join(sent))
        for secret in ("Тайна", "Анна Климович", call["linked_id"], "Ромашка", "+375291234567"):
            assert secret not in text, (method, path, secret)
        told.append(path)
    assert len(told) == len(operations())
    assert stranger.get("/api/v1/calls").json() == {"items": [], "next": None}
    assert anna.get(f"/api/v1/clients/{made['id']}").json()["name"] == "Тайна"
