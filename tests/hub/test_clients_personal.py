"""B13: all that cards keep of one person is told to him, and nothing of it is left when he asks."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.test import Client as Browser

from vochi.hub.clients import doubles, files, personal
from vochi.hub.clients.card_models import ClientFile
from vochi.hub.clients.models import NumberFact
from vochi.hub.companies.models import Company
from vochi.hub.privacy.person import Person

from .browser import send
from .test_clients import add, patch
from .test_clients_import import read, run
from .test_merging import merge, undo

pytestmark = pytest.mark.django_db

NUMBER, SECOND = "+375257001001", "+375257001002"
SECRETS = ("Тайнова", NUMBER[4:], SECOND[4:], "taina@lion.by", "любит тишину", "договор.txt")


def kept() -> str:
    """Every row of every table of the room, as text, but what boxes are still to be told."""
    rows = [
        row
        for model in apps.get_app_config("clients").get_models()
        if model is not NumberFact
        for row in model._base_manager.values()
    ]
    return json.dumps(rows, ensure_ascii=False, cls=DjangoJSONEncoder)


def left() -> list[str]:
    text = kept()
    return [secret for secret in SECRETS if secret in text]


def lived(anna: Browser, published: Company) -> Any:
    """A card with all that a card can have: edited, noted, filed, listed, brought in by a file."""
    table = "ФИО;Телефон;Почта;Заметка\nАда Тайнова;8 025 700-10-01;taina@lion.by;любит тишину\n"
    run(anna, published, read(anna, published, table.encode()))
    card = anna.get(f"/api/v1/clients/by-number/{NUMBER}").json()
    path = f"/api/v1/clients/{card['id']}"
    assert patch(anna, card, version=card["version"], phones=[NUMBER, SECOND]).status_code == 200
    send(anna, "POST", "lists/vip", number=NUMBER)
    answer = anna.post(f"{path}/files", {"file": SimpleUploadedFile("договор.txt", b"secret")})
    assert answer.status_code == 201, answer.content
    return anna.get(path).json()


def forget(company: Company, person: Person) -> None:
    with transaction.atomic():
        personal.forget(company.pk, person)


def test_all_is_told_and_all_is_forgotten(
    anna: Browser, published: Company, django_capture_on_commit_callbacks: Any
) -> None:
    other = add(anna, name="Ада Т.", phones=["+375291110000"], emails=["other@lion.by"])
    send(anna, "POST", f"clients/{other['id']}/notes", text="остаётся")
    card = lived(anna, published)
    doubles.seek_all(published.pk)
    stored = files.path_of(published.pk, ClientFile.everything.get().sha256)
    assert stored.exists()
    person = Person(frozenset({NUMBER}))
    told = json.dumps(personal.told(published.pk, person), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret not in told] == []
    assert '"list": "vip"' in told
    assert "остаётся" not in told
    assert "other@lion.by" not in told
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            forget(published, person)
        assert left() == []
    assert not stored.exists()
    assert anna.get(f"/api/v1/clients/{card['id']}").status_code == 404
    again = personal.told(published.pk, person)
    assert not any(again.values())
    assert "остаётся" in kept()
    assert anna.get(f"/api/v1/clients/{other['id']}").json()["emails"] == ["other@lion.by"]


def test_what_others_remember_of_him_goes_too(anna: Browser, published: Company) -> None:
    """He was one card with another for a while, and a colleague's card had his number once."""
    card = lived(anna, published)
    other = add(anna, name="Борис", phones=["+375291110000"])
    merged = merge(anna, other, card)
    assert merged.status_code in {200, 201}, merged.content
    number = anna.get(f"/api/v1/clients/{other['id']}/merges").json()[0]["id"]
    assert undo(anna, other, number).status_code == 200
    assert anna.get(f"/api/v1/clients/{card['id']}").status_code == 200
    forget(published, Person(frozenset({NUMBER})))
    assert left() == []
    assert anna.get(f"/api/v1/clients/{other['id']}").json()["name"] == "Борис"


def test_a_card_whose_number_was_his_keeps_itself(anna: Browser, published: Company) -> None:
    boris = add(anna, name="Борис", phones=["+375291110000", NUMBER])
    patch(anna, boris, version=1, phones=["+375291110000"])
    add(anna, name="Ада Тайнова", phones=[NUMBER])
    forget(published, Person(frozenset({NUMBER})))
    assert left() == []
    assert anna.get(f"/api/v1/clients/{boris['id']}").json()["name"] == "Борис"


def test_an_address_of_several_is_nobodys_proof(anna: Browser, published: Company) -> None:
    one = add(anna, name="Первая", emails=["office@lion.by"])
    two = add(anna, name="Вторая", emails=["office@lion.by"])
    person = Person(frozenset(), client=one["id"], emails=frozenset({"office@lion.by"}))
    forget(published, person)
    assert anna.get(f"/api/v1/clients/{one['id']}").status_code == 404
    assert anna.get(f"/api/v1/clients/{two['id']}").json()["emails"] == ["office@lion.by"]


def test_another_company_keeps_its_own(
    anna: Browser, other: Company, login: Any, published: Company
) -> None:
    olga = login(other, "olga")
    theirs = add(olga, name="Ада Тайнова", phones=[NUMBER])
    add(anna, name="Ада Тайнова", phones=[NUMBER])
    forget(published, Person(frozenset({NUMBER})))
    assert olga.get(f"/api/v1/clients/{theirs['id']}").json()["name"] == "Ада Тайнова"
