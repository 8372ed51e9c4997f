"""Endpoints of promises: who is to be called back, by when, by whom."""

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import RowId
from vochi.hub.promises import finding, services
from vochi.hub.promises.schemas import (
    CallBackIn,
    CallBackOut,
    CloseIn,
    PromiseFigures,
    PromiseFilter,
    PromiseIn,
    PromiseOut,
    PromisePage,
    TakeIn,
)

router = Router(tags=["promises"])


@router.get("/promises", response=PromisePage)
def list_promises(request: HttpRequest, filters: Query[PromiseFilter]) -> HttpResponse:
    """Promises: open ones by the clock, over ones the newest first."""
    found = finding.page(asker(request), filters)
    return HttpResponse(found.model_dump_json(), content_type="application/json")


@router.get("/promises/figures", response=PromiseFigures)
def get_promise_figures(request: HttpRequest) -> PromiseFigures:
    """How many are open, late, mine, nobody's; how many were kept this week."""
    return finding.figures(asker(request))


@router.post("/promises", response={201: PromiseOut})
def make_promise(request: HttpRequest, body: PromiseIn) -> Status[PromiseOut]:
    """Promise to call a number by a time. 422 `phone_invalid`, `already_over`, `too_far`."""
    return Status(201, services.make(asker(request), body))


@router.get("/promises/{promise_id}", response=PromiseOut)
def get_promise(request: HttpRequest, promise_id: Path[RowId]) -> PromiseOut:
    """One promise."""
    return services.one(asker(request), promise_id)


@router.post("/promises/{promise_id}/close", response=PromiseOut)
def close_promise(request: HttpRequest, promise_id: Path[RowId], body: CloseIn) -> PromiseOut:
    """Close it by hand; it is written down who did. 409 `not_open`."""
    return services.close(asker(request), promise_id, body.reason)


@router.post("/promises/{promise_id}/reopen", response=PromiseOut)
def reopen_promise(request: HttpRequest, promise_id: Path[RowId]) -> PromiseOut:
    """Have it remembered again. 409 `is_open`, `not_last`."""
    return services.reopen(asker(request), promise_id)


@router.post("/promises/{promise_id}/take", response=PromiseOut)
def take_promise(request: HttpRequest, promise_id: Path[RowId], body: TakeIn) -> PromiseOut:
    """Take it, or give it to a colleague. 409 `not_open`, `no_person`; 422 `no_such_person`."""
    return services.take(asker(request), promise_id, body.owner)


@router.post("/promises/{promise_id}/call", response={202: CallBackOut})
def call_back(
    request: HttpRequest, promise_id: Path[RowId], body: CallBackIn
) -> Status[CallBackOut]:
    """Call him back from one's own phone. 409 `being_called` {extension, name}: somebody is."""
    return Status(202, services.call_back(asker(request), promise_id, body.number))


@router.delete("/promises/{promise_id}/call", response={204: None})
def let_go_promise(request: HttpRequest, promise_id: Path[RowId]) -> Status[None]:
    """One does not call him after all."""
    services.let_go(asker(request), promise_id)
    return Status(204, None)
