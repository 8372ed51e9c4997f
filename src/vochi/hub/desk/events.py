"""Events of the desk: numbered in a company, kept for those who come back, told at once."""

from collections.abc import Callable, Sequence

from django.db import transaction
from pydantic import BaseModel

from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Event
from vochi.hub.desk.wake import wake_desks

#: A kind of event and what it tells.
Told = tuple[str, BaseModel | None]
#: How many events a company keeps. A desk that was away longer reads the board again.
KEPT = 5000
_SWEEP_EVERY = 500
#: Who else hears (company, number, body) inside the transaction of the change (`hub.hooks`).
LISTENERS: list[Callable[[int, int, BaseModel | None], None]] = []


def emit(company: int, kind: str, body: BaseModel | None) -> None:
    """Tell every desk of the company; inside the transaction of the change that it tells of."""
    emit_all(company, ((kind, body),))


def emit_all(company: int, events: Sequence[Told], before: int | None = None) -> None:
    """Tell several things at once, in their order; `before` is what `hold` said, if it was asked.

    The company's row is locked until the commit, so that a higher number never becomes visible
    before a lower one.
    """
    if not events:
        return
    with transaction.atomic():
        before = hold(company) if before is None else before
        last = before + len(events)
        Company.objects.filter(pk=company).update(events=last)
        Event.objects.add_all(
            [
                Event(company_id=company, number=number, kind=kind, body=_text(body))
                for number, (kind, body) in enumerate(events, before + 1)
            ]
        )
        if last // _SWEEP_EVERY > before // _SWEEP_EVERY:
            Event.objects.of(company).filter(number__lte=last - KEPT).delete()
        transaction.on_commit(wake_desks)
        for number, (_, body) in enumerate(events, before + 1):
            _let_hear(company, number, body)


def hold(company: int) -> int:
    """Nobody else changes what desks show till this transaction ends; the last event's number."""
    rows = Company.objects.select_for_update().filter(pk=company)
    return rows.values_list("events", flat=True).get()


def _text(body: BaseModel | None) -> str:
    return body.model_dump_json(by_alias=True) if body else "{}"


def note(company: int, body: BaseModel) -> None:
    """Tell listeners what no desk shows; inside the transaction of the change too."""
    with transaction.atomic():
        Company.objects.select_for_update().filter(pk=company).first()
        _let_hear(company, 0, body)


def _let_hear(company: int, number: int, body: BaseModel | None) -> None:
    for hear in LISTENERS:
        hear(company, number, body)
