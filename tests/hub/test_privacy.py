"""Erasing a person: nothing of him in any byte, everything else as it was."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.calls.journal import check_chain
from vochi.hub.accounts.deeds import first_broken, record
from vochi.hub.accounts.models import Deed
from vochi.hub.calls.models import Call, CallTag, Party, Thread
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.link.models import LinkEntry
from vochi.hub.messages.models import Sms, SmsThread
from vochi.hub.privacy import squeeze, worker
from vochi.hub.privacy.models import Archive, BoxOrder, Erasure, Removed
from vochi.hub.stored_entry import entry_of

from .box import NAMES, NOON, FakeBox, table
from .conftest import PASSWORD
from .sounds import answered, media, recorded

NUMBER, NAME = "+375291234567", "Евфросинья Незабудкина"


def spellings() -> list[bytes]:
    found = [b"291234567", b"29 123-45-67", b"29 123 45 67"]
    for name in (NAME, NAME.casefold(), "Незабудкина", "незабудкина"):
        found += [name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be"),
                  json.dumps(name)[1:-1].encode()]  # fmt: skip
    return [*found, "Приходила с мужем".encode(), json.dumps("мужем")[1:-1].encode()]


def left_in(data: bytes) -> list[bytes]:
    return [each for each in spellings() if each in data]


def everything() -> dict[str, list[bytes]]:
    """Where in the database something of him is left, row by row."""
    from django.apps import apps

    found: dict[str, list[bytes]] = {}
    for model in apps.get_models():
        rows: Any = model._base_manager.values()
        text = "\n".join(
            json.dumps({k: str(v) for k, v in row.items()}, ensure_ascii=False) for row in rows
        )
        if left := left_in(text.encode()):
            found[model._meta.label] = left
    return found


def until_done(box: FakeBox) -> None:
    for _ in range(6):
        worker.work()
        answered(box)
    worker.work()
    BoxOrder.everything.update(told_at=None)
    worker.work()


def fill(box: FakeBox, anna: Browser) -> int:
    """Calls of his and of others, a card, notes, a message, deeds about him."""
    card = anna.post(
        "/api/v1/clients",
        {"name": NAME, "phones": ["8 029 123-45-67"]},
        content_type="application/json",
    ).json()
    for name in ("in_answered", "in_missed", *NAMES[:5]):
        box.cel(table(name))
    box.seal("engine", {"state": "stopped", "version": "22", "reason": "test"})
    box.seal("sms", {"dir": "in", "id": "s1", "sender": NUMBER, "text": "Приходила с мужем",
                     "line": "a1-1", "came_at": NOON.isoformat()})  # fmt: skip
    box.seal("sms_part", {"line": "a1-1", "sender": NUMBER, "text": "Приходила с мужем",
                          "key": f"a1-1/{NUMBER}/1"})  # fmt: skip
    box.push_all()
    url = f"/api/v1/clients/{card['id']}/notes"
    note = {"text": f"Приходила с мужем, {NAME}"}
    assert anna.post(url, note, content_type="application/json").status_code in {200, 201}
    record(Company.objects.get(name="Ромашка").pk, "tested", None, f"number/{NUMBER}", "",
           text=f"звонила {NAME}")  # fmt: skip
    return int(card["id"])


def erase(anna: Browser, client: int, typed: str = NAME, **more: Any) -> Any:
    body = {"client": client, "typed": typed, "password": PASSWORD} | more
    return anna.post("/api/v1/privacy/persons/erase", body, content_type="application/json")


def figures(company: Company) -> list[tuple[Any, ...]]:
    rows = Call.objects.of(company).order_by("id")
    return [
        (r.pk, r.direction, r.result, r.state, r.started_at, r.ended_at, r.line, r.employee,
         json.loads(r.row)["talked"], json.loads(r.row)["waited"])
        for r in rows
    ]  # fmt: skip


def derived() -> dict[str, list[Any]]:
    tables: list[type[models.Model]] = [Call, CallTag, Party, Thread, Sms, SmsThread]
    found: dict[str, list[Any]] = {}
    for model in tables:
        names = [
            f.attname for f in model._meta.concrete_fields if model is Call or f.attname != "id"
        ]
        rows: Any = model._base_manager.values_list(*names)
        found[model.__name__] = sorted(map(repr, rows))
    return found


@pytest.mark.django_db
def test_erased_everywhere_and_the_calls_stay_in_figures(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    card = fill(box, anna)
    before, his = figures(published), Call.objects.of(published).filter(client=NUMBER).count()
    assert his > 0
    assert everything()
    look = anna.post("/api/v1/privacy/persons/preview", {"client": card},
                     content_type="application/json").json()  # fmt: skip
    assert (look["calls"] >= his, look["refused"], look["confirm"]) == (True, None, NAME)
    assert (look["sms"], look["notes"]) == (1, 1)
    assert erase(anna, card).status_code == 202
    worker.work()
    state = anna.get("/api/v1/privacy/erasures").json()["items"][0]
    assert (state["state"], state["waiting"]) == ("waiting", ["box-1"])
    assert everything() == {}
    until_done(box)
    (state,) = anna.get("/api/v1/privacy/erasures").json()["items"]
    assert (state["state"], state["waiting"]) == ("done", [])
    assert Erasure.objects.of(published).get().sealed == ""
    assert everything() == {}
    assert figures(published) == before
    alias = Erasure.objects.of(published).get().pseudonym
    assert Call.objects.of(published).filter(client=alias).count() == his
    shown = anna.get("/api/v1/calls", {"limit": 200}).json()["items"]
    names = {row["client"]["name"] for row in shown if row["client"]["number"] == alias}
    assert names == {"Стёртый человек"}
    # Derived anew it is the same, and nobody comes back.
    whole = derived()
    refold(published.pk)
    assert derived() == whole
    assert everything() == {}
    # The chain holds at the hub and at the box, and agrees.
    kept = [entry_of(row) for row in LinkEntry.objects.of(published).order_by("seq")]
    assert check_chain(kept) is None
    assert kept == box.entries
    assert first_broken(published.pk) is None
    assert Deed.objects.of(published).filter(action="person_erased").exists()


@pytest.mark.django_db
def test_done_is_said_of_clean_files_also_after_a_kill(
    box: FakeBox, anna: Browser, published: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []

    def clean_up() -> bool:
        row = Erasure.objects.of(published).get()
        seen.append((row.state, row.sealed and "sealed"))
        if len(seen) == 2:
            raise KeyboardInterrupt
        return True

    monkeypatch.setattr(squeeze, "squeeze", clean_up)
    assert erase(anna, fill(box, anna)).status_code == 202
    with pytest.raises(KeyboardInterrupt):
        until_done(box)
    assert seen == [("waiting", "sealed"), ("waiting", "")]
    worker.work()
    assert seen[2:] == [("waiting", "")]
    row = Erasure.objects.of(published).get()
    assert (row.state, Deed.objects.of(published).filter(action="person_erased").count()) == (
        "done", 1,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_deed_that_was_changed_without_a_word_is_found_still(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    card = fill(box, anna)
    assert erase(anna, card).status_code == 202
    until_done(box)
    assert first_broken(published.pk) is None
    victim = Deed.objects.of(published).filter(subject__startswith="number/").get()
    Deed.objects.of(published).filter(pk=victim.pk).update(facts={"text": "другое"})
    assert first_broken(published.pk) == victim.pk


@pytest.mark.django_db
def test_refused_until_the_hold_is_lifted_and_the_words_are_typed(
    box: FakeBox, anna: Browser, login: Callable[..., Browser], published: Company
) -> None:
    card = fill(box, anna)
    hold = anna.post(
        "/api/v1/privacy/holds",
        {"kind": "client", "client": card, "reason": "суд, дело 5"},
        content_type="application/json",
    )
    assert hold.status_code == 201, hold.content
    refused = erase(anna, card)
    assert (refused.status_code, refused.json()["code"]) == (409, "held")
    look = anna.post("/api/v1/privacy/persons/preview", {"client": card},
                     content_type="application/json").json()  # fmt: skip
    assert look["hold"]["reason"] == "суд, дело 5"
    assert "суд, дело 5" in look["refused_text"]
    call = Call.objects.of(published).filter(client=NUMBER).first()
    assert call is not None
    assert anna.get(f"/api/v1/calls/{call.pk}").json()["hold"] == "суд, дело 5"
    assert anna.delete(f"/api/v1/privacy/holds/{hold.json()['id']}").status_code == 204
    assert erase(anna, card, typed="Не та").json()["code"] == "typed_wrong"
    assert erase(anna, card, password="wrong").json()["code"] == "wrong_password"
    boss = login(published, "ivan", "administrator")
    assert erase(boss, card).json()["code"] == "owner_needed"
    assert erase(anna, card).status_code == 202
    again = erase(anna, card)
    assert (again.status_code, again.json()["code"]) == (409, "being_erased")


@pytest.mark.django_db
def test_a_number_of_the_office_is_not_erased(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    from vochi.hub.offices.current import current

    number = next(line.number for line in current(published.pk).lines if line.number)
    box.cel(table("in_answered"))
    box.push_all()
    anna.post("/api/v1/clients", {"name": "Мы", "phones": [number]},
              content_type="application/json")  # fmt: skip
    look = anna.post("/api/v1/privacy/persons/preview", {"number": number},
                     content_type="application/json").json()  # fmt: skip
    assert look["refused"] == "in_office"


# --- archives ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_media() -> Iterator[None]:
    for path in media():
        path.unlink()
    yield
    for path in media():
        path.unlink()


@pytest.mark.django_db(transaction=True)
def test_a_persons_archive_holds_him_whole_and_goes_with_him(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    card = fill(box, anna)
    unique_id = recorded(box, "in_answered_2") if "in_answered_2" in NAMES else ""
    assert unique_id == ""
    hostile = {"text": "<script>alert(1)</script>"}
    anna.post(f"/api/v1/clients/{card}/notes", hostile, content_type="application/json")
    asked = anna.post("/api/v1/privacy/persons/archive", {"client": card, "password": PASSWORD},
                      content_type="application/json")  # fmt: skip
    assert asked.status_code == 202, asked.content
    worker.work()
    (made,) = anna.get("/api/v1/privacy/archives").json()["items"]
    assert made["state"] == "done", made
    answer = anna.get(made["url"])
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    part = anna.get(made["url"], headers={"range": "bytes=100-"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == data[100:]  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        told = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
    assert told["person"]["numbers"] == [NUMBER]
    assert len(told["calls"]) == Call.objects.of(published).filter(
        pk__in=[c["id"] for c in told["calls"]]
    ).count()  # fmt: skip
    assert told["sms"][0]["text"] == "Приходила с мужем"
    assert NAME in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert erase(anna, card).status_code == 202
    until_done(box)
    assert Archive.objects.of(published).get().state == "gone"
    assert list((Path(settings.MEDIA_ROOT) / "archives").glob("*")) == []


@pytest.mark.django_db(transaction=True)
def test_everything_read_back_is_what_the_database_has(
    box: FakeBox, anna: Browser, published: Company, login: Callable[..., Browser]
) -> None:
    fill(box, anna)
    recorded(box, NAMES[0])
    for browser, sounds in ((login(published, "ivan", "administrator"), False), (anna, True)):
        asked = browser.post("/api/v1/privacy/archives", {"sounds": sounds, "password": PASSWORD},
                             content_type="application/json")  # fmt: skip
    assert asked.status_code == 202
    worker.work()
    (made,) = anna.get("/api/v1/privacy/archives").json()["items"]
    assert made["state"] == "done", made
    data = b"".join(anna.get(made["url"]).streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest["files"]) == set(archive.namelist()) - {"manifest.json"}
        calls = [json.loads(line) for line in archive.read("calls.jsonl").splitlines()]
        entries = archive.read("tables/link.linkentry.jsonl").splitlines()
        notes = [json.loads(x) for x in archive.read("tables/clients.note.jsonl").splitlines()]
        whole = b"".join(archive.read(name) for name in archive.namelist())
    rows = Call.objects.of(published)
    assert len(calls) == rows.count() == manifest["files"]["calls.jsonl"]["lines"]
    assert sum(c["talked"] for c in calls) == pytest.approx(
        sum(json.loads(body)["talked"] for body in rows.values_list("row", flat=True))
    )
    assert len(entries) == LinkEntry.objects.of(published).count()
    assert notes[0]["text"].startswith("Приходила")
    assert any(name.startswith("recordings/") for name in manifest["files"])
    for secret in (b'"pin":', b'"sealed"', box.key.encode(), PASSWORD.encode(), b"pbkdf2"):
        place = whole.find(secret)
        assert place < 0, whole[max(place - 200, 0) : place + 100]
    archive_row = Archive.objects.of(published).get()
    Archive.objects.of(published).update(finished_at=timezone.now() - timedelta(days=2))
    worker.work()
    archive_row.refresh_from_db()
    assert archive_row.state == "gone"


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_the_database_files_speaks_of_him(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's own files are its own: rows and VACUUM are proven above")
    card = fill(box, anna)
    path = Path(str(connection.settings_dict["NAME"]))
    assert erase(anna, card).status_code == 202
    until_done(box)
    connection.close()
    assert squeeze.squeeze()
    for file in path.parent.glob(f"{path.name}*"):
        assert left_in(file.read_bytes()) == [], file
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert Removed.objects.of(published).filter(why="rule").count() == 0
