"""Endpoints of the audit log: to look, and nothing else."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import StringConstraints

from vochi.core.frozen import Frozen
from vochi.hub import cursor as cursors
from vochi.hub.accounts import audit, deeds
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.audit_schemas import AuditAbout, AuditPage, AuditSeal
from vochi.hub.accounts.deeds import record
from vochi.hub.accounts.models import Deed, Role
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.answer import Query as Words
from vochi.hub.rate import Each

router = Router(tags=["audit"])


class AuditFilter(Frozen):
    """Filters of the audit log; all given must hold. `q`: part of a subject, name or action."""

    q: Words = ""
    account: RowId | None = None
    action: Annotated[str, StringConstraints(max_length=40)] = ""
    since: datetime | None = None
    until: datetime | None = None

    def wanted(self) -> audit.Wanted:
        """The filters, checked. Raises Refused 422 `bad_period`, `time_without_zone`."""
        found = audit.Wanted(self.q, self.account, self.action, self.since, self.until)
        audit.must_be_in_order(found)
        return found


@router.get("/audit", response=AuditPage)
def list_deeds(
    request: HttpRequest,
    filters: Query[AuditFilter],
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> AuditPage:
    """Who did what, with before and after, newest first; administrators look."""
    after = cursors.read(cursor)[1] if cursor else None
    items, is_more = audit.page(asker(request), filters.wanted(), after, limit)
    last = items[-1] if is_more else None
    return AuditPage(
        items=tuple(items), next=cursors.write(last.at, last.id) if last is not None else None
    )


@router.get("/audit/about", response=AuditAbout)
def get_audit_about(request: HttpRequest) -> AuditAbout:
    """Whose and which deeds the log can be filtered by."""
    return audit.about(asker(request))


@router.get("/audit/seal", response=AuditSeal, throttle=[Each("12/m")])
def check_audit(request: HttpRequest) -> AuditSeal:
    """Whether a row was changed or is gone: every seal is worked out anew."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    broken = deeds.first_broken(who.company)
    sealed = Deed.objects.of(who.company).exclude(hash="").count()
    return AuditSeal(ok=broken is None, rows=sealed, broken=broken)


@router.get(
    "/audit/export.csv",
    openapi_extra={"responses": {200: {"description": "a table", "content": {"text/csv": {}}}}},
)
def export_audit(request: HttpRequest, filters: Query[AuditFilter]) -> HttpResponse:
    """The rows that fit as a file for a spreadsheet, at most 50,000; that is written down too."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    who.must_have("audit")
    wanted = filters.wanted()
    record(who.company, "audit_exported", who.account, "audit", who.address)
    body = b"".join(audit.as_csv(who, wanted))
    out = HttpResponse(body, content_type="text/csv; charset=utf-8")
    out["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return out
