"""Endpoints of the call log."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Query, Router, Status

from vochi.core.frozen import Frozen
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import RowId
from vochi.hub.calls import closings, playback, search, tracing, views
from vochi.hub.calls.log_schemas import CallFilter
from vochi.hub.calls.schemas import (
    CallDetail,
    CallPage,
    ClosedOut,
    CloseReason,
    Peaks,
    TraceLine,
)

router = Router(tags=["calls"])


@router.get("/calls", response=CallPage)
def list_calls(request: HttpRequest, filters: Query[CallFilter]) -> HttpResponse:
    """The call log, newest first."""
    who = asker(request)
    wanted = filters.wanted(filters.cursor, filters.limit)
    found = search.page(who.company, wanted, who.sight)
    return HttpResponse(found.model_dump_json(), content_type="application/json")


@router.get("/calls/{call_id}", response=CallDetail)
def get_call(request: HttpRequest, call_id: RowId) -> CallDetail:
    """One call with everything inside."""
    return views.detail(asker(request), call_id)


@router.get("/calls/{call_id}/trace", response=list[TraceLine])
def get_trace(request: HttpRequest, call_id: RowId) -> list[TraceLine]:
    """What the call went through, and why each phone rang or did not."""
    who = asker(request)
    return tracing.of_call(who, call_id, language_of(who.account))


class ClosingIn(Frozen):
    """Why a missed call is to be remembered no longer."""

    reason: CloseReason


@router.put("/calls/{call_id}/closing", response=ClosedOut)
def close_call(request: HttpRequest, call_id: RowId, body: ClosingIn) -> ClosedOut:
    """Close a missed call by hand; it is written down who did. 409 `not_missed`."""
    return closings.close(asker(request), call_id, body.reason)


@router.delete("/calls/{call_id}/closing", response={204: None})
def reopen_call(request: HttpRequest, call_id: RowId) -> Status[None]:
    """Have a closed call remembered again."""
    closings.reopen(asker(request), call_id)
    return Status(204, None)


@router.get(
    "/recordings/{recording_id}",
    openapi_extra={"responses": {200: {"description": "audio", "content": {"audio/mpeg": {}}}}},
)
def get_recording(
    request: HttpRequest, recording_id: RowId, download: bool = False
) -> HttpResponseBase:
    """The audio: Range is honoured; `download` names the file."""
    return playback.answer(request, asker(request), recording_id, download=download)


@router.api_operation(["HEAD"], "/recordings/{recording_id}", include_in_schema=False)
def head_recording(request: HttpRequest, recording_id: RowId) -> HttpResponseBase:
    """How long the audio is, without it."""
    return playback.answer(request, asker(request), recording_id, download=False)


@router.get("/recordings/{recording_id}/peaks", response=Peaks)
def get_peaks(request: HttpRequest, recording_id: RowId) -> HttpResponse:
    """The wave form."""
    return playback.peaks(asker(request), recording_id)


@router.get(
    "/messages/{message_id}",
    openapi_extra={"responses": {200: {"description": "audio", "content": {"audio/wav": {}}}}},
)
def get_message(
    request: HttpRequest, message_id: RowId, download: bool = False
) -> HttpResponseBase:
    """A voicemail: Range is honoured; `download` names the file."""
    return playback.message(request, asker(request), message_id, download=download)


@router.api_operation(["HEAD"], "/messages/{message_id}", include_in_schema=False)
def head_message(request: HttpRequest, message_id: RowId) -> HttpResponseBase:
    """How long the audio is, without it."""
    return playback.message(request, asker(request), message_id, download=False)
