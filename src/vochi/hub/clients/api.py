"""Endpoints of clients."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import StringConstraints

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import Cursor, Limit, Query, RowId
from vochi.hub.clients import history, services
from vochi.hub.clients.schemas import (
    ClientIn,
    ClientOut,
    ClientPage,
    ClientPatch,
    HistoryPage,
    NoteIn,
    NoteOut,
)

router = Router(tags=["clients"])

NumberText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


@router.get("/clients", response=ClientPage)
def list_clients(
    request: HttpRequest, q: Query = "", cursor: Cursor | None = None, limit: Limit = 50
) -> ClientPage:
    """Clients whose name, company or number has `q` in it."""
    return services.page(asker(request).company, q, cursor, limit)


@router.post("/clients", response={201: ClientOut})
def add_client(request: HttpRequest, body: ClientIn) -> Status[ClientOut]:
    """Make a card. 409 `phone_taken` when a number is another client's."""
    return Status(201, services.create(asker(request), body))


@router.get("/clients/by-number/{number}", response=ClientOut)
def get_client_by_number(request: HttpRequest, number: Path[NumberText]) -> ClientOut:
    """The client whose number it is, however it is written; else 404."""
    return services.by_number(asker(request).company, number)


@router.get("/clients/{client_id}", response=ClientOut)
def get_client(request: HttpRequest, client_id: RowId) -> ClientOut:
    """One card."""
    return services.one(asker(request).company, client_id)


@router.patch("/clients/{client_id}", response=ClientOut)
def patch_client(request: HttpRequest, client_id: RowId, body: ClientPatch) -> ClientOut:
    """Change a card. 409 `stale` when somebody changed it since `version`."""
    return services.change(asker(request), client_id, body)


@router.get("/clients/{client_id}/history", response=HistoryPage)
def get_history(
    request: HttpRequest, client_id: RowId, cursor: Cursor | None = None, limit: Limit = 50
) -> HistoryPage:
    """Calls and notes of a client, newest first."""
    return history.page(asker(request).company, client_id, cursor, limit)


@router.post("/clients/{client_id}/notes", response={201: NoteOut})
def add_note(request: HttpRequest, client_id: RowId, body: NoteIn) -> Status[NoteOut]:
    """Write a note down."""
    return Status(201, services.add_note(asker(request), client_id, body.text))
