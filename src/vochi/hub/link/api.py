"""The link: what boxes ask of the hub (see `core.link`)."""

from collections.abc import Iterator
from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.security import HttpBearer
from pydantic import StringConstraints

from vochi.core.link import (
    AlarmsPush,
    ClientsReply,
    CommandsReply,
    EnrollReply,
    EnrollRequest,
    EntriesAck,
    EntriesPush,
    ForgetOrder,
    OfficeReply,
)
from vochi.core.office.ids import Sha256
from vochi.hub.accounts.door import address_of
from vochi.hub.answer import Refused
from vochi.hub.api import dress
from vochi.hub.clients import facts, listings
from vochi.hub.companies.models import Company
from vochi.hub.desk import alarms
from vochi.hub.link import commands, enroll, ingest, messages, recordings
from vochi.hub.link.models import Box
from vochi.hub.offices import prompts, reverts
from vochi.hub.offices.current import current, current_number
from vochi.hub.offices.models import PromptFile
from vochi.hub.offices.prompts import prompt_file
from vochi.hub.offices.services import secrets_of
from vochi.hub.privacy import orders
from vochi.hub.rate import Slow

Done = Annotated[str, StringConstraints(max_length=64)]


class BoxDoor(HttpBearer):
    """`Authorization: Bearer <key of the box>`."""

    def authenticate(self, request: HttpRequest, token: str) -> Box | None:  # noqa: ARG002
        """Look the key up by its hash."""
        return enroll.by_key(token)


link_api = dress(
    NinjaAPI(
        title="Vochi link",
        version="link-1",
        urls_namespace="link",
        openapi_url=None,
        docs_url=None,
        auth=BoxDoor(),
    )
)


def box_of(request: HttpRequest) -> Box:
    """The box that the door let in."""
    found = getattr(request, "auth", None)
    assert isinstance(found, Box)
    return found


@link_api.post("/enroll", response=EnrollReply, auth=None, throttle=[Slow("20/m")])
def post_enroll(request: HttpRequest, body: EnrollRequest) -> EnrollReply:
    """A one-time code for a key."""
    return enroll.enroll(body, address_of(request))


@link_api.post("/entries", response=EntriesAck)
def post_entries(request: HttpRequest, body: EntriesPush) -> EntriesAck:
    """Entries of the journal; answered when they are safe here."""
    box = box_of(request)
    through = ingest.ingest(box, body.entries)
    if any(entry.kind == "office" and "reverted_to" in entry.body for entry in body.entries):
        reverts.settle(box.company_id)
    # As the box was before: an empty push asks where to go on after a journal was lost.
    return EntriesAck(through=through, hash=box.last_hash if through == box.last_seq else None)


@link_api.get("/commands", response=CommandsReply)
def get_commands(
    request: HttpRequest, done: Done = "", wait: int = 0, office: int | None = None
) -> CommandsReply:
    """Commands and the office to run, as they are now; `vochi.hub.asgi` waits for news."""
    del wait, office
    return news(box_of(request), done)


def news(box: Box, done: str) -> CommandsReply:
    """What the box should know now."""
    listings.expire(box.company_id)
    return CommandsReply(
        commands=commands.waiting(box.company_id, box.pk, done),
        office=current_number(box.company_id) or None,
        clients=Company.objects.values_list("facts", flat=True).get(pk=box.company_id),
    )


@link_api.put("/alarms", response={204: None})
def put_alarms(request: HttpRequest, body: AlarmsPush) -> HttpResponse:
    """All alarms of the box, in place of those it had."""
    alarms.put(box_of(request), body.alarms)
    return HttpResponse(status=204)


@link_api.get("/clients", response=ClientsReply)
def get_clients(
    request: HttpRequest, since: Annotated[int, Query(ge=0, le=2**62)] = 0
) -> ClientsReply:
    """What calls must know of clients' numbers, as it changed after `since`."""
    return facts.since(box_of(request), since)


@link_api.get("/orders/{uid}", response=ForgetOrder)
def get_order(request: HttpRequest, uid: Path[Done]) -> ForgetOrder:
    """What the box is to forget."""
    return orders.read(box_of(request), uid)


@link_api.get("/office", response=OfficeReply)
def get_office(request: HttpRequest) -> OfficeReply:
    """The office to run, with its passwords."""
    company = box_of(request).company_id
    office = current(company)
    if office.version == 0:
        raise Refused(404, "no_office")
    return OfficeReply(office=office, secrets=secrets_of(company, office))


@link_api.get("/prompts/{sha256}")
def get_prompt(request: HttpRequest, sha256: Path[Sha256]) -> FileResponse:
    """A sound file."""
    known = PromptFile.objects.of(box_of(request).company_id).filter(sha256=sha256).exists()
    if not known or not prompt_file(sha256).is_file():
        raise Refused(404, "not_found")
    return FileResponse(prompt_file(sha256).open("rb"), content_type="audio/wav")


@link_api.put("/recordings/{sha256}", response={200: None, 201: None})
def put_recording(request: HttpRequest, sha256: Path[Sha256]) -> HttpResponse:
    """The file of a recording; the server has spooled the body to disk, so memory stays level."""
    unique_id = _unique_id(request)
    form = request.headers.get("X-Vochi-Format", "mp3")
    fresh = recordings.store(box_of(request), sha256, unique_id, form, _parts(request))
    return HttpResponse(status=201 if fresh else 200)


@link_api.put("/messages/{sha256}", response={200: None, 201: None})
def put_message(request: HttpRequest, sha256: Path[Sha256]) -> HttpResponse:
    """The file of a voicemail."""
    unique_id = _unique_id(request)
    form = request.headers.get("X-Vochi-Format", "wav")
    fresh = messages.store(box_of(request), sha256, unique_id, form, _parts(request))
    return HttpResponse(status=201 if fresh else 200)


@link_api.put("/prompts/{sha256}", response={200: None, 201: None})
def put_prompt(request: HttpRequest, sha256: Path[Sha256]) -> HttpResponse:
    """A prompt recorded by phone: the administrator can use it in the next version."""
    name = request.headers.get("X-Vochi-Prompt", "")
    fresh = prompts.from_phone(box_of(request).company_id, sha256, name, _parts(request))
    return HttpResponse(status=201 if fresh else 200)


def _unique_id(request: HttpRequest) -> str:
    unique_id = request.headers.get("X-Vochi-Unique-Id", "")
    if not unique_id or len(unique_id) > 80 or not unique_id.isprintable():
        raise Refused(422, "unique_id_needed")
    return unique_id


def _parts(request: HttpRequest) -> Iterator[bytes]:
    while part := request.read(256 * 1024):
        yield part
