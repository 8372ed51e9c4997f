"""Events of the desk: numbered in a company, kept for those who come back, told at once."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from pydantic import BaseModel

from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Event
from vochi.hub.desk.wake import wake_desks

#: How many events a company keeps. A desk that was away longer reads the board again.
KEPT = 5000
_SWEEP_EVERY = 500
#: Who else hears (company, number, body) inside the transaction of the change (`hub.hooks`).
LISTENERS: list[Callable[[int, int, BaseModel | None], None]] = []


def emit(company: int, kind: str, body: BaseModel | None) -> None:
    """Tell every desk of the company; inside the transaction of the change that it tells of.

    Raising the counter locks the company's row until the commit, so that a higher number never
    becomes visible before a lower one.
    """
    with transaction.atomic():
        Company.objects.filter(pk=company).update(events=F("events") + 1)
        number = Company.objects.values_list("events", flat=True).get(pk=company)
        text = body.model_dump_json(by_alias=True) if body else "{}"
        Event.objects.add(company, number=number, kind=kind, body=text)
        if number % _SWEEP_EVERY == 0:
            Event.objects.of(company).filter(number__lte=number - KEPT).delete()
        transaction.on_commit(wake_desks)
        _let_hear(company, number, body)


def note(company: int, body: BaseModel) -> None:
    """Tell listeners what no desk shows; inside the transaction of the change too."""
    with transaction.atomic():
        Company.objects.select_for_update().filter(pk=company).first()
        _let_hear(company, 0, body)


def _let_hear(company: int, number: int, body: BaseModel | None) -> None:
    for hear in LISTENERS:
        hear(company, number, body)
