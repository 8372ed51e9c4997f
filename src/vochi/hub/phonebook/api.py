"""Endpoints of phone books, for administrators."""

from django.http import HttpRequest
from ninja import Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import RowId
from vochi.hub.people.api import origin_of
from vochi.hub.phonebook import services
from vochi.hub.phonebook.schemas import BookIn, BookLinks, BookMade, BookOut

router = Router(tags=["phonebooks"])


@router.get("/phonebooks", response=list[BookOut])
def list_phonebooks(request: HttpRequest) -> list[BookOut]:
    """Phone books that desk phones fetch."""
    return services.every(asker(request))


@router.post("/phonebooks", response={201: BookMade})
def add_phonebook(request: HttpRequest, body: BookIn) -> Status[BookMade]:
    """Make one; the answer has the addresses to type into phones."""
    return Status(201, services.make(asker(request), body, origin_of(request)))


@router.put("/phonebooks/{book_id}", response=BookOut)
def change_phonebook(request: HttpRequest, book_id: RowId, body: BookIn) -> BookOut:
    """Change it; its addresses stay."""
    return services.change(asker(request), book_id, body)


@router.delete("/phonebooks/{book_id}", response={204: None})
def drop_phonebook(request: HttpRequest, book_id: RowId) -> Status[None]:
    """Revoke it: phones that have its address get nothing any more."""
    services.drop(asker(request), book_id)
    return Status(204, None)


@router.post("/phonebooks/{book_id}/reveal", response=BookLinks)
def reveal_phonebook(request: HttpRequest, book_id: RowId) -> BookLinks:
    """Its addresses once more; who asked is written down."""
    return services.reveal(asker(request), book_id, origin_of(request))
