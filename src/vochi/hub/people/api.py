"""Endpoints of people: the list, one form, invitations, leaving, working away from the desk."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Path, Router, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints

from vochi.core.office.ids import Account as PhoneName
from vochi.core.office.ids import Slug
from vochi.hub.accounts.asker import Asker, asker
from vochi.hub.accounts.door import address_of
from vochi.hub.accounts.models import Account, Role
from vochi.hub.answer import Refused, RowId
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.people import edits, exporting, importing, invites, leaving, phones, remote, rows
from vochi.hub.people.import_schemas import ImportIn, ImportOut, ImportPreview
from vochi.hub.people.schemas import (
    InvitedOut,
    InviteOut,
    InviteToken,
    InviteUse,
    LeaveIn,
    LeavingOut,
    LeftOut,
    PeopleOut,
    PersonEdit,
    PersonOut,
    PhoneSecret,
    PhoneSetup,
    RemoteIn,
    ReturnIn,
    SavedOut,
)
from vochi.hub.people.table import LARGEST
from vochi.hub.rate import Slow

router = Router(tags=["people"])

Form = Annotated[str, StringConstraints(pattern=r"^(?:csv|xlsx)$")]
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Token = Annotated[str, StringConstraints(min_length=16, max_length=200)]


def origin_of(request: HttpRequest) -> str:
    """This hub as the asker reached it; links that are told bear it."""
    return f"{request.scheme}://{request.get_host()}"


@router.get("/people", response=PeopleOut)
def list_people(request: HttpRequest) -> PeopleOut:
    """Everybody of the office with account, phones, departments; accounts without a person; those
    who have left. Heads see their own people.
    """
    return rows.everybody(asker(request))


@router.post("/people", response={201: SavedOut})
def add_person(request: HttpRequest, body: PersonEdit) -> Status[SavedOut]:
    """A new person with all that is his, in one transaction. 422 `person_has_problems`."""
    return Status(201, edits.save(asker(request), None, body, origin_of(request)))


@router.get("/people/export", response={200: None})
def export_people(request: HttpRequest, format: Form = "xlsx") -> HttpResponse:  # noqa: A002
    """Everybody as a table (`csv` or `xlsx`), without PINs; who asked is written down."""
    return _file(exporting.export(asker(request), format), f"people.{format}")


@router.get("/people/import/sample", response={200: None})
def get_import_sample(request: HttpRequest, format: Form = "xlsx") -> HttpResponse:  # noqa: A002
    """A table to fill in."""
    return _file(exporting.sample(asker(request), format), f"people-sample.{format}")


@router.post("/people/import/preview", response=ImportPreview)
def preview_import(request: HttpRequest, file: File[UploadedFile]) -> ImportPreview:
    """What a file (CSV, XLSX) would do, line by line with its problems; nothing is written."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    if (file.size or 0) > LARGEST:
        raise Refused(413, "table_too_big", megabytes=LARGEST // 1024 // 1024)
    return importing.preview(who, file.read())


@router.post("/people/import", response={201: ImportOut})
def import_people(request: HttpRequest, body: ImportIn) -> Status[ImportOut]:
    """Make all of these people, or nobody. 422 `person_has_problems` by `<index>/<field>`."""
    return Status(201, importing.confirm(asker(request), body, origin_of(request)))


@router.get("/people/{person}", response=PersonOut)
def get_person(request: HttpRequest, person: Path[Slug]) -> PersonOut:
    """One person: for administrators, heads who see him, and himself."""
    return rows.one(asker(request), person)


@router.put("/people/{person}", response={201: SavedOut})
def put_person(request: HttpRequest, person: Path[Slug], body: PersonEdit) -> Status[SavedOut]:
    """Another state of a person. 409 `stale_office`, 422 `person_has_problems`."""
    return Status(201, edits.save(asker(request), person, body, origin_of(request)))


@router.put("/people/{person}/remote", response={201: PublishOut})
def put_remote(request: HttpRequest, person: Path[Slug], body: RemoteIn) -> Status[PublishOut]:
    """Where he works from now on: an administrator's business, or his own."""
    return Status(201, remote.switch(asker(request), person, body))


@router.get("/people/{person}/phones", response=list[PhoneSetup])
def list_phones(request: HttpRequest, person: Path[Slug]) -> list[PhoneSetup]:
    """What to type into his phones; for administrators and himself."""
    return phones.setups(asker(request), person)


@router.post("/people/{person}/phones/{account}/reveal", response=PhoneSecret)
def reveal_phone(request: HttpRequest, person: Path[Slug], account: Path[PhoneName]) -> PhoneSecret:
    """The password of one of his phones, with a link for a softphone; who asked is written down."""
    return phones.reveal(asker(request), person, account, origin_of(request))


@router.get("/phones/setup/{token}", auth=None, response={200: None}, throttle=[Slow("20/m")])
def provision_phone(request: HttpRequest, token: Path[Token]) -> HttpResponse:  # noqa: ARG001
    """Remote configuration that a softphone fetches (XML of Linphone), for some minutes."""
    return HttpResponse(phones.provision(token), content_type="application/xml; charset=utf-8")


@router.get("/people/{person}/leaving", response=LeavingOut)
def get_leaving(request: HttpRequest, person: Path[Slug]) -> LeavingOut:
    """What he has, to be told before he leaves."""
    return leaving.look(asker(request), person)


@router.post("/people/{person}/leave", response={201: LeftOut})
def leave(request: HttpRequest, person: Path[Slug], body: LeaveIn) -> Status[LeftOut]:
    """He leaves: his calls go to a colleague, a department or voicemail; his account is locked."""
    return Status(201, leaving.leave(asker(request), person, body))


@router.post("/people/{person}/return", response={201: SavedOut})
def come_back(request: HttpRequest, person: Path[Slug], body: ReturnIn) -> Status[SavedOut]:
    """He is back, with what he had."""
    return Status(201, leaving.come_back(asker(request), person, body))


@router.post("/people/{person}/invite", response={201: InviteOut})
def invite_person(request: HttpRequest, person: Path[Slug]) -> Status[InviteOut]:
    """A one-time link for his account; the one before is good no more."""
    who = asker(request)
    return Status(201, invites.make(who, _account(who, person), origin_of(request)))


@router.delete("/people/{person}/invite", response={204: None})
def revoke_invite(request: HttpRequest, person: Path[Slug]) -> Status[None]:
    """No link of his is good any more."""
    who = asker(request)
    invites.revoke(who, _account(who, person))
    return Status(204, None)


@router.post("/people/accounts/{account_id}/invite", response={201: InviteOut})
def invite_account(request: HttpRequest, account_id: RowId) -> Status[InviteOut]:
    """A one-time link for an account that is no person of the office."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    row = Account.scoped.of(who.company).filter(pk=account_id).first()
    if row is None:
        raise Refused(404, "not_found")
    return Status(201, invites.make(who, row, origin_of(request)))


@router.post("/invites/check", response=InvitedOut, auth=None, throttle=[Slow("20/m")])
def check_invite(request: HttpRequest, body: InviteToken) -> InvitedOut:  # noqa: ARG001
    """Whom an invitation is for. 404 `invite_gone` when it is good no more."""
    return invites.look(body.token)


@router.post("/invites/use", response={201: InvitedOut}, auth=None, throttle=[Slow("20/m")])
def use_invite(request: HttpRequest, body: InviteUse) -> Status[InvitedOut]:
    """Choose the password; he then logs in as everybody does."""
    return Status(201, invites.use(body, address_of(request)))


def _account(who: Asker, person: str) -> Account:
    who.must(Role.ADMINISTRATOR)
    found = rows.account_of(who.company, person)
    if found is None:
        raise Refused(404, "no_account")
    return found


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=_TYPES[name.rpartition(".")[2]])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
