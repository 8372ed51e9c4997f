"""Threads: all messages with one number, what is new in them, and who said no."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.words import number_words
from vochi.hub.clients.models import Phone
from vochi.hub.desk.events import emit
from vochi.hub.link.models import Box
from vochi.hub.messages.models import Sms, SmsThread, ThreadRead
from vochi.hub.messages.rows import for_desks, outs
from vochi.hub.messages.schemas import SmsPage, SmsThreadOut, SmsThreadPage
from vochi.hub.text import digits, fold_case

#: Numbers that words find; beyond, the words are no search.
_FEW = 500


def refresh(
    company: int, numbers: Iterable[str], stopped: Mapping[str, datetime | None] | None = None
) -> None:
    """Work threads out anew; `stopped` says of some since when they are stopped (None: no more)."""
    wanted = sorted(set(numbers))
    through = dict(
        ThreadRead.objects.of(company).filter(number__in=wanted).values_list("number", "through")
    )
    for number in wanted:
        rows = _shown(company, number)
        last = rows.order_by("-at", "-id").first()
        if last is None:
            continue
        unread = rows.filter(direction="in", entry__gt=through.get(number, 0)).count()
        defaults: dict[str, object] = {"last": last.uid, "last_at": last.at, "unread": unread}
        if stopped and number in stopped:
            defaults["stopped_at"] = stopped[number]
        SmsThread.objects.of(company).update_or_create(
            company_id=company,
            number=number,
            defaults=defaults,
            create_defaults=defaults | {"words": _words(number)},
        )


def hold(company: int) -> None:
    """Nobody else takes over entries or asks for messages till this transaction ends. Boxes are
    locked as `calls.derive` does it, before the company's row, so that nobody waits for ever.
    """
    list(Box.objects.of(company).select_for_update().order_by("pk"))


def page(who: Asker, q: str, cursor: str | None, limit: int, language: Language) -> SmsThreadPage:
    """Threads that `q` finds in number, name or text, the one with the newest message first."""
    rows = seen.threads(who.company, who.sight).order_by("-last_at", "-id")
    if q:
        rows = rows.filter(_found(who, q))
    if cursor:
        at, row, _ = cursors.read(cursor)
        rows = rows.filter(Q(last_at__lt=at) | Q(last_at=at, id__lt=row))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return SmsThreadPage(
        items=_outs(who, found[:limit], language),
        next=cursors.write(last.last_at, last.pk) if last else None,
    )


def one(who: Asker, number: str, cursor: str | None, limit: int, language: Language) -> SmsPage:
    """A page of a thread, newest first; an empty one for a number that has none."""
    thread = seen.threads(who.company, who.sight).filter(number=number).first()
    rows = _seen(who, number).order_by("-at", "-id")
    if cursor:
        at, row, _ = cursors.read(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=row))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return SmsPage(
        items=tuple(outs(who.company, found[:limit], language)),
        next=cursors.write(last.at, last.pk) if last else None,
        stopped=bool(thread and thread.stopped_at),
    )


def read(who: Asker, number: str) -> None:
    """Somebody has read the thread: nothing in it is new. Raises Refused 404."""
    with transaction.atomic():
        hold(who.company)
        thread = seen.threads(who.company, who.sight).filter(number=number).first()
        if thread is None:
            raise Refused(404, "not_found")
        rows = _shown(who.company, number)
        through = (
            rows.exclude(entry=None).order_by("-entry").values_list("entry", flat=True).first()
        )
        if not thread.unread:
            return
        ThreadRead.objects.of(who.company).update_or_create(
            company_id=who.company,
            number=number,
            defaults={"through": through or 0, "at": timezone.now(), "account": who.account},
        )
        refresh(who.company, [number])
        last = rows.filter(uid=thread.last)
        for told in for_desks(who.company, list(last)):
            emit(who.company, "sms", told)


def _shown(company: int, number: str) -> "QuerySet[Sms]":
    return Sms.objects.of(company).filter(number=number).exclude(origin="doctor")


def _seen(who: Asker, number: str) -> "QuerySet[Sms]":
    rows = seen.messages(who.company, who.sight).filter(number=number)
    return rows.exclude(origin="doctor")


def _words(number: str) -> str:
    return f"{fold_case(number)} {number_words(number)}"[:400]


def _found(who: Asker, q: str) -> Q:
    company = who.company
    text, number = fold_case(q), digits(q)
    is_number = bool(number) and not any(c.isalpha() for c in q)
    says = Q(words__contains=text) if text else Q(pk=None)
    if is_number:
        says |= Q(words__contains=number)
    named = seen.clients(company, who.sight).filter(says).values("pk")
    phones = Phone.objects.of(company).filter(client__in=named).values_list("number", flat=True)
    texts = seen.messages(company, who.sight)
    said = texts.filter(words__contains=text).order_by("-id") if text else None
    numbers = set(phones[:_FEW])
    if said is not None:
        numbers |= set(said.values_list("number", flat=True)[:_FEW])
    return says | Q(number__in=numbers)


def _outs(who: Asker, threads: list[SmsThread], language: Language) -> tuple[SmsThreadOut, ...]:
    newest = _newest(who, threads)
    told = outs(who.company, list(newest.values()), language)
    last = dict(zip(newest, told, strict=True))
    return tuple(
        SmsThreadOut(
            number=thread.number,
            pretty=pretty(thread.number),
            name=last[thread.number].name,
            client_id=last[thread.number].client_id,
            last=last[thread.number],
            unread=thread.unread,
            stopped=thread.stopped_at is not None,
        )
        for thread in threads
        if thread.number in last
    )


def _newest(who: Asker, threads: list[SmsThread]) -> dict[str, Sms]:
    """The newest message of each thread, of those that the asker sees."""
    if who.sight.is_all:
        rows = Sms.objects.of(who.company).filter(uid__in=[thread.last for thread in threads])
        return {row.number: row for row in rows}
    found = ((each.number, _seen(who, each.number).order_by("-at", "-id")) for each in threads)
    return {number: row for number, rows in found if (row := rows.first()) is not None}
