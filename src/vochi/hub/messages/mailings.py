"""One text for many (S22): looked at before it is begun, paused, stopped, followed to each person.

The hub hands messages to the box a few at a time (`mailing_worker`); the box keeps the quiet
hours, the pace of each SIM card and who said no.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import cast

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from vochi.core.gsm.filling import unknown
from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.office.line import GsmLine
from vochi.core.wording import say
from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.clients.cards import cards
from vochi.hub.companies.models import Company
from vochi.hub.messages import services
from vochi.hub.messages.audience import Reader, readers
from vochi.hub.messages.mailing_schemas import (
    MailingCheck,
    MailingIn,
    MailingLetterOut,
    MailingLetterPage,
    MailingOut,
    MailingPage,
    MailingSkipped,
    MailingState,
    SampleOut,
)
from vochi.hub.messages.models import Mailing, MailingLetter, Sms
from vochi.hub.offices.current import current

_EXAMPLES, _SAMPLES = 5, 3
_DEEDS: dict[MailingState, str] = {
    "running": "sms_mailing_running",
    "paused": "sms_mailing_paused",
    "stopped": "sms_mailing_stopped",
}


def check(who: Asker, body: MailingIn) -> MailingCheck:
    """What would happen. Raises Refused 403, 422 `mailing_to_nobody`, `mailing_too_big`."""
    who.must(Role.HEAD)
    office, language = current(who.company), language_of(who.account)
    found = readers(who, body)
    able = [each for each in found if each.why is None]
    parts, limit = sum(each.parts for each in able), office.policy.sms.bulk_day
    stop = next(iter(office.policy.sms.stop_words), None)
    return MailingCheck(
        recipients=len(able),
        parts=parts,
        day_parts=limit,
        days=-(-parts // limit),
        skipped=_skipped(found, language),
        samples=tuple(
            SampleOut(number=each.number, pretty=pretty(each.number), name=_name(each),
                      text=each.text, parts=each.parts)
            for each in able[:_SAMPLES]
        ),
        unknown=unknown(body.text),
        asks_stop=any(
            word.casefold() in body.text.casefold() for word in office.policy.sms.stop_words
        ),
        stop_word=stop,
    )  # fmt: skip


def begin(who: Asker, body: MailingIn) -> MailingOut:
    """Begin it; the same `id` again is the same mailing. Raises what `check` does, 422
    `mailing_to_nobody` when nobody is left, 404 `no_such_line`.
    """
    who.must(Role.HEAD)
    lines = {each.id for each in current(who.company).lines if isinstance(each, GsmLine)}
    if body.line is not None and body.line not in lines:
        raise Refused(404, "no_such_line", line=body.line)
    uid = body.id or uuid.uuid4().hex
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        known = _mine(who).filter(uid=uid).first()
        if known is not None:
            return _outs(who.company, [known])[0]
        found = readers(who, body)
        count = sum(each.why is None for each in found)
        if not count:
            raise Refused(422, "mailing_to_nobody")
        row = Mailing.objects.add(
            who.company, uid=uid, name=body.name, text=body.text, line=body.line or "",
            account=who.account, author=who.account.name or who.account.login, at=timezone.now(),
        )  # fmt: skip
        MailingLetter.objects.add_all([_letter(row, each) for each in found])
        record(who.company, "sms_mailing", who.account, f"mailing/{uid}", who.address,
               name=body.name, people=count)  # fmt: skip
        return _outs(who.company, [row])[0]


def page(who: Asker, cursor: str | None, limit: int) -> MailingPage:
    """Mailings, newest first; whoever sees not everything sees his own. Raises Refused 403."""
    who.must(Role.HEAD)
    rows = _mine(who).order_by("-at", "-id")
    if cursor:
        at, row, _ = cursors.read(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=row))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return MailingPage(
        items=tuple(_outs(who.company, found[:limit])),
        next=cursors.write(last.at, last.pk) if last else None,
    )


def one(who: Asker, uid: str) -> MailingOut:
    """One mailing. Raises Refused 403, 404."""
    return _outs(who.company, [_find(who, uid)])[0]


def letters(who: Asker, uid: str, cursor: str | None, limit: int) -> MailingLetterPage:
    """A page of its people. Raises Refused 403, 404."""
    mailing, language = _find(who, uid), language_of(who.account)
    rows = MailingLetter.objects.of(who.company).filter(mailing=mailing).order_by("id")
    if cursor:
        rows = rows.filter(pk__gt=cursors.read(cursor)[1])
    found = list(rows[: limit + 1])
    shown = found[:limit]
    sent = {
        row.uid: row
        for row in Sms.objects.of(who.company).filter(uid__in=[r.sms for r in shown if r.sms])
    }
    known = cards(who.company, [row.number for row in shown])
    items = []
    for row in shown:
        sms, card = sent.get(row.sms), known.get(row.number)
        why = sms.why if sms else row.why
        items.append(
            MailingLetterOut(
                number=row.number,
                pretty=pretty(row.number),
                name=card.title if card else "",
                client_id=card.pk if card else None,
                text=row.text,
                parts=row.parts,
                state=sms.state if sms else row.state,
                why=why,
                why_text=_why(why, language),
                at=row.asked_at,
            )
        )
    more = len(found) > limit
    return MailingLetterPage(
        items=tuple(items), next=cursors.write(mailing.at, shown[-1].pk) if more else None
    )


def steer(who: Asker, uid: str, state: MailingState) -> MailingOut:
    """Pause it, go on, or stop it for good: what waits at the box is taken back there.

    Raises Refused 403, 404, 409 `mailing_over`.
    """
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        row = _find(who, uid)
        if row.state in {"stopped", "done"} or state == "done":
            raise Refused(409, "mailing_over")
        row.state = state
        row.ended_at = timezone.now() if state == "stopped" else None
        row.save(update_fields=["state", "ended_at"])
        record(who.company, _DEEDS[state], who.account, f"mailing/{uid}", who.address)
        mine = MailingLetter.objects.of(who.company).filter(mailing=row)
        if state == "stopped":
            mine.filter(state="waiting").update(state="skipped", why="stopped")
    if state == "stopped":
        for sms in mine.filter(state="asked").values_list("sms", flat=True):
            _take_back(who, sms)
    return _outs(who.company, [row])[0]


def _take_back(who: Asker, sms: str) -> None:
    if not Sms.objects.of(who.company).filter(uid=sms, state="queued").exists():
        return
    try:
        services.cancel(who, sms)
    except Refused:
        return  # on its way: its row says how that went


def _letter(mailing: Mailing, reader: Reader) -> MailingLetter:
    return MailingLetter(
        company_id=mailing.company_id, mailing=mailing, number=reader.number[:80],
        client=reader.card.pk if reader.card else None, text=reader.text, parts=reader.parts,
        state="skipped" if reader.why else "waiting", why=reader.why or "",
    )  # fmt: skip


def _mine(who: Asker) -> "QuerySet[Mailing]":
    rows = Mailing.objects.of(who.company)
    return rows if who.sight.is_all else rows.filter(account=who.account)


def _find(who: Asker, uid: str) -> Mailing:
    who.must(Role.HEAD)
    row = _mine(who).filter(uid=uid).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _outs(company: int, rows: Sequence[Mailing]) -> list[MailingOut]:
    return [_out(row, _counted(company, row)) for row in rows]


def _counted(company: int, row: Mailing) -> Counter[str]:
    """People by how far their message is."""
    mine = MailingLetter.objects.of(company).filter(mailing=row)
    counted: Counter[str] = Counter(
        dict(mine.exclude(state="asked").values_list("state").annotate(n=Count("id")))
    )
    asked = mine.filter(state="asked")
    sent = Sms.objects.of(company).filter(uid__in=asked.values("sms"))
    counted.update(dict(sent.values_list("state").annotate(n=Count("id"))))
    return counted


def _out(row: Mailing, counted: Counter[str]) -> MailingOut:
    return MailingOut(
        id=row.uid, name=row.name, text=row.text, line=row.line or None,
        state=cast("MailingState", row.state), author=row.author, at=row.at,
        ended_at=row.ended_at, recipients=sum(counted.values()) - counted["skipped"],
        waiting=counted["waiting"], sending=counted["queued"] + counted["sending"],
        sent=counted["sent"], delivered=counted["delivered"],
        failed=counted["failed"] + counted["unknown"], skipped=counted["skipped"],
    )  # fmt: skip


def _skipped(found: list[Reader], language: Language) -> tuple[MailingSkipped, ...]:
    whys = Counter(each.why for each in found if each.why)
    return tuple(
        MailingSkipped(
            why=why, text=_why(why, language), count=count,
            examples=tuple(
                _name(each) or pretty(each.number) for each in found if each.why == why
            )[:_EXAMPLES],
        )
        for why, count in whys.most_common()
    )  # fmt: skip


def _name(reader: Reader) -> str:
    return reader.card.title if reader.card else ""


def _why(why: str, language: Language) -> str:
    return say(f"sms.why.{why}", {"code": ""}, language) if why else ""
