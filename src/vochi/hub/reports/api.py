"""Endpoints of reports."""

from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from vochi.hub.accounts.asker import Asker, asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.rate import Each
from vochi.hub.reports import exporting, letter, planning, printing, report
from vochi.hub.reports.schemas import CallReportOut, LetterIn, LetterOut, PlannerOut, PreviewOut

router = Router(tags=["reports"])

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/reports", response=CallReportOut)
def get_report(request: HttpRequest, first: date, last: date) -> HttpResponse:
    """Figures of the days `first` to `last` by the company's clock, of the calls that the asker
    sees, beside those of the period before. 422 `bad_report_period`.
    """
    found = report.of_period(asker(request), first, last)
    return HttpResponse(found.model_dump_json(), content_type="application/json")


@router.get(
    "/reports/export",
    throttle=Each("30/m"),
    openapi_extra={
        "responses": {200: {"description": "a file", "content": {"application/pdf": {}}}}
    },
)
def export_report(
    request: HttpRequest, first: date, last: date, form: Literal["pdf", "xlsx"] = "pdf"
) -> HttpResponse:
    """The same as a printed report, or a table to go on reckoning with. 422 `bad_report_period`."""
    who = asker(request)
    found = report.of_period(who, first, last)
    language = language_of(who.account)
    make = printing.pdf if form == "pdf" else exporting.xlsx
    content = make(who.company, found, language)
    record(who.company, "report_exported", who.account, "reports", who.address,
           first=str(first), last=str(last), form=form)  # fmt: skip
    answer = HttpResponse(content, content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="vochi-{first}-{last}.{form}"'
    return answer


@router.get("/reports/letter", response=LetterOut)
def get_letter(request: HttpRequest) -> LetterOut:
    """Whether the asker gets the weekly letter."""
    return letter.standing(asker(request))


@router.put("/reports/letter", response=LetterOut)
def put_letter(request: HttpRequest, body: LetterIn) -> LetterOut:
    """Get the weekly letter, or no more."""
    return letter.want(asker(request), is_wanted=body.is_wanted)


@router.get("/reports/letter/preview", response=PreviewOut)
def preview_letter(request: HttpRequest) -> PreviewOut:
    """The letter about the last whole week, as the asker would get it."""
    who = asker(request)
    return letter.compose(who, letter.monday_of(timezone.now(), who.company))


@router.get("/planner", response=PlannerOut, throttle=Each("60/m"))
def get_planner(request: HttpRequest) -> PlannerOut:
    """What each operator's lines lose, and would lose with fewer and more of them; heads of
    departments who see the whole company. 403 `whole_company_needed`.
    """
    who = _head(asker(request))
    return planning.today(who.company)


def _head(who: Asker) -> Asker:
    who.must(Role.HEAD)
    if not who.sight.is_all:  # it is worked out of calls that he does not see
        raise Refused(403, "whole_company_needed")
    return who
