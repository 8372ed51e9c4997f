"""Endpoints of links to CRMs."""

from typing import Annotated

from django.http import HttpRequest, HttpResponseBase
from ninja import Path, Router, Status
from pydantic import StringConstraints

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.calls import playback
from vochi.hub.crm import doors, linking, listening, lookup, services
from vochi.hub.crm.lookup import Known
from vochi.hub.crm.schemas import (
    AgainIn,
    AgainOut,
    AmoIn,
    BegunOut,
    BitrixIn,
    CallState,
    CrmCallOut,
    CrmCallPage,
    CrmKind,
    CrmOut,
    CrmRules,
    CrmTried,
    LandedIn,
)
from vochi.hub.rate import Each, Slow

#: The part of an address that nobody guesses.
Secret = Annotated[str, StringConstraints(min_length=20, max_length=600)]
router = Router(tags=["crm"])


@router.get("/crm", response=list[CrmOut])
def list_crms(request: HttpRequest) -> list[CrmOut]:
    """Each CRM that can be linked, linked or not, and how it fares."""
    return services.every(asker(request))


@router.post("/crm/begin/bitrix", response=BegunOut, throttle=Each("20/m"))
def begin_bitrix(request: HttpRequest, body: BitrixIn) -> BegunOut:
    """Give the keys of an application; where its owner lets us in. 422 `crm_portal`."""
    return linking.begin(asker(request), body)


@router.post("/crm/land/bitrix", response=CrmOut, throttle=Each("20/m"))
def land_bitrix(request: HttpRequest, body: LandedIn) -> CrmOut:
    """Where one landed then. 422 `crm_code`; 502 `crm_unreachable`."""
    who = asker(request)
    linking.land(who, body.landed)
    return services.shown(who.company, "bitrix")


@router.post("/crm/link/amo", response=CrmOut, throttle=Each("20/m"))
def link_amo(request: HttpRequest, body: AmoIn) -> CrmOut:
    """Link an account of amoCRM. 422 `crm_portal`, `crm_code`; 502 `crm_unreachable`."""
    who = asker(request)
    linking.link_amo(who, body)
    return services.shown(who.company, "amo")


@router.put("/crm/links/{crm}", response=CrmOut)
def change_crm(request: HttpRequest, crm: Path[CrmKind], body: CrmRules) -> CrmOut:
    """Set a link up; one that was paused goes on."""
    return services.change(asker(request), crm, body)


@router.delete("/crm/links/{crm}", response={204: None})
def drop_crm(request: HttpRequest, crm: Path[CrmKind]) -> Status[None]:
    """Unlink it: its keys go, and what is known of what it was told."""
    services.drop(asker(request), crm)
    return Status(204, None)


@router.post("/crm/links/{crm}/test", response=CrmTried, throttle=Each("20/m"))
def test_crm(request: HttpRequest, crm: Path[CrmKind]) -> CrmTried:
    """Ask the CRM who we are, now."""
    return services.test(asker(request), crm)


@router.post("/crm/links/{crm}/people", response=CrmOut, throttle=Each("20/m"))
def read_crm_people(request: HttpRequest, crm: Path[CrmKind]) -> CrmOut:
    """Read its people anew. 502 `crm_unreachable`."""
    return services.renew(asker(request), crm)


@router.get("/crm/links/{crm}/calls", response=CrmCallPage)
def list_crm_calls(
    request: HttpRequest,
    crm: Path[CrmKind],
    state: CallState | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> CrmCallPage:
    """What became of each call, newest first, with the requests that were made."""
    return services.calls(asker(request), crm, state, cursor, limit)


@router.post("/crm/links/{crm}/calls/{crm_call_id}/replay", response=CrmCallOut)
def replay_crm_call(
    request: HttpRequest, crm: Path[CrmKind], crm_call_id: Path[RowId]
) -> CrmCallOut:
    """Tell a call again. 409 `crm_still_telling`."""
    return services.replay(asker(request), crm, crm_call_id)


@router.post("/crm/links/{crm}/replay", response=AgainOut)
def replay_crm_calls(request: HttpRequest, crm: Path[CrmKind], body: AgainIn) -> AgainOut:
    """Tell again what was given up, all of it or of a period."""
    return AgainOut(count=services.replay_many(asker(request), crm, body))


@router.get("/clients/crm/{number}", response=Known, throttle=Each("120/m"))
def look_up_in_crm(request: HttpRequest, number: Path[str]) -> Known:
    """Who calls, as Bitrix24 knows him; in 1.5 s or not at all."""
    return lookup.of(asker(request), number)


@router.post("/crm/bitrix/{door}", auth=None, response=str, throttle=[Slow("300/m")])
def hear_bitrix(request: HttpRequest, door: Path[Secret]) -> str:
    """Bitrix24 tells of clicks and forms here; nobody else has the address or the token."""
    body = request.body
    form = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    return doors.told(door, form, body, request.META.get("REMOTE_ADDR", ""))


@router.get("/crm/recordings/{token}", auth=None, response={200: None}, throttle=[Slow("120/m")])
def hear_linked_recording(request: HttpRequest, token: Path[Secret]) -> HttpResponseBase:
    """A recording by the signed link that amoCRM was given; Range honoured."""
    return playback.send(request, listening.sound_of(token), download=False)
