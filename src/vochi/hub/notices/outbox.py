"""The outbox of notices: written with the change that they tell of, or neither is."""

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.office.company import Language
from vochi.hub.accounts.models import Account, Role
from vochi.hub.accounts.services import language_of
from vochi.hub.accounts.sight import sight_of
from vochi.hub.companies.models import Company
from vochi.hub.desk.wake import BELL
from vochi.hub.notices import files, quiet
from vochi.hub.notices.models import Channel, Contact, NoticeRow, Post
from vochi.hub.notices.notice import WAYS, Concerns, File, Notice
from vochi.hub.text import plain


def is_wanted(company: int, kind: str) -> bool:
    """Whether anybody wishes to hear of this kind: those who would compose it may spare it."""
    return bool(_wishing(company, kind))


def by_language(company: int, kind: str) -> dict[Language, frozenset[int]]:
    """Accounts that wish to hear of this kind, by the language that they read: one notice each."""
    found: dict[Language, set[int]] = {}
    for contact in _wishing(company, kind):
        found.setdefault(language_of(contact.account), set()).add(contact.account_id)
    return {language: frozenset(accounts) for language, accounts in found.items()}


def put(company: int, notice: Notice) -> bool:
    """Have a notice told to those who wish it; False: nobody does, or it was put before.

    Inside the transaction of the change. Nothing is sent here: the worker does, again and again
    till it is taken or has been given up.
    """
    wishing = [each for each in _wishing(company, notice.kind) if _may(each.account, notice.to)]
    if not wishing:
        return False
    key = notice.key[:120]
    now = timezone.now()
    row, is_new = NoticeRow.objects.of(company).get_or_create(
        company_id=company,
        key=key,
        defaults={
            "kind": notice.kind, "at": now, "subject": _line(notice.subject),
            "text": plain(notice.text, 20_000), "html": notice.html[:200_000].replace("\0", ""),
            "files": list(map(_kept, notice.files)), "numbers": sorted(notice.numbers),
        },
    )  # fmt: skip
    if not is_new:
        return False
    zone = Company.objects.values_list("time_zone", flat=True).get(pk=company)
    ways = set(
        Channel.objects.of(company).filter(is_on=True).values_list("kind", flat=True)
    ).intersection(WAYS)
    Post.objects.add_all(
        [
            Post(
                company_id=company, notice=row, account=contact.account, channel=way, since=now,
                next_at=quiet.after(now, contact, notice.kind, zone),
            )
            for contact in wishing
            for way in contact.wishes.get(notice.kind, ())
            if way in ways and _has(contact, way)
        ]
    )  # fmt: skip
    transaction.on_commit(wake)
    return True


def wake() -> None:
    """The worker of this process looks at once; those of others at their beat."""
    BELL.ring("notices")


def _wishing(company: int, kind: str) -> list[Contact]:
    rows = Contact.objects.of(company).filter(account__is_active=True).select_related("account")
    return [row for row in rows if row.wishes.get(kind)]


def _may(account: Account, to: Concerns | frozenset[int]) -> bool:
    if isinstance(to, frozenset):
        return account.pk in to
    if to.role:
        return account.may(Role(to.role))
    return sight_of(account).sees(to.extensions, to.departments)


def _has(contact: Contact, way: str) -> bool:
    return contact.chat is not None if way == "telegram" else bool(contact.mail)


def _line(text: str) -> str:
    """A subject is one line: a stranger's name must not add a header."""
    return " ".join(plain(text, 400).split())[:200]


def _kept(file: File) -> dict[str, JsonValue]:
    path = file.path or files.keep(file.data)
    return {"name": _line(file.name)[:100], "type": file.type[:80], "path": path}
