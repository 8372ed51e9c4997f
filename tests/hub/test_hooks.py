"""Webhooks: who may make them, what they are told, and that nothing is told of twice as two."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from vochi.hub.accounts.models import Deed
from vochi.hub.answer import Refused
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.hooks.address import may_go, target_of
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.payloads import HookMessage
from vochi.hub.hooks.schemas import KINDS
from vochi.hub.hooks.signing import signature
from vochi.hub.parcels import backoff

from .box import FakeBox, table
from .receiver import check_signature

pytestmark = pytest.mark.django_db
API = "/api/v1/hooks"
URL = "https://crm.example.com/in"


def ask(browser: Browser, method: str, path: str = "", **body: Any) -> Any:
    return browser.generic(
        method, API + path, data=json.dumps(body), content_type="application/json"
    )


def make(browser: Browser, **more: Any) -> dict[str, Any]:
    answer = ask(browser, "POST", **{"name": "CRM", "url": URL, "events": list(KINDS)} | more)
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


@pytest.fixture
def opened() -> Iterator[None]:
    before, settings.HOOK_NETWORKS = settings.HOOK_NETWORKS, ("127.0.0.0/8",)
    yield
    settings.HOOK_NETWORKS = before


def _data(bodies: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(body["data"] for body in bodies if body["type"] == kind)
    return found


def kinds(company: Company) -> list[str]:
    rows = HookEvent.objects.of(company).order_by("pk")
    return [kind for kind in rows.values_list("kind", flat=True) if kind.startswith("call.")]


def test_a_call_is_told_step_by_step_and_each_step_once(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    hook = make(anna)
    for row in table("in_answered"):
        box.push(box.cel([row]))
    assert kinds(published) == ["call.started", "call.ringing", "call.answered", "call.ended"]
    bodies = [
        json.loads(b) for b in HookEvent.everything.order_by("pk").values_list("body", flat=True)
    ]
    calls = [HookMessage.model_validate(b) for b in bodies if b["type"].startswith("call.")]
    assert len({call.data.id for call in calls}) == 1  # type: ignore[union-attr]
    started, ended = bodies[0]["data"], _data(bodies, "call.ended")
    assert (started["answered_at"], started["result"]) == (None, None)
    assert (ended["result"], ended["employee"]["name"]) == ("answered", "Анна Климович")
    before = list(HookEvent.everything.values_list("uid", flat=True))
    refold(published.pk)
    box.push(box.entries)
    assert list(HookEvent.everything.values_list("uid", flat=True)) == before
    told = anna.get(f"{API}/{hook['id']}/deliveries").json()["items"]
    assert [each["state"] for each in told] == ["waiting"] * len(before)
    assert [each["kind"] for each in told if each["kind"].startswith("call.")] == [
        "call.ended", "call.answered", "call.ringing", "call.started",
    ]  # fmt: skip


def test_a_call_that_was_over_before_it_was_known_has_its_steps_too(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    make(anna)
    box.cel(table("in_missed"))
    box.push_all()
    assert kinds(published) == ["call.started", "call.ended", "call.missed"]


def test_a_recording_is_told_of_when_it_is_here(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    """Its file may come long after the call; a message of a caller is told with the end."""
    make(anna)
    rows = table("in_answered")
    box.cel(rows)
    channel = rows[0]["LinkedID"]
    data = b"sound"
    sha = hashlib.sha256(data).hexdigest()
    box.seal("recording", {"unique_id": channel, "linked_id": channel, "sha256": sha,
                           "bytes": 5, "seconds": 3.0, "format": "mp3"})  # fmt: skip
    box.push_all()
    assert "recording.ready" not in set(HookEvent.everything.values_list("kind", flat=True))
    for _ in range(2):
        box.http.put(
            f"/link/v1/recordings/{sha}", data, content_type="application/octet-stream",
            headers=box.headers | {"x-vochi-unique-id": channel},
        )  # fmt: skip
    events = HookEvent.everything.filter(kind="recording.ready")
    told = json.loads(events.get().body)["data"]
    assert told["url"] == f"/api/v1/calls/{told['call']['id']}"
    assert told["call"]["has_recording"]


def test_only_what_was_asked_for_is_kept(anna: Browser, box: FakeBox, published: Company) -> None:
    box.cel(table("in_missed"))
    box.push_all()
    assert HookEvent.everything.count() == 0  # nobody listens
    missed = make(anna, events=["call.missed"])
    off = make(anna, is_on=False)
    box.cel(table("in_answered"))
    box.push_all()
    assert Delivery.everything.count() == 0
    assert anna.get(API).json()[1]["state"] == "off"
    made = ask(anna, "POST", f"/{missed['id']}/replay",
               since="2020-01-01T00:00:00Z", until="2030-01-01T00:00:00Z")  # fmt: skip
    assert made.json() == {"count": 0}
    assert off["events"] == list(KINDS)


def test_lines_clients_messages_and_offices_are_told(
    anna: Browser, box: FakeBox, published: Company
) -> None:
    make(anna)
    box.device("a1-1")
    box.push_all()
    box.device("a1-1", "offline")
    box.device("a1-1", "offline")
    box.device("a1-1")
    box.push_all()
    anna.post("/api/v1/clients", json.dumps({"name": "Иван", "phones": ["+375291234567"]}),
              content_type="application/json")  # fmt: skip
    rows = HookEvent.everything.order_by("pk").values_list("kind", "subject", "body")
    found = [(kind, subject) for kind, subject, _ in rows]
    assert ("client.changed", found[-1][1]) == found[-1]
    data = json.loads(rows[len(found) - 1][2])["data"]
    assert (data["name"], data["phones"]) == ("Иван", ["+375291234567"])


def test_a_line_goes_down_and_comes_back(anna: Browser, box: FakeBox) -> None:
    make(anna, events=["line.down", "line.up"])
    for state in ("online", "offline", "offline", "online", "offline"):
        box.device("a1-1", state)
        box.push_all()
    rows = HookEvent.everything.filter(subject="line/a1-1").order_by("pk")
    assert list(rows.values_list("kind", flat=True)) == ["line.down", "line.up", "line.down"]


def test_the_secret_is_told_once_and_two_count_for_a_day(anna: Browser) -> None:
    made = make(anna)
    assert made["secret"].startswith("whsec_")
    (listed,) = anna.get(API).json()
    assert listed["secret"] is None
    changed = ask(anna, "POST", f"/{made['id']}/secret").json()
    assert changed["secret"] != made["secret"]
    assert changed["old_secret_until"] is not None
    row = Hook.everything.get()
    assert made["secret"] not in json.dumps([row.sealed, row.old_sealed])
    from vochi.hub.hooks.queue import keys_of

    now = timezone.now()
    assert keys_of(row, now) == (changed["secret"], made["secret"])
    assert keys_of(row, now + timedelta(days=1, minutes=1)) == (changed["secret"],)
    signed = signature(keys_of(row, now), 1000, b"{}")
    for secret in (changed["secret"], made["secret"]):
        assert check_signature(secret, signed, b"{}", 1100)
        assert not check_signature(secret, signed, b"{ }", 1100)
        assert not check_signature(secret, signed, b"{}", 1000 + 301)
    deeds = json.dumps([list(Deed.everything.values("action", "facts"))], default=str)
    assert "hook_secret_changed" in deeds
    assert "whsec_" not in deeds


def test_only_administrators_and_only_their_own(
    anna: Browser, published: Company, other: Company, login: Any
) -> None:
    made = make(anna)
    clerk, stranger = login(published, "clerk", "head"), login(other, "stranger", "owner")
    body = {"name": "x", "url": URL, "events": ["call.missed"]}
    paths = [
        ("GET", ""), ("POST", ""), ("PUT", f"/{made['id']}"), ("DELETE", f"/{made['id']}"),
        ("POST", f"/{made['id']}/secret"), ("POST", f"/{made['id']}/test"),
        ("GET", f"/{made['id']}/deliveries"), ("POST", f"/{made['id']}/deliveries/1/replay"),
        ("GET", "/events"),
    ]  # fmt: skip
    for method, path in paths:
        assert ask(clerk, method, path, **body).status_code == 403, path
    for method, path in paths[2:8]:
        assert ask(stranger, method, path, **body).status_code == 404, path
    assert anna.get(API).json()[0]["name"] == "CRM"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://crm.example.com/", "crm.example.com", "https://", "https://u:p@crm.example.com/",
        "http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/", "http://x.localhost/",
        "http://192.168.1.1/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.1]/", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::]/",
        "http://224.0.0.1/", "http://100.64.0.1/", "http://[64:ff9b::a00:1]/",
        "http://crm.example.com:0/", "http://crm.example.com:99999/", "http://a b/", "http://\u0000/",
        "http://255.255.255.255/", "file:///etc/passwd", "gopher://x/", "http://2130706433.",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused(anna: Browser, url: str) -> None:
    answer = ask(anna, "POST", name="x", url=url, events=["call.missed"])
    if url.endswith("2130706433."):  # a name: what it leads to is looked at when it is used
        assert answer.status_code == 201
        return
    assert answer.status_code in {400, 422}
    if answer.status_code == 422:
        assert answer.json()["code"] in {"hook_url", "hook_private_address", "invalid"}
    assert Hook.everything.count() == 0


def test_a_network_is_opened_by_the_settings_alone(opened: None) -> None:
    assert target_of("http://127.0.0.1:81/x?y=1").path == "/x?y=1"
    with pytest.raises(Refused):
        target_of("http://10.0.0.1/")


@given(st.ip_addresses())
def test_what_is_not_global_is_never_reached(address: Any) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not may_go(address)


def test_tries_are_further_and_further_apart() -> None:
    waits = [backoff.delay(tries, 0.5).total_seconds() for tries in range(1, 15)]
    assert waits[0] == pytest.approx(1.0)
    assert waits == sorted(waits)
    assert max(waits) == pytest.approx(86400)
    assert backoff.delay(3, 0.0) < backoff.delay(3, 0.99)
    assert backoff.delay(10**6, 0.99) <= timedelta(hours=29)
    assert backoff.rest(1, timezone.now()) is None
    now = timezone.now()
    rests = [backoff.rest(n, now) for n in range(5, 40)]
    assert all(each is not None and now < each <= now + timedelta(minutes=5) for each in rests)


def test_every_kind_is_documented_with_an_example(anna: Browser) -> None:
    told = anna.get(f"{API}/events").json()
    assert [each["kind"] for each in told] == list(KINDS)
    for each in told:
        HookMessage.model_validate(each["example"])
    schema = anna.get("/api/v1/openapi.json").json()
    assert list(schema["webhooks"]) == list(KINDS)
    assert "HookMessage" in schema["components"]["schemas"]
    assert "HookCall" in schema["components"]["schemas"]


def test_a_change_of_a_fact_that_fails_tells_nothing(anna: Browser, published: Company) -> None:
    """The event stands in the same transaction: rolled back with what it tells of."""
    from django.db import transaction

    from vochi.hub.desk.events import emit
    from vochi.hub.desk.schemas import ClientChanged

    make(anna)
    with transaction.atomic():
        emit(published.pk, "client", ClientChanged(id=1))
        assert HookEvent.everything.count() == 1
        transaction.set_rollback(True)
    assert HookEvent.everything.count() == 0
    assert Delivery.everything.count() == 0
