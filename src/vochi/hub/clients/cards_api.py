"""Endpoints of what hangs on cards: own fields, files, notes mended, what fields said before."""

from typing import Annotated

from django.http import FileResponse, HttpRequest
from ninja import File, Path, Router, Status
from ninja.files import UploadedFile

from vochi.core.office.ids import Slug
from vochi.hub.accounts.asker import asker
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.clients import changes, fields, files, notes, services
from vochi.hub.clients.fields import OwnFieldIn, OwnFieldOut, OwnFieldPatch
from vochi.hub.clients.schemas import (
    BulkIn,
    BulkOut,
    ChangePage,
    ClientOut,
    FileOut,
    NoteOut,
    NotePatch,
    RestoreIn,
)
from vochi.hub.rate import Each

#: Registered before the endpoints of `/clients/{client_id}`, which would take these words for ids.
router = Router(tags=["clients"])


@router.get("/clients/fields", response=list[OwnFieldOut])
def list_client_fields(request: HttpRequest) -> list[OwnFieldOut]:
    """The company's own fields of cards, in their order."""
    return fields.every(asker(request).company)


@router.post("/clients/fields", response={201: OwnFieldOut})
def add_client_field(request: HttpRequest, body: OwnFieldIn) -> Status[OwnFieldOut]:
    """Make one: administrators."""
    return Status(201, fields.add(asker(request), body))


@router.patch("/clients/fields/{slug}", response=OwnFieldOut)
def patch_client_field(request: HttpRequest, slug: Path[Slug], body: OwnFieldPatch) -> OwnFieldOut:
    """Rename, order, retire it or bring it back: cards lose nothing."""
    return fields.change(asker(request), slug, body)


@router.post("/clients/bulk", response=BulkOut)
def change_many_clients(request: HttpRequest, body: BulkIn) -> BulkOut:
    """Tags and the responsible of up to 500 cards."""
    return services.many(asker(request), body)


@router.get("/clients/{client_id}/changes", response=ChangePage)
def list_client_changes(
    request: HttpRequest, client_id: RowId, cursor: Cursor | None = None, limit: Limit = 50
) -> ChangePage:
    """What each field said before, newest first."""
    return changes.page(asker(request), client_id, cursor, limit)


@router.post("/clients/{client_id}/changes/{change_id}/restore", response=ClientOut)
def restore_client_field(
    request: HttpRequest, client_id: RowId, change_id: RowId, body: RestoreIn
) -> ClientOut:
    """Give a field back what it said before that change. 409 `stale`."""
    return changes.restore(asker(request), client_id, change_id, body.version)


@router.get("/clients/{client_id}/files", response=list[FileOut])
def list_client_files(request: HttpRequest, client_id: RowId) -> list[FileOut]:
    """Files of a card."""
    return files.every(asker(request), client_id)


@router.post("/clients/{client_id}/files", response={201: FileOut}, throttle=[Each("60/m")])
def add_client_file(
    request: HttpRequest, client_id: RowId, file: Annotated[UploadedFile | None, File()] = None
) -> Status[FileOut]:
    """Keep a file of up to 20 MB on a card."""
    return Status(201, files.add(asker(request), client_id, file))


@router.get("/clients/{client_id}/files/{file_id}", response={200: None})
def get_client_file(
    request: HttpRequest, client_id: RowId, file_id: RowId, inline: bool = False
) -> FileResponse:
    """Its bytes, as a download; `inline` shows pictures alone."""
    return files.answer(asker(request), client_id, file_id, inline=inline)


@router.delete("/clients/{client_id}/files/{file_id}", response={204: None})
def drop_client_file(request: HttpRequest, client_id: RowId, file_id: RowId) -> Status[None]:
    """Take a file off: whoever put it there, and administrators."""
    files.drop(asker(request), client_id, file_id)
    return Status(204, None)


@router.patch("/clients/{client_id}/notes/{note_id}", response=NoteOut)
def patch_note(request: HttpRequest, client_id: RowId, note_id: RowId, body: NotePatch) -> NoteOut:
    """Mend one's own note, pin any."""
    return notes.change(asker(request), client_id, note_id, body)


@router.delete("/clients/{client_id}/notes/{note_id}", response={204: None})
def drop_note(request: HttpRequest, client_id: RowId, note_id: RowId) -> Status[None]:
    """Take one's own note away."""
    notes.drop(asker(request), client_id, note_id)
    return Status(204, None)
