"""What calls must know of clients, for boxes: told number by number, in the order of change.

`Company.facts` counts the changes; NumberFact remembers the last one of each number. The value
itself is worked out when a box asks, so it is always that of today.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction
from django.db.models import F

from vochi.core.facts import client_value
from vochi.core.link import ClientFact, ClientsReply
from vochi.hub.clients.cards import about
from vochi.hub.clients.models import Client, NumberFact, Phone
from vochi.hub.companies.models import Company
from vochi.hub.desk.wake import wake_box
from vochi.hub.link.models import Box
from vochi.hub.offices.current import current

_E164 = re.compile(r"^\+[1-9][0-9]{6,14}$")
_PAGE = 1000
#: Who else hears (company, numbers) of it, inside the transaction of the change.
LISTENERS: list[Callable[[int, list[str]], None]] = []


def touch(company: int, numbers: Iterable[str]) -> None:
    """What is known of these numbers changed: number it, and wake the boxes after the commit."""
    every = sorted({number for number in numbers if number})
    wanted = [number for number in every if _E164.match(number)]
    with transaction.atomic():
        for hear in LISTENERS if every else ():
            hear(company, every)
        if not wanted:
            return
        Company.objects.filter(pk=company).update(facts=F("facts") + len(wanted))
        last = Company.objects.values_list("facts", flat=True).get(pk=company)
        NumberFact.objects.of(company).filter(number__in=wanted).delete()
        NumberFact.objects.add_all(
            [
                NumberFact(company_id=company, number=number, seq=last - len(wanted) + place)
                for place, number in enumerate(wanted, 1)
            ]
        )
        for box in Box.objects.of(company).values_list("pk", flat=True):
            transaction.on_commit(partial(wake_box, box))


def touch_people(company: int, people: Iterable[str]) -> None:
    """These people got another extension, or left: their clients are others' now."""
    named = Client.objects.of(company).filter(responsible__in=list(people)).values("pk")
    touch(
        company,
        Phone.objects.of(company).filter(client__in=named).values_list("number", flat=True),
    )


def since(box: Box, after: int) -> ClientsReply:
    """Facts that changed after `after`; all there are when it is 0 or beyond what we know."""
    company = box.company_id
    now = Company.objects.values_list("facts", flat=True).get(pk=company)
    is_reset = after <= 0 or after > now
    rows = NumberFact.objects.of(company).filter(seq__gt=0 if is_reset else after)
    found = list(rows.order_by("seq").values_list("seq", "number")[: _PAGE + 1])
    is_more = len(found) > _PAGE
    through = found[_PAGE - 1][0] if is_more else now
    facts = _facts(company, [number for _, number in found[:_PAGE]])
    if is_reset:
        facts = tuple(fact for fact in facts if fact.value or fact.responsible)
    Box.objects.of(company).filter(pk=box.pk).update(facts_told=through)
    return ClientsReply(facts=facts, through=through, more=is_more, reset=is_reset)


def _facts(company: int, numbers: list[str]) -> tuple[ClientFact, ...]:
    known = about(company, numbers)
    extensions = {person.id: person.extension for person in current(company).people}
    facts = []
    for number in numbers:
        it = known.get(number)
        if it is None:
            facts.append(ClientFact(number=number))
            continue
        value = client_value(known=it.client is not None, lists=it.lists, tags=it.tags)
        responsible = extensions.get(it.client.responsible, "") if it.client else ""
        facts.append(ClientFact(number=number, value=value, responsible=responsible))
    return tuple(facts)
