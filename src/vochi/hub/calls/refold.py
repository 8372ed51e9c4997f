"""Deriving everything anew from the entries: what is derived may be thrown away at any time."""

from django.db import transaction
from django.db.models import F

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls import changes
from vochi.hub.calls.derive import derive
from vochi.hub.calls.models import Call, CallTag, Party, Thread, ThreadEntry
from vochi.hub.calls.project import live_call
from vochi.hub.companies.models import Company
from vochi.hub.desk import tiles
from vochi.hub.desk.events import emit
from vochi.hub.desk.models import Tile
from vochi.hub.gateways import taking as gateways
from vochi.hub.link.models import Box
from vochi.hub.messages import taking as messages


def refold(company: int) -> int:
    """Throw away a company's derived rows and derive them again; how many calls there are.

    Rows come out identical, ids included. Desks are told to read the board again.
    """
    boxes = list(Box.objects.of(company).order_by("pk"))
    for box in boxes:
        with transaction.atomic():
            CallTag.objects.of(company).filter(call__box=box).delete()
            calls = Call.objects.of(company).filter(box=box)
            changes.dropped(company, calls.values_list("pk", flat=True))
            calls.delete()
            ThreadEntry.objects.of(company).filter(box=box).delete()
            Thread.objects.of(company).filter(box=box).delete()
            Party.objects.of(company).filter(kind__in=["c", "n"]).delete()
            Box.objects.of(company).filter(pk=box.pk).update(folded_seq=0, epoch=F("epoch") + 1)
    messages.begin_anew(company)
    gateways.begin_anew(company)
    for box in boxes:
        derive(box, quiet=True)
    with transaction.atomic():
        _lay_tiles(company)
    return Call.objects.of(company).count()


def _lay_tiles(company: int) -> None:
    Company.objects.select_for_update().get(pk=company)
    Tile.objects.of(company).filter(kind="call").delete()
    last = None
    for row in Call.objects.of(company).exclude(state="ended"):
        call = FoldedCall.model_validate_json(row.body)
        live = live_call(company, row.pk, call)
        Tile.objects.add(company, kind="call", key=str(row.pk), body=live.model_dump_json())
        last = max(last or call.started_at, call.started_at)
    if last is not None:
        tiles.refresh(company, last)
    emit(company, "reset", None)
