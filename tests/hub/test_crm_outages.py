"""Bitrix24 that is away, a hub that is killed: every call is told all the same, and once."""

import json
from typing import Any

import pytest
from django.test import Client as Browser

from vochi.hub.companies.models import Company
from vochi.hub.crm import queue
from vochi.hub.crm.models import CrmCall
from vochi.hub.crm.step import Answer, Step, Told
from vochi.hub.desk.alarms import of as alarms_of
from vochi.hub.parcels import hands
from vochi.hub.parcels.queue import take_over
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
)

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["crm_clock", "crm_portal"]  # fixtures


@pytest.mark.parametrize("step", ["register", "finish"])
def test_an_answer_that_was_lost_makes_no_second_call(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock, step: str
) -> None:
    """The portal did it and its answer never came: what is tried again is the same call."""
    link_bitrix(anna, portal)
    lost: list[str] = []

    def weather(asked: Any) -> Fault | None:
        if step in asked.path.lower() and not lost:
            lost.append(asked.path)
            return Fault(lost=True)
        return None

    portal.site.weather = weather
    box.cel(table("in_answered"))
    box.push_all()
    for _ in range(5):
        drain()
        clock.wait(seconds=30)
    assert lost
    assert only(portal).finished is not None
    assert crm_call(published).state == "done"


def test_killed_between_register_and_finish(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """kill -9 after the portal registered and before we wrote it down: it is the same call."""
    link_bitrix(anna, portal)
    rows = table("in_answered")
    rung = part(rows, "ANSWER") - 1
    box.push(box.cel(rows[:rung]))

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(queue, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert len(portal.telephony.calls) == 0 or crm_call(published).foreign == ""
    box.push(box.cel(rows[rung:]))
    assert drain() == 0  # the one that was killed has it in hand
    clock.wait(minutes=3)
    for _ in range(4):
        drain()
        clock.wait(seconds=5)
    assert len(portal.telephony.calls) == 1
    assert only(portal).finished is not None


def test_a_new_hub_asks_at_once_what_the_killed_one_asked(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """kill -9 after the portal registered: the next hub does not wait for the claim to end, asks
    the same, field by field, and the portal knows the call.
    """
    link_bitrix(anna, portal)
    rows = table("in_answered")
    rung = part(rows, "ANSWER") - 1
    box.push(box.cel(rows[:rung]))

    def killed(job: queue.Job, step: Step, answer: Answer, done: Told) -> None:
        if step.what == "register":
            raise KeyboardInterrupt
        settle(job, step, answer, done)

    settle = queue.settle
    with monkeypatch.context() as patch:
        patch.setattr(queue, "settle", killed)
        patch.setattr(hands, "mine", lambda: "1.killed")
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert len(portal.telephony.calls) == 1
    assert crm_call(published).foreign == ""
    box.push(box.cel(rows[rung:]))
    assert drain() == 0  # the one that was killed has it in hand
    monkeypatch.setattr(hands, "gone", lambda: ("1.killed",))
    assert take_over(queue.QUEUE) == 1
    assert drain() >= 1  # and no time went by
    clock.wait(seconds=5)
    drain()
    asked = [json.loads(each.body) for each in portal.site.asked if "register" in each.path]
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert len(portal.telephony.calls) == 1
    assert only(portal).finished is not None
    assert crm_call(published).foreign == only(portal).id


def test_an_hour_without_the_portal(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    """Nothing is lost, it is not hammered, and what waited is told in its order."""
    link_bitrix(anna, portal)
    portal.site.weather = lambda asked: Fault(status=502)
    for name in ("in_answered", "in_missed", "out_answered"):
        box.cel(table(name))
    box.push_all()
    asked = 0
    for _ in range(60):
        before = len(portal.site.asked)
        drain()
        clock.wait(minutes=1)
        asked += len(portal.site.asked) - before
    assert portal.telephony.calls == {}
    assert crm(published).failures < 40
    assert anna.get(f"{API}/crm").json()[0]["state"] == "failing"
    portal.site.weather = None
    clock.wait(minutes=6)
    drain()
    assert all(call.finished for call in portal.telephony.calls.values())
    assert len(portal.telephony.calls) == CrmCall.everything.count() >= 2
    assert anna.get(f"{API}/crm").json()[0]["state"] == "on"


def test_a_day_without_the_portal_stops_and_a_person_hears_of_it(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, clock: Clock
) -> None:
    link_bitrix(anna, portal)
    portal.site.weather = lambda asked: Fault(cut=True)
    box.cel(table("in_missed"))
    box.push_all()
    for _ in range(130):
        drain()
        clock.wait(minutes=20)
        if crm(published).paused_at:
            break
    assert {alarm.code for alarm in alarms_of(published.pk)} == {"crm.paused"}
    portal.site.weather = None
    clock.wait(days=1)
    assert drain() == 0
    shown = anna.get(f"{API}/crm").json()[0]
    assert shown["state"] == "paused"
    ask(anna, "PUT", "/crm/links/bitrix", **shown["rules"] | {"is_on": True})
    drain()
    assert only(portal).finished is not None
    assert alarms_of(published.pk) == ()
