"""Promises as desks are told of them: names as they are today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast

from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.core.office.document import Office
from vochi.core.promises.obligation import Obligation
from vochi.hub.calls.schemas import CloseReason
from vochi.hub.clients.models import Client
from vochi.hub.messages.models import Sms
from vochi.hub.offices.current import current
from vochi.hub.promises.models import Claim, Promise
from vochi.hub.promises.schemas import (
    PromiseCalling,
    PromiseHow,
    PromiseOut,
    PromiseOwner,
    PromiseState,
    PromiseTried,
    SmsSent,
)
from vochi.hub.promises.subjects import client_of, is_hidden

#: Who wrote a text that answers a missed call: the policy, or the scheme itself.
_ANSWERS = ("missed", "scheme")


def outs(company: int, rows: Iterable[Promise]) -> tuple[PromiseOut, ...]:
    """Rows as they are told, in their order."""
    found = list(rows)
    bodies = {row.pk: Obligation.model_validate_json(row.body) for row in found}
    claims = {
        claim.subject: PromiseCalling(extension=claim.extension, name=claim.name, since=claim.at)
        for claim in Claim.objects.of(company).filter(
            subject__in=[row.subject for row in found if row.state == "open"],
            until__gt=timezone.now(),
        )
    }
    ids = [client for row in found if (client := client_of(row.subject)) is not None]
    titles = {card.pk: card.title for card in Client.objects.of(company).filter(pk__in=ids)}
    texts = _texts(company, [(row, bodies[row.pk]) for row in found if row.state == "open"])
    naming = _Naming(current(company), titles)
    return tuple(
        naming.out(row, bodies[row.pk], claims.get(row.subject), texts.get(row.pk)) for row in found
    )


def _texts(company: int, open_ones: list[tuple[Promise, Obligation]]) -> dict[int, SmsSent]:
    numbers = {number for _, it in open_ones for number in it.numbers if not is_hidden(number)}
    if not numbers:
        return {}
    since = min(it.opened_at for _, it in open_ones)
    sent: dict[str, list[tuple[datetime, str]]] = {}
    rows = Sms.objects.of(company).filter(
        number__in=numbers, at__gte=since, direction="out", origin__in=_ANSWERS
    )
    for number, at, state in rows.order_by("at").values_list("number", "at", "state"):
        sent.setdefault(number, []).append((at, state))
    found: dict[int, SmsSent] = {}
    for row, it in open_ones:
        of_him = [each for number in it.numbers for each in sent.get(number, ())]
        since_then = [each for each in of_him if each[0] >= it.opened_at]
        if since_then:
            at, state = max(since_then)
            found[row.pk] = SmsSent(at=at, state=state)
    return found


@dataclass(frozen=True)
class _Naming:
    """Names of today."""

    office: Office
    titles: dict[int, str]

    @cached_property
    def people(self) -> dict[str, str]:
        return {person.extension: person.name for person in self.office.people}

    @cached_property
    def lines(self) -> dict[str, str]:
        return {line.id: line.name for line in self.office.lines}

    def out(
        self, row: Promise, it: Obligation, calling: PromiseCalling | None, sms: SmsSent | None
    ) -> PromiseOut:
        number = "" if is_hidden(it.number) else it.number
        card = client_of(row.subject)
        return PromiseOut(
            id=row.pk,
            kind=it.kind,
            reasons=it.reasons,
            number=number,
            numbers=tuple(each for each in it.numbers if not is_hidden(each)),
            pretty=pretty(number) if number else "",
            name=(self.titles.get(card, "") if card is not None else "") or it.name,
            client_id=card if card in self.titles else None,
            opened_at=it.opened_at,
            last_at=it.last_at,
            due_at=it.due_at,
            times=it.times,
            short=it.short,
            lost=it.lost,
            longest_wait=it.longest_wait,
            last_call=it.last_call,
            message_call=it.message_call,
            message=it.message,
            department=it.departments[0] if it.departments else None,
            departments=it.departments,
            people=it.people,
            line=it.line,
            line_name=self.lines.get(it.line, it.line) if it.line else None,
            owner=owner_out(self.office, row.owner),
            calling=calling,
            tries=it.tries,
            tried=None
            if it.tried is None
            else PromiseTried(
                at=it.tried.at,
                by=self.people.get(it.tried.by or "", it.tried.by or ""),
                why=it.tried.why,
                call=it.tried.call,
            ),
            state=cast("PromiseState", row.state),
            closed_at=row.closed_at,
            how=cast("PromiseHow | None", row.how or None),
            by=self.people.get(it.by, it.by) if row.state == "kept" else it.by,
            by_call=it.by_call,
            reason=cast("CloseReason | None", it.reason or None),
            text=it.text,
            promised_by=it.promised_by,
            sms=sms,
        )


def owner_out(office: Office, person: str) -> PromiseOwner | None:
    """Who is to call; None: nobody, or somebody who left."""
    found = next((p for p in office.people if person and p.id == person), None)
    if found is None:
        return None
    return PromiseOwner(person=found.id, extension=found.extension, name=found.name)
