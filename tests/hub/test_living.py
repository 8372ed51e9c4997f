"""What calls live through, on the board and in the log; who may ask the box for what."""

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Deed
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.link.models import CommandRow
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .office import OFFICE

pytestmark = pytest.mark.django_db

Row = dict[str, Any]


@pytest.fixture
def box(published: Company) -> FakeBox:
    return FakeBox(published)


def told(row: Row, event: str, after: float, **facts: str) -> Row:
    """A user event of the dialplan on the channel of `row`, so many seconds later."""
    text = "&".join(f"{key}={quote(value, safe='')}" for key, value in facts.items())
    return row | {
        "EventType": event, "EventTime": f"{float(row['EventTime']) + after:.6f}",
        "AppName": "CELGenUserEvent", "AppData": f"{event},{text}", "UserDefType": event,
        "EventExtra": json.dumps({"extra": text}),
    }  # fmt: skip


def by(rows: list[Row], event: str) -> Row:
    return next(row for row in rows if row["EventType"] == event)


def send(browser: Browser, method: str, path: str, **body: Any) -> Any:
    return browser.generic(
        method, f"/api/v1/{path}", json.dumps(body), content_type="application/json"
    )


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
    assert "звонок сотрудникам: Продажи, Вера Сташевич" in said
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


def test_lines_say_why_they_carry_nothing(box: FakeBox, anna: Browser, login: Any) -> None:
    def line(name: str = "a1-1") -> tuple[str, str | None]:
        found = {each["id"]: each for each in anna.get("/api/v1/board").json()["lines"]}[name]
        return found["state"], found["why"]

    assert line() == ("down", "offline")
    box.push([box.device("a1-1"), box.device("mts-1")])
    assert line() == ("free", None)
    pause = {"kind": "pause_line", "line": "a1-1", "paused": True}
    asked = send(anna, "POST", "commands", action=pause).json()
    box.push([box.seal("command", {"id": asked["id"], "ok": True, "code": "done", "facts": {}})])
    assert line() == ("paused", "desk")
    can = anna.get("/api/v1/office/can-call", {"to": "80291234567"}).json()
    assert (can["ok"], can["line"]) == (True, "mts-1")
    asked = send(anna, "POST", "commands", action=pause | {"paused": False}).json()
    refused = {"id": asked["id"], "ok": False, "code": "engine_down", "facts": {}}
    box.push([box.seal("command", refused)])
    assert line() == ("paused", "desk"), "what was refused changes nothing"


def test_the_example_of_s17_is_told_beforehand(
    box: FakeBox, anna: Browser, published: Company, login: Any
) -> None:
    document = OFFICE.model_dump(mode="json")
    document["lines"].insert(1, {
        "kind": "gsm", "id": "a1-2", "name": "A1 вторая", "operator": "A1", "slot": 3,
        "number": "+375291112244", "inbound": "main",
    })  # fmt: skip
    document["outbound"][0]["routes"] = [
        {"classes": ["mobile"], "operators": ["A1"], "lines": ["a1-1", "a1-2"]}
    ]
    publish(published.pk, Office.model_validate(document), None, "")
    box.push([box.device("a1-1"), box.device("a1-2")])

    def can(to: str, **more: str) -> Any:
        return anna.get("/api/v1/office/can-call", {"to": to} | more).json()

    free = can("80291234567")
    assert (free["ok"], free["line"], free["text"]) == (True, "a1-1", "")
    for name, line in (("in_answered", "a1-1"), ("held", "a1-2")):
        rows = [
            {k: v.replace("a1-1", line) if isinstance(v, str) else v for k, v in row.items()}
            for row in table(name)
        ]
        entered = [n for n, row in enumerate(rows) if row["EventType"] == "BRIDGE_ENTER"]
        box.cel(rows[: entered[1] + 1])
    box.push_all()
    lines = {each["id"]: each["state"] for each in anna.get("/api/v1/board").json()["lines"]}
    assert (lines["a1-1"], lines["a1-2"]) == ("busy", "busy")
    barred = can("80291234567")
    assert (barred["ok"], barred["why"], barred["line"]) == (False, "lines_busy", None)
    assert barred["text"]
    assert [(each["id"], each["why"]) for each in barred["lines"]] == [
        ("a1-1", "busy"), ("a1-2", "busy"),
    ]  # fmt: skip
    assert can("80331234567")["why"] == "no_route"
    assert can("00492211234567")["why"] == "abroad_closed"
    assert can("что-то")["why"] == "unknown_number"
    assert can("182")["kind"] == "inside"
    assert can("182")["why"] == "offline"
    clerk = login(published, "clerk", "employee", person="vera")
    foreign = clerk.get("/api/v1/office/can-call", {"to": "182", "extension": "181"})
    assert foreign.json()["code"] == "role_needed"


