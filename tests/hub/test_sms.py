"""Messages: sent from a desk, told by the box, in threads; each exactly one row."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vochi.core.link import CommandsReply
from vochi.hub.accounts.models import Deed
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Event
from vochi.hub.link.models import Box
from vochi.hub.messages.models import Sms, SmsThread

from .box import NOON, FakeBox, table
from .browser import send

pytestmark = pytest.mark.django_db

IVAN = "+375291234567"


def write(browser: Browser, text: str = "Здравствуйте", to: str = IVAN, **more: Any) -> Any:
    return send(browser, "POST", "sms", to=to, text=text, **more)


def came(box: FakeBox, key: str, text: str, sender: str = IVAN, **more: Any) -> None:
    body = {"dir": "in", "id": key, "sender": sender, "text": text, "line": "a1-1",
            "came_at": (NOON + timedelta(minutes=len(box.entries))).isoformat()} | more  # fmt: skip
    box.push([box.seal("sms", body)])


def went(box: FakeBox, uid: str, state: str, **more: Any) -> None:
    box.push([box.seal("sms", {"dir": "out", "id": uid, "state": state} | more)])


def commands(box: FakeBox) -> Any:
    answer = box.http.get("/link/v1/commands", headers=box.headers)
    return CommandsReply.model_validate_json(answer.content).commands


def told(browser: Browser, uid: str, number: str = IVAN) -> Any:
    rows = browser.get(f"/api/v1/sms/threads/{number}").json()["items"]
    return next(row for row in rows if row["id"] == uid)


def test_sent_from_the_desk_and_delivered(anna: Browser, box: FakeBox) -> None:
    anna.post("/api/v1/clients", {"name": "Иван", "phones": [IVAN]},
              content_type="application/json")  # fmt: skip
    answer = write(anna, to="8 (029) 123-45-67", line="a1-1")
    assert answer.status_code == 202
    row = answer.json()
    assert (row["state"], row["number"], row["name"], row["parts"], row["by"]) == (
        "queued", IVAN, "Иван", 1, "Анна",
    )  # fmt: skip
    (command,) = commands(box)
    assert command.action.id == row["id"]
    assert (command.action.to, command.action.text, command.action.line) == (
        IVAN, "Здравствуйте", "a1-1",
    )  # fmt: skip
    assert command.deadline - Sms.everything.get().at > timedelta(hours=23)
    went(box, row["id"], "queued", to=IVAN, text="Здравствуйте", origin="person", parts=1)
    done = {"id": command.id, "ok": True, "code": "done", "facts": {}}
    box.push([box.seal("command", done)])
    assert commands(box) == ()
    went(box, row["id"], "sending", line="a1-1", iccid="8937501")
    went(box, row["id"], "sent", ref="17")
    went(box, row["id"], "delivered")
    now = told(anna, row["id"])
    assert (now["state"], now["line"], now["line_name"], now["iccid"]) == (
        "delivered", "a1-1", "A1 первая", "8937501",
    )  # fmt: skip
    assert now["sent_at"] < now["delivered_at"]
    events = Event.everything.filter(kind="sms").order_by("number")
    assert [state for e in events for state in [e.body.split('"state":"')[1].split('"')[0]]] == [
        "queued", "queued", "sending", "sent", "delivered",
    ]  # fmt: skip
    assert Sms.everything.count() == 1


def test_late_words_change_nothing(anna: Browser, box: FakeBox) -> None:
    uid = write(anna).json()["id"]
    for state in ("queued", "sending", "sent", "sending", "queued", "delivered", "sent", "failed"):
        went(box, uid, state, why="" if state != "failed" else "gateway")
    assert told(anna, uid)["state"] == "delivered"
    uid = write(anna, "ещё").json()["id"]
    for state in ("queued", "sending", "unknown", "sending", "queued"):
        went(box, uid, state, why="no_answer" if state == "unknown" else "")
    row = told(anna, uid)
    assert (row["state"], row["why"], row["why_text"]) == (
        "unknown", "no_answer", "Шлюз не сказал, ушла ли SMS.",
    )  # fmt: skip
    went(box, uid, "delivered")
    assert told(anna, uid)["state"] == "delivered"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"to": "abc"}, "sms_bad_number"),
        ({"to": ""}, "sms_bad_number"),
        ({"to": "112"}, "sms_bad_number"),
        ({"to": "+79161234567"}, "sms_no_route"),
        ({"text": " \n\t "}, "sms_empty"),
        ({"text": "я" * 1000}, "sms_too_long"),
        ({"line": "city"}, "no_such_line"),
        ({"line": "nothing"}, "no_such_line"),
    ],
)
def test_refused_in_words(anna: Browser, box: FakeBox, body: Any, code: str) -> None:
    answer = send(anna, "POST", "sms", **({"to": IVAN, "text": "да"} | body))
    assert answer.status_code in {404, 422}
    assert answer.json()["code"] == code
    if answer.status_code == 422:
        assert answer.json()["detail"].endswith((".", "!"))
    assert Sms.everything.count() == 0


def test_parts_are_counted(anna: Browser) -> None:
    assert send(anna, "POST", "sms/count", text="я" * 71).json() == {
        "encoding": "ucs2", "parts": 2, "left": 63, "most": 6,
    }  # fmt: skip
    assert send(anna, "POST", "sms/count", text="hello").json()["encoding"] == "gsm7"


def test_without_a_box_it_waits_and_says_so(anna: Browser, box: FakeBox) -> None:
    now = timezone.now()
    Box.everything.update(seen_at=now - timedelta(hours=1))
    row = write(anna).json()
    assert (row["state"], row["why"]) == ("queued", "box_offline")
    assert "станция" in row["why_text"]
    past = now - timedelta(days=2)
    Sms.everything.update(at=past, give_up_at=past + timedelta(hours=24))
    Box.everything.update(seen_at=past - timedelta(hours=1))
    assert (told(anna, row["id"])["state"], told(anna, row["id"])["why"]) == ("failed", "given_up")
    Box.everything.update(seen_at=past + timedelta(hours=1))
    assert told(anna, row["id"])["state"] == "unknown"


def test_without_any_box_it_is_refused(anna: Browser) -> None:
    answer = write(anna)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_box")
    assert Sms.everything.count() == 0


def test_refused_by_the_box(anna: Browser, box: FakeBox) -> None:
    row = write(anna).json()
    (command,) = commands(box)
    refused = {"id": command.id, "ok": False, "code": "late", "facts": {}}
    box.push([box.seal("command", refused)])
    assert (told(anna, row["id"])["state"], told(anna, row["id"])["why"]) == ("failed", "given_up")
    second = write(anna, "второе").json()
    (command,) = commands(box)
    went(box, second["id"], "queued", to=IVAN, text="второе", origin="person")
    # Killed between taking it and answering: it is in the queue all the same.
    box.push([box.seal("command", refused | {"id": command.id, "code": "failed"})])
    assert told(anna, second["id"])["state"] == "queued"


def test_cancelled_before_and_after_the_box_has_it(anna: Browser, box: FakeBox) -> None:
    Box.everything.update(seen_at=timezone.now() - timedelta(hours=1))
    row = write(anna).json()
    gone = anna.delete(f"/api/v1/sms/{row['id']}").json()
    assert (gone["state"], gone["why"]) == ("failed", "cancelled")
    assert commands(box) == ()
    row = write(anna, "второе").json()
    went(box, row["id"], "queued", to=IVAN, text="второе", origin="person")
    assert anna.delete(f"/api/v1/sms/{row['id']}").json()["state"] == "queued"
    assert anna.delete(f"/api/v1/sms/{row['id']}").status_code == 202
    (command,) = (each for each in commands(box) if each.action.kind == "cancel_sms")
    went(box, row["id"], "failed", why="cancelled")
    box.push([box.seal("command", {"id": command.id, "ok": True, "code": "done", "facts": {}})])
    assert told(anna, row["id"])["why"] == "cancelled"
    row = write(anna, "третье").json()
    went(box, row["id"], "queued", to=IVAN, text="третье", origin="person")
    went(box, row["id"], "sending", line="a1-1")
    late = anna.delete(f"/api/v1/sms/{row['id']}")
    assert (late.status_code, late.json()["code"]) == (409, "too_late")


def test_a_box_that_never_had_it_lets_it_be_cancelled(anna: Browser, box: FakeBox) -> None:
    row = write(anna).json()
    Box.everything.update(seen_at=timezone.now())  # it may have fetched the command
    assert anna.delete(f"/api/v1/sms/{row['id']}").json()["state"] == "queued"
    (command,) = commands(box)
    assert command.action.kind == "cancel_sms"
    told_late = {"id": command.id, "ok": False, "code": "too_late", "facts": {}}
    box.push([box.seal("command", told_late)])
    assert told(anna, row["id"])["why"] == "cancelled"


def test_a_person_sends_again_once(anna: Browser, box: FakeBox) -> None:
    row = write(anna).json()
    again = f"sms/{row['id']}/again"
    assert send(anna, "POST", again).json()["code"] == "sms_not_failed"
    went(box, row["id"], "queued", to=IVAN, text="Здравствуйте")
    went(box, row["id"], "sending", line="a1-1")
    went(box, row["id"], "unknown", why="restarted")
    first = send(anna, "POST", again).json()
    second = send(anna, "POST", again).json()
    assert first["id"] == second["id"] != row["id"]
    assert first["state"] == "queued"
    assert told(anna, row["id"])["state"] == "unknown"
    assert Sms.everything.count() == 2
    assert send(anna, "POST", "sms/none/again").status_code == 404


def test_the_same_id_is_the_same_message(anna: Browser, box: FakeBox) -> None:
    uid = "a" * 32
    assert write(anna, id=uid).json()["id"] == uid
    assert write(anna, id=uid).status_code == 202
    assert Sms.everything.count() == 1
    assert len(commands(box)) == 1
    assert write(anna, "другое", id=uid).json()["code"] == "sms_id_taken"


def test_incoming_in_threads(anna: Browser, box: FakeBox, published: Company) -> None:
    anna.post("/api/v1/clients", {"name": "Пётр Ёж", "phones": [IVAN]},
              content_type="application/json")  # fmt: skip
    came(box, "k1", "Где мой заказ?")
    came(box, "k2", "Алло", sender="80291234567")
    came(box, "k1", "Где мой заказ?")
    came(box, "k3", "Баланс 5,20", sender="A1")
    came(box, "k4", "x", sender="../a/b?c#d%00\n")
    threads = anna.get("/api/v1/sms/threads").json()["items"]
    assert [(t["number"], t["unread"]) for t in threads] == [
        (".._a_b_c_d_00", 1), ("A1", 1), (IVAN, 2),
    ]  # fmt: skip
    assert threads[2]["name"] == "Пётр Ёж"
    for thread in threads:
        page = anna.get(f"/api/v1/sms/threads/{thread['number']}").json()
        assert len(page["items"]) == (2 if thread["number"] == IVAN else 1)
    for q, found in (("петр еж", 1), ("ЗАКАЗ", 1), ("29 123-45", 1), ("a1", 1), ("нет", 0)):
        answer = anna.get("/api/v1/sms/threads", {"q": q}).json()["items"]
        assert len(answer) == found, q
    client = anna.get("/api/v1/clients").json()["items"][0]
    assert client["unread_sms"] == 2
    assert send(anna, "POST", f"sms/threads/{IVAN}/read").status_code == 204
    assert anna.get("/api/v1/clients").json()["items"][0]["unread_sms"] == 0
    came(box, "k5", "Ещё")
    assert anna.get("/api/v1/sms/threads").json()["items"][0]["unread"] == 1
    first = anna.get("/api/v1/sms/threads", {"limit": 1}).json()
    rest = anna.get("/api/v1/sms/threads", {"cursor": first["next"]}).json()["items"]
    assert len(rest) == 2


def test_a_message_that_came_while_the_box_was_away_is_unread(anna: Browser, box: FakeBox) -> None:
    came(box, "k1", "новое")
    send(anna, "POST", f"sms/threads/{IVAN}/read")
    came(box, "k2", "старое", came_at=(NOON - timedelta(days=1)).isoformat())
    assert anna.get("/api/v1/sms/threads").json()["items"][0]["unread"] == 1


def test_stop_and_start(anna: Browser, box: FakeBox) -> None:
    came(box, "k1", "Стоп!")
    assert anna.get(f"/api/v1/sms/threads/{IVAN}").json()["stopped"] is True
    assert write(anna).status_code == 202  # a person may still write, and is told
    came(box, "k2", "старт")
    assert anna.get(f"/api/v1/sms/threads/{IVAN}").json()["stopped"] is False


def test_in_the_history_of_the_client(anna: Browser, box: FakeBox) -> None:
    box.cel(table("in_answered"))
    box.push_all()
    (call,) = anna.get("/api/v1/calls").json()["items"]
    number = call["client"]["number"]
    card = anna.post("/api/v1/clients", {"name": "Он", "phones": [number]},
                     content_type="application/json").json()  # fmt: skip
    send(anna, "POST", f"clients/{card['id']}/notes", text="заметка")
    came(box, "k1", "раз", sender=number)
    went(box, f"{call['linked_id']}.main.n2", "queued", to=number, text="Перезвоним",
         origin="node", call=call["linked_id"])  # fmt: skip
    every = anna.get(f"/api/v1/clients/{card['id']}/history").json()["items"]
    assert sorted(each["kind"] for each in every) == ["call", "note", "sms", "sms"]
    node = next(each["sms"] for each in every if each["kind"] == "sms" and each["sms"]["call_id"])
    assert (node["call_id"], node["origin"], node["by"]) == (call["id"], "node", "")
    paged, cursor = [], None
    for _ in range(4):
        page = anna.get(f"/api/v1/clients/{card['id']}/history",
                        {"limit": 1} | ({"cursor": cursor} if cursor else {})).json()  # fmt: skip
        paged += page["items"]
        cursor = page["next"]
    assert paged == every
    assert cursor is None


def test_the_line_doctor_is_no_thread(anna: Browser, box: FakeBox) -> None:
    went(box, "doctor.1", "queued", to=IVAN, text="проба", origin="doctor")
    assert anna.get("/api/v1/sms/threads").json()["items"] == []


def test_templates(anna: Browser, published: Company, login: Any) -> None:
    texts = [{"name": "Готово", "text": "Заказ {номер} готов"}, {"name": "Адрес", "text": "Мы тут"}]
    assert send(anna, "PUT", "sms/templates", templates=texts).json() == texts
    vera = login(published, "vera", "employee", person="vera")
    assert vera.get("/api/v1/sms/templates").json() == texts
    assert send(vera, "PUT", "sms/templates", templates=[]).status_code == 403
    assert send(anna, "PUT", "sms/templates", templates=texts[1:]).json() == texts[1:]
    assert (
        send(anna, "PUT", "sms/templates", templates=[{"name": "", "text": "x"}]).json()["code"]
        == "invalid"
    )


def test_commands_are_no_back_door(anna: Browser, box: FakeBox, published: Company) -> None:
    action = {"kind": "send_sms", "id": "b" * 32, "to": IVAN, "text": "x"}
    answer = send(anna, "POST", "commands", action=action)
    assert answer.json()["code"] == "sms_by_its_own_door"
    write(anna, "тайна")
    deed = Deed.everything.get(action="command_send_sms")
    assert "тайна" not in str(deed.facts)


def test_too_many_for_one_account(anna: Browser, box: FakeBox, monkeypatch: Any) -> None:
    from django.core.cache import cache

    assert write(anna).status_code == 202
    (key,) = (key for key in cache._cache if "each:" in key)
    import time

    cache.set(key.split(":1:", 1)[1], [time.time()] * 600)
    assert write(anna).status_code == 429


def derived() -> tuple[Any, Any]:
    rows = Sms.everything.order_by("uid").values()
    threads = SmsThread.everything.order_by("number").values()
    return tuple(
        [{k: v for k, v in row.items() if k != "id"} for row in each] for each in (rows, threads)
    )  # type: ignore[return-value]


def test_refold_gives_the_same(anna: Browser, box: FakeBox, published: Company) -> None:
    sent = write(anna).json()
    (command,) = commands(box)
    went(box, sent["id"], "queued", to=IVAN, text="Здравствуйте", origin="person")
    went(box, sent["id"], "sending", line="a1-1")
    went(box, sent["id"], "failed", why="gateway", code=38)
    late = write(anna, "поздно").json()
    command = commands(box)[-1]
    box.push([box.seal("command", {"id": command.id, "ok": False, "code": "late", "facts": {}})])
    Box.everything.update(seen_at=timezone.now() - timedelta(hours=1))
    anna.delete(f"/api/v1/sms/{write(anna, 'отмена').json()['id']}")
    came(box, "k1", "Стоп")
    send(anna, "POST", f"sms/threads/{IVAN}/read")
    came(box, "k2", "и ещё")
    came(box, "k3", "от A1", sender="A1")
    before = derived()
    assert told(anna, late["id"])["why"] == "given_up"
    assert "38" in told(anna, sent["id"])["why_text"]
    refold(published.pk)
    assert derived() == before
    refold(published.pk)
    assert derived() == before


_STATES = ("queued", "sending", "sent", "delivered", "failed", "unknown")


def test_any_schedule_gives_one_row_a_message(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    """Whatever the journal holds, doubled or not: one row for each id, `refold` the same."""

    @settings(max_examples=25, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from((*_STATES, "in"))),
                    max_size=14))  # fmt: skip
    def walk(told_of: list[tuple[str, str]]) -> None:
        Sms.everything.all().delete()
        SmsThread.everything.all().delete()
        first = len(box.entries)
        for name, state in told_of:
            if state == "in":
                body = {"dir": "in", "id": f"in-{name}", "sender": IVAN, "text": name,
                        "line": "a1-1", "came_at": NOON.isoformat()}  # fmt: skip
            else:
                body = {"dir": "out", "id": f"out-{name}", "state": state, "to": IVAN,
                        "text": name, "origin": "node"}  # fmt: skip
            box.seal("sms", body)
        new = box.entries[first:]
        for entry in new:  # one by one, each twice
            box.push([entry])
            box.push([entry])
        ids = {("in-" if state == "in" else "out-") + name for name, state in told_of}
        assert set(Sms.everything.values_list("uid", flat=True)) == ids

    walk()
