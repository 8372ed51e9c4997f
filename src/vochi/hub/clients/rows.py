"""Cards as the API tells them: a few queries for any number of them."""

from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.core.office.person import Person
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.clients.card_models import ClientFile, Merge
from vochi.hub.clients.models import Client, Listing, Phone
from vochi.hub.clients.schemas import ClientOut, OnList, PhoneOut, Responsible
from vochi.hub.clients.state import states
from vochi.hub.messages.models import SmsThread
from vochi.hub.offices.current import current


def outs(who: Asker, clients: list[Client]) -> list[ClientOut]:
    """These cards in this order."""
    company = who.company
    ids = [client.pk for client in clients]
    says = states(company, clients)
    numbers = [number for each in says.values() for number in each.numbers]
    noted: dict[int, int] = dict(
        seen.notes(company, who.sight)
        .filter(client__in=ids)
        .values_list("client_id")
        .annotate(count=Count("id"))
        .values_list("client_id", "count")
    )
    called: dict[str, datetime] = dict(
        seen.calls(company, who.sight)
        .filter(client__in=numbers)
        .values_list("client")
        .annotate(last=Max("started_at"))
        .values_list("client", "last")
    )
    people = {person.id: person for person in current(company).people}
    lists = _lists(company, ids)
    unread = dict(
        SmsThread.objects.of(company).filter(number__in=numbers).values_list("number", "unread")
    )
    files = _counted(ClientFile.objects.of(company).filter(client__in=ids).values_list("client_id"))
    merges = _counted(
        Merge.objects.of(company).filter(kept__in=ids, undone_at=None).values_list("kept_id")
    )
    return [
        ClientOut(
            id=client.pk,
            version=client.version,
            name=client.name,
            company_name=client.company_name,
            phones=tuple(
                PhoneOut(number=phone.number, pretty=pretty(phone.number), kind=phone.kind,
                         comment=phone.comment)
                for phone in says[client.pk].phones
            ),
            emails=says[client.pk].emails,
            values=client.values,
            tags=tuple(client.tags),
            lists=lists[client.pk],
            responsible=_responsible(people.get(client.responsible)),
            notes_count=noted.get(client.pk, 0),
            last_call_at=max(
                (called[n] for n in says[client.pk].numbers if n in called), default=None
            ),
            unread_sms=sum(unread.get(n, 0) for n in says[client.pk].numbers),
            files=files.get(client.pk, 0),
            merges=merges.get(client.pk, 0),
            created_at=client.created_at,
            changed_at=client.changed_at,
        )
        for client in clients
    ]  # fmt: skip


def _counted(ids: "object") -> dict[int, int]:
    found: dict[int, int] = {}
    for (pk,) in ids:  # type: ignore[attr-defined]
        found[pk] = found.get(pk, 0) + 1
    return found


def _lists(company: int, ids: list[int]) -> dict[int, tuple[OnList, ...]]:
    """Lists of cards, those of their bare numbers included."""
    found: dict[int, dict[str, OnList]] = {number: {} for number in ids}
    live = Q(until__isnull=True) | Q(until__gt=timezone.now())
    rows = Listing.objects.of(company).filter(live)
    owner = dict(
        Phone.objects.of(company).filter(client__in=ids).values_list("number", "client_id")
    )
    for row in rows.filter(client=None, number__in=list(owner)):
        found[owner[row.number]][row.list] = OnList(list=row.list, until=row.until)
    for row in rows.filter(client__in=ids):
        if row.client_id is not None:
            found[row.client_id][row.list] = OnList(list=row.list, until=row.until)
    return {number: tuple(each[name] for name in sorted(each)) for number, each in found.items()}


def _responsible(person: Person | None) -> Responsible | None:
    if person is None:
        return None
    return Responsible(person=person.id, extension=person.extension, name=person.name)