def test_a_life_is_told(anna: Browser, published: Company, login: Any) -> None:
    life = {"line": "a1-1", "caller": "+375291234567", "at": "2026-11-23T09:00:00+03:00"}
    tale = send(anna, "POST", "office/simulate", life=life).json()
    assert (tale["end"], tale["answered_by"]) == ("hung_up", None)
    assert any("Анна Климович" in moment["text"] for moment in tale["moments"])
    texts = [moment["text"] for moment in tale["moments"]]
    assert "Звонок сотрудникам: Продажи, Вера Сташевич" in texts
    assert not any("n2" in text for text in texts)
    life["phones"] = {"182": {"state": "free", "answers": 4}}
    tale = send(anna, "POST", "office/simulate", life=life).json()
    assert (tale["end"], tale["waited"]) == ("talk", 4.0)
    draft = OFFICE.model_dump(mode="json")
    draft["inbound"][0]["nodes"]["n2"]["targets"] = ["183"]
    tale = send(anna, "POST", "office/simulate", life=life, office=draft).json()
    assert tale["end"] == "hung_up"
    clerk = login(published, "clerk", "employee")
    assert send(clerk, "POST", "office/simulate", life=life).status_code == 403
    naive = send(anna, "POST", "office/simulate", life=life | {"at": "2026-11-23T09:00:00"})
    assert naive.json()["code"] == "time_without_zone"


def test_past_calls_through_a_draft(box: FakeBox, anna: Browser, login: Any) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    draft = OFFICE.model_dump(mode="json")
    draft["inbound"][0]["nodes"]["n2"]["targets"] = ["183"]
    period = {"since": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}
    same = send(anna, "POST", "office/replay", office=OFFICE.model_dump(mode="json"), **period)
    assert (same.json()["replayed"], same.json()["changed"]) == (1, 0)
    other = send(anna, "POST", "office/replay", office=draft, **period).json()
    assert (other["before"]["answered"], other["after"]["answered"]) == (1, 0)
    assert other["calls"][0]["client"] == "+375291234567"
    wrong = send(anna, "POST", "office/replay", office=draft, since=period["until"],
                 until=period["since"])  # fmt: skip
    assert wrong.json()["code"] == "bad_period"


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
    assert put() == 204
    assert anna.get("/api/v1/board").json()["alarms"] == []


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
    "invite": {"extension": "183", "linked_id": "L", "to": "182"},
    "record_prompt": {"extension": "183", "id": "hello"},
    "hang_up": {"linked_id": "L"},
    "blind_transfer": {"extension": "183", "linked_id": "L", "to": "182"},
}
#: What each role may do with the call of others (181 talks), in the name of 183: Вера herself.
FOR_VERA = {"originate", "retrieve", "pick_up", "set_away"}
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


def test_what_can_ring_an_extension(anna: Browser) -> None:
    told = anna.get("/api/v1/office/who-rings/182").json()
    assert {(each["code"], each["line"], each["via"]) for each in told} == {
        ("rings.line", "a1-1", "901"), ("rings.line", "mts-1", "901"),
        ("rings.line", "city", "901"), ("rings.dialled", None, None),
        ("rings.dialled", None, "901"),
    }  # fmt: skip
    assert any("Борис Ёлкин" in each["text"] for each in told)
    rung = next(each["text"] for each in told if each["code"] == "rings.line")
    assert "узел «Продажи, Вера Сташевич» (звонок сотрудникам)" in rung
    assert rung.endswith("Путь: начало")
    assert anna.get("/api/v1/office/who-rings/999").status_code == 404
