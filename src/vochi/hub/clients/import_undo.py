"""An import taken back: cards that it made go, fields that it changed say again what they said.

What somebody changed since stays, and is told: his work is not thrown away with the import's.
"""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients import facts, joined, writing
from vochi.hub.clients.card_models import ClientFile, Import, ImportLine, Merge
from vochi.hub.clients.models import Client, Note
from vochi.hub.clients.state import CardState, states
from vochi.hub.clients.writing import How
from vochi.hub.desk.events import emit
from vochi.hub.desk.rename import rename_live_calls
from vochi.hub.desk.schemas import ClientChanged

Imports = QuerySet[Import]
_BATCH = 200


def undo(who: Asker, row: Import) -> None:
    """Take it back, a few hundred cards in a transaction, from where it stopped."""
    lines = ImportLine.objects.of(who.company).filter(batch=row).order_by("client", "line")
    last = 0
    while True:
        ids = list(
            lines.filter(client__gt=last).values_list("client", flat=True).distinct()[:_BATCH]
        )
        if not ids:
            break
        last = ids[-1]
        with transaction.atomic():
            _cards(who, row, list(lines.filter(client__in=ids)))
            Import.objects.of(who.company).filter(pk=row.pk).update(
                done=F("done") + len(ids), beat_at=timezone.now()
            )
    with transaction.atomic():
        stays = lines.filter(stays=True).values("client").distinct().count()
        Import.objects.of(who.company).filter(pk=row.pk).update(
            state="undone", beat_at=None, finished_at=timezone.now(),
            report={**row.report, "stays": stays},
        )  # fmt: skip
        record(
            who.company, "clients_import_taken_back", who.account, f"client_import/{row.pk}",
            who.address, stays=stays,
        )  # fmt: skip


def _cards(who: Asker, row: Import, lines: list[ImportLine]) -> None:
    company = who.company
    found = {
        client.pk: client
        for client in Client.objects.of(company).filter(pk__in={each.client for each in lines})
    }
    says = states(company, found.values())
    busy = _busy(company, row, found)
    numbers: set[str] = set()
    for pk, group in groupby(lines, key=lambda each: each.client):
        mine = list(group)
        client = found.get(pk)
        if client is None:
            continue  # somebody took it away himself, or merged it
        numbers |= set(says[pk].numbers)
        stays = (
            _unmake(who, row, client, mine, pk in busy)
            if mine[0].before is None
            else _give_back(who, row, client, says[pk], mine)
        )
        if stays:
            ImportLine.objects.of(company).filter(pk__in=[each.pk for each in mine]).update(
                stays=True
            )
    facts.touch(company, numbers)
    rename_live_calls(company, frozenset(numbers))
    emit(company, "client", ClientChanged(id=0))


def _busy(company: int, row: Import, ids: Iterable[int]) -> set[int]:
    """Cards on which something hangs that the import did not put there."""
    keys = list(ids)
    notes = Note.objects.of(company).filter(client__in=keys).exclude(batch=row.pk)
    files = ClientFile.objects.of(company).filter(client__in=keys)
    merges = Merge.objects.of(company).filter(kept__in=keys, undone_at=None)
    return {
        *notes.values_list("client_id", flat=True),
        *files.values_list("client_id", flat=True),
        *merges.values_list("kept_id", flat=True),
    }


def _unmake(
    who: Asker, row: Import, client: Client, lines: list[ImportLine], is_busy: bool
) -> bool:
    """Take away a card that it made; whether it stays: somebody worked with it since."""
    rows = Client.objects.of(who.company).filter(pk=client.pk, version=lines[-1].version)
    if is_busy or not rows.exists():
        return True
    Note.objects.of(who.company).filter(client=client, batch=row.pk).delete()
    rows.delete()
    return False


def _give_back(
    who: Asker, row: Import, client: Client, now: CardState, lines: list[ImportLine]
) -> bool:
    """Fields that still say what the import gave them say what they said; whether some do not."""
    before = CardState.model_validate(lines[0].before)
    after = CardState.model_validate(lines[-1].after)
    back = joined.part(before, after, now)
    Note.objects.of(who.company).filter(client=client, batch=row.pk, changed_at=None).delete()
    if back != now:
        try:
            with transaction.atomic():
                how = How("undo", row.pk)
                writing.put(who, client, client.version, now, back, how=how)
        except Refused:
            return True
    return back != before
