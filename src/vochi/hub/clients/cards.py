"""Which clients numbers belong to: one query for any number of numbers."""

from collections.abc import Iterable

from vochi.hub.clients.models import Client, Phone


def cards(company: int, numbers: Iterable[str]) -> dict[str, Client]:
    """Number -> client, for the numbers that have one."""
    wanted = {number for number in numbers if number}
    if not wanted:
        return {}
    rows = Phone.objects.of(company).filter(number__in=wanted).select_related("client")
    return {row.number: row.client for row in rows}
