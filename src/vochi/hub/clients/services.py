"""What is done with clients' cards."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.numbers import pretty
from vochi.core.office.person import Person
from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import changes, record
from vochi.hub.answer import Refused
from vochi.hub.calls.words import number_words
from vochi.hub.clients import facts, labels, listings
from vochi.hub.clients.models import Client, Listing, Note, Phone
from vochi.hub.clients.schemas import (
    ClientIn,
    ClientOut,
    ClientPage,
    ClientPatch,
    NoteOut,
    OnList,
    PhoneOut,
    Responsible,
)
from vochi.hub.companies.models import Company
from vochi.hub.desk.events import emit
from vochi.hub.desk.rename import rename_live_calls
from vochi.hub.desk.schemas import ClientChanged
from vochi.hub.messages.models import SmsThread
from vochi.hub.offices.current import current, person_of
from vochi.hub.text import digits, fold_case, read_number


def page(who: Asker, q: str, cursor: str | None, limit: int) -> ClientPage:
    """Clients that `q` finds and the asker sees, the one last made first."""
    rows = seen.clients(who.company, who.sight).order_by("-id")
    if q:
        says = Q(words__contains=fold_case(q))
        if digits(q) and not any(c.isalpha() for c in q):
            says |= Q(words__contains=digits(q))
        rows = rows.filter(says)
    if cursor:
        rows = rows.filter(pk__lt=cursors.read(cursor)[1])
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return ClientPage(
        items=tuple(_outs(who, found[:limit])),
        next=cursors.write(last.created_at, last.pk) if last else None,
    )


def one(who: Asker, client_id: int) -> ClientOut:
    """One card. Raises Refused 404."""
    return _outs(who, [_find(who, client_id)])[0]


def by_number(who: Asker, text: str) -> ClientOut:
    """The client of a number, however it is written. Raises Refused 404."""
    company = who.company
    number = read(company, text)
    row = Phone.objects.of(company).filter(number=number).select_related("client").first()
    if not number or row is None:
        raise Refused(404, "not_found")
    return one(who, row.client_id)


def create(who: Asker, body: ClientIn) -> ClientOut:
    """Make a card. Raises Refused 409 `phone_taken`, 422 `client_empty`, `phone_invalid`."""
    numbers = _numbers(who.company, body.phones)
    if not (body.name or body.company_name or numbers):
        raise Refused(422, "client_empty")
    now = timezone.now()
    with transaction.atomic():
        client = Client.objects.add(
            who.company,
            name=body.name,
            company_name=body.company_name,
            words=_words(body.name, body.company_name, numbers),
            made_by=who.account,
            created_at=now,
            changed_at=now,
        )
        _give_phones(who, client, numbers)
        record(
            who.company,
            "client_made",
            who.account,
            f"client/{client.pk}",
            who.address,
            **changes({}, _told(client, numbers)),
        )
        _tell(client, numbers)
    return one(who, client.pk)


def change(who: Asker, client_id: int, body: ClientPatch) -> ClientOut:
    """Change a card. Raises Refused 409 `stale`, `phone_taken`, 404."""
    with transaction.atomic():
        client = _find(who, client_id)
        old = tuple(
            Phone.objects.of(who.company)
            .filter(client=client)
            .order_by("id")
            .values_list("number", flat=True)
        )
        numbers = old if body.phones is None else _numbers(who.company, body.phones)
        name = client.name if body.name is None else body.name
        of_company = client.company_name if body.company_name is None else body.company_name
        if not (name or of_company or numbers):
            raise Refused(422, "client_empty")
        tags = client.tags if body.tags is None else _tags(who.company, body.tags)
        responsible = (
            client.responsible
            if body.responsible is None
            else _person(who.company, body.responsible)
        )
        if body.lists is not None:
            labels.must_be_known(who.company, "l", body.lists)
        # The condition on `version` decides between two who change at once, on any database.
        changed = (
            Client.objects.of(who.company)
            .filter(pk=client_id, version=body.version)
            .update(
                name=name,
                company_name=of_company,
                words=_words(name, of_company, numbers),
                tags=tags,
                responsible=responsible,
                version=F("version") + 1,
                changed_at=timezone.now(),
            )
        )
        if not changed:
            raise Refused(409, "stale", version=client.version)
        if numbers != old:
            Phone.objects.of(who.company).filter(client=client).delete()
            _give_phones(who, client, numbers)
        if body.lists is not None:
            listings.set_lists(who, client, numbers, body.lists)
        was = _told(client, old)
        client.refresh_from_db()
        record(
            who.company,
            "client_changed",
            who.account,
            f"client/{client_id}",
            who.address,
            **changes(was, _told(client, numbers)),
        )
        _tell(client, (*old, *numbers))
    return one(who, client_id)


def add_note(who: Asker, client_id: int, text: str) -> NoteOut:
    """Write a note down. Raises Refused 404."""
    client = _find(who, client_id)
    with transaction.atomic():
        note = Note.objects.add(
            who.company,
            client=client,
            account=who.account,
            author=who.account.name,
            text=text,
            at=timezone.now(),
        )
        record(who.company, "note_added", who.account, f"client/{client.pk}", who.address)
        emit(who.company, "client", ClientChanged(id=client.pk))
    return note_out(note)


def note_out(note: Note) -> NoteOut:
    """A note as it is told."""
    return NoteOut(id=note.pk, author=note.author, text=note.text, at=note.at)


def _find(who: Asker, client_id: int) -> Client:
    row = seen.clients(who.company, who.sight).filter(pk=client_id).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def read(company: int, text: str) -> str:
    """A number as cards keep it, however it is written."""
    about = Company.objects.get(pk=company)
    return read_number(text, about.country, about.area_code)


def _numbers(company: int, phones: tuple[str, ...]) -> tuple[str, ...]:
    numbers: list[str] = []
    for phone in phones:
        number = read(company, phone)
        if not number:
            raise Refused(422, "phone_invalid", phone=phone)
        numbers.append(number)
    return tuple(dict.fromkeys(numbers))


def _words(name: str, of_company: str, numbers: tuple[str, ...]) -> str:
    said = " ".join(number_words(number) for number in numbers)
    return f"{fold_case(name)} {fold_case(of_company)} {said}".strip()


def _give_phones(who: Asker, client: Client, numbers: tuple[str, ...]) -> None:
    taken = (
        Phone.objects.of(client.company_id).filter(number__in=numbers).select_related("client")
    ).first()
    if taken is None:
        try:
            with transaction.atomic():
                Phone.objects.add_all(
                    [
                        Phone(company_id=client.company_id, client=client, number=number)
                        for number in numbers
                    ]
                )
        except IntegrityError:  # another one was faster between our look and our write
            taken = Phone.objects.of(client.company_id).filter(number__in=numbers).first()
        else:
            return
    raise Refused(
        409,
        "phone_taken",
        phone=taken.number if taken else numbers[0],
        client=taken.client_id if taken and _sees(who, taken.client_id) else None,
    )


def _sees(who: Asker, client_id: int) -> bool:
    return seen.clients(who.company, who.sight).filter(pk=client_id).exists()


def _told(client: Client, numbers: tuple[str, ...]) -> dict[str, JsonValue]:
    return {
        "name": client.name,
        "company_name": client.company_name,
        "phones": list(numbers),
        "tags": list(client.tags),
        "responsible": client.responsible,
    }


def _tags(company: int, tags: tuple[str, ...]) -> list[str]:
    labels.must_be_known(company, "t", tags)
    return sorted(set(tags))


def _person(company: int, person: str) -> str:
    if person and person_of(company, person) is None:
        raise Refused(422, "no_such_person", person=person)
    return person


def _tell(client: Client, numbers: tuple[str, ...]) -> None:
    facts.touch(client.company_id, numbers)
    rename_live_calls(client.company_id, frozenset(numbers))
    emit(client.company_id, "client", ClientChanged(id=client.pk))


def _outs(who: Asker, clients: list[Client]) -> list[ClientOut]:
    company = who.company
    ids = [client.pk for client in clients]
    phones: dict[int, list[str]] = {number: [] for number in ids}
    rows = Phone.objects.of(company).filter(client__in=ids).order_by("id")
    for client, number in rows.values_list("client_id", "number"):
        phones[client].append(number)
    noted: dict[int, int] = dict(
        seen.notes(company, who.sight)
        .filter(client__in=ids)
        .values_list("client_id")
        .annotate(count=Count("id"))
        .values_list("client_id", "count")
    )
    called: dict[str, datetime] = dict(
        seen.calls(company, who.sight)
        .filter(client__in=[number for each in phones.values() for number in each])
        .values_list("client")
        .annotate(last=Max("started_at"))
        .values_list("client", "last")
    )
    people = {person.id: person for person in current(company).people}
    lists = _lists(company, ids)
    unread = dict(
        SmsThread.objects.of(company)
        .filter(number__in=[number for each in phones.values() for number in each])
        .values_list("number", "unread")
    )
    return [
        ClientOut(
            id=client.pk,
            version=client.version,
            name=client.name,
            company_name=client.company_name,
            phones=tuple(PhoneOut(number=n, pretty=pretty(n)) for n in phones[client.pk]),
            tags=tuple(client.tags),
            lists=lists[client.pk],
            responsible=_responsible(people.get(client.responsible)),
            notes_count=noted.get(client.pk, 0),
            last_call_at=max((called[n] for n in phones[client.pk] if n in called), default=None),
            unread_sms=sum(unread.get(n, 0) for n in phones[client.pk]),
            created_at=client.created_at,
            changed_at=client.changed_at,
        )
        for client in clients
    ]


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
