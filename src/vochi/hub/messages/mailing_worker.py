"""Hands the messages of mailings to the box, a few at a time: one task of the hub.

It holds nothing that the database has not: a letter and its message are written in one
transaction, so that a killed hub sends nobody two.
"""

import asyncio
import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.courier import look
from vochi.hub.messages import services, threads
from vochi.hub.messages.audience import why_barred
from vochi.hub.messages.models import Mailing, MailingLetter, Sms, SmsAsk
from vochi.hub.offices.current import current

log = logging.getLogger("vochi.hub.messages")

#: Messages of a mailing that the box has in hand: so many go out though it is stopped at once.
AHEAD = 10
#: Seconds between two looks.
BEAT = 3.0
_DAY = timedelta(hours=24)
_ON_THE_WAY = ("queued", "sending")


class Worker:
    """Runs till it is cancelled."""

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        while True:
            try:
                await look(hand_over)
            except Exception:
                log.exception("mailings wait")
            await asyncio.sleep(BEAT)


def hand_over() -> None:
    """One look at every company."""
    for company in Company.objects.values_list("pk", flat=True):
        for mailing in Mailing.objects.of(company).filter(state="running").order_by("at", "id"):
            _hand_over(company, mailing)


def _hand_over(company: int, mailing: Mailing) -> None:
    with transaction.atomic():
        # As everybody who asks for messages: boxes, then the company.
        threads.hold(company)
        Company.objects.select_for_update().get(pk=company)
        current_row = Mailing.objects.of(company).filter(pk=mailing.pk, state="running").first()
        if current_row is None or current_row.account is None:
            return
        mine = MailingLetter.objects.of(company).filter(mailing=mailing)
        asked = mine.filter(state="asked").values("sms")
        sent = Sms.objects.of(company).filter(uid__in=asked, state__in=_ON_THE_WAY)
        out = sent.count()
        waiting = list(mine.filter(state="waiting").order_by("id")[: max(0, AHEAD - out)])
        if not waiting and not out:
            if not mine.filter(state="waiting").exists():
                current_row.state, current_row.ended_at = "done", timezone.now()
                current_row.save(update_fields=["state", "ended_at"])
            return
        who = Asker(current_row.account, "", None)
        barred = why_barred(company, current(company), [each.number for each in waiting])
        room = _left_today(company)
        for letter in waiting:
            if letter.number in barred:
                letter.state, letter.why = "skipped", barred[letter.number]
            elif letter.parts > room or not _ask(who, current_row, letter):
                break
            else:
                room -= letter.parts
            letter.save(update_fields=["state", "why", "sms", "asked_at"])


def _ask(who: Asker, mailing: Mailing, letter: MailingLetter) -> bool:
    """Whether a box is there to take it."""
    ask = SmsAsk(
        uid=uuid.uuid4().hex, number=letter.number, text=letter.text, line=mailing.line,
        parts=letter.parts, origin="bulk",
    )  # fmt: skip
    try:
        with transaction.atomic():
            services.put(who, ask)
    except Refused:
        return False
    letter.state, letter.sms, letter.asked_at = "asked", ask.uid, timezone.now()
    return True


def _left_today(company: int) -> int:
    """Parts that may still go out in these 24 hours."""
    since = timezone.now() - _DAY
    rows = MailingLetter.objects.of(company).filter(asked_at__gt=since, state="asked")
    told = rows.aggregate(parts=Sum("parts"))["parts"] or 0
    return max(0, current(company).policy.sms.bulk_day - told)
