"""A company of two departments, each with calls, recordings, cards, notes, SMS of its own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Account, Role
from vochi.hub.accounts.services import create_account
from vochi.hub.calls.models import Call
from vochi.hub.clients.models import Listing, Note
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Recording, VoiceMessage
from vochi.hub.messages.models import Sms
from vochi.hub.offices.services import publish

from .box import FakeBox, by, table, told
from .browser import send
from .office import OFFICE

PASSWORD = "снег-и-чай-42"


def office() -> Office:
    """181, 182 are of 901 and are rung by `main`; 183, 184 are of 902 and are rung by `second`."""
    document = OFFICE.model_dump(mode="json")
    document["people"].append(
        {"id": "galina", "name": "Галина Отдельная", "extension": "184", "outbound": "all"}
    )
    document["departments"] = [
        {"number": "901", "name": "Продажи", "members": ["anna", "boris"]},
        {"number": "902", "name": "Сервис", "members": ["vera", "galina"]},
    ]
    document["inbound"][0]["nodes"]["n2"]["targets"] = ["901"]
    second = json.loads(json.dumps(document["inbound"][0])) | {"id": "second", "name": "Вторая"}
    second["nodes"]["n2"]["targets"] = ["902"]
    document["inbound"].append(second)
    return Office.model_validate(document)


@dataclass
class Side:
    """One department: `mark` is in every text of it, `digits` in every number."""

    mark: str
    digits: str
    person: str
    department: str
    ids: dict[str, Any] = field(default_factory=dict)
    calls: list[int] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        return f"+37529{self.digits}"

    def secrets(self, *, typed: str = "") -> list[str]:
        """What nobody else may be told; a number that the asker typed himself is no news."""
        texts = [self.mark, *self.linked, *(f'"id":{n},' for n in self.calls)]
        texts += [f"/recordings/{self.ids['recording_id']}", f"/messages/{self.ids['message_id']}"]
        return texts + ([] if self.digits in typed else [self.digits])


def mine(side: Side, rows: Iterable[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """Rows of a table as a call of this department, unlike those of the other."""
    first = side.digits[0]
    swaps = [("+375291234567", side.number), ("%2B375291234567", f"%2B{side.number[1:]}"),
             ("80291234567", f"8029{side.digits}"), ("292208c8", f"2922{number:02d}{first}8"),
             ("Client", side.mark)]  # fmt: skip
    if side.department == "902":
        swaps += [("main", "second"), ("181", "183"), ("182", "184"), ("Анна", "Вера")]
    done = []
    for row in rows:
        new = dict(row)
        for name, value in row.items():
            if name == "EventTime":
                new[name] = f"{float(value) + number * 60:.6f}"
                continue
            for old, other in swaps:
                value = value.replace(old, other)  # noqa: PLW2901 - one swap after another
            # A call has ids of its own; they are times, as Asterisk writes them.
            new[name] = value.replace("17953", f"{first}{number}953")
        done.append(new)
    return done


@dataclass
class House:
    """The whole company."""

    company: Company
    box: FakeBox
    ours: Side
    theirs: Side


def browser_of(account: Account) -> Browser:
    """Somebody who is in, and whose faults come out as answers."""
    browser = Browser(headers={"accept": "application/json"}, raise_request_exception=False)
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def build(company: Company) -> House:
    """Fill a company: each department the same, under its own marks."""
    publish(company.pk, office(), None, "два отдела")
    box = FakeBox(company)
    ours = Side("Наше-дело", "1110007", "anna", "901")
    theirs = Side("Тайна-сервиса", "7770009", "vera", "902")
    for side in (ours, theirs):
        _fill(company, box, side)
    return House(company, box, ours, theirs)


def _fill(company: Company, box: FakeBox, side: Side) -> None:
    account = create_account(company, f"{side.person}-in", PASSWORD, Role.EMPLOYEE,
                             person=side.person, name=f"Автор {side.mark}")  # fmt: skip
    browser = browser_of(account)
    answered, missed = mine(side, table("in_answered"), 1), mine(side, table("in_missed"), 2)
    mail = by(missed, "V_NODE")
    missed.insert(-3, told(mail, "V_MAIL", 5, file="x.wav", owner=side.department))
    live = mine(side, table("in_answered")[:18], 4)
    for rows in (answered, missed, mine(side, table("out_answered"), 3), live):
        box.cel(rows)
    for number, text in ((side.number, f"{side.mark} пишет"),):
        box.seal("sms", {"id": f"in-{side.digits}", "dir": "in", "sender": number, "text": text,
                         "line": "a1-1", "came_at": timezone.now().isoformat()})  # fmt: skip
    box.push_all()
    calls = Call.objects.of(company).filter(client_words__contains=side.digits)
    side.calls = list(calls.order_by("started_at").values_list("pk", flat=True))
    side.linked = list(calls.order_by("started_at").values_list("linked_id", flat=True))
    assert len(side.calls) == 4, side.calls
    unique = answered[0]["UniqueID"]
    recording, _ = Recording.objects.of(company).update_or_create(
        company_id=company.pk, box=box.row, unique_id=unique,
        defaults={"linked_id": unique, "sha256": "a" * 64, "stored_at": timezone.now(),
                  "started_at": timezone.now(), "peaks": "[[1,2]]", "seconds": 1},
    )  # fmt: skip
    message = VoiceMessage.objects.add(
        company, box=box.row, unique_id=missed[0]["UniqueID"], sha256="b" * 64,
        stored_at=timezone.now(),
    )  # fmt: skip
    card = send(browser, "POST", "clients", name=f"Клиент {side.mark}", phones=[side.number])
    assert card.status_code == 201, card.content
    number = card.json()["id"]
    send(browser, "POST", f"clients/{number}/notes", text=f"заметка {side.mark}")
    sms = send(browser, "POST", "sms", to=side.number, text=f"ответ {side.mark}")
    assert sms.status_code == 202, sms.content
    bare = f"+37533{side.digits}"
    assert send(browser, "POST", "lists/vip", number=bare).status_code == 201
    closing = send(browser, "PUT", f"calls/{side.calls[1]}/closing", reason="settled")
    assert closing.status_code == 200, closing.content
    command = send(browser, "POST", "commands", action={
        "kind": "originate", "extension": "181" if side.person == "anna" else "183",
        "to": side.number})  # fmt: skip
    assert command.status_code == 202, command.content
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    promise = send(browser, "POST", "promises", number=side.number, due_at=due,
                   text=f"обещание {side.mark}")  # fmt: skip
    assert promise.status_code == 201, promise.content
    side.ids = {
        "promise_id": promise.json()["id"], "client_id": number,
        "call_id": side.calls[0], "recording_id": recording.pk,
        "message_id": message.pk, "sms_id": sms.json()["id"], "number": side.number,
        "command_id": command.json()["id"],
    }  # fmt: skip
    assert Note.objects.of(company).filter(client=number).count() == 1
    assert Listing.objects.of(company).filter(number=bare).count() == 1
    assert Sms.objects.of(company).filter(number=side.number).count() == 2
