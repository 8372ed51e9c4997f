"""Endpoints of privacy."""

from django.http import HttpRequest, HttpResponseBase
from ninja import Path, Router, Status

from vochi.core.office.retention import RetentionPolicy
from vochi.hub.accounts.asker import asker
from vochi.hub.answer import RowId
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.privacy import archives, holds, retention, services
from vochi.hub.privacy.schemas import (
    ApproveIn,
    ArchiveIn,
    ArchiveOut,
    ArchivesOut,
    EraseIn,
    ErasePreview,
    ErasureOut,
    ErasuresOut,
    HoldIn,
    HoldOut,
    HoldsOut,
    PersonArchiveIn,
    PrivacyPersonIn,
    RetentionOut,
    RetentionRulesIn,
)
from vochi.hub.privacy.worker import wake
from vochi.hub.rate import Each

router = Router(tags=["privacy"])


@router.get("/privacy/retention", response=RetentionOut)
def get_retention(request: HttpRequest) -> RetentionOut:
    """The rules in force, and what they would remove now."""
    return retention.look(asker(request))


@router.post("/privacy/retention/try", response=RetentionOut)
def try_retention(request: HttpRequest, body: RetentionPolicy) -> RetentionOut:
    """What other rules would remove now; nothing is changed."""
    return retention.try_rules(asker(request), body)


@router.put("/privacy/retention", response={201: PublishOut})
def put_retention(request: HttpRequest, body: RetentionRulesIn) -> Status[PublishOut]:
    """Other rules: the next version of the office. They do nothing before an owner approves."""
    return Status(201, retention.put_rules(asker(request), body))


@router.post("/privacy/retention/approve", response=RetentionOut, throttle=[Each("10/m")])
def approve_retention(request: HttpRequest, body: ApproveIn) -> RetentionOut:
    """An owner, who has seen the dry run, lets the rules work, or stops them. 409
    `rules_changed`, 403 `wrong_password`.
    """
    return retention.approve(asker(request), body)


@router.get("/privacy/holds", response=HoldsOut)
def list_holds(
    request: HttpRequest, client: RowId | None = None, call: RowId | None = None
) -> HoldsOut:
    """Legal holds that stand: all for administrators, those of a card or a call for who sees it."""
    return HoldsOut(items=holds.every(asker(request), client=client, call=call))


@router.post("/privacy/holds", response={201: HoldOut})
def add_hold(request: HttpRequest, body: HoldIn) -> Status[HoldOut]:
    """Put a legal hold on a card, a call, a department, a period."""
    return Status(201, holds.add(asker(request), body))


@router.delete("/privacy/holds/{hold_id}", response={204: None})
def end_hold(request: HttpRequest, hold_id: Path[RowId]) -> Status[None]:
    """Lift a legal hold."""
    holds.end(asker(request), hold_id)
    return Status(204, None)


@router.post("/privacy/persons/preview", response=ErasePreview)
def preview_erasure(request: HttpRequest, body: PrivacyPersonIn) -> ErasePreview:
    """What would go with a person, and why he may not be erased."""
    return services.preview(asker(request), body)


@router.post("/privacy/persons/erase", response={202: ErasureOut}, throttle=[Each("10/m")])
def erase_person(request: HttpRequest, body: EraseIn) -> Status[ErasureOut]:
    """Erase a person for ever; the owner, with his password and what the preview asks for. 409
    `held`, `in_office`, `person_in_call`, `being_erased`, 422 `typed_wrong`.
    """
    out = services.erase(asker(request), body)
    wake()
    return Status(202, out)


@router.get("/privacy/erasures", response=ErasuresOut)
def list_erasures(request: HttpRequest) -> ErasuresOut:
    """Requests to be erased and how far they are; they name nobody."""
    return services.erasures(asker(request))


@router.post("/privacy/persons/archive", response={202: ArchiveOut}, throttle=[Each("10/m")])
def archive_person(request: HttpRequest, body: PersonArchiveIn) -> Status[ArchiveOut]:
    """Have everything kept of a person made into a file; administrators."""
    out = archives.ask_person(asker(request), body)
    wake()
    return Status(202, out)


@router.get("/privacy/archives", response=ArchivesOut)
def list_archives(request: HttpRequest) -> ArchivesOut:
    """Files that were asked for, and how far they are."""
    return archives.every(asker(request))


@router.post("/privacy/archives", response={202: ArchiveOut}, throttle=[Each("10/m")])
def archive_everything(request: HttpRequest, body: ArchiveIn) -> Status[ArchiveOut]:
    """Have everything of the company made into a file; the owner."""
    out = archives.ask_all(asker(request), body)
    wake()
    return Status(202, out)


@router.get("/privacy/archives/{archive_id}/file", response={200: bytes})
def get_archive(request: HttpRequest, archive_id: Path[RowId]) -> HttpResponseBase:
    """The file; `Range` goes on with a download that broke off."""
    return archives.fetch(request, asker(request), archive_id)


@router.delete("/privacy/archives/{archive_id}", response={204: None})
def drop_archive(request: HttpRequest, archive_id: Path[RowId]) -> Status[None]:
    """Remove a file before its day is over."""
    archives.drop(asker(request), archive_id)
    return Status(204, None)
