"""Who is told of a client that waits: of each new one, and of those whom nobody called in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vochi.core.office.company import Language
from vochi.core.schedule import zone_of
from vochi.core.wording import say
from vochi.hub import seen
from vochi.hub.accounts.models import Account, Role
from vochi.hub.accounts.sight import sight_of
from vochi.hub.calls.models import Call
from vochi.hub.notices import outbox
from vochi.hub.notices.notice import Notice
from vochi.hub.offices.current import current
from vochi.hub.promises.models import Claim, Promise
from vochi.hub.promises.outs import outs
from vochi.hub.promises.schemas import PromiseOut

#: What began longer ago is no news: a box that was away tells of it late, a refold tells of all.
NEWS = timedelta(hours=2)
#: Nobody is told of what is late for longer: it was so before there was anybody to tell.
STALE = timedelta(days=2)
_AT_ONCE = 200


@dataclass(frozen=True)
class _Told:
    """One notice before it is worded."""

    kind: Literal["missed", "overdue"]
    key: str
    row: PromiseOut
    to: frozenset[int]
    facts: dict[str, object]


def tell_new(company: int, told: PromiseOut) -> None:
    """He has just called in vain. Inside the transaction."""
    if told.state != "open" or not told.times or timezone.now() - told.last_at > NEWS:
        return
    if not outbox.is_wanted(company, "missed"):
        return
    for language, accounts in outbox.by_language(company, "missed").items():
        facts = _facts(company, told, language) | {"seconds": round(told.longest_wait)}
        to = _seeing(company, told.id, accounts)
        _put(company, _Told("missed", f"promise/{told.id}/new", told, to, facts), language)


def tell_late(company: int) -> None:
    """The owner is told once of each that is late; the heads when it still is after a while, and
    at once when it is nobody's. Not while somebody calls him.
    """
    now = timezone.now()
    patience = timedelta(minutes=current(company).policy.promises.head_minutes)
    rows = Promise.objects.of(company).filter(state="open", due_at__gt=now - STALE)
    late = rows.filter(
        Q(told=0, due_at__lt=now) | Q(told__lte=1, due_at__lt=now - patience)
    ).order_by("due_at")  # fmt: skip
    for row in outs(company, late[:_AT_ONCE]):
        if not _is_called(company, row, now):
            _tell_one(company, row, now, patience)


def _tell_one(company: int, row: PromiseOut, now: datetime, patience: timedelta) -> None:
    with transaction.atomic():
        owners = frozenset(
            Account.scoped.of(company)
            .filter(is_active=True, person=row.owner.person)
            .values_list("pk", flat=True)
            if row.owner
            else ()
        )
        is_for_heads = not owners or row.due_at < now - patience
        to = owners | (_heads(company, row.id) if is_for_heads else frozenset())
        marked = Promise.objects.of(company).filter(pk=row.id, state="open", due_at=row.due_at)
        if not marked.update(told=2 if is_for_heads else 1):
            return
        stamp = f"{row.due_at.timestamp():.0f}/{'heads' if is_for_heads else 'owner'}"
        for language, accounts in outbox.by_language(company, "overdue").items():
            facts = _facts(company, row, language) | {
                "owner": row.owner.name if row.owner else say("notice.nobody", {}, language)
            }
            key = f"promise/{row.id}/{stamp}"
            _put(company, _Told("overdue", key, row, to & accounts, facts), language)


def _put(company: int, told: _Told, language: Language) -> None:
    if told.to:
        subject = say(f"notice.{told.kind}_subject", told.facts, language)
        text = say(f"notice.{told.kind}", told.facts, language)
        key, numbers = f"{told.key}/{language}", frozenset(told.row.numbers)
        outbox.put(company, Notice(told.kind, key, told.to, subject, text, numbers=numbers))


def _facts(company: int, row: PromiseOut, language: Language) -> dict[str, object]:
    zone = zone_of(current(company).company)
    who = row.pretty or say("notice.hidden", {}, language)
    return {
        "who": f"{row.name}, {who}" if row.name else who,
        "at": f"{row.opened_at.astimezone(zone):%d.%m %H:%M}",
        "due": f"{row.due_at.astimezone(zone):%d.%m %H:%M}",
    }


def _is_called(company: int, row: PromiseOut, now: datetime) -> bool:
    """Somebody is calling him, or he us: it may be over in a minute."""
    if row.calling is not None:
        return True
    numbers: Iterable[str] = row.numbers
    living = Call.objects.of(company).exclude(state="ended").filter(client__in=numbers)
    key = f"c{row.client_id}" if row.client_id else f"n{row.number}"
    claims = Claim.objects.of(company).filter(subject=key, until__gt=now)
    return living.exists() or claims.exists()


def _heads(company: int, promise: int) -> frozenset[int]:
    """Heads who see it; without any, who are more."""
    rows = Account.scoped.of(company).filter(is_active=True)
    heads = [row.pk for row in rows if row.role == Role.HEAD.value]
    found = _seeing(company, promise, heads)
    return found or frozenset(row.pk for row in rows if row.may(Role.ADMINISTRATOR))


def _seeing(company: int, promise: int, accounts: Iterable[int]) -> frozenset[int]:
    rows = Account.scoped.of(company).filter(pk__in=list(accounts))
    return frozenset(
        row.pk for row in rows
        if seen.promises(company, sight_of(row)).filter(pk=promise).exists()
    )  # fmt: skip
