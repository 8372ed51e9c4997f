"""S07: old numbers with their plans, and what Vochi sees of them itself."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.calls.models import Call, CallTag
from vochi.hub.companies.models import Company
from vochi.hub.moves.models import NumberMove

from .box import FakeBox, table
from .browser import send

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
OLD = "+375172001122"
MOVE = {"number": OLD, "name": "Бывший городской", "plan": "forward", "to": "+375173000000",
        "line": "city", "operator": "Белтелеком", "due": "2026-12-01"}  # fmt: skip


def made(anna: Browser, **more: Any) -> dict[str, Any]:
    answer = send(anna, "post", "lines/migration", **(MOVE | more))
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def steps(move: dict[str, Any]) -> dict[str, str | None]:
    return {each["id"]: each["by"] for each in move["steps"] if each["done"]}


def test_a_plan_is_kept_and_changed(anna: Browser, published: Company) -> None:
    move = made(anna)
    assert (move["pretty"], move["line_name"], move["state"]) == (
        "+375 17 200-11-22", "Городской", "going",
    )  # fmt: skip
    assert steps(move) == {"line": "seen"}
    path = f"lines/migration/{move['id']}"
    changed = send(anna, "put", path, **MOVE, version=1, done=["order", "announce", "forward"])
    assert steps(changed.json()) == {
        "order": "hand", "line": "seen", "forward": "hand", "announce": "hand",
    }  # fmt: skip
    stale = send(anna, "put", path, **MOVE, version=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_move")
    # A step that the other plan has not is no step of it.
    fxo = send(anna, "put", path, **(MOVE | {"plan": "fxo"}), version=2, done=["announce"]).json()
    assert [each["id"] for each in fxo["steps"]] == ["order", "line", "test_in", "test_out"]
    assert steps(fxo) == {"line": "seen"}
    again = send(anna, "post", "lines/migration", **MOVE)
    assert (again.status_code, again.json()["code"]) == (409, "number_moves_already")
    assert send(anna, "delete", path).status_code == 204
    assert anna.get("/api/v1/lines/migration").json() == []


def test_a_forwarded_call_passes_the_test(anna: Browser, published: Company, box: FakeBox) -> None:
    move = made(anna)
    asked = send(anna, "post", f"lines/migration/{move['id']}/test", way="in").json()
    assert asked["tests"]["in"]["asked_at"]
    assert asked["tests"]["in"]["call"] is None
    box.cel(table("in_answered"))
    box.push_all()
    call = Call.objects.of(published).get()
    CallTag.objects.add(published, call=call, kind="v", value=OLD, started_at=timezone.now())
    seen = anna.get("/api/v1/lines/migration").json()[0]
    assert seen["tests"]["in"]["passed"]
    assert seen["tests"]["in"]["call"]["by"]
    assert seen["last_used"]
    assert steps(seen) == {"line": "seen", "forward": "seen", "test_in": "seen"}
    # Asked anew: that call was before.
    send(anna, "post", f"lines/migration/{move['id']}/test", way="in")
    CallTag.objects.of(published).filter(kind="v").update(started_at=call.started_at)
    fresh = anna.get("/api/v1/lines/migration").json()[0]
    assert fresh["tests"]["in"]["call"] is None
    assert fresh["last_used"]


def test_a_call_out_over_the_line_passes_the_other(
    anna: Browser, published: Company, box: FakeBox
) -> None:
    move = made(anna, line="a1-1")
    NumberMove.objects.of(published).update(asked_out=LONG_AGO)
    assert not anna.get("/api/v1/lines/migration").json()[0]["tests"]["out"]["passed"]
    box.cel(table("out_answered"))
    box.push_all()
    out = anna.get("/api/v1/lines/migration").json()[0]["tests"]["out"]
    assert out["passed"]
    assert steps(anna.get("/api/v1/lines/migration").json()[0])["test_out"] == "seen"
    assert move["id"]


def test_a_company_sees_its_own_plan_alone(
    anna: Browser, published: Company, other: Company, login: Any
) -> None:
    move = made(anna)
    stranger = login(other, "eve", "owner")
    assert stranger.get("/api/v1/lines/migration").json() == []
    path = f"lines/migration/{move['id']}"
    assert send(stranger, "put", path, **MOVE, version=1).status_code == 404
    assert send(stranger, "delete", path).status_code == 404
    assert send(stranger, "post", f"{path}/test", way="in").status_code == 404
    head = login(published, "head", "head")
    assert head.get("/api/v1/lines/migration").status_code == 403
    assert send(head, "post", "lines/migration", **MOVE).status_code == 403


def test_lines_tell_what_answers_and_what_they_need(anna: Browser, published: Company) -> None:
    lines = {each["id"]: each for each in anna.get("/api/v1/lines").json()}
    assert lines["a1-1"]["answers"] == [{"number": None, "scheme": "main", "name": "Главная"}]
    assert lines["a1-1"]["used_by"] == [{"id": "all", "name": "Все"}]
    assert (lines["a1-1"]["slot"], lines["city"]["signature"]) == (1, None)
    city = next(e for e in anna.get("/api/v1/office").json()["lines"] if e["id"] == "city")
    put = send(anna, "put", "office/parts/lines/city", value=city | {"certified": False},
               secrets={"passwords": {"city": "secret-of-operator"}})  # fmt: skip
    assert put.status_code == 201, put.content
    rule = {"rule": "certified-operator", "by": None, "at": None}
    assert (
        next(e for e in anna.get("/api/v1/lines").json() if e["id"] == "city")["signature"] == rule
    )
    signed = send(anna, "post", "office/signatures", line="city", rule="certified-operator")
    assert signed.status_code == 201
    held = next(e for e in anna.get("/api/v1/lines").json() if e["id"] == "city")["signature"]
    assert (held["by"], bool(held["at"])) == ("Анна", True)
