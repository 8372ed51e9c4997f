"""One text for many: looked at, begun, handed over bit by bit, paused, stopped (S22)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.accounts.models import Deed
from vochi.hub.companies.models import Company
from vochi.hub.messages.mailing_worker import AHEAD, hand_over
from vochi.hub.messages.models import MailingLetter, Sms, SmsAsk

from .box import FakeBox
from .browser import send
from .test_sms import came, commands, went

pytestmark = pytest.mark.django_db

IVAN, PETR, OLGA, CITY = "+375291234567", "+375297654321", "+375336110004", "+375172000001"
TEXT = "{имя|Здравствуйте}! Ваш заказ готов. СТОП — не писать"


def client(browser: Browser, name: str, *phones: str, **more: Any) -> int:
    made = send(browser, "POST", "clients", name=name, phones=list(phones))
    assert made.status_code == 201, made.content
    if more:
        body = {"version": made.json()["version"]} | more
        assert send(browser, "PATCH", f"clients/{made.json()['id']}", **body).status_code == 200
    return int(made.json()["id"])


def mailing(browser: Browser, path: str = "", text: str = TEXT, **audience: Any) -> Any:
    body = {"name": "Заказы", "text": text, "audience": audience}
    return send(browser, "POST", f"sms/mailings{path}", **body)


def texts(box: FakeBox) -> list[tuple[str, str, str]]:
    found = [each.action for each in commands(box) if each.action.kind == "send_sms"]
    return [(each.to, each.text, each.origin) for each in found]


def test_everybody_gets_his_own_text_once_and_the_rest_is_told_why(
    anna: Browser, box: FakeBox
) -> None:
    ivan = client(anna, "Иван", CITY, IVAN)
    far = client(anna, "Город", CITY.replace("001", "009"))
    client(anna, "Ольга", OLGA)
    came(box, "no", "стоп", sender=OLGA)
    send(anna, "POST", "lists/blacklist", number=PETR)
    audience = {"clients": [ivan, far], "numbers": ["80291234567", OLGA, PETR, "12", "80291112233"]}
    told = mailing(anna, "/check", **audience).json()
    assert (told["recipients"], told["asks_stop"], told["days"]) == (2, True, 1)
    assert {each["why"]: each["count"] for each in told["skipped"]} == {
        "no_mobile": 1, "opted_out": 1, "blacklisted": 1, "bad_number": 1,
    }  # fmt: skip
    assert [each["text"].partition("!")[0] for each in told["samples"]] == ["Иван", "Здравствуйте"]
    assert not Sms.everything.filter(direction="out").exists()
    begun = mailing(anna, **audience).json()
    assert (begun["recipients"], begun["waiting"], begun["skipped"]) == (2, 2, 4)
    hand_over()
    hand_over()
    assert [(to, text[:4], origin) for to, text, origin in texts(box)] == [
        (IVAN, "Иван", "bulk"), ("+375291112233", "Здра", "bulk"),
    ]  # fmt: skip
    for uid in SmsAsk.everything.values_list("uid", flat=True):
        number = Sms.everything.get(uid=uid).number
        went(box, uid, "queued", to=number, text="x", origin="bulk", parts=1)
        went(box, uid, "sent")
    hand_over()
    over = anna.get(f"/api/v1/sms/mailings/{begun['id']}").json()
    assert (over["state"], over["sent"], over["waiting"]) == ("done", 2, 0)
    people = anna.get(f"/api/v1/sms/mailings/{begun['id']}/letters").json()["items"]
    assert {row["number"]: row["state"] for row in people if row["state"] != "skipped"} == {
        IVAN: "sent", "+375291112233": "sent",
    }  # fmt: skip
    assert all(row["why_text"] for row in people if row["state"] == "skipped")
    # The same people again on the same day: nobody is left.
    again = mailing(anna, "/check", numbers=[IVAN]).json()
    assert (again["recipients"], again["skipped"][0]["why"]) == (0, "too_soon")
    assert mailing(anna, numbers=[IVAN]).json()["code"] == "mailing_to_nobody"
    assert Deed.everything.filter(action="sms_mailing").count() == 1


def test_a_few_at_a_time_paused_and_stopped(anna: Browser, box: FakeBox) -> None:
    numbers = [f"+3752911{place:05d}" for place in range(AHEAD + 7)]
    uid = mailing(anna, numbers=numbers).json()["id"]
    hand_over()
    hand_over()
    assert len(texts(box)) == AHEAD
    assert send(anna, "PUT", f"sms/mailings/{uid}", state="paused").json()["state"] == "paused"
    first = SmsAsk.everything.order_by("id")[0]
    went(box, first.uid, "queued", to=first.number, text="x", origin="bulk", parts=1)
    went(box, first.uid, "sent")
    hand_over()
    assert len(texts(box)) == AHEAD
    send(anna, "PUT", f"sms/mailings/{uid}", state="running")
    hand_over()
    assert MailingLetter.everything.filter(state="asked").count() == AHEAD + 1
    told = send(anna, "PUT", f"sms/mailings/{uid}", state="stopped").json()
    assert (told["state"], told["waiting"]) == ("stopped", 0)
    taken_back = [e.action.id for e in commands(box) if e.action.kind == "cancel_sms"]
    assert len(taken_back) == AHEAD
    hand_over()
    assert MailingLetter.everything.filter(state="asked").count() == AHEAD + 1
    assert send(anna, "PUT", f"sms/mailings/{uid}", state="running").json()["code"] == (
        "mailing_over"
    )


def test_who_says_no_meanwhile_gets_none(anna: Browser, box: FakeBox) -> None:
    mailing(anna, numbers=[IVAN, PETR])
    came(box, "no", "СТОП", sender=IVAN)
    hand_over()
    assert [to for to, *_ in texts(box)] == [PETR]
    assert MailingLetter.everything.get(number=IVAN).why == "opted_out"


def test_the_limit_of_a_day_holds(anna: Browser, box: FakeBox, published: Company) -> None:
    numbers = [f"+3752922{place:05d}" for place in range(3)]
    office = anna.get("/api/v1/office").json()
    policy = office["office"]["policy"] if "office" in office else office["policy"]
    policy["sms"]["bulk_day"] = 2
    answer = send(anna, "PUT", "office/parts/policy", value=policy)
    assert answer.status_code == 201, answer.content
    assert mailing(anna, "/check", numbers=numbers).json()["days"] == 2
    mailing(anna, numbers=numbers)
    hand_over()
    hand_over()
    assert len(texts(box)) == 2
    MailingLetter.everything.filter(state="asked").update(
        asked_at=timezone.now() - timedelta(hours=25)
    )
    hand_over()
    assert MailingLetter.everything.filter(state="asked").count() == 3


def test_asked_twice_it_is_one(anna: Browser, box: FakeBox) -> None:
    body = {"name": "x", "text": "x", "audience": {"numbers": [IVAN]}, "id": "a" * 32}
    first = send(anna, "POST", "sms/mailings", **body).json()
    assert send(anna, "POST", "sms/mailings", **body).json() == first
    hand_over()
    assert len(texts(box)) == 1


def test_a_tag_and_a_manager_name_people(anna: Browser, box: FakeBox) -> None:
    slug = send(anna, "POST", "labels", kind="tag", name="Опт").json()["slug"]
    client(anna, "Иван", IVAN, tags=[slug])
    client(anna, "Пётр", PETR, responsible="vera")
    client(anna, "Ольга", OLGA)
    assert mailing(anna, "/check", tag=slug).json()["recipients"] == 1
    assert mailing(anna, "/check", responsible="vera").json()["recipients"] == 1
    assert mailing(anna, "/check", tag=slug, responsible="vera").json()["recipients"] == 2


def test_employees_send_none_and_limited_heads_see_their_own(
    anna: Browser, box: FakeBox, published: Company, login: Any
) -> None:
    uid = mailing(anna, numbers=[IVAN]).json()["id"]
    employee = login(published, "petr", "employee")
    assert mailing(employee, numbers=[IVAN]).status_code == 403
    assert employee.get("/api/v1/sms/mailings").status_code == 403
    head = login(published, "head", "head", person="vera")
    assert head.get(f"/api/v1/sms/mailings/{uid}").status_code == 200


def test_filled_in_for_a_number(anna: Browser, box: FakeBox) -> None:
    client(anna, "Иван", IVAN)
    told = send(
        anna, "POST", "sms/fill", text="{имя}, это {сотрудник}, {заказ}", number="80291234567"
    )
    assert told.json() == {"text": "Иван, это Анна Климович, {заказ}", "missing": ["заказ"]}
