"""Which lines are held back from calls outside, and why."""

from collections.abc import Mapping
from datetime import datetime

from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.office.signatures import is_unsigned
from vochi.hub.desk.models import LinePause


def put(company: int, line: str, why: str, at: datetime) -> None:
    """Hold a line back because of `why`; empty: let it go."""
    rows = LinePause.objects.of(company)
    if not why:
        rows.filter(line=line).delete()
    else:
        rows.update_or_create(company_id=company, line=line, defaults={"why": why, "at": at})


def now(company: int) -> dict[str, str]:
    """Line -> why."""
    return dict(LinePause.objects.of(company).values_list("line", "why"))


def held_back(office: Office, line: Line, paused: Mapping[str, str]) -> str | None:
    """Why a line carries no call outside, None when it may."""
    if line.paused:
        return "office"
    return "unsigned" if is_unsigned(office, line) else paused.get(line.id)
