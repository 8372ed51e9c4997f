"""X6: whatever is sent to whichever endpoint, the hub refuses in its own words and never breaks."""

import json
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vochi.hub.api import api
from vochi.hub.companies.models import Company

from .box import FakeBox, table
from .office import OFFICE

SCHEMA = api.get_openapi_schema(path_prefix="/api")
OPERATIONS = [
    (method, path, operation)
    for path, each in SCHEMA["paths"].items()
    for method, operation in each.items()
]
ODD = st.one_of(
    st.sampled_from([
        "", "0", "-1", "1", "181", "a1-1", "9" * 30, str(2**63), str(2**63 - 1), "1e9", "NaN",
        "null", "true", "%00", "\x00", "a\x00b", "'", '"; --', "../..", "<x>", "\ud7ff", "１２３",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-01-01", "infinity", "%", "_",
        "\\", "MTc5NTM4NzU1ODQwMzQxOC4xLg", "+375291234567", "🙂" * 30,
    ]),
    st.text(max_size=40),
    st.integers().map(str),
)  # fmt: skip
LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    ODD,
)
JUNK = st.recursive(
    LEAF,
    lambda deeper: st.one_of(
        st.lists(deeper, max_size=4), st.dictionaries(st.text(max_size=10), deeper, max_size=4)
    ),
    max_leaves=8,
)
GOOD: dict[str, Any] = {
    "/api/v1/clients": {"name": "Иван", "company_name": "", "phones": ["+375291234567"]},
    "/api/v1/clients/{client_id}": {"version": 1, "name": "x", "phones": []},
    "/api/v1/clients/{client_id}/notes": {"text": "x"},
    "/api/v1/clients/{client_id}/notes/{note_id}": {"text": "x", "pinned": True},
    "/api/v1/clients/fields": {"name": "Город", "kind": "choice", "choices": [{"name": "Минск"}]},
    "/api/v1/clients/fields/{slug}": {"name": "x", "choices": [{"name": "y"}], "place": 0},
    "/api/v1/clients/bulk": {"ids": [1], "add_tags": ["opt"], "responsible": "anna"},
    "/api/v1/clients/merge": {"clients": [{"id": 1, "version": 1}, {"id": 2, "version": 1}]},
    "/api/v1/clients/merge/preview": {"clients": [1, 2], "take": {"name": 1}},
    "/api/v1/clients/imports/{import_id}": {"columns": ["name"], "policy": "fill"},
    "/api/v1/commands": {"action": {"kind": "originate", "extension": "181", "to": "80291234567"}},
    "/api/v1/office/check": {"office": OFFICE.model_dump(mode="json"), "reason": "x"},
    "/api/v1/office/publish": {"office": OFFICE.model_dump(mode="json"), "reason": "x"},
    "/api/v1/office/rollback": {"version": 1},
    "/api/v1/office/simulate": {
        "life": {
            "line": "a1-1",
            "caller": "+375291234567",
            "at": "2026-11-23T09:00:00Z",
            "phones": {"181": {"state": "free", "answers": 3}},
            "keys": [{"digits": "1"}],
        },
        "office": None,
    },
    "/api/v1/office/replay": {
        "office": OFFICE.model_dump(mode="json"),
        "since": "2026-11-01T00:00:00Z",
        "until": "2026-12-01T00:00:00Z",
    },
    "/api/v1/office/words": {"office": OFFICE.model_dump(mode="json"), "scheme": "main"},
    "/api/v1/office/words/read": {
        "office": OFFICE.model_dump(mode="json"),
        "scheme": "main",
        "text": "Входящая схема «x»\n\n[start] Звонок пришёл\n  дальше → start\n",
    },
    "/api/v1/office/signatures": {"line": "city", "rule": "certified-operator"},
    "/api/v1/prompts/say": {"text": "x", "language": "ru", "name": "y"},
    "/api/v1/labels": {"kind": "tag", "name": "Опт"},
    "/api/v1/labels/{kind}/{slug}": {"name": "Опт"},
    "/api/v1/lists/{name}": {"number": "+375291234567", "until": None},
    "/api/v1/lists/{name}/calls": {"calls": [1], "until": None, "reason": "спам"},
    "/api/v1/views": {"name": "Мой", "is_shared": False, "filters": {"result": "missed"}},
    "/api/v1/views/{view_id}": {"name": "Мой", "filters": {}},
    "/api/v1/calls/bulk": {"ids": [1], "deed": {"action": "tag", "tag": "opt"}},
    "/api/v1/calls/recordings/export": {"ids": [1]},
    "/api/v1/calls/{call_id}/blacklist": {"until": "2099-01-01T00:00:00Z"},
    "/api/v1/me": {"language": "en"},
    "/api/v1/sms": {"to": "80291234567", "text": "Здравствуйте", "line": "a1-1"},
    "/api/v1/sms/templates": {"templates": [{"name": "Готово", "text": "Заказ готов"}]},
    "/api/v1/sms/count": {"text": "Здравствуйте"},
    "/api/v1/sims/{line}/forwards": {
        "forwards": [{"reason": "busy", "to": "+375291234567", "seconds": 20}],
        "reason": "x",
        "based_on": 1,
    },
    "/api/v1/sims/{line}/policy": {
        "tariff": {"minute": 5, "month_day": 3},
        "policy": {"day_minutes": 60},
        "based_on": None,
    },
    "/api/v1/sims/{line}/number": {"number": "+375291234567"},
    "/api/v1/gateways": {
        "id": "goip-2",
        "name": "Второй",
        "kind": "goip",
        "address": "192.0.2.9",
        "password": "тайна",
        "lines": [],
        "based_on": 1,
    },
    "/api/v1/gateways/{gateway}": {"id": "goip", "name": "Шлюз", "slots": 8},
    "/api/v1/sockets": {
        "id": "plug",
        "name": "Розетка",
        "kind": "tasmota",
        "address": "192.0.2.10",
        "password": "x",
    },
    "/api/v1/sockets/{socket}": {
        "id": "plug",
        "name": "Розетка",
        "kind": "tasmota",
        "address": "192.0.2.10",
    },
    "/api/v1/adapters": {"id": "ht", "name": "HT503", "line": "a1-1"},
    "/api/v1/adapters/{adapter}": {"id": "ht", "name": "HT503"},
    "/api/v1/operators": {"operators": [{"name": "A1", "balance": {"code": "*100#"}}]},
    "/api/v1/policy/sms": {"quiet_from": "21:00", "stop_words": ["СТОП"]},
    "/api/v1/policy/repair": {"enabled": True},
    "/api/v1/policy/doctor": {"enabled": True, "from_time": "02:00"},
    "/api/v1/draft": {"revision": 0, "office": OFFICE.model_dump(mode="json")},
    "/api/v1/draft/rebase": {"take": {"people/anna": "mine"}},
    "/api/v1/draft/publish": {"reason": "x", "revision": 1},
    "/api/v1/office/read": {"text": "company: {name: x}"},
    "/api/v1/office/parts": {
        "changes": [
            {"section": "people", "key": "anna", "value": OFFICE.people[0].model_dump(mode="json")},
            {"section": "devices", "key": "181-2", "value": None},
            {"section": "holidays", "value": {"public": False}},
        ],
        "based_on": 1,
        "secrets": {"passwords": {"city": "x"}},
    },
    "/api/v1/office/parts/people/{key}": {"value": OFFICE.people[0].model_dump(mode="json")},
    "/api/v1/office/parts/inbound/{key}": {"value": OFFICE.inbound[0].model_dump(mode="json")},
    "/api/v1/office/parts/policy": {"value": {}, "based_on": 1, "reason": "x"},
    "/api/v1/people": {
        "name": "Ольга",
        "login": "olga",
        "role": "head",
        "extension": "150",
        "phones": [{"name": "x", "kind": "desk"}],
        "departments": ["901"],
        "outbound": "all",
        "follow_me": {"number": "401", "steps": [{"seconds": 9, "targets": [{"to": "181"}]}]},
        "colleague": "181",
        "pin": "4711",
        "listens_to": ["901"],
        "mobile": "80291234567",
        "works_from": "desk",
        "based_on": 1,
    },
    "/api/v1/people/{person}": {"name": "Анна", "phones": [{"account": "181"}]},
    "/api/v1/people/{person}/remote": {"works_from": "mobile", "mobile": "80291234567"},
    "/api/v1/people/{person}/leave": {"to": "182", "reason": "x", "based_on": 1},
    "/api/v1/people/{person}/return": {"extension": "150"},
    "/api/v1/invites/check": {"token": "x" * 20},
    "/api/v1/invites/use": {"token": "x" * 20, "password": "y"},
    "/api/v1/tokens": {"name": "x", "scopes": ["read"], "days": 30},
    "/api/v1/roles": {"slug": "quiet", "name": "x", "base": "employee", "denied": ["sms"]},
    "/api/v1/roles/{slug}": {"slug": "quiet", "name": "x", "base": "head", "sight": "own"},
    "/api/v1/door": {"second_factor": "administrators"},
    "/api/v1/me/password/check": {"password": "снег-и-чай-42"},
    "/api/v1/welcome": {"token": "x" * 20, "login": "x", "password": "y", "name": "z"},
    "/api/v1/welcome/check": {"token": "x" * 20},
}


