"""Endpoints of cards made one, and of pairs that may be one person."""

from django.http import HttpRequest
from ninja import Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.clients import doubles, merging
from vochi.hub.clients.merging_schemas import (
    DoublePage,
    MergedOut,
    MergeIn,
    MergeLook,
    MergeOut,
    MergePreview,
    UnmergedOut,
)
from vochi.hub.clients.schemas import RestoreIn

#: Registered before the endpoints of `/clients/{client_id}`.
router = Router(tags=["clients"])


@router.post("/clients/merge/preview", response=MergePreview)
def preview_merge(request: HttpRequest, body: MergeLook) -> MergePreview:
    """What cards would be as one; nothing is written."""
    return merging.preview(asker(request), body)


@router.post("/clients/merge", response={201: MergedOut})
def merge_clients(request: HttpRequest, body: MergeIn) -> Status[MergedOut]:
    """Make cards one: the first is kept. 409 `stale` when one of them changed meanwhile."""
    return Status(201, merging.merge(asker(request), body))


@router.post("/clients/merges/{merge_id}/undo", response=UnmergedOut)
def undo_merge(request: HttpRequest, merge_id: RowId, body: RestoreIn) -> UnmergedOut:
    """Have the cards of before again; what was added since stays with the kept one."""
    return merging.unmerge(asker(request), merge_id, body.version)


@router.get("/clients/{client_id}/merges", response=list[MergeOut])
def list_merges(request: HttpRequest, client_id: RowId) -> list[MergeOut]:
    """What went into a card."""
    return merging.every(asker(request), client_id)


@router.get("/clients/doubles", response=DoublePage)
def list_doubles(
    request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 50
) -> DoublePage:
    """Pairs of cards that may be one person, the likeliest first."""
    return doubles.page(asker(request), cursor, limit)


@router.post("/clients/doubles/{double_id}/different", response={204: None})
def say_different(request: HttpRequest, double_id: RowId) -> Status[None]:
    """They are two persons; the pair is not shown again."""
    doubles.say_different(asker(request), double_id)
    return Status(204, None)
