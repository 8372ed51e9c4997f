"""Every table that holds text is named: it may speak of a client, or it may not."""

import pytest
from django.apps import apps
from django.db import models

from vochi.hub.privacy.person import ROOMS, rooms
from vochi.hub.privacy.registry import IMPERSONAL, PERSONAL
from vochi.hub.privacy.sweep import tables


def with_text() -> set[str]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return {
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(field, kinds) for field in model._meta.concrete_fields)
    }


def test_every_table_is_named_once() -> None:
    assert not PERSONAL.keys() & IMPERSONAL
    assert with_text() - PERSONAL.keys() - IMPERSONAL == set()
    known = {model._meta.label for model in apps.get_models()}
    assert (PERSONAL.keys() | IMPERSONAL) - known == set()


def test_every_personal_table_is_swept() -> None:
    swept = {model._meta.label for model in tables()}
    assert PERSONAL.keys() - swept == {"link.LinkEntry", "accounts.Deed"}, PERSONAL.keys() - swept


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_tells_and_forgets(name: str) -> None:
    found = {room.__name__: room for room in rooms()}
    assert name in found, "the room has no personal.py"
    assert callable(found[name].told)
    assert callable(found[name].forget)