@st.composite
def bodies(draw: st.DrawFn, path: str) -> Any:
    good = GOOD.get(path)
    if good is None or draw(st.booleans()):
        return draw(JUNK)
    changed = json.loads(json.dumps(good))
    place = changed
    while True:  # put junk somewhere into a good body
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and draw(st.integers(0, 3)):
            place = inner
            continue
        place[key] = draw(JUNK)
        return changed


def _quote(value: str) -> str:
    from urllib.parse import quote

    return quote(value.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS]
)
def test_never_breaks(
    method: str, path: str, operation: dict[str, Any], published: Company, anna: Browser
) -> None:
    box = FakeBox(published)
    box.cel(table("in_answered"))
    box.push_all()
    anna.post("/api/v1/clients", {"name": "Иван"}, content_type="application/json")
    named = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]

    @settings(
        max_examples=12, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck), database=None,
    )  # fmt: skip
    @given(st.data())
    def walk(data: st.DataObject) -> None:
        address = path
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                value = data.draw(ODD) or "0"
                address = address.replace("{" + parameter["name"] + "}", _quote(value))
        chosen = data.draw(st.lists(st.sampled_from(named), unique=True)) if named else []
        query = "&".join(f"{name}={_quote(data.draw(ODD))}" for name in chosen)
        body = data.draw(
            st.one_of(bodies(path).map(json.dumps), st.sampled_from(["", "{", "[]", "\x00"]))
        )
        answer = anna.generic(
            method.upper(), f"{address}?{query}", body, content_type="application/json"
        )
        assert answer.status_code < 500 or path == "/api/v1/stream", (address, query, body)
        if answer.status_code >= 400:
            assert set(answer.json()) == {"code", "detail", "facts"}, answer.content

    walk()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["enroll", "entries", "alarms", "recordings/" + "0" * 64, "messages/" + "0" * 64,
     "prompts/" + "0" * 64],
)  # fmt: skip
def test_link_never_breaks(path: str, published: Company) -> None:
    box = FakeBox(published)
    good = json.loads(box.seal("cel", {"EventType": "CHAN_START"}).model_dump_json())

    @settings(max_examples=25, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data())
    def walk(data: st.DataObject) -> None:
        from django.core.cache import cache

        cache.clear()
        key = data.draw(st.sampled_from(sorted(good)))
        entry = good | {key: data.draw(JUNK)}
        body = data.draw(st.sampled_from([
            json.dumps(data.draw(JUNK)), json.dumps({"entries": [entry]}),
            json.dumps({"code": data.draw(JUNK), "name": data.draw(JUNK)}),
            json.dumps({"alarms": [{"code": data.draw(JUNK), "facts": data.draw(JUNK)}]}),
        ]))  # fmt: skip
        method = "POST" if path in {"enroll", "entries"} else "PUT"
        unique = data.draw(st.sampled_from(["", "1.1", "x" * 300]))
        answer = box.http.generic(
            method, f"/link/v1/{path}", body, content_type="application/json",
            headers={**box.headers, "x-vochi-unique-id": unique, "x-vochi-prompt": "x" + unique},
        )  # fmt: skip
        assert answer.status_code < 500, (body, answer.content)

    walk()


