"""What CRMs ask of us: clicks, forms, who calls; and amoCRM's own way of hearing of calls."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.crm import listening
from vochi.hub.crm.models import Crm, CrmCall
from vochi.hub.link.models import CommandRow
from vochi.lab.amo import Account, open_account
from vochi.lab.amo.account import CLIENT_ID, CLIENT_SECRET, REDIRECT
from vochi.lab.bitrix import Portal, open_portal
from vochi.lab.site import Fault

from .box import FakeBox, by, table
from .crm_office import API, Clock, ask, crm_call, drain, link_amo, link_bitrix, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    monkeypatch.setattr(settings, "HOOK_NETWORKS", ("127.0.0.0/8",))
    return made


@pytest.fixture
def public(idle_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The hub, really served, so that the portal reaches it; its workers' work is done here."""
    monkeypatch.setattr(settings, "PUBLIC_URL", idle_server)
    return idle_server


@pytest.fixture
def portal(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    with open_portal(clock=clock.seconds) as made:
        monkeypatch.setattr(settings, "BITRIX_OAUTH", made.url)
        made.add_user(1, "Анна Климович", "181")
        made.add_user(2, "Борис Ёлкин", "182")
        yield made


@pytest.fixture
def amo(clock: Clock) -> Iterator[Account]:
    with open_account() as made:
        made.users = [{"id": 501, "name": "Анна Климович"}]
        yield made


def begun(portal: Portal, browser: Browser, **rules: Any) -> dict[str, Any]:
    made = link_bitrix(browser, portal, **rules)
    assert made["events"]
    assert set(portal.handlers) == {
        "ONEXTERNALCALLSTART", "ONEXTERNALCALLBACKSTART", "ONAPPUNINSTALL",
    }  # fmt: skip
    return made


def test_a_click_rings_the_phone_of_who_clicked_and_only_once(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str
) -> None:
    begun(portal, anna)
    call, status = portal.click(1, "+375291234567")
    assert status == 200
    (command,) = CommandRow.everything.all()
    assert command.action == {"kind": "originate", "extension": "181", "to": "+375291234567"}
    row = crm_call(published)
    assert (row.foreign, row.call) == (call, None)
    data = {"PHONE_NUMBER": "+375291234567", "USER_ID": "1", "CALL_ID": call}
    assert portal.tell("ONEXTERNALCALLSTART", data) == 200
    assert CommandRow.everything.count() == 1


@pytest.mark.parametrize(
    "proof",
    [{"application_token": "0" * 32}, {"application_token": ""}],
)
def test_who_does_not_know_the_token_rings_nobody(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str,
    proof: dict[str, str],
) -> None:  # fmt: skip
    begun(portal, anna)
    assert portal.click(1, "+375291234567")[1] == 200  # it is known from the first event on
    assert portal.click(1, "+375297654321", **proof)[1] == 403
    assert portal.form("+375297654321", **proof) == 403
    assert CommandRow.everything.count() == 1


def test_the_first_event_has_to_prove_itself(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str
) -> None:
    """Nobody knows the token yet: a stranger who found the address must not set it."""
    begun(portal, anna)
    forged = {"access_token": "0" * 32, "application_token": "1" * 32}
    assert portal.click(1, "+375291234567", **forged)[1] == 403
    assert portal.click(1, "+375291234567", member_id="other")[1] == 403
    handler = portal.handlers["ONEXTERNALCALLSTART"]
    portal.handlers["ONEXTERNALCALLSTART"] = handler[:-4] + "AAAA"
    assert portal.click(1, "+375291234567")[1] == 404
    assert CommandRow.everything.count() == 0
    portal.handlers["ONEXTERNALCALLSTART"] = handler
    assert portal.click(1, "+375291234567")[1] == 200


def test_what_cannot_be_done_is_told_back(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str, clock: Clock
) -> None:
    """Борис has no login here: nothing rings, and the portal hears why."""
    begun(portal, anna)
    call, status = portal.click(2, "+375291234567")
    assert status == 200
    assert CommandRow.everything.count() == 0
    clock.wait(seconds=5)
    drain()
    finished = portal.telephony.calls[call].finished
    assert finished is not None
    assert finished["STATUS_CODE"] == "403"
    assert "Vochi" in finished["FAILED_REASON"]


def clicked_table(to: str = "p375291234567") -> list[dict[str, Any]]:
    """A call that 181 began by a click, named as the box names it."""
    old, new = "1795388073.70", f"v0123456789abcdef-1-181-{to}.0"
    return [
        {key: value.replace(old, new) for key, value in row.items()} for row in table("out_click")
    ]


def test_the_call_of_a_click_is_that_very_call(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str, clock: Clock
) -> None:
    """It is never registered: the one that the portal began is finished, with its recording."""
    begun(portal, anna)
    rows = clicked_table()
    clock.at = datetime.fromtimestamp(float(rows[0]["EventTime"]), UTC) - timedelta(seconds=1)
    call, _ = portal.click(1, "+375291234567")
    box.push(box.cel(rows[:7]))
    drain()
    assert crm_call(published).call is not None
    box.push(box.cel(rows[7:]))
    drain()
    record(box, rows, b"ID3 of the click", by(rows, "V_REC")["UniqueID"])
    drain()
    (known,) = portal.telephony.calls.values()
    assert known.id == call
    assert known.finished is not None
    told = (known.finished["user"], known.finished["STATUS_CODE"], known.finished["DURATION"])
    assert told == (1, "200", 3)
    steps = [what for what, _ in portal.telephony.history]
    assert (steps[-2:], "register" in steps) == (["finish", "record"], False)
    assert known.record == b"ID3 of the click"
    before = list(portal.telephony.history)
    refold(published.pk)
    clock.wait(minutes=2)
    drain()
    assert portal.telephony.history == before
    assert (crm_call(published).foreign, crm_call(published).state) == (call, "done")


@pytest.mark.parametrize("other", ["number", "person", "time"])
def test_another_call_is_not_that_of_the_click(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str, clock: Clock,
    other: str,
) -> None:  # fmt: skip
    """Somebody else's call, one to another number, one long after: each is registered itself."""
    begun(portal, anna)
    rows = clicked_table("p375297654321" if other == "number" else "p375291234567")
    if other == "person":
        rows = [
            {key: value.replace("-1-181-", "-1-182-") for key, value in row.items()} for row in rows
        ]
    away = timedelta(minutes=4) if other == "time" else timedelta(seconds=1)
    clock.at = datetime.fromtimestamp(float(rows[0]["EventTime"]), UTC) - away
    number = "+375297654322" if other == "number" else "+375291234567"
    call, status = portal.click(1, number)
    assert status == 200
    clock.at += away
    box.push(box.cel(rows))
    for _ in range(6):
        drain()
        clock.wait(seconds=40)
    clicked = CrmCall.everything.get(foreign=call)
    (own,) = CrmCall.everything.exclude(foreign=call)
    assert clicked.call is None
    assert own.call is not None
    assert portal.telephony.calls[own.foreign].fields["EXTERNAL_CALL_ID"].startswith("vochi-")


def test_two_clicks_on_one_number_are_two_calls(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str, clock: Clock
) -> None:
    """The first began the call that came; the second still waits for its own."""
    begun(portal, anna)
    rows = clicked_table()
    clock.at = datetime.fromtimestamp(float(rows[0]["EventTime"]), UTC) - timedelta(seconds=1)
    first, _ = portal.click(1, "+375291234567")
    second, _ = portal.click(1, "+375291234567")
    box.push(box.cel(rows))
    drain()
    drain()
    assert portal.telephony.calls[first].finished is not None
    assert portal.telephony.calls[second].finished is None
    assert CrmCall.everything.get(foreign=second).call is None


def test_a_form_becomes_a_promise(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str
) -> None:
    from vochi.hub.promises.models import WordRow

    begun(portal, anna)
    assert portal.form("+375 29 123-45-67", "Перезвоните мне") == 200
    assert portal.form("+375 29 123-45-67", "Перезвоните мне") == 200  # told again
    word = WordRow.everything.get()
    assert (word.what, word.number, word.text) == ("web", "+375291234567", "Перезвоните мне")


def test_a_form_rings_somebody_when_that_is_wanted(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, public: str
) -> None:
    begun(portal, anna, callbacks="call", callback_extension="181")
    assert portal.form("+375291234567") == 200
    assert CommandRow.everything.get().action["extension"] == "181"


def test_who_calls_is_asked_of_the_portal_and_remembered(
    anna: Browser, box: FakeBox, published: Company, portal: Portal, login: Any
) -> None:
    link_bitrix(anna, portal, lookups=True)
    portal.telephony.add_client("+375291234567", "ООО <b>Ромашка</b>", 1)
    known = anna.get(f"{API}/clients/crm/+375291234567").json()
    assert (known["found"], known["name"]) == (True, "ООО <b>Ромашка</b>")
    assert (known["extension"], known["kind"]) == ("181", "contact")
    assert known["owner"] == "Анна Климович"
    assert anna.get(f"{API}/clients/glance/+375291234567").json()["asks_crm"] is True
    asked = len(portal.site.asked)
    anna.get(f"{API}/clients/crm/+375291234567")
    assert len(portal.site.asked) == asked
    boris = login(published, "boris", "employee", person="boris")
    from vochi.hub.accounts.models import Account as Login

    Login.scoped.of(published).filter(login="boris").update(sight="own")
    assert boris.get(f"{API}/clients/crm/+375291234567").status_code == 404
    portal.site.weather = lambda asked: Fault(late=5)
    assert anna.get(f"{API}/clients/crm/+375291110000").json()["found"] is False


def test_nobody_asks_a_portal_that_is_not_to_be_asked(
    anna: Browser, published: Company, portal: Portal
) -> None:
    glance = f"{API}/clients/glance/+375291234567"
    assert anna.get(glance).json()["asks_crm"] is False
    made = link_bitrix(anna, portal)
    assert anna.get(glance).json()["asks_crm"] is False
    assert anna.get(f"{API}/clients/crm/+375291234567").status_code == 404
    ask(anna, "PUT", "/crm/links/bitrix", **made["rules"] | {"lookups": True})
    assert anna.get(glance).json()["asks_crm"] is True
    Crm.everything.update(paused_at=timezone.now())
    assert anna.get(glance).json()["asks_crm"] is False


# --- amoCRM ----------------------------------------------------------------------------------


def test_amo_hears_of_a_call_when_it_is_over(
    anna: Browser, box: FakeBox, published: Company, amo: Account
) -> None:
    made = link_amo(anna, amo, people={"181": 501})
    assert made["users"] == [{"id": 501, "name": "Анна Климович", "extension": ""}]
    amo.contacts["+375291234567"] = 77
    box.cel(table("in_answered"))
    box.push_all()
    drain()
    (call,) = amo.calls
    shown = {key: call[key] for key in ("direction", "duration", "phone", "call_status",
                                        "responsible_user_id", "call_result")}  # fmt: skip
    assert shown == {"direction": "inbound", "duration": 3, "phone": "+375291234567",
                     "call_status": 4, "responsible_user_id": 501,
                     "call_result": "Поговорили"}  # fmt: skip
    assert "link" not in call
    box.push_all()
    drain()
    assert len(amo.calls) == 1
    assert crm_call(published).state == "done"


def test_amo_makes_an_unsorted_lead_of_whom_it_does_not_know(
    anna: Browser, box: FakeBox, published: Company, amo: Account
) -> None:
    link_amo(anna, amo)
    box.cel(table("in_missed"))
    box.push_all()
    drain()
    assert amo.calls == []
    (lead,) = amo.unsorted
    assert lead["metadata"]["uniq"] == f"vochi-{published.pk}-{crm_call(published).call}"
    assert (crm_call(published).state, lead["metadata"]["duration"]) == ("done", 0)


def test_amo_gets_a_link_to_the_recording(  # noqa: PLR0917
    anna: Browser, box: FakeBox, published: Company, amo: Account, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """It waits for the recording (a call cannot be changed there); the link plays it and ends."""
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://office.example.com")
    clock.wait(minutes=2, seconds=30)
    link_amo(anna, amo)
    Crm.everything.update(since=clock() - timedelta(hours=1))
    amo.contacts["+375291234567"] = 77
    rows = table("in_answered")
    box.cel(rows)
    box.push_all()
    drain()
    assert amo.calls == []
    record(box, rows, b"ID3 bytes of the call")
    clock.wait(minutes=1)
    drain()
    (call,) = amo.calls
    path = call["link"].removeprefix("https://office.example.com")
    stranger = Browser()
    answer = stranger.get(path)
    assert b"".join(answer.streaming_content) == b"ID3 bytes of the call"  # type: ignore[attr-defined]
    assert stranger.get(path[:-3] + "abc").status_code == 404
    ask(anna, "DELETE", "/crm/links/amo")
    assert stranger.get(path).status_code == 404
    assert listening.LIVES.days == 180


def test_amo_by_keys_is_renewed_and_keeps_its_pace(
    anna: Browser, box: FakeBox, published: Company, amo: Account, clock: Clock
) -> None:
    amo.clock = clock.seconds
    made = ask(anna, "POST", "/crm/link/amo", portal=amo.url, client_id=CLIENT_ID,
               client_secret=CLIENT_SECRET, code=amo.code(), redirect=REDIRECT)  # fmt: skip
    assert made.status_code == 200, made.content
    bad = ask(anna, "POST", "/crm/link/amo", portal=amo.url, client_id=CLIENT_ID,
              client_secret=CLIENT_SECRET, code="old", redirect=REDIRECT)  # fmt: skip
    assert bad.json()["code"] == "crm_code"
    box.cel(table("in_missed"))
    box.push_all()
    amo.tokens.clear()
    clock.wait(seconds=10)
    amo.per_second = 1000
    drain()
    assert amo.refreshed == 1
    assert len(amo.unsorted) == 1
    assert CrmCall.everything.get().state == "done"
