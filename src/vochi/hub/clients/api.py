"""Endpoints of clients."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Router, Status
from ninja import Query as NinjaQuery
from pydantic import StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Cursor, Limit, Query, RowId
from vochi.hub.clients import history, labels, listings, notes, services
from vochi.hub.clients.schemas import (
    ClientFilter,
    ClientIn,
    ClientOut,
    ClientPage,
    ClientPatch,
    HistoryPage,
    LabelIn,
    LabelOut,
    LabelPatch,
    ListingIn,
    ListingOut,
    ListingPage,
    ListingsIn,
    ListingsOut,
    NoteIn,
    NoteOut,
    ReasonText,
)

router = Router(tags=["clients"])

NumberText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


@router.get("/clients", response=ClientPage)
def list_clients(
    request: HttpRequest,
    wanted: NinjaQuery[ClientFilter],
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> ClientPage:
    """Clients in whose words all of `q` is, in any order; a page may end early and have a next."""
    return services.page(asker(request), services.Filters(**wanted.model_dump()), cursor, limit)


@router.post("/clients", response={201: ClientOut})
def add_client(request: HttpRequest, body: ClientIn) -> Status[ClientOut]:
    """Make a card. 409 `phone_taken` when a number is another client's."""
    return Status(201, services.create(asker(request), body))


@router.get("/clients/by-number/{number}", response=ClientOut)
def get_client_by_number(request: HttpRequest, number: Path[NumberText]) -> ClientOut:
    """The client whose number it is, however it is written; else 404."""
    return services.by_number(asker(request), number)


@router.get("/clients/{client_id}", response=ClientOut)
def get_client(request: HttpRequest, client_id: RowId) -> ClientOut:
    """One card."""
    return services.one(asker(request), client_id)


@router.patch("/clients/{client_id}", response=ClientOut)
def patch_client(request: HttpRequest, client_id: RowId, body: ClientPatch) -> ClientOut:
    """Change a card. 409 `stale` when somebody changed it since `version`."""
    return services.change(asker(request), client_id, body)


@router.get("/clients/{client_id}/history", response=HistoryPage)
def get_history(
    request: HttpRequest, client_id: RowId, cursor: Cursor | None = None, limit: Limit = 50
) -> HistoryPage:
    """Calls, notes and messages of a client, newest first."""
    who = asker(request)
    return history.page(who, client_id, cursor, limit, language_of(who.account))


@router.get("/clients/{client_id}/notes", response=list[NoteOut])
def list_pinned_notes(request: HttpRequest, client_id: RowId) -> list[NoteOut]:
    """Pinned notes; all of them are in the history."""
    return notes.pinned(asker(request), client_id)


@router.post("/clients/{client_id}/notes", response={201: NoteOut})
def add_note(request: HttpRequest, client_id: RowId, body: NoteIn) -> Status[NoteOut]:
    """Write a note down."""
    return Status(201, notes.add(asker(request), client_id, body.text))


@router.get("/labels", response=list[LabelOut])
def list_labels(request: HttpRequest) -> list[LabelOut]:
    """Tags and lists that clients can have."""
    return labels.every(asker(request).company)


@router.post("/labels", response={201: LabelOut})
def add_label(request: HttpRequest, body: LabelIn) -> Status[LabelOut]:
    """Make a tag or a list; the same name gives the one that there is."""
    return Status(201, labels.add(asker(request), body))


@router.patch("/labels/{kind}/{slug}", response=LabelOut)
def patch_label(
    request: HttpRequest, kind: Path[Literal["tag", "list"]], slug: Path[Slug], body: LabelPatch
) -> LabelOut:
    """Call a tag or list another name."""
    return labels.rename(asker(request), kind, slug, body.name)


@router.get("/lists/{name}", response=ListingPage)
def get_list(
    request: HttpRequest,
    name: Path[Slug],
    q: Query = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> ListingPage:
    """Clients and numbers on a list, newest first; `q` is in a number, a name or a reason."""
    who = asker(request)
    labels.must_be_list(who.company, name)
    return listings.page(who, name, cursor, limit, q)


@router.post("/lists/{name}", response={201: ListingOut})
def put_on_list(request: HttpRequest, name: Path[Slug], body: ListingIn) -> Status[ListingOut]:
    """Put a number, and the card that has it, on a list."""
    who = asker(request)
    labels.must_be_list(who.company, name)
    number = services.read(who.company, body.number)
    return Status(201, listings.put(who, name, number, body.until, None, body.reason))


@router.post("/lists/{name}/calls", response=ListingsOut)
def put_calls_on_list(request: HttpRequest, name: Path[Slug], body: ListingsIn) -> ListingsOut:
    """Put the clients of many calls on a list."""
    who = asker(request)
    labels.must_be_list(who.company, name)
    return listings.put_calls(who, name, body.calls, body.until, body.reason)


@router.delete("/lists/{name}/{number}", response={204: None})
def take_off_list(request: HttpRequest, name: Path[Slug], number: Path[NumberText]) -> Status[None]:
    """Take it off again."""
    who = asker(request)
    listings.take_off(who, name, services.read(who.company, number))
    return Status(204, None)


class BlacklistIn(Frozen):
    """Till when (None: for good), and why."""

    until: datetime | None = None
    reason: ReasonText = ""


@router.post("/calls/{call_id}/blacklist", response={201: ListingOut})
def blacklist_call(request: HttpRequest, call_id: RowId, body: BlacklistIn) -> Status[ListingOut]:
    """Put the number of a call on the blacklist: effective on its next call."""
    return Status(201, listings.blacklist_call(asker(request), call_id, body.until, body.reason))


@router.delete("/calls/{call_id}/blacklist", response={204: None})
def unblacklist_call(request: HttpRequest, call_id: RowId) -> Status[None]:
    """Take it off the blacklist again."""
    listings.unblacklist_call(asker(request), call_id)
    return Status(204, None)