@pytest.mark.django_db
def test_hostile_bodies_of_sealed_entries_are_taken(published: Company, anna: Browser) -> None:
    """A box seals whatever the engine wrote: none of it may stop the journal or a desk."""
    box = FakeBox(published)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        st.sampled_from([
            "cel", "engine", "device", "recording", "message", "prompt", "office", "command",
            "sms", "sms_part", "sim", "ussd", "balance", "number", "forward", "repair", "check",
            "gateway",
        ]),
        st.dictionaries(
            st.sampled_from([
                "EventType", "EventTime", "UniqueID", "LinkedID", "ChanName", "name", "num",
                "EventExtra", "endpoint", "state", "address", "user_agent", "rtt_ms", "unique_id",
                "linked_id", "sha256", "bytes", "seconds", "format", "peaks", "started_at",
                "version", "ok", "id", "code", "facts", "dir", "sender", "text", "line", "came_at",
                "to", "gateway", "slot", "online", "iccid", "cents", "raw", "reason", "what",
            ]),
            st.one_of(
                JUNK,
                st.sampled_from(["V_CALL", "V_PARK", "V_MAIL", "V_AWAY", "online"]),
                st.just("PJSIP/a1-1-00000000"),
            ),
            max_size=12,
        ),
    )  # fmt: skip
    def walk(kind: str, body: dict[str, Any]) -> None:
        before = box.row.folded_seq
        entry = box.seal(kind, body)
        assert box.push([entry]) == entry.seq
        assert box.row.folded_seq == before + 1, (kind, body)

    walk()
    for path in (
        "/api/v1/board",
        "/api/v1/calls",
        "/api/v1/devices",
        "/api/v1/lines",
        "/api/v1/sms/threads",
        "/api/v1/sims",
        "/api/v1/gateways",
        "/api/v1/checks",
        "/api/v1/repairs",
        "/api/v1/sims/costs?month=2026-11",
    ):
        assert anna.get(path).status_code == 200
    peaks: list[Any] = ["x", {"a": 1}, [["x"]], [[1, 2], 3], [[999, -1]], None, 2**70]
    for number, odd in enumerate(peaks):
        body = {"unique_id": f"5.{number}", "bytes": 2**70, "seconds": -1e300, "peaks": odd}
        assert box.push([box.seal("recording", body)]) == box.row.folded_seq
    from vochi.hub.link.models import Recording

    Recording.everything.update(stored_at=timezone.now())
    for recording in Recording.everything.values_list("pk", flat=True):
        assert anna.get(f"/api/v1/recordings/{recording}/peaks").status_code == 200
        assert anna.get(f"/api/v1/recordings/{recording}").status_code == 404
