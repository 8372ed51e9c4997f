"""What administrators do with the ways to tell."""

import asyncio
import secrets
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from vochi.core.wording import say
from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.courier import outside
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.notices import channels, mail, outbox, telegram
from vochi.hub.notices.models import Channel, Contact, Post
from vochi.hub.notices.notice import WAYS, Way
from vochi.hub.notices.outcome import Outcome, Why
from vochi.hub.notices.queue import HEALTH, QUEUE
from vochi.hub.notices.schemas import (
    BotIn,
    ChannelOut,
    MailIn,
    PostOut,
    PostPage,
    PostState,
    TriedOut,
)
from vochi.hub.offices.seal import SealBrokenError, seal
from vochi.hub.parcels.shown import common, page


def every(who: Asker) -> list[ChannelOut]:
    """Each way to tell, set up or not."""
    who.must(Role.ADMINISTRATOR)
    return [_out(who.company, way) for way in WAYS]


def set_mail(who: Asker, body: MailIn) -> ChannelOut:
    """Name an SMTP server. Raises Refused 422 `mail_in_the_open`: a password without TLS."""
    who.must(Role.ADMINISTRATOR)
    if body.security == "none" and (body.username or body.password):
        raise Refused(422, "mail_in_the_open")
    facts = body.model_dump(exclude={"password", "is_on"})
    _set(who, "mail", facts, body.password, is_on=body.is_on)
    return _out(who.company, "mail")


def set_bot(who: Asker, body: BotIn) -> ChannelOut:
    """Name a bot; it is asked for its name now. Raises Refused 422 `bot_token`, `bot_unknown`;
    502 `bot_unreachable`.
    """
    who.must(Role.ADMINISTRATOR)
    facts: dict[str, object] | None = None
    if body.token is not None:
        if not telegram.TOKEN.match(body.token):
            raise Refused(422, "bot_token")
        outcome, name = _bot_name(body.token)
        if outcome.why == "auth":
            raise Refused(422, "bot_unknown")
        if not name:
            raise Refused(502, "bot_unreachable", why=outcome.why)
        facts = {"bot": name}
    elif channels.one(who.company, "telegram") is None:
        raise Refused(422, "bot_token")
    _set(who, "telegram", facts, body.token, is_on=body.is_on)
    return _out(who.company, "telegram")


def drop(who: Asker, way: Way) -> None:
    """Take a way away, with its secret; links of accounts to it end."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        if not Channel.objects.of(who.company).filter(kind=way).delete()[0]:
            raise Refused(404, "not_found")
        Post.objects.of(who.company).filter(channel=way, state="waiting").update(
            state="dead", why="no_channel", last_at=timezone.now()
        )
        if way == "telegram":
            Contact.objects.of(who.company).exclude(chat=None).update(chat=None, chat_name="")
        record(who.company, "channel_removed", who.account, f"channel/{way}", who.address)
        desk_alarms.tell(who.company)


def test(who: Asker, way: Way) -> TriedOut:
    """Tell the asker now that it works. Raises Refused 404; 409 `no_address_of_yours`."""
    who.must(Role.ADMINISTRATOR)
    row = channels.one(who.company, way)
    if row is None:
        raise Refused(404, "not_found")
    contact = Contact.objects.of(who.company).filter(account=who.account).first()
    language = language_of(who.account)
    subject, text = say("notice.test_subject", {}, language), say("notice.test", {}, language)
    if way == "mail":
        to = contact.mail if contact and contact.mail else str(row.facts.get("sender", ""))
        letter = mail.Letter(f"vochi.test.{secrets.token_hex(8)}", to, subject, text, "")
        try:
            outcome = mail.send(channels.mail_server(row), letter)
        except SealBrokenError:
            outcome = Outcome("auth")
    else:
        if contact is None or contact.chat is None:
            raise Refused(409, "no_address_of_yours")
        outcome = _tell(channels.bot_token(row), contact.chat, subject, text)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        HEALTH.fared(row, outcome)
        record(who.company, "channel_tested", who.account, f"channel/{way}", who.address,
               why=outcome.why)  # fmt: skip
    transaction.on_commit(outbox.wake)
    return TriedOut(ok=outcome.is_ok, why=outcome.why, answer=outcome.said)


def posts(
    who: Asker, way: Way | None, state: str | None, cursor: str | None, limit: int
) -> PostPage:
    """What became of each notice, the newest first."""
    who.must(Role.ADMINISTRATOR)
    rows = Post.objects.of(who.company)
    rows = rows.filter(channel=way) if way else rows
    if cursor:
        rows = rows.filter(pk__lt=cursors.read(cursor)[1])
    found, last = page(rows.select_related("notice", "account").order_by("-pk"), state, limit)
    shown = {c.account_id: c for c in Contact.objects.of(who.company)}
    return PostPage(
        items=tuple(_told(row, shown) for row in found),
        next=cursors.write(last.since, last.pk) if last else None,
    )


def replay(who: Asker, post: int) -> PostOut:
    """Tell it once more. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    rows = Post.objects.of(who.company).filter(pk=post)
    if not again(rows):
        raise Refused(404, "not_found")
    record(who.company, "notice_replayed", who.account, f"notice/{post}", who.address)
    shown = {c.account_id: c for c in Contact.objects.of(who.company)}
    return _told(rows.select_related("notice", "account").get(), shown)


