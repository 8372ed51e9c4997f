"""Notes about clients: written, mended by whoever wrote them, pinned."""

from django.db import transaction
from django.utils import timezone

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients.card_models import Change
from vochi.hub.clients.models import Note
from vochi.hub.clients.schemas import NoteOut, NotePatch
from vochi.hub.clients.services import find
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import ClientChanged


def add(who: Asker, client_id: int, text: str) -> NoteOut:
    """Write a note down. Raises Refused 404."""
    with transaction.atomic():
        client = find(who, client_id)
        note = Note.objects.add(
            who.company, client=client, account=who.account, author=who.account.name, text=text,
            at=timezone.now(),
        )  # fmt: skip
        record(who.company, "note_added", who.account, f"client/{client.pk}", who.address)
        emit(who.company, "client", ClientChanged(id=client.pk))
    return out(note)


def change(who: Asker, client_id: int, note_id: int, body: NotePatch) -> NoteOut:
    """Mend one's own text, pin anybody's. Raises Refused 404, 403 `not_your_note`."""
    client = find(who, client_id)
    with transaction.atomic():
        note = _find(who, client.pk, note_id)
        if body.text is not None and body.text != note.text:
            _must_be_own(who, note)
            _write_down(who, note, note.text, body.text)
            note.text, note.changed_at = body.text, timezone.now()
        if body.pinned is not None:
            note.is_pinned = body.pinned
        note.save(update_fields=["text", "changed_at", "is_pinned"])
        record(who.company, "note_changed", who.account, f"client/{client.pk}", who.address)
        emit(who.company, "client", ClientChanged(id=client.pk))
    return out(note)


def drop(who: Asker, client_id: int, note_id: int) -> None:
    """Take one's own note away; the history keeps what it said. Raises Refused 404, 403."""
    client = find(who, client_id)
    with transaction.atomic():
        note = _find(who, client.pk, note_id)
        _must_be_own(who, note)
        _write_down(who, note, note.text, None)
        Note.objects.of(who.company).filter(pk=note.pk).delete()
        record(who.company, "note_dropped", who.account, f"client/{client.pk}", who.address)
        emit(who.company, "client", ClientChanged(id=client.pk))


def pinned(who: Asker, client_id: int) -> list[NoteOut]:
    """Pinned notes of a card, newest first. Raises Refused 404."""
    client = find(who, client_id)
    rows = seen.notes(who.company, who.sight).filter(client=client, is_pinned=True)
    return [out(note) for note in rows.order_by("-at", "-id")[:50]]


def out(note: Note) -> NoteOut:
    """A note as it is told."""
    return NoteOut(
        id=note.pk, author=note.author, text=note.text, at=note.at, account=note.account_id,
        pinned=note.is_pinned, changed_at=note.changed_at,
    )  # fmt: skip


def _find(who: Asker, client: int, note_id: int) -> Note:
    rows = seen.notes(who.company, who.sight).select_for_update()
    note = rows.filter(client=client, pk=note_id).first()
    if note is None:
        raise Refused(404, "not_found")
    return note


def _must_be_own(who: Asker, note: Note) -> None:
    if note.account_id != who.account.pk:
        raise Refused(403, "not_your_note")


def _write_down(who: Asker, note: Note, before: str, after: str | None) -> None:
    Change.objects.add(
        who.company, client_id=note.client_id, field="note", before=before, after=after,
        how="edit", account=who.account, author=who.account.name, at=timezone.now(),
    )  # fmt: skip
