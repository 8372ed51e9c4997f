"""Endpoints of files of clients: brought in with a preview, taken back, taken along."""

from typing import Annotated

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import RowId
from vochi.hub.clients import exporting, importing
from vochi.hub.clients.card_models import Import
from vochi.hub.clients.import_schemas import ClientImport, ImportChange
from vochi.hub.clients.schemas import ClientFilter
from vochi.hub.clients.services import Filters
from vochi.hub.rate import Each

#: Registered before the endpoints of `/clients/{client_id}`.
router = Router(tags=["clients"])


@router.get("/clients/export", response={200: None})
def export_clients(
    request: HttpRequest, wanted: Query[ClientFilter], form: exporting.Form = "csv"
) -> HttpResponseBase:
    """Clients as CSV, XLSX or vCard (`vcf` is 4.0, `vcf3` is 3.0): heads and above."""
    return exporting.export(asker(request), Filters(**wanted.model_dump()), form)


@router.get("/clients/imports", response=list[ClientImport])
def list_imports(request: HttpRequest) -> list[ClientImport]:
    """The last imports, newest first."""
    who = asker(request)
    importing.may(who)
    rows = importing.visible(who).order_by("-id")[:30]
    return [_out(row, is_whole=False) for row in rows]


@router.post("/clients/imports", response={201: ClientImport}, throttle=[Each("20/m")])
def add_import(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> Status[ClientImport]:
    """Give a file of up to 100,000 lines; it is looked through then, nothing is written."""
    return Status(201, _out(importing.take(asker(request), file)))


@router.get("/clients/imports/{import_id}", response=ClientImport)
def get_import(request: HttpRequest, import_id: RowId) -> ClientImport:
    """How far it is, what it would do, what it did."""
    who = asker(request)
    importing.may(who)
    return _out(importing.find(who, import_id))


@router.patch("/clients/imports/{import_id}", response=ClientImport)
def patch_import(request: HttpRequest, import_id: RowId, body: ImportChange) -> ClientImport:
    """Other columns, another way with cards that are there; it is looked through anew."""
    return _out(importing.change(asker(request), import_id, body))


@router.delete("/clients/imports/{import_id}", response={204: None})
def drop_import(request: HttpRequest, import_id: RowId) -> Status[None]:
    """Let the file go."""
    importing.drop(asker(request), import_id)
    return Status(204, None)


@router.post("/clients/imports/{import_id}/run", response=ClientImport)
def run_import(request: HttpRequest, import_id: RowId) -> ClientImport:
    """Bring it in. 409 `import_not_ready`."""
    return _out(importing.begin(asker(request), import_id))


@router.post("/clients/imports/{import_id}/undo", response=ClientImport)
def undo_import(request: HttpRequest, import_id: RowId) -> ClientImport:
    """Take it back within 30 days; what was changed since stays."""
    return _out(importing.undo(asker(request), import_id))


def _out(row: Import, *, is_whole: bool = True) -> ClientImport:
    headings = row.report.get("headings", [])
    until = row.finished_at + importing.UNDO_FOR if row.finished_at else None
    return ClientImport.model_validate(
        {
            "id": row.pk, "at": row.at, "author": row.author, "name": row.name, "kind": row.kind,
            "encoding": row.encoding, "separator": row.separator, "state": row.state,
            "why": row.why, "policy": row.policy, "done": row.done, "total": row.total,
            "columns": [
                {"heading": heading, "field": column}
                for heading, column in zip(headings, row.columns, strict=False)
            ] if is_whole else [],
            "counts": row.report.get("counts", {}), "did": row.report.get("did"),
            "stays": row.report.get("stays", 0), "new_tags": row.report.get("new_tags", []),
            "shown": row.report.get("shown", {}) if is_whole else {},
            "finished_at": row.finished_at,
            "undo_until": until if row.state == "done" else None,
        }
    )  # fmt: skip
