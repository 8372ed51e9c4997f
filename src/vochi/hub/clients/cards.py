"""Which clients numbers belong to, and on which lists they are: few queries for any numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from vochi.hub.clients.models import Client, Listing, Phone


@dataclass(frozen=True)
class About:
    """What is known of a number: its card, if it has one, and the lists it is on."""

    client: Client | None = None
    lists: tuple[str, ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags of the card."""
        return tuple(self.client.tags) if self.client else ()


def cards(company: int, numbers: Iterable[str]) -> dict[str, Client]:
    """Number -> client, for the numbers that have one."""
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    rows = Phone.objects.of(company).filter(number__in=wanted).select_related("client")
    return {row.number: row.client for row in rows}


def about(company: int, numbers: Iterable[str]) -> dict[str, About]:
    """Number -> what is known of it, for the numbers of which anything is."""
    wanted = {number for number in numbers if number}
    known = cards(company, wanted)
    ids = {client.pk for client in known.values()}
    of_client: dict[int, set[str]] = defaultdict(set)
    of_number: dict[str, set[str]] = defaultdict(set)
    live = Q(until__isnull=True) | Q(until__gt=timezone.now())
    rows = Listing.objects.of(company).filter(live)
    if ids:
        listed = rows.filter(client__in=ids).values_list("client_id", "list")
        for owner, name in listed:
            of_client[owner or 0].add(name)
    if wanted:
        bare = rows.filter(client=None, number__in=wanted).values_list("number", "list")
        for number, name in bare:
            of_number[number].add(name)
    found = {}
    for number in wanted:
        client = known.get(number)
        lists = of_number[number] | (of_client[client.pk] if client else set())
        if client or lists:
            found[number] = About(client, tuple(sorted(lists)))
    return found
