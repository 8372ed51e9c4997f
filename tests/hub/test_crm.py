"""Bitrix24: whole lives of calls, told to a portal of the lab step by step, each once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.accounts.models import Deed
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.crm.models import CrmCall, CrmStep
from vochi.hub.desk.alarms import of as alarms_of
from vochi.lab.bitrix import Portal
from vochi.lab.site import Fault

from .box import FakeBox, table
from .crm_office import (
    API,
    Clock,
    ask,
    crm,
    crm_call,
    crm_clock,
    crm_portal,
    drain,
    link_bitrix,
    only,
    part,
    record,
)

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["crm_clock", "crm_portal"]  # fixtures


def test_a_call_that_was_answered(
    anna: Browser, box: FakeBox, published: Company, portal: Portal
) -> None:
    made = link_bitrix(anna, portal)
    assert (made["state"], made["mapped"]) == ("on", {"181": 1, "182": 2})
    rows = table("in_answered")
    rung, answered = part(rows, "ANSWER") - 1, part(rows, "BRIDGE_EXIT") - 1
    box.push(box.cel(rows[:rung]))
    drain()
    call = only(portal)
    assert call.fields | {"EXTERNAL_CALL_ID": "", "auth": ""} == {
        "USER_ID": 1, "PHONE_NUMBER": "+375291234567", "TYPE": 2, "CRM_CREATE": 1, "SHOW": 1,
        "CALL_START_DATE": "2026-11-22T22:52:22+00:00", "ADD_TO_CHAT": 0,
        "LINE_NUMBER": "375291112233", "EXTERNAL_CALL_ID": "", "auth": "",
    }  # fmt: skip
    assert portal.telephony.lines == {"375291112233": "A1 первая"}
    assert call.shown == [1, 2]
    box.push(box.cel(rows[rung:answered]))
    drain()
    assert call.shown == [1]
    box.push(box.cel(rows[answered:]))
    drain()
    assert call.finished is not None
    told = {key: call.finished[key] for key in ("USER_ID", "DURATION", "STATUS_CODE")}
    assert told == {"USER_ID": 1, "DURATION": 3, "STATUS_CODE": "200"}
    record(box, rows, b"ID3 the very bytes")
    drain()
    assert (call.record, call.record_name.endswith(".mp3")) == (b"ID3 the very bytes", True)
    steps = [what for what, _ in portal.telephony.history]
    assert steps == ["register", "show", "hide", "finish", "record"]
    page = anna.get(f"{API}/crm/links/bitrix/calls").json()["items"]
    assert (page[0]["state"], page[0]["told"]) == ("done", ["register", "show", "finish", "record"])
    assert drain() == 0


@pytest.mark.parametrize(
    ("name", "status"),
    [("in_missed", "304"), ("in_rejected", "304")],
)
def test_a_call_that_nobody_answered(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, name: str, status: str
) -> None:
    """Over before the hub knew of it: registered when it began, its card never shown."""
    link_bitrix(anna, portal)
    box.cel(table(name))
    box.push_all()
    drain()
    call = only(portal)
    assert call.finished is not None
    assert (call.finished["STATUS_CODE"], call.finished["DURATION"]) == (status, 0)
    assert call.were == []
    assert call.fields["SHOW"] == 0


def test_nothing_is_told_twice(
    anna: Browser, box: FakeBox, published: Company, portal: Portal
) -> None:
    link_bitrix(anna, portal)
    box.cel(table("in_answered"))
    box.push_all()
    drain()
    before = list(portal.telephony.history)
    refold(published.pk)
    box.push_all()
    drain()
    assert portal.telephony.history == before
    assert CrmCall.everything.count() == 1


def test_calls_inside_and_older_ones_are_nobodys_business(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    box.cel(table("in_missed"))
    clock.wait(hours=1)
    link_bitrix(anna, portal)
    box.push_all()
    drain()
    assert portal.telephony.calls == {}
    assert CrmCall.everything.count() == 0


def test_tokens_end_and_are_renewed_once(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    link_bitrix(anna, portal)
    clock.wait(minutes=2)
    portal.end_tokens()  # before their time
    box.cel(table("in_missed"))
    box.push_all()
    drain()
    assert only(portal).finished is not None
    assert portal.refreshed == 1
    clock.wait(hours=2)
    record(box, table("in_missed"), b"late")
    drain()
    assert portal.refreshed <= 2


def test_a_portal_that_knows_us_no_more_is_said_in_words(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    link_bitrix(anna, portal)
    portal.end_tokens()
    portal.refresh = ""
    box.cel(table("in_missed"))
    box.push_all()
    for _ in range(12):
        drain()
        clock.wait(minutes=10)
    assert anna.get(f"{API}/crm").json()[0]["state"] == "auth"
    assert {alarm.code for alarm in alarms_of(published.pk)} == {"crm.auth"}
    link_bitrix(anna, portal)
    drain()
    assert only(portal).finished is not None


def test_limits_are_waited_out(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    link_bitrix(anna, portal)
    portal.burst = 1
    box.cel(table("in_answered"))
    box.push_all()
    for _ in range(40):
        drain()
        clock.wait(seconds=3)
    assert only(portal).finished is not None
    assert crm(published).failures == 0
    assert CrmStep.everything.filter(why="busy").exists()


def test_somebody_whom_the_portal_does_not_know(
    anna: Browser, box: FakeBox, published: Company, portal: Portal
) -> None:
    """Who is named by hand and has left there: the call is told in the name of who answers."""
    link_bitrix(anna, portal, people={"181": 99}, default_user=3)
    box.cel(table("in_answered"))
    box.push_all()
    drain()
    call = only(portal)
    assert call.user == 3
    assert call.finished is not None
    assert call.finished["user"] == 3


def test_what_was_given_up_goes_on_and_what_is_done_is_told_anew(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    link_bitrix(anna, portal)
    box.cel(table("in_missed"))
    box.push_all()
    portal.site.weather = lambda asked: Fault(status=500)
    for _ in range(3):
        drain()
        clock.wait(minutes=10)
    row = crm_call(published)
    CrmCall.everything.update(state="dead", last_at=timezone.now())
    assert {alarm.code for alarm in alarms_of(published.pk)} == {"crm.dead"}
    portal.site.weather = None
    clock.wait(minutes=10)
    made = ask(anna, "POST", "/crm/links/bitrix/replay")
    assert made.json() == {"count": 1}
    drain()
    assert only(portal).finished is not None
    again = ask(anna, "POST", f"/crm/links/bitrix/calls/{row.pk}/replay")
    assert again.status_code == 200
    drain()
    assert len(portal.telephony.calls) == 2
    assert crm_call(published).replays == 1


def test_keys_are_sealed_and_told_to_nobody(
    anna: Browser, published: Company, portal: Portal, login: Any
) -> None:
    made = link_bitrix(anna, portal)
    row = crm(published)
    secrets = [
        portal.refresh,
        *portal.tokens,
        "ZeKyeYIgy2NsHZqsIHY6GfG1VemulatorOfBitrix24",
        row.door,
    ]
    shown = json.dumps(made) + anna.get(f"{API}/audit").content.decode() + str(row.facts)
    shown += str(list(Deed.everything.values_list("facts", flat=True)))
    assert not [each for each in secrets if each in shown]
    assert portal.refresh not in row.sealed
    for role in ("head", "employee"):
        browser = login(published, role, role)
        for method, path in (("GET", "/crm"), ("DELETE", "/crm/links/bitrix"),
                             ("POST", "/crm/links/bitrix/test"),
                             ("GET", "/crm/links/bitrix/calls")):  # fmt: skip
            assert ask(browser, method, path).json()["code"] == "role_needed"


@pytest.mark.parametrize(
    ("portal_typed", "code"),
    [
        ("127.0.0.1:8080", "hook_private_address"), ("http://10.0.0.1/", "hook_private_address"),
        ("localhost", "crm_portal"), ("firma.bitrix24.by/evil?x=", None),
        ("https://user:pass@firma.bitrix24.by", None), ("ftp://x", "crm_portal"),
        ("firma bitrix", "crm_portal"), ("firma.bitrix24.by:22", "crm_portal"),
        ("[::1]", "hook_private_address"), ("169.254.169.254", "hook_private_address"),
    ],
)  # fmt: skip
def test_portals_lie_outside(
    anna: Browser, published: Company, portal_typed: str, code: str | None
) -> None:
    answer = ask(anna, "POST", "/crm/begin/bitrix", portal=portal_typed, client_id="local.1",
                 client_secret="s")  # fmt: skip
    if code is None:
        assert answer.json()["authorize"].startswith("https://firma.bitrix24.by/oauth/authorize/?")
    else:
        assert answer.json()["code"] == code


def test_unlinked_it_is_told_nothing(
    anna: Browser, box: FakeBox, published: Company, portal: Portal
) -> None:
    link_bitrix(anna, portal)
    assert ask(anna, "DELETE", "/crm/links/bitrix").status_code == 204
    box.cel(table("in_missed"))
    box.push_all()
    assert drain() == 0
    assert anna.get(f"{API}/crm").json()[0]["state"] == "none"


def test_a_slow_portal_slows_no_call(
    anna: Browser, box: FakeBox, published: Company, portal: Portal
) -> None:
    """What the fold does for a CRM is a row: it asks nobody anything."""
    link_bitrix(anna, portal)
    asked = len(portal.site.asked)
    box.cel(table("in_answered"))
    box.push_all()
    assert len(portal.site.asked) == asked
    assert crm_call(published).next_at <= timezone.now() + timedelta(seconds=1)
