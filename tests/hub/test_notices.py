"""Notices: who is told what, by what, and that nothing is told twice or lost."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client as Browser

from vochi.hub.accounts.models import Account
from vochi.hub.companies.models import Company
from vochi.hub.notices import contacts, outbox, quiet
from vochi.hub.notices.models import Channel, Contact, NoticeRow, Post
from vochi.hub.notices.notice import Concerns, Notice
from vochi.hub.notices.telegram import Said, words
from vochi.hub.offices.seal import seal

from .box import FakeBox

pytestmark = pytest.mark.django_db
API = "/api/v1"
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


def ask(browser: Browser, method: str, path: str, **body: Any) -> Any:
    return browser.generic(
        method, API + path, data=json.dumps(body), content_type="application/json"
    )


def ways(company: Company) -> None:
    Channel.objects.add(
        company, kind="mail", sealed=seal("secret-of-mail"),
        facts={"host": "mail.example.com", "port": 465, "security": "tls", "username": "vochi",
               "sender": "vochi@example.com", "sender_name": ""},
    )  # fmt: skip
    Channel.objects.add(company, kind="telegram", sealed=seal(TOKEN), facts={"bot": "vochi_bot"})


def wishing(account: Account, *kinds: str, mail: str = "anna@example.com", chat: int | None = 77,
            **more: Any) -> Contact:  # fmt: skip
    return Contact.objects.add(
        account.company_id, account=account, mail=mail, chat=chat,
        wishes={kind: ["mail", "telegram"] for kind in kinds}, **more,
    )  # fmt: skip


def put(company: Company, **more: Any) -> bool:
    fields: dict[str, Any] = {
        "kind": "missed", "key": "missed/1", "to": Concerns(frozenset({"181"})),
        "subject": "Пропущенный", "text": "+375 29 111",
    } | more  # fmt: skip
    return outbox.put(company.pk, Notice(**fields))


def test_it_is_told_once_to_those_who_wish_it(published: Company, account: Any) -> None:
    ways(published)
    wishing(account(published, "anna", "owner"), "missed")
    wishing(account(published, "boris", "head"), "alarm")
    assert put(published)
    assert not put(published)
    assert sorted(Post.everything.values_list("account__login", "channel")) == [
        ("anna", "mail"), ("anna", "telegram"),
    ]  # fmt: skip
    assert not put(published, kind="overdue", key="overdue/1")


def test_it_is_written_with_the_change_or_not_at_all(published: Company, account: Any) -> None:
    ways(published)
    wishing(account(published, "anna", "owner"), "missed")
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        put(published)
        raise ZeroDivisionError
    assert NoticeRow.everything.count() == 0


def test_sight_holds_for_notices(published: Company, account: Any) -> None:
    """An account limited to its own hears of its own calls alone, whatever it wishes."""
    ways(published)
    own = account(published, "boris", "employee", person="boris")
    own.sight = "own"
    own.save()
    wishing(own, "missed")
    assert not put(published, to=Concerns(frozenset({"181"}), frozenset({"902"})))
    assert put(published, to=Concerns(frozenset({"182"})))
    assert not put(published, key="other", to=frozenset({0}))
    assert put(published, key="mine", to=frozenset({own.pk}))


def test_a_strangers_name_adds_no_header_and_no_markup(published: Company, account: Any) -> None:
    ways(published)
    wishing(account(published, "anna", "owner"), "missed")
    put(published, subject="Иван\r\nBcc: all@example.com", text="<b>&\x00</b>")
    row = NoticeRow.everything.get()
    assert "\n" not in row.subject
    assert "\x00" not in row.text
    assert words("<i>", "<a href='x'>&", 100) == "<b>&lt;i&gt;</b>\n&lt;a href='x'&gt;&amp;"
    long = words("x", "&" * 5000)
    assert len(long) <= 4096
    assert long.endswith("&amp;…")


@pytest.mark.parametrize(
    ("quiet_from", "quiet_to", "now", "then"),
    [
        (22 * 60, 8 * 60, "20:00", "20:00"),  # UTC; Minsk is three hours ahead: 23:00
        (0, 0, "20:00", "20:00"),
        (60, 9 * 60, "02:30", "06:00"),
        (22 * 60, 8 * 60, "03:00", "05:00"),
        (22 * 60, 8 * 60, "19:30", "05:00"),
    ],
)
def test_quiet_hours_put_off(  # noqa: PLR0917
    published: Company, account: Any, quiet_from: int, quiet_to: int, now: str, then: str
) -> None:
    contact = wishing(
        account(published), "missed", quiet_from=quiet_from, quiet_to=quiet_to
    )  # fmt: skip
    moment = datetime.fromisoformat(f"2026-11-23T{now}:00+00:00")
    told = quiet.after(moment, contact, "missed", "Europe/Minsk")
    if now == "20:00" and quiet_from:
        then = "05:00"
    assert f"{told.astimezone(UTC):%H:%M}" == then
    assert told >= moment
    assert quiet.after(moment, contact, "alarm", "Europe/Minsk") == moment


def test_secrets_are_sealed_and_never_told(anna: Browser, published: Company) -> None:
    body = {"host": "mail.example.com", "port": 465, "security": "tls", "username": "vochi",
            "password": "тайна-писем", "sender": "vochi@example.com"}  # fmt: skip
    made = ask(anna, "PUT", "/notices/mail-server", **body)
    assert made.status_code == 200, made.content
    assert made.json()["has_secret"]
    row = Channel.everything.get()
    for text in (made.content.decode(), str(row.facts), row.sealed,
                 anna.get(f"{API}/audit").content.decode()):  # fmt: skip
        assert "тайна" not in text
    again = ask(anna, "PUT", "/notices/mail-server", **body | {"password": None, "port": 587})
    assert again.json()["has_secret"]
    open_ = ask(anna, "PUT", "/notices/mail-server", **body | {"security": "none"})
    assert (open_.status_code, open_.json()["code"]) == (422, "mail_in_the_open")


def test_only_administrators_set_up(published: Company, login: Any) -> None:
    for role in ("head", "employee"):
        browser = login(published, role, role)
        for method, path in (("GET", "/notices/channels"), ("GET", "/notices/posts"),
                             ("DELETE", "/notices/channels/mail"),
                             ("POST", "/notices/channels/mail/test"),
                             ("POST", "/notices/posts/1/replay")):  # fmt: skip
            assert ask(browser, method, path).json()["code"] == "role_needed", path
        assert browser.get(f"{API}/me/notices").status_code == 200


def test_an_address_is_proven_by_its_code(anna: Browser, published: Company) -> None:
    refused = ask(anna, "POST", "/me/notices/mail", mail="anna@example.com")
    assert refused.json()["code"] == "no_mail_server"
    ways(published)
    told = ask(anna, "POST", "/me/notices/mail", mail="anna@example.com").json()
    assert (told["mail"], told["mail_waits"]) == ("", "anna@example.com")
    text = NoticeRow.everything.get().text
    code = "".join(c for c in text.split(":")[1][:9] if c.isdigit())
    assert len(code) == 6
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(3):
        answer = ask(anna, "POST", "/me/notices/mail/code", code=wrong)
        assert answer.json()["code"] == "wrong_code"
    told = ask(anna, "POST", "/me/notices/mail/code", code=f"{code[:3]} {code[3:]}").json()
    assert (told["mail"], told["mail_waits"]) == ("anna@example.com", "")
    again = ask(anna, "POST", "/me/notices/mail/code", code=code)
    assert again.json()["code"] == "wrong_code"


def test_guessing_a_code_ends(anna: Browser, published: Company) -> None:
    ways(published)
    ask(anna, "POST", "/me/notices/mail", mail="anna@example.com")
    text = NoticeRow.everything.get().text
    code = "".join(c for c in text.split(":")[1][:9] if c.isdigit())
    for guess in range(8):
        ask(anna, "POST", "/me/notices/mail/code", code=f"{(int(code) + 1 + guess) % 10**6:06d}")
    answer = ask(anna, "POST", "/me/notices/mail/code", code=code)
    assert answer.json()["code"] == "wrong_code"


def test_a_bot_links_by_its_code_alone(anna: Browser, published: Company) -> None:
    ways(published)
    proof = ask(anna, "POST", "/me/notices/telegram").json()
    assert proof["url"] == f"https://t.me/vochi_bot?start={proof['code']}"
    stranger = Said(1, 5, "Мошенник", "/start wrong-code-12345", True)
    assert contacts.answer_to(published.pk, stranger) is None
    group = Said(2, -5, "Группа", f"/start {proof['code']}", False)
    assert contacts.answer_to(published.pk, group) is None
    hers = Said(3, 42, "Anna", f"/start {proof['code']}", True)
    assert "Анна" in str(contacts.answer_to(published.pk, hers))
    assert contacts.answer_to(published.pk, hers) is None  # good once
    assert anna.get(f"{API}/me/notices").json()["telegram"] == "Anna"
    assert contacts.answer_to(published.pk, Said(4, 42, "Anna", "/stop", True))
    assert anna.get(f"{API}/me/notices").json()["telegram"] is None


def test_alarms_are_told_when_they_come(published: Company, box: FakeBox, account: Any) -> None:
    from vochi.core.link import BoxAlarm
    from vochi.hub.desk import alarms

    ways(published)
    wishing(account(published, "anna", "owner"), "alarm")
    wishing(account(published, "boris", "head"), "alarm")
    full = BoxAlarm(code="line.rests", facts={"line": "a1-1", "minutes": "5"})
    alarms.put(box.row, (full,))
    assert set(Post.everything.values_list("account__login", flat=True)) == {"anna"}
    count = NoticeRow.everything.count()
    alarms.put(box.row, (full.model_copy(update={"facts": full.facts | {"minutes": "4"}}),))
    alarms.put(box.row, ())
    alarms.put(box.row, (full,))
    assert NoticeRow.everything.count() == count  # it flaps: one telling is enough
    alarms.put(box.row, (full, BoxAlarm(code="disk.full", facts={})))
    assert NoticeRow.everything.count() == count + 1
