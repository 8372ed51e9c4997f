"""Messages as the API tells them: names, lines, calls, reasons in words; few queries for many."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.calls.models import Thread
from vochi.hub.clients.cards import cards
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box
from vochi.hub.messages.models import Sms
from vochi.hub.messages.schemas import SmsRow, SmsRowState
from vochi.hub.offices.current import current

#: A box that was not heard of for so long is away; it polls all the time.
AWAY = timedelta(seconds=90)


def for_desks(company: int, rows: Sequence[Sms]) -> list[SmsRow]:
    """Messages in the company's own language, for the stream that all desks read."""
    language = Company.objects.values_list("language", flat=True).get(pk=company)
    return outs(company, rows, cast("Language", language))


def outs(company: int, rows: Sequence[Sms], language: Language) -> list[SmsRow]:
    """Messages in words."""
    if not rows:
        return []
    known = cards(company, {row.number for row in rows})
    lines = {line.id: line.name for line in current(company).lines}
    calls = _calls(company, {row.call for row in rows if row.call})
    seen = None
    if any(_is_on_its_way(row) for row in rows):
        boxes = Box.objects.of(company).exclude(seen_at=None).order_by("-seen_at")
        seen = boxes.values_list("seen_at", flat=True).first()
    found = []
    for row in rows:
        state, why = _standing(row, seen)
        card = known.get(row.number)
        found.append(
            SmsRow(
                id=row.uid,
                dir="in" if row.direction == "in" else "out",
                state=cast("SmsRowState", state),
                why=why,
                why_text=_why(why, row.code, language),
                code=row.code,
                text=row.text,
                number=row.number,
                pretty=pretty(row.number),
                name=card.title if card else "",
                client_id=card.pk if card else None,
                line=row.line or None,
                line_name=lines.get(row.line, row.line) if row.line else None,
                iccid=row.iccid or None,
                parts=row.parts,
                whole=row.whole,
                at=row.at,
                sent_at=row.sent_at,
                delivered_at=row.delivered_at,
                origin=row.origin,
                by=row.by,
                call_id=calls.get(row.call),
            )
        )
    return found


def _is_on_its_way(row: Sms) -> bool:
    return row.state == "queued" and row.entry is None


def _standing(row: Sms, seen: datetime | None) -> tuple[str, str]:
    """State and reason; of a message that the box has not told of yet, what can be known here."""
    if not _is_on_its_way(row):
        return row.state, row.why
    now = timezone.now()
    if row.give_up_at is not None and now > row.give_up_at + timedelta(minutes=1):
        # A box that has not asked since cannot have it, and will find it too late.
        never = seen is None or seen < row.at
        return ("failed", "given_up") if never else ("unknown", "no_answer")
    return "queued", "box_offline" if seen is None or now - seen > AWAY else row.why


def _why(why: str, code: int | None, language: Language) -> str:
    return say(f"sms.why.{why}", {"code": "" if code is None else code}, language) if why else ""


def _calls(company: int, linked: set[str]) -> dict[str, int]:
    if not linked:
        return {}
    rows = Thread.objects.of(company).filter(linked_id__in=linked)
    return dict(rows.values_list("linked_id", "root"))