def replay_dead(who: Asker, way: Way) -> int:
    """Tell all that was given up on this way; how many that are. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    if channels.one(who.company, way) is None:
        raise Refused(404, "not_found")
    with transaction.atomic():
        count = again(Post.objects.of(who.company).filter(channel=way, state="dead"))
        record(who.company, "notice_replayed", who.account, f"channel/{way}", who.address,
               count=count)  # fmt: skip
        desk_alarms.tell(who.company)
    return count


def again(rows: "QuerySet[Post]") -> int:
    """These are to be told once more, from the start."""
    done = QUEUE.again(rows, why="")
    transaction.on_commit(outbox.wake)
    return done


def _set(
    who: Asker, kind: str, facts: dict[str, object] | None, secret: str | None, *, is_on: bool
) -> None:
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        row, _ = Channel.objects.of(who.company).get_or_create(company_id=who.company, kind=kind)
        if secret is not None:
            row.sealed = seal(secret) if secret else ""
        if facts is not None:
            is_other = kind == "telegram" and facts.get("bot") != row.facts.get("bot")
            row.told = 0 if is_other else row.told
            row.facts = facts
        row.is_on, row.last_why, row.last_answer = is_on, "", ""
        row.mend()
        row.save()
        QUEUE.hurry(row)
        record(who.company, "channel_changed", who.account, f"channel/{kind}", who.address,
               is_on=is_on, host=str(row.facts.get("host", row.facts.get("bot", ""))))  # fmt: skip
        desk_alarms.tell(who.company)
        transaction.on_commit(outbox.wake)


def _bot_name(token: str) -> tuple[Outcome, str]:
    async def run() -> tuple[Outcome, str]:
        async with outside() as web:
            return await telegram.bot_name(web, token)

    return asyncio.run(run())


def _tell(token: str, chat: int, subject: str, text: str) -> Outcome:
    async def run() -> Outcome:
        async with outside() as web:
            return await telegram.send(web, token, chat, subject, text)

    return asyncio.run(run())


def _out(company: int, way: Way) -> ChannelOut:
    row = channels.one(company, way)
    if row is None:
        return ChannelOut(kind=way, state="none")
    posts = Post.objects.of(company).filter(channel=way)
    linked = Contact.objects.of(company)
    people = linked.exclude(mail="") if way == "mail" else linked.exclude(chat=None)
    facts = row.facts
    return ChannelOut(
        kind=way,
        state="off" if not row.is_on else "paused" if row.paused_at else
        "failing" if row.failures else "on",
        host=str(facts.get("host", "")), port=int(facts.get("port", 0)),
        security=facts.get("security", "tls"), username=str(facts.get("username", "")),
        sender=str(facts.get("sender", "")), sender_name=str(facts.get("sender_name", "")),
        bot=str(facts.get("bot", "")), has_secret=bool(row.sealed), last_ok_at=row.last_ok_at,
        last_at=row.last_at, last_why=cast("Why", row.last_why), last_answer=row.last_answer,
        failing_since=row.failing_since, waiting=posts.filter(state="waiting").count(),
        dead=posts.filter(state="dead").count(), people=people.count(),
    )  # fmt: skip


def _told(row: Post, contacts: dict[int, Contact]) -> PostOut:
    contact = contacts.get(row.account_id or 0)
    to = row.to or (contact.mail if contact and row.channel == "mail" else "")
    if row.channel == "telegram":
        to = contact.chat_name if contact else ""
    account = row.account
    return PostOut(
        **common(row), kind=row.notice.kind, subject=row.notice.subject,
        channel=cast("Way", row.channel), account=account.name or account.login if account else "",
        to=_part(to), at=row.notice.at, state=cast("PostState", row.state),
        why=cast("Why", row.why),
    )  # fmt: skip


def _part(to: str) -> str:
    """An address as it may be shown to somebody else: `an…@example.com`."""
    name, at, domain = to.partition("@")
    return f"{name[:2]}…@{domain}" if at else to
