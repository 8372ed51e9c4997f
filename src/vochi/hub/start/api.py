"""Endpoints of the first run."""

from django.http import HttpRequest
from ninja import Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.start import services
from vochi.hub.start.schemas import (
    CompanyIn,
    PeopleIn,
    ProgressIn,
    SchemeIn,
    SchemeOut,
    StartOut,
)

router = Router(tags=["first run"])


@router.get("/start", response=StartOut)
def get_start(request: HttpRequest) -> StartOut:
    """Where the first run stands: what is done, what was typed, extensions to propose."""
    return services.read(asker(request))


@router.put("/start", response=StartOut)
def save_start(request: HttpRequest, body: ProgressIn) -> StartOut:
    """Keep what was typed, so that another browser goes on. 409 `stale_start`."""
    return services.save(asker(request), body)


@router.post("/start/finish", response=StartOut)
def finish_start(request: HttpRequest) -> StartOut:
    """The first run is over; the office stays as it is."""
    return services.finish(asker(request))


@router.post("/start/company", response={201: PublishOut})
def start_company(request: HttpRequest, body: CompanyIn) -> Status[PublishOut]:
    """The company: the first version of an empty office, the next one of any other."""
    return Status(201, services.put_company(asker(request), body))


@router.post("/start/people", response={201: PublishOut})
def start_people(request: HttpRequest, body: PeopleIn) -> Status[PublishOut]:
    """New people with their phones, beside those who are there. 422 `office_has_problems` with
    places `rows/<n>/...`.
    """
    return Status(201, services.add_people(asker(request), body))


@router.post("/start/scheme", response=SchemeOut)
def start_scheme(request: HttpRequest, body: SchemeIn) -> SchemeOut:
    """A template for the lines that nobody answers: looked at, or put in force."""
    return services.scheme(asker(request), body)
