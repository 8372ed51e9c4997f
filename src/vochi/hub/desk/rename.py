"""Live calls bear the name of the client's card: when the card changes, so do they."""

from django.db import transaction

from vochi.hub.calls.search import with_about
from vochi.hub.clients.cards import about
from vochi.hub.desk.events import emit, hold
from vochi.hub.desk.models import Tile
from vochi.hub.desk.schemas import LiveCall


def rename_live_calls(company: int, numbers: frozenset[str]) -> None:
    """Give live calls of these numbers the name and id of the card they have now."""
    with transaction.atomic():
        hold(company)  # before its tiles, as whoever takes over entries does
        known = about(company, numbers)
        for tile in Tile.objects.of(company).filter(kind="call"):
            call = LiveCall.model_validate_json(tile.body)
            if call.client.number not in numbers:
                continue
            client = with_about(call.client, known.get(call.client.number))
            now = call.model_copy(update={"client": client})
            if now != call:
                Tile.objects.of(company).filter(pk=tile.pk).update(body=now.model_dump_json())
                emit(company, "call", now)
