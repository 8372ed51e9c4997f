"""Endpoints of the call log."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from vochi.core.calls.call import Direction, Result
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, LineId, Slug
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.answer import Query as Words
from vochi.hub.calls import closings, playback, search, tracing, views
from vochi.hub.calls.schemas import (
    CallDetail,
    CallPage,
    ClosedOut,
    CloseReason,
    Peaks,
    TraceLine,
)

router = Router(tags=["calls"])


class CallFilter(Frozen):
    """Filters of the log; all given must hold. `person`, `department` are short numbers;
    `client` is a number; `tag` and `source` are slugs that schemes give; `q` is any part of a
    number or name.
    """

    since: datetime | None = None
    until: datetime | None = None
    direction: Direction | None = None
    result: Result | None = None
    person: Extension | None = None
    department: Extension | None = None
    line: LineId | None = None
    client: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None
    has_recording: bool | None = None
    has_message: bool | None = None
    callback_asked: bool | None = None
    tag: Slug | None = None
    source: Slug | None = None
    score: Annotated[int, Field(ge=0, le=9)] | None = None
    q: Words | None = None
    cursor: Cursor | None = None
    limit: Annotated[Limit, Field()] = 50


@router.get("/calls", response=CallPage)
def list_calls(request: HttpRequest, filters: Query[CallFilter]) -> HttpResponse:
    """The call log, newest first."""
    who = asker(request)
    found = search.page(who.company, search.Wanted(**dict(filters)), who.sight)
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
