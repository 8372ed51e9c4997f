"""Endpoints of the office."""

from django.http import HttpRequest
from ninja import Router, Status

from vochi.core.office.document import Office
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.answer import Cursor, Limit
from vochi.hub.offices import services
from vochi.hub.offices.schemas import CheckOut, OfficeIn, PublishOut, RollbackIn, VersionPage

router = Router(tags=["office"])


@router.get("/office", response=Office)
def get_office(request: HttpRequest) -> Office:
    """The office in force."""
    return services.current(asker(request).company)


@router.get("/office/versions", response=VersionPage)
def list_versions(
    request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 50
) -> VersionPage:
    """What was published, by whom, why."""
    return services.versions(asker(request).company, cursor, limit)


@router.post("/office/check", response=CheckOut)
def check_office(request: HttpRequest, body: OfficeIn) -> CheckOut:
    """All problems of a document and what it would change; nothing is published."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return services.check(who.company, body.office, services.language_of(who.account))


@router.post("/office/publish", response={201: PublishOut})
def publish_office(request: HttpRequest, body: OfficeIn) -> Status[PublishOut]:
    """Put a document in force. 422 `office_has_problems` when it has errors."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return Status(201, services.publish(who.company, body.office, who.account, body.reason))


@router.post("/office/rollback", response={201: PublishOut})
def rollback_office(request: HttpRequest, body: RollbackIn) -> Status[PublishOut]:
    """Put an old document in force again, as a new version."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return Status(201, services.rollback(who.company, body.version, who.account, body.reason))
