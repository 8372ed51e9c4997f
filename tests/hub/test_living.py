"""What calls live through, on the board and in the log."""

import hashlib
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company

from .box import FakeBox, by, table, told
from .browser import send

pytestmark = pytest.mark.django_db


def test_a_parked_client_on_the_board_and_in_the_log(
    box: FakeBox, anna: Browser, published: Company
) -> None:
    rows = table("hand_parked")
    start = next(n for n, row in enumerate(rows) if row["EventType"] == "PARK_START")
    caller = by(rows, "V_CALL")
    at = float(rows[start]["EventTime"]) - float(caller["EventTime"])
    rows.insert(start + 1, told(caller, "V_PARK", at + 0.01, slot="1", by="181"))
    end = next(n for n, row in enumerate(rows) if row["EventType"] == "PARK_END")
    box.push(box.cel(rows[:end]))
    (call,) = anna.get("/api/v1/board").json()["calls"]
    assert call["parked"]["slot"] == "1"
    assert call["parked"]["by"] == {"extension": "181", "name": "Анна Климович"}
    began, until = (call["parked"][key] for key in ("since", "until"))
    assert (datetime.fromisoformat(until)
            - datetime.fromisoformat(began)).total_seconds() == 90  # fmt: skip
    assert anna.get("/api/v1/board").json()["parking"] == {
        "slots": 9, "seconds": 90, "code": "*5",
    }  # fmt: skip
    box.push(box.cel(rows[end:]))
    (row,) = anna.get("/api/v1/calls").json()["items"]
    (park,) = anna.get(f"/api/v1/calls/{row['id']}").json()["parks"]
    assert (park["slot"], park["how"], park["by"]["extension"]) == ("1", "returned", "181")
    before = anna.get(f"/api/v1/calls/{row['id']}").content
    refold(published.pk)
    assert anna.get(f"/api/v1/calls/{row['id']}").content == before


def marked(box: FakeBox, name: str = "in_missed") -> None:
    """A call that a scheme tagged, whose client left a message, a score and a wish."""
    rows = table(name)
    caller = by(rows, "V_CALL")
    place = rows.index(caller) + 1
    rows[place:place] = [
        told(caller, "V_TAG", 0.001, tag="vip"),
        told(caller, "V_TAG", 0.002, source="site"),
        told(caller, "V_SCORE", 0.003, ext="181", score="5"),
        told(caller, "V_BACK", 0.004, scheme="main", node="n2"),
        told(caller, "V_MAIL", 0.005, file=f"{caller['UniqueID']}.mail.wav", owner="901",
             seconds="12"),
    ]  # fmt: skip
    box.cel(rows)
    box.push_all()


def test_marks_are_filters(box: FakeBox, anna: Browser) -> None:
    marked(box)
    box.cel(table("in_answered"))
    box.push_all()
    every = anna.get("/api/v1/calls").json()["items"]
    (row,) = [row for row in every if row["tags"]]
    assert len(every) == 2
    assert (row["tags"], row["source"], row["score"]) == (["vip"], "site", 5)
    assert row["has_message"]
    assert row["message_owner"] == "901"
    assert row["callback_asked_at"]
    for wanted in ({"tag": "vip"}, {"source": "site"}, {"score": 5}, {"has_message": True},
                   {"callback_asked": True}, {"tag": "vip", "person": "181"}):  # fmt: skip
        found = anna.get("/api/v1/calls", wanted).json()["items"]
        assert [each["id"] for each in found] == [row["id"]], wanted
    for nobody in ({"tag": "zz"}, {"source": "vip"}, {"score": 4}, {"tag": "181"}):
        assert anna.get("/api/v1/calls", nobody).json()["items"] == []
    assert anna.get("/api/v1/calls", {"tag": "A|B"}).status_code == 422


