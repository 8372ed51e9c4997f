"""Notices on their way: servers that fail, refuse, ask to wait; nothing is lost or told twice."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client as Browser
from django.utils import timezone

from vochi.hub.accounts.models import Account
from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company
from vochi.hub.courier import look, outside
from vochi.hub.desk.alarms import of as alarms_of
from vochi.hub.notices import outbox, queue, worker
from vochi.hub.notices.models import Channel, Contact, Post
from vochi.hub.notices.notice import Concerns, File, Notice
from vochi.hub.notices.worker import Listener, deliver
from vochi.lab.mail import MailServer, open_server
from vochi.lab.site import Fault
from vochi.lab.telegram import BotApi, open_api
from vochi.lab.telegram.api import TOKEN

from .box import NOON, FakeBox, by, table, told
from .crm_office import Clock, ask
from .test_notices import wishing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    monkeypatch.setattr(settings, "HOOK_NETWORKS", ("127.0.0.0/8",))
    return made


@pytest.fixture
def mail(clock: Clock) -> Iterator[MailServer]:
    with open_server(MailServer(account=None)) as made:
        yield made


@pytest.fixture
def bot(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApi]:
    with open_api() as made:
        monkeypatch.setattr(settings, "TELEGRAM_API", made.site.url)
        yield made


def use_mail(browser: Browser, mail: MailServer, **more: Any) -> Any:
    body = {"host": "127.0.0.1", "port": mail.port, "security": "none",
            "sender": "vochi@example.com"} | more  # fmt: skip
    return ask(browser, "PUT", "/notices/mail-server", **body)


def drain() -> int:
    async def run() -> int:
        done = 0
        async with outside() as web:
            while jobs := await look(queue.claim, 50):
                for job in jobs:
                    await look(queue.settle, job, await deliver(web, job))
                    done += 1
        return done

    try:
        return asyncio.run(run())
    finally:
        connections.close_all()


def tell(company: Company, key: str = "missed/1", **more: Any) -> None:
    fields: dict[str, Any] = {
        "kind": "missed", "key": key, "to": Concerns(frozenset({"181"})),
        "subject": "Пропущенный: <Иван> & Ко", "text": "+375 29 111-22-33\nждал 12 с",
    } | more  # fmt: skip
    outbox.put(company.pk, Notice(**fields))


def test_a_letter_arrives_once(anna: Browser, published: Company, mail: MailServer) -> None:
    assert use_mail(anna, mail).status_code == 200
    wishing(Account.scoped.of(published).get(login="anna"), "missed", chat=None)
    tell(published, files=(File("запись.mp3", "audio/mpeg", b"ID3 bytes"),))
    tell(published)
    drain()
    (letter,) = mail.letters
    assert letter["Subject"] == "Пропущенный: <Иван> & Ко"
    assert letter["To"] == "anna@example.com"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "ждал 12 с" in body.get_content()
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("запись.mp3", b"ID3 bytes")
    assert drain() == 0


def test_a_server_that_fails_for_an_hour(
    anna: Browser, published: Company, mail: MailServer, clock: Clock
) -> None:
    use_mail(anna, mail)
    wishing(Account.scoped.of(published).get(login="anna"), "missed", chat=None)
    mail.answers = ["451 4.3.0 Try later"] * 4
    tell(published)
    for _ in range(20):
        drain()
        clock.wait(minutes=3)
    assert len(mail.letters) == 1
    assert Post.everything.get().tries == 5


def test_nobody_there_is_final_and_a_person_hears_of_it(
    anna: Browser, published: Company, mail: MailServer
) -> None:
    use_mail(anna, mail)
    wishing(Account.scoped.of(published).get(login="anna"), "missed", chat=None)
    mail.unknown.add("anna@example.com")
    tell(published)
    drain()
    row = Post.everything.get()
    assert (row.state, row.why) == ("dead", "address")
    assert "550" in row.answer
    assert {alarm.code for alarm in alarms_of(published.pk)} == {"notices.dead"}
    mail.unknown.clear()
    again = ask(anna, "POST", f"/notices/posts/{row.pk}/replay")
    assert again.status_code == 200
    drain()
    assert len(mail.letters) == 1
    assert alarms_of(published.pk) == ()


def test_a_password_never_goes_in_the_open(
    anna: Browser, published: Company, mail: MailServer
) -> None:
    refused = use_mail(anna, mail, username="v", password="тайна")
    assert refused.json()["code"] == "mail_in_the_open"
    row = Channel.everything.filter(kind="mail").first()
    assert row is None
    plain_tls = use_mail(anna, mail, security="starttls", username="v", password="тайна")
    assert plain_tls.status_code == 200
    tried = ask(anna, "POST", "/notices/channels/mail/test").json()
    assert (tried["ok"], tried["why"]) == (False, "tls")  # the lab has no TLS: nothing was sent
    assert mail.letters == []


def test_telegram_tells_escaped_and_waits_when_asked_to(
    anna: Browser, published: Company, bot: BotApi, clock: Clock
) -> None:
    assert ask(anna, "PUT", "/notices/bot", token="x").json()["code"] == "bot_token"
    wrong = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-zz"
    assert ask(anna, "PUT", "/notices/bot", token=wrong).json()["code"] == "bot_unknown"
    assert ask(anna, "PUT", "/notices/bot", token=TOKEN).json()["bot"] == "vochi_lab_bot"
    wishing(Account.scoped.of(published).get(login="anna"), "missed", mail="", chat=77)
    bot.known.add(77)
    bot.limit = 1
    tell(published, "missed/1", files=(File("a.mp3", "audio/mpeg", b"sound"),))
    tell(published, "missed/2")
    drain()
    assert [wrote.file for wrote in bot.wrote] == [("a.mp3", b"sound")]
    assert "&lt;Иван&gt; &amp; Ко" in bot.wrote[0].text
    waiting = Post.everything.get(state="waiting")
    assert waiting.why == "busy"
    assert waiting.next_at - clock() >= timedelta(seconds=3)
    assert drain() == 0
    bot.limit = 10
    clock.wait(seconds=5)
    drain()
    assert len(bot.wrote) == 2
    assert Channel.everything.get(kind="telegram").failures == 0


def test_who_stops_the_bot_is_unlinked(anna: Browser, published: Company, bot: BotApi) -> None:
    ask(anna, "PUT", "/notices/bot", token=TOKEN)
    wishing(Account.scoped.of(published).get(login="anna"), "missed", mail="", chat=77)
    bot.known.add(77)
    bot.blocked.add(77)
    tell(published)
    drain()
    assert Post.everything.get().why == "blocked"
    assert Contact.everything.get().chat is None


async def test_linking_by_start(office: Company, token: str, bot: BotApi, hang_up: None) -> None:
    """The whole way: a code is asked for, written to the bot, and the next notice comes there."""
    from asgiref.sync import sync_to_async

    def begin() -> str:
        headers = {"authorization": f"Bearer {token}"}
        browser = Browser(headers=headers)
        ask(browser, "PUT", "/notices/bot", token=TOKEN)
        code: str = ask(browser, "POST", "/me/notices/telegram").json()["code"]
        return code

    code = await asyncio.to_thread(_closing(begin))
    task = asyncio.create_task(Listener().run())
    try:
        bot.say(42, "/start nonsense-nonsense")
        bot.say(42, f"/start {code}")
        async with asyncio.timeout(20):
            while (row := await sync_to_async(Contact.everything.first)()) is None or not row.chat:
                await asyncio.sleep(0.05)
        assert (row.chat, row.chat_name) == (42, "Анна")
        async with asyncio.timeout(10):
            while not bot.wrote:
                await asyncio.sleep(0.05)
        assert "Анна" in bot.wrote[0].text
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _closing(what: Any) -> Any:
    def run() -> Any:
        try:
            return what()
        finally:
            connections.close_all()

    return run


def test_a_worker_that_was_killed_loses_nothing(
    anna: Browser, published: Company, bot: BotApi, clock: Clock
) -> None:
    ask(anna, "PUT", "/notices/bot", token=TOKEN)
    wishing(Account.scoped.of(published).get(login="anna"), "missed", mail="", chat=77)
    bot.known.add(77)
    tell(published)
    assert len(queue.claim(10)) == 1  # and now it is killed
    assert drain() == 0
    clock.wait(minutes=4)
    assert drain() == 1
    assert len(bot.wrote) == 1
    bot.site.faults = [Fault(cut=True), Fault(status=502)]
    tell(published, "missed/2")
    for _ in range(4):
        drain()
        clock.wait(minutes=1)
    assert len(bot.wrote) == 2
    assert worker.BEAT > 0


SOUND = b"ID3" + bytes(500)


def left_a_message(box: FakeBox) -> None:
    """A missed call whose client spoke to the machine; its file has not come yet."""
    rows = table("in_missed")
    caller = by(rows, "V_CALL")
    place = rows.index(caller) + 1
    file = f"{caller['UniqueID']}.mail.wav"
    rows[place:place] = [told(caller, "V_MAIL", 0.005, file=file, owner="901", seconds="12")]
    box.push(box.cel(rows))


def bring(box: FakeBox) -> int:
    """The box brings the file of the message."""
    sha256 = hashlib.sha256(SOUND).hexdigest()
    unique_id = by(table("in_missed"), "V_CALL")["UniqueID"]
    headers = box.headers | {"x-vochi-unique-id": unique_id, "x-vochi-format": "mp3"}
    answer = box.http.put(
        f"/link/v1/messages/{sha256}", SOUND, content_type="audio/mpeg", headers=headers
    )
    return int(answer.status_code)


def test_a_voicemail_comes_with_its_sound(  # noqa: PLR0917
    anna: Browser, published: Company, box: FakeBox, mail: MailServer, bot: BotApi, account: Any
) -> None:
    """To the letter and to the messenger, when the file is here, once; not to who may not hear."""
    use_mail(anna, mail)
    ask(anna, "PUT", "/notices/bot", token=TOKEN)
    wishing(Account.scoped.of(published).get(login="anna"), "voicemail")
    bot.known.add(77)
    vera = account(published, "vera", "employee", person="vera")
    vera.sight = "own"
    vera.save()
    wishing(vera, "voicemail", mail="vera@example.com", chat=None)
    left_a_message(box)
    drain()
    assert (mail.letters, bot.wrote) == ([], [])  # it is told with its sound, not without
    assert [bring(box), bring(box)] == [201, 200]
    drain()
    (letter,) = mail.letters
    assert letter["To"] == "anna@example.com"
    (file,) = letter.iter_attachments()
    assert (file.get_content_type(), file.get_content()) == ("audio/mpeg", SOUND)
    body = letter.get_body(("plain",))
    assert body is not None
    assert "12" in body.get_content()
    assert "Продажи" in body.get_content()
    (wrote,) = bot.wrote
    assert wrote.file == ("voicemail.mp3", SOUND)
    assert "+375 29 123-45-67" in wrote.text
    refold(published.pk)
    box.push_all()
    drain()
    assert (len(mail.letters), len(bot.wrote)) == (1, 1)


def test_a_sound_that_was_erased_is_not_sent(
    anna: Browser, published: Company, box: FakeBox, mail: MailServer
) -> None:
    """Somebody was forgotten between telling and sending: the letter goes without his voice."""
    use_mail(anna, mail)
    wishing(Account.scoped.of(published).get(login="anna"), "voicemail", chat=None)
    left_a_message(box)
    bring(box)
    for path in Path(settings.MEDIA_ROOT).glob("messages/*/*"):
        path.unlink()
    drain()
    (letter,) = mail.letters
    assert list(letter.iter_attachments()) == []


def test_a_new_sms_is_told_to_who_may_read_it(
    anna: Browser, published: Company, box: FakeBox, mail: MailServer, account: Any
) -> None:
    use_mail(anna, mail)
    wishing(Account.scoped.of(published).get(login="anna"), "sms", chat=None)
    vera = account(published, "vera", "employee", person="vera")
    vera.sight = "own"
    vera.save()
    wishing(vera, "sms", mail="vera@example.com", chat=None)
    ask(anna, "POST", "/clients", name="Иван\r\nBcc: x@example.com", phones=["+375291234567"])
    body = {"dir": "in", "id": "gw-1", "sender": "+375291234567", "line": "a1-1",
            "text": "Когда <b>готово</b>?", "came_at": NOON.isoformat()}  # fmt: skip
    box.push([box.seal("sms", body)])
    box.push([box.seal("sms", body)])  # the gateway told it again
    drain()
    (letter,) = mail.letters
    assert (letter["To"], letter["Bcc"]) == ("anna@example.com", None)
    assert "Иван" in letter["Subject"]
    text = letter.get_body(("plain",))
    assert text is not None
    assert "Когда <b>готово</b>?" in text.get_content()
    assert list(letter.iter_attachments()) == []
    refold(published.pk)
    drain()
    assert len(mail.letters) == 1


def test_what_is_old_is_no_news(
    anna: Browser, published: Company, box: FakeBox, mail: MailServer, clock: Clock
) -> None:
    """A box that was away for days brings all it has: nobody is woken for that."""
    use_mail(anna, mail)
    wishing(Account.scoped.of(published).get(login="anna"), "sms", "voicemail", chat=None)
    clock.wait(days=4)
    left_a_message(box)
    bring(box)
    body = {"dir": "in", "id": "gw-1", "sender": "+375291234567", "line": "a1-1", "text": "да",
            "came_at": NOON.isoformat()}  # fmt: skip
    box.push([box.seal("sms", body)])
    assert Post.everything.count() == 0
