"""The link: enrolling, entries, commands, office, prompts, recordings."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.calls.entry import Entry
from vochi.hub.companies.models import Company
from vochi.hub.link.enroll import new_code
from vochi.hub.link.models import EnrollCode, LinkEntry

from .box import FakeBox, table

pytestmark = pytest.mark.django_db


def stored(box: FakeBox) -> list[int]:
    rows = LinkEntry.everything.filter(box=box.id).order_by("seq")
    return list(rows.values_list("seq", flat=True))


def test_code_lets_one_box_in_once(company: Company) -> None:
    code = new_code(company)
    asked = {"code": code.lower().replace("-", " "), "name": "raspberry"}
    answers = [
        Browser().post("/link/v1/enroll", asked, content_type="application/json") for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [200, 403]
    assert answers[1].json()["code"] == "code_gone"


def test_code_expires(company: Company) -> None:
    code = new_code(company)
    EnrollCode.everything.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = Browser().post(
        "/link/v1/enroll", {"code": code, "name": "x"}, content_type="application/json"
    )
    assert answer.status_code == 403


def test_guessing_codes_is_slowed(company: Company) -> None:
    statuses = {
        Browser().post(
            "/link/v1/enroll", {"code": f"AAAA-{n}", "name": "x"}, content_type="application/json"
        ).status_code
        for n in range(30)
    }  # fmt: skip
    assert statuses == {403, 429}


def test_key_is_needed(box: FakeBox) -> None:
    for headers in ({}, {"authorization": "Bearer nothing"}):
        answer = box.http.post(
            "/link/v1/entries", "{}", content_type="application/json", headers=headers
        )
        assert answer.status_code == 401
    assert box.key not in repr(box.row.__dict__)


def test_entries_are_taken_once(box: FakeBox) -> None:
    box.cel(table("in_answered"))
    assert box.push(box.entries[:10]) == 10
    assert box.push(box.entries[:10]) == 10
    assert box.push(box.entries[5:20]) == 20
    assert box.push(()) == 20
    assert stored(box) == list(range(1, 21))


def test_gap_is_not_acknowledged(box: FakeBox) -> None:
    box.cel(table("in_answered"))
    assert box.push([*box.entries[:5], *box.entries[7:]]) == 5
    assert box.push(box.entries[9:]) == 5
    assert box.push_all() == len(box.entries)


def changed(entry: Entry) -> Entry:
    return entry.model_copy(update={"body": {**entry.body, "num": "+375290000000"}})


def test_edited_entry_is_refused(box: FakeBox) -> None:
    box.cel(table("in_answered"))
    box.entries[3] = changed(box.entries[3])
    assert box.push(box.entries) == 3, "what was good is taken"
    answer = box.send(box.entries[3:])
    assert (answer.status_code, answer.json()["code"]) == (409, "chain_broken")
    assert answer.json()["facts"] == {"seq": 4}
    assert stored(box) == [1, 2, 3]


def test_other_journal_under_known_numbers_is_refused(box: FakeBox) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    box.entries.clear()
    box.cel(table("in_missed"))
    answer = box.send(box.entries)
    assert (answer.status_code, answer.json()["code"]) == (409, "chain_forked")


def test_recording_is_kept_by_its_content(box: FakeBox, anna: Browser) -> None:
    rows = table("in_answered")
    box.cel(rows)
    unique_id = rows[0]["UniqueID"]
    sound = bytes(range(256)) * 40
    sha256 = hashlib.sha256(sound).hexdigest()
    box.seal("recording", {
        "unique_id": unique_id, "linked_id": unique_id, "sha256": sha256, "bytes": len(sound),
        "seconds": 3.0, "format": "mp3", "peaks": [[1, 2], [3, 4]],
        "started_at": "2026-11-23T09:00:00+00:00",
    })  # fmt: skip
    box.push_all()

    def put(body: bytes, name: str = sha256) -> int:
        return box.http.put(
            f"/link/v1/recordings/{name}", body, content_type="application/octet-stream",
            headers={**box.headers, "x-vochi-unique-id": unique_id},
        ).status_code  # fmt: skip

    (before,) = anna.get("/api/v1/calls").json()["items"]
    assert before["has_recording"] is False
    assert put(b"other") == 422
    assert put(sound) == 201
    assert put(sound) == 200
    assert put(b"other", hashlib.sha256(b"other").hexdigest()) == 409
    (row,) = anna.get("/api/v1/calls", {"has_recording": "true"}).json()["items"]
    (recording,) = anna.get(f"/api/v1/calls/{row['id']}").json()["recordings"]
    assert recording["seconds"] == 3.0
    whole = anna.get(recording["url"])
    assert b"".join(whole.streaming_content) == sound  # type: ignore[attr-defined]
    assert whole["Content-Type"] == "audio/mpeg"
    assert anna.get(recording["peaks"]).json()["peaks"] == [[1, 2], [3, 4]]

    def part(asked: str) -> tuple[int, str, bytes]:
        answer = anna.get(recording["url"], headers={"range": asked})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, answer.get("Content-Range", ""), body

    size = len(sound)
    assert part("bytes=10-19") == (206, f"bytes 10-19/{size}", sound[10:20])
    assert part("bytes=-5") == (206, f"bytes {size - 5}-{size - 1}/{size}", sound[-5:])
    assert part(f"bytes={size - 3}-") == (206, f"bytes {size - 3}-{size - 1}/{size}", sound[-3:])
    assert part(f"bytes={size}-") == (416, f"bytes */{size}", b"")
    head = anna.head(recording["url"])
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(size), b"")
    named = anna.get(recording["url"], {"download": "1"})
    assert named["Content-Disposition"].startswith('attachment; filename="2026-11-23_09-00-00')
    named.close()


def test_recording_may_come_before_its_entry(box: FakeBox, anna: Browser) -> None:
    rows = table("in_answered")
    sound = b"sound" * 100
    sha256 = hashlib.sha256(sound).hexdigest()
    unique_id = rows[0]["UniqueID"]
    answer = box.http.put(
        f"/link/v1/recordings/{sha256}", sound, content_type="application/octet-stream",
        headers={**box.headers, "x-vochi-unique-id": unique_id},
    )  # fmt: skip
    assert answer.status_code == 201
    box.cel(rows)
    box.seal("recording", {
        "unique_id": unique_id, "linked_id": unique_id, "sha256": sha256, "bytes": len(sound),
        "seconds": 2.0, "format": "mp3", "peaks": [], "started_at": "2026-11-23T09:00:00+00:00",
    })  # fmt: skip
    box.push_all()
    (row,) = anna.get("/api/v1/calls").json()["items"]
    assert row["has_recording"] is True
    (recording,) = anna.get(f"/api/v1/calls/{row['id']}").json()["recordings"]
    assert recording["seconds"] == 2.0


def test_office_goes_to_the_box_with_its_passwords(box: FakeBox) -> None:
    reply = box.http.get("/link/v1/office", headers=box.headers).json()
    assert reply["office"]["version"] == 1
    passwords = reply["secrets"]["passwords"]
    assert set(passwords) == {"181", "181-2", "182", "183", "a1-1", "mts-1"}
    assert all(len(password) >= 16 for password in passwords.values())
    assert len(set(passwords.values())) == len(passwords)
