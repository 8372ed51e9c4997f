"""What was between a client and the company: calls and notes, newest first."""

from django.db.models import Q

from vochi.hub import cursor as cursors
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.search import with_cards
from vochi.hub.clients.models import Client, Note, Phone
from vochi.hub.clients.schemas import HistoryItem, HistoryPage
from vochi.hub.clients.services import note_out

#: At the same instant notes stand above calls; the cursor says of which kind its row was.
_CALL, _NOTE = "c", "n"


def page(company: int, client_id: int, cursor: str | None, limit: int) -> HistoryPage:
    """A page of a client's history. Raises Refused 404."""
    if not Client.objects.of(company).filter(pk=client_id).exists():
        raise Refused(404, "not_found")
    numbers = Phone.objects.of(company).filter(client=client_id).values("number")
    calls = Call.objects.of(company).filter(client__in=numbers).order_by("-started_at", "-id")
    notes = Note.objects.of(company).filter(client=client_id).order_by("-at", "-id")
    if cursor:
        at, row, kind = cursors.read(cursor)
        same_call = Q(started_at=at) if kind == _NOTE else Q(started_at=at, id__lt=row)
        calls = calls.filter(Q(started_at__lt=at) | same_call)
        after = Q(at__lt=at) | Q(at=at, id__lt=row) if kind == _NOTE else Q(at__lt=at)
        notes = notes.filter(after)
    found = [(c.started_at, 0, c.pk, c, None) for c in calls[: limit + 1]]
    merged = sorted(
        [*found, *((n.at, 1, n.pk, None, n) for n in notes[: limit + 1])],
        key=lambda item: item[:3],
        reverse=True,
    )
    rows = {
        row.id: row
        for row in with_cards(company, [c.row for *_, c, _ in merged[:limit] if c is not None])
    }
    items = tuple(
        HistoryItem(kind="call", at=at, call=rows[number])
        if note is None
        else HistoryItem(kind="note", at=at, note=note_out(note))
        for at, _, number, _, note in merged[:limit]
    )
    if len(merged) <= limit:
        return HistoryPage(items=items, next=None)
    at, rank, number, _, _ = merged[limit - 1]
    return HistoryPage(items=items, next=cursors.write(at, number, _NOTE if rank else _CALL))
