"""Where accounts are told: addresses proven by a code, bots by `/start <code>`; their wishes."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account, Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.notices import channels, outbox
from vochi.hub.notices.models import Channel, Contact, NoticeRow, Post
from vochi.hub.notices.schemas import ContactOut, ProofOut, WishesIn
from vochi.hub.notices.telegram import Said
from vochi.hub.text import plain

CODE_LIVES = timedelta(minutes=20)
#: Wrong codes for one address before another must be asked for.
_TRIES = 8
_START = re.compile(r"^/start(?:@\w+)?\s+([A-Za-z0-9_-]{10,64})\s*$")
_STOP = re.compile(r"^/stop(?:@\w+)?\s*$")


def of(who: Asker) -> ContactOut:
    """Where the asker is told, of what, and what the company offers."""
    on = {
        row.kind: row
        for row in Channel.objects.of(who.company).filter(is_on=True)
    }  # fmt: skip
    row = Contact.objects.of(who.company).filter(account=who.account).first()
    bot = on["telegram"].facts.get("bot") if "telegram" in on else None
    return ContactOut(
        mail=row.mail if row else "",
        mail_waits=row.wanted if row and row.proves == "mail" and _is_alive(row) else "",
        telegram=row.chat_name if row and row.chat is not None else None,
        wishes=WishesIn.model_validate(
            {
                "wishes": row.wishes if row else {},
                "quiet_from": row.quiet_from if row else 0,
                "quiet_to": row.quiet_to if row else 0,
                "alarms_always": row.alarms_always if row else True,
            }
        ),
        has_mail="mail" in on,
        bot=str(bot) if bot else None,
        is_administrator=who.account.may(Role.ADMINISTRATOR),
    )


def wish(who: Asker, body: WishesIn) -> ContactOut:
    """Of what the asker wants to hear, how, and when not."""
    row = _row(who.account)
    Contact.objects.of(who.company).filter(pk=row.pk).update(
        wishes={kind: list(ways) for kind, ways in body.wishes.items() if ways},
        quiet_from=body.quiet_from, quiet_to=body.quiet_to, alarms_always=body.alarms_always,
    )  # fmt: skip
    return of(who)


def ask_mail(who: Asker, address: str) -> ContactOut:
    """Send a code to an e-mail address. Raises Refused 409 `no_mail_server`."""
    if not _is_on(who.company, "mail"):
        raise Refused(409, "no_mail_server")
    code = f"{secrets.randbelow(10**6):06d}"
    language = language_of(who.account)
    with transaction.atomic():
        row = _row(who.account)
        _begin(row, "mail", code, wanted=address)
        notice = NoticeRow.objects.add(
            who.company, key=f"code/{secrets.token_hex(12)}", kind="code", at=timezone.now(),
            subject=say("notice.code_subject", {}, language),
            text=say("notice.code", {"code": f"{code[:3]} {code[3:]}"}, language),
        )  # fmt: skip
        now = timezone.now()
        Post.objects.add(
            who.company, notice=notice, channel="mail", account=who.account, to=address,
            since=now, next_at=now,
        )  # fmt: skip
        transaction.on_commit(outbox.wake)
    return of(who)


def prove_mail(who: Asker, code: str) -> ContactOut:
    """The code that came by mail. Raises Refused 422 `wrong_code`."""
    with transaction.atomic():
        row = Contact.objects.of(who.company).select_for_update().filter(account=who.account)
        contact = row.first()
        if contact is None or contact.proves != "mail" or not _is_alive(contact):
            raise Refused(422, "wrong_code")
        typed = re.sub(r"\D", "", code)
        fits = contact.code_tries < _TRIES and hmac.compare_digest(_digest(typed), contact.digest)
        if fits:
            row.update(mail=contact.wanted, wanted="", proves="", digest="", code_until=None)
            record(who.company, "notices_linked", who.account, f"account/{who.account.pk}",
                   who.address, channel="mail")  # fmt: skip
        else:
            row.update(code_tries=contact.code_tries + 1)
    if not fits:
        raise Refused(422, "wrong_code")
    return of(who)


def ask_telegram(who: Asker) -> ProofOut:
    """A code for `/start`, in this answer alone. Raises Refused 409 `no_bot`."""
    channel = channels.one(who.company, "telegram")
    bot = str(channel.facts.get("bot") or "") if channel and channel.is_on else ""
    if not bot:
        raise Refused(409, "no_bot")
    code = secrets.token_urlsafe(18)
    row = _row(who.account)
    _begin(row, "telegram", code)
    until = timezone.now() + CODE_LIVES
    return ProofOut(code=code, url=f"https://t.me/{bot}?start={code}", bot=bot, until=until)


def unlink(who: Asker, way: str) -> ContactOut:
    """The asker is not told there any more. Raises Refused 404."""
    rows = Contact.objects.of(who.company).filter(account=who.account)
    if not rows.exists():
        raise Refused(404, "not_found")
    if way == "mail":
        rows.update(mail="", wanted="", digest="", proves="")
    else:
        rows.update(chat=None, chat_name="", digest="", proves="")
    record(who.company, "notices_unlinked", who.account, f"account/{who.account.pk}", who.address,
           channel=way)  # fmt: skip
    return of(who)


def answer_to(company: int, said: Said) -> str | None:
    """Do what somebody wrote to the bot, inside the caller's transaction; what to answer, if
    anything: a bot that answers all that is written to it can be made to talk for ever.
    """
    if not said.is_private:
        return None
    if _STOP.match(said.text):
        rows = Contact.objects.of(company).filter(chat=said.chat)
        contact = rows.select_related("account").first()
        rows.update(chat=None, chat_name="")
        return say("notice.unlinked", {}, language_of(contact.account)) if contact else None
    begun = _START.match(said.text)
    if begun is None:
        return None
    rows = Contact.objects.of(company).filter(proves="telegram", digest=_digest(begun[1]))
    contact = rows.select_related("account").first()
    if contact is None or not _is_alive(contact) or not contact.account.is_active:
        return None
    rows.update(
        chat=said.chat, chat_name=plain(said.name, 80) or str(said.chat), proves="", digest="",
        code_until=None,
    )  # fmt: skip
    record(company, "notices_linked", contact.account, f"account/{contact.account_id}", "",
           channel="telegram")  # fmt: skip
    return say("notice.linked", {"name": contact.account.name}, language_of(contact.account))


def _row(account: Account) -> Contact:
    row, _ = Contact.objects.of(account.company_id).get_or_create(
        company_id=account.company_id, account=account
    )
    return row


def _begin(row: Contact, proves: str, code: str, wanted: str = "") -> None:
    Contact.objects.of(row.company_id).filter(pk=row.pk).update(
        proves=proves, digest=_digest(code), wanted=wanted, code_tries=0,
        code_until=timezone.now() + CODE_LIVES,
    )  # fmt: skip


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _is_alive(row: Contact) -> bool:
    return row.code_until is not None and row.code_until > timezone.now()


def _is_on(company: int, kind: str) -> bool:
    return Channel.objects.of(company).filter(kind=kind, is_on=True).exists()
