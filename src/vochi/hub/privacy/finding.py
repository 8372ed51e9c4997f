"""Who a person is in our tables: his numbers, his names, his calls; and what there is of him."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.office.read import write_office
from vochi.core.privacy.needles import is_safe_name
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.clients.models import Client, Phone
from vochi.hub.companies.models import Company
from vochi.hub.messages.models import Sms
from vochi.hub.offices.current import current
from vochi.hub.privacy.person import Person
from vochi.hub.text import fold_case, read_number


@dataclass(frozen=True)
class Found:
    """A person: by what he is found, how he is called here, and the ids of his calls."""

    person: Person
    names: tuple[str, ...]
    labels: tuple[str, ...]
    title: str
    calls: tuple[int, ...]

    @property
    def confirm(self) -> str:
        """What is typed by whoever means him."""
        return self.title or min(self.person.numbers, default="")


def find(company: int, client: int | None, number: str) -> Found:
    """By his card, or by a number (then by the card that has it). Raises Refused 404 `not_found`,
    422 `number_needed`.
    """
    card = None
    if client is not None:
        card = Client.objects.of(company).filter(pk=client).first()
        if card is None:
            raise Refused(404, "not_found")
    elif number:
        home = Company.objects.get(pk=company)
        number = read_number(number, home.country, home.area_code) or number
        phone = Phone.objects.of(company).filter(number=number).select_related("client").first()
        card = phone.client if phone else None
    else:
        raise Refused(422, "number_needed")
    numbers = {number} if number else set()
    if card is not None:
        numbers |= set(
            Phone.objects.of(company).filter(client=card).values_list("number", flat=True)
        )
    numbers.discard("")
    calls = calls_of(company, frozenset(numbers))
    if card is None and not calls and not Sms.objects.of(company).filter(number=number).exists():
        raise Refused(404, "not_found")
    emails = _emails(card)
    person = Person(frozenset(numbers), card.pk if card else None, emails)
    title = card.title if card else ""
    names = _names(company, card, calls, person)
    # What our own office says is not searched in texts: it means somebody else there.
    office = fold_case(write_office(current(company)))
    labels = tuple(n for n in names if not is_safe_name(n) or fold_case(n) in office)
    names = tuple(n for n in names if n not in labels)
    return Found(person, names, labels, title, tuple(call.pk for call in calls))


def calls_of(company: int, numbers: frozenset[str]) -> list[Call]:
    """Calls with these numbers, also those in which one was somebody besides the client."""
    if not numbers:
        return []
    other = CallTag.objects.of(company).filter(kind="n", value__in=numbers).values("call_id")
    rows = Call.objects.of(company).filter(Q(client__in=numbers) | Q(pk__in=other))
    return list(rows.order_by("started_at", "id"))


def _names(company: int, card: Client | None, calls: list[Call], person: Person) -> tuple[str, ...]:
    """What he is called: on the card, by the network. Never a name of our own office."""
    office = current(company)
    ours = {fold_case(each.name) for each in (*office.people, *office.lines, *office.departments)}
    found = [card.name or card.company_name] if card else []
    for row in calls:
        call = FoldedCall.model_validate_json(row.body)
        if call.client in person.numbers and call.client_name:
            found.append(call.client_name)
    found += sorted(person.emails)
    words = dict.fromkeys(" ".join(name.split()) for name in found)
    return tuple(w for w in words if any(map(str.isalpha, w)) and fold_case(w) not in ours)


def _emails(card: Client | None) -> frozenset[str]:
    """E-mails that the card has, wherever it keeps them."""
    if card is None:
        return frozenset()
    found: set[str] = set()
    for name in ("emails", "email"):
        value: Any = getattr(card, name, None)
        if hasattr(value, "all"):
            for row in value.all():
                found |= {getattr(row, key) for key in ("address", "email") if hasattr(row, key)}
        elif isinstance(value, str):
            found |= set(json.loads(value)) if value.startswith("[") else {value}
        elif isinstance(value, list):
            found |= {str(each) for each in value}
    return frozenset(filter(None, found))
