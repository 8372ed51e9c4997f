"""Endpoints of the numbering plan, the calendar of the country and calls outside."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.offices import numbers
from vochi.hub.offices.numbers import (
    DialIn,
    DiallingOut,
    DialOut,
    NumberPlanOut,
    PublicDayOut,
)

router = Router(tags=["office"])
Year = Annotated[int, Field(ge=2000, le=2100)]


@router.get("/office/numbers", response=NumberPlanOut)
def get_number_plan(request: HttpRequest) -> NumberPlanOut:
    """Every short number of the office, who uses it, what is wrong with it, and what is free."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return numbers.plan(who.company, language_of(who.account))


@router.get("/office/calendar", response=list[PublicDayOut])
def get_calendar(request: HttpRequest, year: Query[Year]) -> list[PublicDayOut]:
    """Holidays of the country of the office in a year, and weekend days that are worked."""
    who = asker(request)
    return numbers.days(who.company, year, language_of(who.account))


@router.get("/office/dialling", response=DiallingOut)
def get_dialling(request: HttpRequest) -> DiallingOut:
    """What rules of an outbound scheme may name: operators, emergency numbers, countries."""
    return numbers.dialling(asker(request).company)


@router.post("/office/dial", response=DialOut)
def try_to_dial(request: HttpRequest, body: DialIn) -> DialOut:
    """How a call to a number would go by an outbound scheme, saved or not; nobody is called."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return numbers.dial(who.company, body, language_of(who.account))
