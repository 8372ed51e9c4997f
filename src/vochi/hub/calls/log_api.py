"""Endpoints of the log besides its calls: counts, clients, views, deeds on many, files."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Path, Query, Router, Status
from pydantic import StringConstraints

from vochi.hub.accounts.asker import Asker, asker
from vochi.hub.answer import Refused, RowId
from vochi.hub.calls import bulk, by_client, export, saved_views, search, sounds
from vochi.hub.calls.log_schemas import (
    CallCount,
    CallFilter,
    CallsDeedIn,
    CallsDeedOut,
    CallSelection,
    ClientCallsPage,
    LogFilter,
    ViewIn,
    ViewOut,
)
from vochi.hub.companies.models import Company
from vochi.hub.rate import Each

router = Router(tags=["calls"])

#: The name of a time zone, as a browser tells its own.
Zone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,50}$")]


@router.get("/calls/count", response=CallCount)
def count_calls(request: HttpRequest, filters: Query[LogFilter]) -> CallCount:
    """How many calls fit, and how many of them a file or a deed takes."""
    who = asker(request)
    return CallCount(
        count=search.count(who.company, filters.wanted(), who.sight),
        csv_most=export.CSV_MOST,
        xlsx_most=export.XLSX_MOST,
        bulk_most=bulk.MOST,
    )


@router.get("/calls/clients", response=ClientCallsPage)
def list_clients_of_calls(request: HttpRequest, filters: Query[CallFilter]) -> HttpResponse:
    """The log with one line for each client."""
    who = asker(request)
    wanted = filters.wanted(filters.cursor, filters.limit)
    found = by_client.page(who.company, wanted, who.sight)
    return HttpResponse(found.model_dump_json(), content_type="application/json")


@router.get(
    "/calls/export",
    throttle=[Each("10/m")],
    openapi_extra={"responses": {200: {"description": "a table", "content": {"text/csv": {}}}}},
)
def export_calls(
    request: HttpRequest,
    filters: Query[LogFilter],
    format: Literal["csv", "xlsx"] = "csv",  # noqa: A002 - as people say it
    zone: Zone | None = None,
) -> HttpResponseBase:
    """All calls that fit as a table, in the asker's language; the asking is written down."""
    who = asker(request)
    who.must_have("calls")
    return export.answer(who, filters, format, _zone(who, zone))


@router.post(
    "/calls/recordings/export",
    throttle=[Each("6/m")],
    openapi_extra={
        "responses": {200: {"description": "an archive", "content": {"application/zip": {}}}}
    },
)
def export_recordings(
    request: HttpRequest, body: CallSelection, zone: Zone | None = None
) -> HttpResponseBase:
    """Recordings of these calls in one archive. 404 `no_recordings`, 413 `too_many_recordings`."""
    who = asker(request)
    who.must_have("calls")
    return sounds.answer(who, body, _zone(who, zone))


@router.post("/calls/bulk", response=CallsDeedOut, throttle=[Each("30/m")])
def do_with_calls(request: HttpRequest, body: CallsDeedIn) -> CallsDeedOut:
    """Tag many calls, or close or give away what was promised to their clients."""
    return bulk.do(asker(request), body)


@router.get("/views", response=list[ViewOut])
def list_views(request: HttpRequest) -> list[ViewOut]:
    """One's own views of the log and those of the company."""
    return saved_views.every(asker(request))


@router.post("/views", response={201: ViewOut})
def save_view(request: HttpRequest, body: ViewIn) -> Status[ViewOut]:
    """Keep a view. 409 `view_taken`, `too_many_views`."""
    return Status(201, saved_views.save(asker(request), body))


@router.put("/views/{view_id}", response=ViewOut)
def change_view(request: HttpRequest, view_id: Path[RowId], body: ViewIn) -> ViewOut:
    """Change a view of one's own; a shared one administrators may change too."""
    return saved_views.change(asker(request), view_id, body)


@router.delete("/views/{view_id}", response={204: None})
def drop_view(request: HttpRequest, view_id: Path[RowId]) -> Status[None]:
    """Throw a view away."""
    saved_views.drop(asker(request), view_id)
    return Status(204, None)


@router.put("/views/{view_id}/first", response={204: None})
def put_view_first(request: HttpRequest, view_id: Path[RowId]) -> Status[None]:
    """The log opens with this view from now on, for the asker alone."""
    saved_views.put_first(asker(request), view_id)
    return Status(204, None)


@router.delete("/views/{view_id}/first", response={204: None})
def put_view_back(request: HttpRequest, view_id: Path[RowId]) -> Status[None]:
    """The log opens with everything again."""
    saved_views.put_back(asker(request), view_id)
    return Status(204, None)


def _zone(who: Asker, name: str | None) -> ZoneInfo:
    """The zone that was asked for, else the company's. Raises Refused 422 `no_such_zone`."""
    wanted = name or Company.objects.values_list("time_zone", flat=True).get(pk=who.company)
    try:
        return ZoneInfo(wanted)
    except (ValueError, OSError, ZoneInfoNotFoundError) as unknown:
        raise Refused(422, "no_such_zone") from unknown
