"""Whom a promise is to: all numbers of a card are one client, one without a card is another."""

from collections.abc import Iterable
from dataclasses import dataclass

from vochi.hub.clients.cards import cards
from vochi.hub.clients.models import Phone


@dataclass(frozen=True)
class Subject:
    """A client: the key of his promises, all his numbers, the person responsible for him."""

    key: str
    numbers: tuple[str, ...]
    responsible: str = ""

    @property
    def client(self) -> int | None:
        """The id of his card."""
        return client_of(self.key)


def client_of(key: str) -> int | None:
    """The id of the card of a subject, None when it has none."""
    return int(key[1:]) if key.startswith("c") else None


def is_hidden(number: str) -> bool:
    """Whether this stands for a caller who hid his number."""
    return number.startswith("h")


def subjects_of(company: int, numbers: Iterable[str]) -> tuple[Subject, ...]:
    """The clients whose numbers these are, each once."""
    wanted = tuple(dict.fromkeys(number for number in numbers if number))
    known = cards(company, [number for number in wanted if not is_hidden(number)])
    found: dict[str, Subject] = {}
    phones: dict[int, list[str]] = {}
    ids = {client.pk for client in known.values()}
    if ids:
        rows = Phone.objects.of(company).filter(client__in=ids).order_by("id")
        for client, number in rows.values_list("client_id", "number"):
            phones.setdefault(client, []).append(number)
    for number in wanted:
        card = known.get(number)
        if card is not None:
            key = f"c{card.pk}"
            found[key] = Subject(key, tuple(phones[card.pk]), card.responsible)
        else:
            key = number if is_hidden(number) else f"n{number}"
            found[key] = Subject(key, (number,))
    return tuple(found.values())
