"""What a worker remembers of conversations never shows: however entries come, whatever is
forgotten in between, rows, tiles and facts are those of one fold of the whole journal.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models import F
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from vochi.core.calls.entry import Entry
from vochi.hub.calls import derive, living
from vochi.hub.calls.models import Call, CallTag, Party, Thread, ThreadEntry
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Tile
from vochi.hub.link import ingest
from vochi.hub.offices.services import publish
from vochi.hub.promises.models import ContactRow, Promise
from vochi.hub.reports.models import Fact

from .box import NAMES, FakeBox, table
from .office import OFFICE

#: One push more, the same from a worker that was just started, everything folded anew.
DEEDS = st.sampled_from(["push", "push", "push", "restart", "refold"])


class Splits(TestCase):
    """Calls at once, devices, an engine that dies, in pushes of any size."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_the_same_rows_as_one_fold(self, data: st.DataObject) -> None:
        living.forget()
        company = Company.objects.create(name="x")
        publish(company.pk, OFFICE, None, "")
        box = FakeBox(company)
        seal_mixed(box, data)
        at = 0
        while at < len(box.entries):
            deed = data.draw(DEEDS)
            if deed == "restart":
                living.forget()
            elif deed == "refold":
                with self.captureOnCommitCallbacks(execute=True):
                    refold(company.pk)
            upto = at + data.draw(st.integers(1, 40))
            with self.captureOnCommitCallbacks(execute=True):
                ingest.ingest(box.row, tuple(box.entries[at:upto]))
            at = upto
        assert box.row.folded_seq == len(box.entries)
        found = standing(company.pk)
        living.forget()
        refold(company.pk)
        again = standing(company.pk)
        assert again.keys() == found.keys()
        for name, rows in found.items():
            assert again[name] == rows, name


def seal_mixed(box: FakeBox, data: st.DataObject) -> None:
    """Rows of a few calls, shuffled together in the order of each, with other entries between."""
    names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    left = [table(name) for name in names]
    while any(left):
        which = data.draw(st.integers(0, len(left) - 1))
        take = data.draw(st.integers(1, 9))
        box.cel(left[which][:take])
        del left[which][:take]
        other = data.draw(st.integers(0, 14))
        if other == 0:
            box.device("181-1", data.draw(st.sampled_from(["online", "offline"])))
        elif other == 1:
            box.seal("engine", {"state": "died", "version": "22", "reason": "killed"})


def standing(company: int) -> dict[str, list[Any]]:
    """All that is derived of entries, without numbers that a database gives by itself."""
    models = (Call, Thread, ThreadEntry, CallTag, Party, Fact, ContactRow, Promise)
    found: dict[str, list[Any]] = {}
    for model in models:
        rows = model.objects.of(company).values()  # type: ignore[attr-defined]
        keep = model in {Call, Fact, Promise}
        found[model.__name__] = sorted(
            sorted((k, str(v)) for k, v in row.items() if keep or k != "id") for row in rows
        )
    tiles = Tile.objects.of(company).exclude(kind="engine").values_list("kind", "key", "body")
    found["Tile"] = sorted((kind, key, json.loads(body)) for kind, key, body in tiles)
    return found


def halves(box: FakeBox) -> tuple[list[Entry], list[Entry]]:
    """A call until somebody talks, and the rest of it."""
    entries = box.cel(table("in_answered"))
    return entries[: len(entries) // 2], entries[len(entries) // 2 :]


@pytest.fixture
def clean() -> None:
    living.forget()


@pytest.mark.django_db
def test_what_went_before_is_not_read_again(
    clean: None, box: FakeBox, django_capture_on_commit_callbacks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first, rest = halves(box)
    with django_capture_on_commit_callbacks(execute=True):
        box.push(first)
    read: list[set[int]] = []
    plain = derive._entries_of
    monkeypatch.setattr(derive, "_entries_of", lambda b, r: read.append(set(r)) or plain(b, r))
    with django_capture_on_commit_callbacks(execute=True):
        box.push(rest[:2])
    assert read == [set()]
    # An entry was rewritten: all of it is read once more.
    type(box.row).everything.filter(pk=box.id).update(epoch=F("epoch") + 1)
    box.push(rest[2:])
    assert read[1]


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_remembered(
    clean: None, box: FakeBox, anna: Browser, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    first, rest = halves(box)
    with django_capture_on_commit_callbacks(execute=True):
        box.push(first)
    faults = [RuntimeError("once"), RuntimeError("twice")]
    plain = derive.write_call

    def broken(*args: Any, **more: Any) -> Any:
        if faults:
            raise faults.pop()
        return plain(*args, **more)

    monkeypatch.setattr(derive, "write_call", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert box.push(rest[:1]) == len(first) + 1  # kept, though nothing could be made of it
    assert box.row.folded_seq == len(first)
    box.push(rest[1:])
    assert box.row.folded_seq == len(first) + len(rest)
    found = standing(box.row.company_id)
    refold(box.row.company_id)
    assert standing(box.row.company_id) == found


@pytest.mark.django_db
def test_the_journal_goes_before_what_it_means(
    clean: None, box: FakeBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that refuses what was derived costs no entry."""
    first, _ = halves(box)

    def refuse(*args: Any) -> bool:
        raise DatabaseError("foreign key")

    monkeypatch.setattr(ingest, "_fold", refuse)
    assert box.push(first) == len(first)
    assert box.row.last_seq == box.row.folded_seq == len(first)
    assert Call.objects.of(box.row.company_id).count() == 1