def test_a_voicemail_is_played_and_nobody_elses_is(
    box: FakeBox, anna: Browser, other: Company, login: Any
) -> None:
    marked(box)
    (row,) = anna.get("/api/v1/calls").json()["items"]
    (message,) = anna.get(f"/api/v1/calls/{row['id']}").json()["messages"]
    assert (message["url"], message["owner_name"], message["seconds"]) == (None, "Продажи", 12)
    unique_id = by(table("in_missed"), "V_CALL")["UniqueID"]
    sound = b"ID3" + bytes(500)
    sha256 = hashlib.sha256(sound).hexdigest()

    def put(body: bytes, **headers: str) -> int:
        return int(box.http.put(
            f"/link/v1/messages/{sha256}", body, content_type="audio/mpeg",
            headers=box.headers | {"x-vochi-unique-id": unique_id, "x-vochi-format": "mp3"},
        ).status_code)  # fmt: skip

    assert [put(b"other"), put(sound), put(sound)] == [422, 201, 200]
    (message,) = anna.get(f"/api/v1/calls/{row['id']}").json()["messages"]
    part = anna.get(message["url"], headers={"range": "bytes=0-2"})
    assert (part.status_code, part["Content-Type"]) == (206, "audio/mpeg")
    assert anna.head(message["url"])["Content-Length"] == str(len(sound))
    assert login(other, "olga").get(message["url"]).status_code == 404


def test_the_trace_is_told_in_the_readers_language(box: FakeBox, anna: Browser) -> None:
    box.cel(table("in_one_busy_one_answers"))
    box.push_all()
    (row,) = anna.get("/api/v1/calls").json()["items"]
    lines = anna.get(f"/api/v1/calls/{row['id']}/trace").json()
    devices = {line["who"]: line for line in lines if line["about"] == "device"}
    assert {"181", "182"} <= set(devices)
    assert {line["rang"] for line in devices.values()} == {True, False}
    assert any(line["name"] == "Анна Климович" for line in lines)
    russian = [line["text"] for line in lines]
    send(anna, "PATCH", "me", language="en")
    english = [line["text"] for line in anna.get(f"/api/v1/calls/{row['id']}/trace").json()]
    assert len(english) == len(russian)
    assert not set(russian) & set(english)
    assert "+375291234567" not in " ".join(russian)
    said = " ".join(russian)
    assert "Людям и отделам: Продажи, Вера Сташевич" in said
    assert "по линии A1 первая" in said
    assert not any(raw in said for raw in ("n1", "n2", "a1-1", "«901"))
    assert anna.get("/api/v1/calls/999/trace").status_code == 404


def test_who_is_away_by_phone_and_by_the_desk(box: FakeBox, anna: Browser) -> None:
    phone = by(table("int_answered"), "CHAN_START")

    def away() -> dict[str, Any]:
        people = anna.get("/api/v1/board").json()["people"]
        return {p["extension"]: p["away"] for p in people if p["away"]}

    box.push(box.cel([told(phone, "V_AWAY", 0, ext="182", state="forward", to="183")]))
    assert away()["182"]["state"] == "forward"
    assert (away()["182"]["to"], away()["182"]["to_name"]) == ("183", "Вера Сташевич")
    done = {"id": "x", "ok": True, "code": "done", "facts": {"ext": "181", "state": "dnd"}}
    box.push([box.seal("command", done)])
    assert set(away()) == {"181", "182"}
    later = str(int(timezone.now().timestamp()) + 60)
    box.push(box.cel([told(phone, "V_WRAP", 1, ext="183", until=later)]))
    assert away()["183"]["state"] == "wrap"
    past = str(int(timezone.now().timestamp()) - 5)
    box.push(box.cel([told(phone, "V_WRAP", 2, ext="183", until=past)]))
    assert set(away()) == {"181", "182"}
    box.push(box.cel([told(phone, "V_AWAY", 3, ext="182", state="ready")]))
    assert set(away()) == {"181"}


def test_alarms_of_the_box(box: FakeBox, anna: Browser) -> None:
    def put(*alarms: dict[str, Any]) -> int:
        return int(box.http.put(
            "/link/v1/alarms", {"alarms": alarms}, content_type="application/json",
            headers=box.headers,
        ).status_code)  # fmt: skip

    low = {"code": "disk.low", "facts": {"mb": "1200", "path": "/var/<b>"}}
    event = anna.get("/api/v1/board").json()["event_id"]
    assert (put(low), put(low)) == (204, 204)
    board = anna.get("/api/v1/board").json()
    (alarm,) = board["alarms"]
    assert alarm["code"] == "disk.low"
    assert len({*alarm["texts"].values()}) == 3
    assert board["event_id"] == event + 1, "the same alarm is told once"
    assert put({"code": "../x", "facts": {}}) == 422
    russian = {"code": "sim.low_balance", "facts": {"name": "МТС «склад»", "balance": "−3,17 BYN"}}
    assert put(russian) == 204
    (alarm,) = anna.get("/api/v1/board").json()["alarms"]
    assert alarm["facts"] == russian["facts"]
    assert put() == 204
    assert anna.get("/api/v1/board").json()["alarms"] == []
