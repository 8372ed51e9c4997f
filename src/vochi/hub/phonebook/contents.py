"""What stands in a phone book: the people and departments of the office, then clients."""

from collections.abc import Iterable

from vochi.core.phonebook import Entry
from vochi.hub.calls.models import Call
from vochi.hub.clients.finding import newest
from vochi.hub.clients.models import Client, Phone
from vochi.hub.offices.current import current
from vochi.hub.text import fold_case, read_number

#: Calls whose clients go before those with whom nobody spoke for long.
_RECENT = 5000


def whole(company: int, most: int, *, with_clients: bool) -> list[Entry]:
    """At most so many entries: all colleagues, clients of the newest calls, the newest cards."""
    inside = _inside(company)
    room = most - len(inside)
    if not with_clients or room <= 0:
        return inside[:most]
    rows = Call.objects.of(company).order_by("-started_at", "-id")
    numbers = rows.values_list("client", flat=True)[:_RECENT]
    recent = Phone.objects.of(company).filter(number__in=set(filter(None, numbers)))
    ids = list(dict.fromkeys(recent.values_list("client_id", flat=True)))[:room]
    if len(ids) < room:
        rest = Client.objects.of(company).exclude(pk__in=ids).order_by("-id")
        ids += rest.values_list("pk", flat=True)[: room - len(ids)]
    return inside + _cards(company, ids)


def searched(company: int, q: str, most: int, *, with_clients: bool) -> list[Entry]:
    """Entries whose name or number has `q` in it."""
    wanted = fold_case(q)
    inside = [
        entry
        for entry in _inside(company)
        if wanted in fold_case(entry.name) or any(q in number for number in entry.numbers)
    ]
    if not with_clients:
        return inside[:most]
    return (inside + _cards(company, newest(company, q, most)))[:most]


def by_number(company: int, text: str, *, with_clients: bool) -> list[Entry]:
    """Whose number it is, exactly: a phone asks it of whoever rings."""
    inside = [entry for entry in _inside(company) if text in entry.numbers]
    if inside or not with_clients:
        return inside
    where = current(company).company
    number = read_number(text, where.country, where.area_code)
    row = Phone.objects.of(company).filter(number=number).first() if number else None
    return _cards(company, [row.client_id]) if row else []


def _inside(company: int) -> list[Entry]:
    office = current(company)
    people = [(person.name, person.extension) for person in office.people]
    departments = [(one.name, one.number) for one in office.departments]
    return [
        Entry(name=name, numbers=(number,), is_inside=True)
        for name, number in (*people, *departments)
    ]


def _cards(company: int, ids: Iterable[int]) -> list[Entry]:
    wanted = list(ids)
    phones: dict[int, list[str]] = {pk: [] for pk in wanted}
    entries: list[Entry] = []
    for start in range(0, len(wanted), 500):  # SQLite's queries have room for so many names
        part = wanted[start : start + 500]
        rows = Phone.objects.of(company).filter(client__in=part).order_by("id")
        for client, number in rows.values_list("client_id", "number"):
            phones[client].append(number)
        entries += [
            Entry(name=card.title, numbers=tuple(phones[card.pk]))
            for card in Client.objects.of(company).filter(pk__in=part)
        ]
    return entries
