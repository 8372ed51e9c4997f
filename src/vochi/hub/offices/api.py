"""Endpoints of the office."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import StringConstraints

from vochi.core.office.document import Office
from vochi.core.office.ids import Extension, LineId, Slug
from vochi.core.wording.forms import WordedKind
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.answer import Cursor, Limit
from vochi.hub.offices import current, kinds, lives, outcomes, reach, services
from vochi.hub.offices.schemas import (
    CanCall,
    CheckOut,
    LifeIn,
    OfficeIn,
    OfficeState,
    PublishOut,
    ReplayIn,
    ReportOut,
    RingsOut,
    RollbackIn,
    SignatureIn,
    TaleOut,
    VersionPage,
)

router = Router(tags=["office"])


def for_everybody(office: Office) -> Office:
    """The office as everybody may see it: without PINs, and without where equipment stands and
    who logs in there.
    """
    return office.model_copy(
        update={
            "people": tuple(p.model_copy(update={"pin": None}) for p in office.people),
            "gateways": (),
            "sockets": (),
            "adapters": (),
            "operators": (),
            "conferences": tuple(c.model_copy(update={"pin": None}) for c in office.conferences),
        }
    )


@router.get("/office", response=Office)
def get_office(request: HttpRequest) -> Office:
    """The office in force; PINs and equipment are told to administrators alone."""
    who = asker(request)
    office = services.current(who.company)
    return office if who.account.may(Role.ADMINISTRATOR) else for_everybody(office)


@router.get("/office/versions", response=VersionPage)
def list_versions(
    request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 50
) -> VersionPage:
    """What was published, by whom, why."""
    who = asker(request)
    return services.versions(who.company, cursor, limit, services.language_of(who.account))


@router.post("/office/check", response=CheckOut)
def check_office(request: HttpRequest, body: OfficeIn) -> CheckOut:
    """All problems of a document and what it would change; nothing is published."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return services.check(who.company, body.office, services.language_of(who.account))


@router.post("/office/publish", response={201: PublishOut})
def publish_office(request: HttpRequest, body: OfficeIn) -> Status[PublishOut]:
    """Put a document in force. 422 `office_has_problems` when it has errors, 409 `stale_office`
    when `based_on` is not in force any more, 422 `trunk_password_needed`.
    """
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return Status(201, services.publish_by(who, body))


@router.post("/office/rollback", response={201: PublishOut})
def rollback_office(request: HttpRequest, body: RollbackIn) -> Status[PublishOut]:
    """Put an old document in force again, as a new version."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return Status(201, services.rollback(who.company, body.version, who.account, body.reason))


@router.get("/office/state", response=OfficeState)
def get_office_state(request: HttpRequest) -> OfficeState:
    """What was published last, and what the box really runs."""
    who = asker(request)
    return outcomes.state(who.company, services.language_of(who.account))


@router.post("/office/signatures", response={201: PublishOut})
def sign_line(request: HttpRequest, body: SignatureIn) -> Status[PublishOut]:
    """The owner signs for a line (S13): a version with his signature is published."""
    return Status(201, services.sign(asker(request), body))


@router.delete("/office/signatures/{line}/{rule}", response={201: PublishOut})
def unsign_line(request: HttpRequest, line: Path[LineId], rule: Path[Slug]) -> Status[PublishOut]:
    """The owner takes a signature back."""
    return Status(201, services.unsign(asker(request), line, rule))


@router.get("/office/can-call", response=CanCall)
def can_call(
    request: HttpRequest,
    to: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)],
    extension: Extension | None = None,
) -> CanCall:
    """Whether a call or transfer to `to` would find a line now, told before it is tried.

    `extension` is who calls: one's own, or for heads of departments anybody's.
    """
    who = asker(request)
    person = current.person_of(who.company, who.account.person) if who.account.person else None
    own = person.extension if person else None
    if extension is not None and extension != own:
        who.must(Role.HEAD)
    language = services.language_of(who.account)
    return reach.can_call(who.company, extension or own or "", to, language)


@router.get("/office/kinds", response=list[WordedKind])
def list_kinds(request: HttpRequest) -> tuple[WordedKind, ...]:
    """Every kind of node of an incoming scheme: its form, its ways out, in the asker's words."""
    who = asker(request)
    return kinds.every(services.language_of(who.account))


@router.post("/office/simulate", response=TaleOut)
def simulate_call(request: HttpRequest, body: LifeIn) -> TaleOut:
    """What a caller would live through: in the office in force, or in a draft."""
    who = asker(request)
    who.must(Role.HEAD)
    return lives.live(who.company, body.life, body.office, services.language_of(who.account))


@router.post("/office/replay", response=ReportOut)
def replay_calls(request: HttpRequest, body: ReplayIn) -> ReportOut:
    """Past calls through a draft: who would have been answered. At most 5,000 calls."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return lives.replayed(who.company, body.office, body.since, body.until)


@router.get("/office/who-rings/{extension}", response=list[RingsOut])
def who_rings(request: HttpRequest, extension: Path[Extension]) -> list[RingsOut]:
    """Everything that can make the phones of an extension ring."""
    who = asker(request)
    return lives.who_rings(who.company, extension, services.language_of(who.account))
