"""Endpoints of SIM cards: heads of departments may look, administrators change."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status
from pydantic import Field, StringConstraints

from vochi.core.office.ids import LineId
from vochi.hub.accounts.asker import Asker, asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Cursor, Limit, Refused
from vochi.hub.gateways import costs, edits, history, sims
from vochi.hub.gateways.schemas import (
    BalancePoint,
    CostsOut,
    ForwardsIn,
    HistoryKind,
    NumberIn,
    SimEventPage,
    SimPolicyIn,
    SimRow,
)
from vochi.hub.offices.schemas import PublishOut

router = Router(tags=["sims"])

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$")]
Form = Annotated[str, StringConstraints(pattern=r"^(?:json|csv)$")]


def head(request: HttpRequest) -> Asker:
    """The asker, a head of a department at least."""
    who = asker(request)
    who.must(Role.HEAD)
    return who


@router.get("/sims", response=list[SimRow])
def list_sims(request: HttpRequest) -> list[SimRow]:
    """The SIM map: every GSM line, its slot and the card in it."""
    who = head(request)
    return sims.every(who.company, language_of(who.account))


@router.get("/sims/costs", response=CostsOut)
def get_sim_costs(request: HttpRequest, month: Month, format: Form = "json") -> HttpResponse:  # noqa: A002
    """What each SIM card cost in a month (`YYYY-MM`, by its tariff's own month); `format=csv` is a
    file for a spreadsheet.
    """
    who = head(request)
    if not who.sight.is_all:  # it is worked out of calls that he does not see
        raise Refused(403, "whole_company_needed")
    if format == "csv":
        who.must_have("exports")
    found = costs.of_month(who.company, month)
    if format == "csv":
        answer = HttpResponse(costs.as_csv(found), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="sim-{month}.csv"'
        return answer
    return HttpResponse(found.model_dump_json(), content_type="application/json")


@router.get("/sims/{line}/history", response=SimEventPage)
def get_sim_history(
    request: HttpRequest,
    line: Path[LineId],
    kind: HistoryKind = "swaps",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> SimEventPage:
    """What happened to a line and the cards in its slot, newest first."""
    who = head(request)
    return history.of_line(who.company, line, kind, cursor, limit, language_of(who.account))


@router.get("/sims/{line}/balance", response=list[BalancePoint])
def get_sim_balances(
    request: HttpRequest, line: Path[LineId], days: Annotated[int, Field(ge=1, le=730)] = 90
) -> list[BalancePoint]:
    """Balances of the card that is in the slot now, oldest first."""
    return sims.balances(head(request).company, line, days)


@router.put("/sims/{line}/forwards", response={201: PublishOut})
def put_sim_forwards(
    request: HttpRequest, line: Path[LineId], body: ForwardsIn
) -> Status[PublishOut]:
    """What the operator shall forward: the next version of the office has it, then the network."""
    return Status(201, edits.put_forwards(asker(request), line, body))


@router.put("/sims/{line}/policy", response={201: PublishOut})
def put_sim_policy(
    request: HttpRequest, line: Path[LineId], body: SimPolicyIn
) -> Status[PublishOut]:
    """Tariff and limits of a line."""
    return Status(201, edits.put_policy(asker(request), line, body))


@router.put("/sims/{line}/number", response={201: PublishOut})
def put_sim_number(request: HttpRequest, line: Path[LineId], body: NumberIn) -> Status[PublishOut]:
    """The number of a line, as somebody typed it or the card told it."""
    return Status(201, edits.put_number(asker(request), line, body))
