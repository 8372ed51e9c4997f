"""Endpoints of the desk: the board, its stream, phones and lines."""

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from vochi.core.office.ids import Account, LineId
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.answer import Refused
from vochi.hub.desk import board, settings
from vochi.hub.desk.schemas import Board, DeviceOut, LineOut, PasswordOut, StreamEvents

router = Router(tags=["desk"])


@router.get("/board", response=Board, by_alias=True)
def get_board(request: HttpRequest) -> HttpResponse:
    """Everything on the desk now."""
    return HttpResponse(board.read(asker(request)), content_type="application/json")


@router.get("/stream", response=StreamEvents, by_alias=True)
def get_stream(request: HttpRequest) -> StreamEvents:
    """Server-sent events (`text/event-stream`), not JSON: each event is named as a field of this
    schema and bears its body; `Last-Event-ID` (or `?last_event_id=`) goes on from there.
    """
    # `vochi.hub.asgi` answers this itself, so that no thread waits for each open desk.
    raise Refused(503, "needs_asgi", user=asker(request).account.pk)


@router.get("/devices", response=list[DeviceOut])
def list_devices(request: HttpRequest) -> list[DeviceOut]:
    """What to type into each phone."""
    return settings.devices(asker(request).company)


@router.post("/devices/{account}/reveal", response=PasswordOut)
def reveal_device(request: HttpRequest, account: Path[Account]) -> PasswordOut:
    """The password of a phone; who asked is written down."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return settings.reveal(who, account, "device")


@router.get("/lines", response=list[LineOut])
def list_lines(request: HttpRequest) -> list[LineOut]:
    """What to type into each gateway."""
    return settings.lines(asker(request).company)


@router.post("/lines/{line}/reveal", response=PasswordOut)
def reveal_line(request: HttpRequest, line: Path[LineId]) -> PasswordOut:
    """The password of a line; who asked is written down."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return settings.reveal(who, line, "line")
