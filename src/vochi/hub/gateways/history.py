"""What happened to SIM cards and gateways, newest first."""

import json

from django.db.models import Q, QuerySet

from vochi.core.office.company import Language
from vochi.hub import cursor as cursors
from vochi.hub.gateways import words
from vochi.hub.gateways.models import GsmFact
from vochi.hub.gateways.schemas import HistoryKind, SimEvent, SimEventPage
from vochi.hub.gateways.sims import must_be_gsm
from vochi.hub.offices.current import current

_KINDS: dict[HistoryKind, str] = {
    "swaps": "swap", "balance": "balance", "forwards": "forward", "checks": "check",
    "repairs": "repair", "ussd": "ussd",
}  # fmt: skip
_ASIDE = {"line", "gateway", "iccid"}


def of_line(  # noqa: PLR0917 - which, how many, for whom
    company: int,
    line: str,
    kind: HistoryKind,
    cursor: str | None,
    limit: int,
    language: Language,
) -> SimEventPage:
    """One kind of what happened to a line. Raises Refused 404."""
    must_be_gsm(company, line)
    rows = GsmFact.objects.of(company).filter(kind=_KINDS[kind], line=line)
    return _page(company, rows, cursor, limit, language)


def of_all(
    company: int, kind: HistoryKind, cursor: str | None, limit: int, language: Language
) -> SimEventPage:
    """One kind of what happened, on all lines and gateways."""
    rows = GsmFact.objects.of(company).filter(kind=_KINDS[kind])
    return _page(company, rows, cursor, limit, language)


def _page(
    company: int, rows: QuerySet[GsmFact], cursor: str | None, limit: int, language: Language
) -> SimEventPage:
    if cursor:
        at, row, _ = cursors.read(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=row))
    found = list(rows.order_by("-at", "-id")[: limit + 1])
    lines = {line.id: line.name for line in current(company).lines}
    items = tuple(_event(row, lines, language) for row in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return SimEventPage(items=items, next=cursors.write(last.at, last.pk) if last else None)


def _event(row: GsmFact, lines: dict[str, str], language: Language) -> SimEvent:
    body = json.loads(row.body)
    text, ok = words.event(row.kind, body, lines.get(row.line, row.line), language)
    return SimEvent(
        id=row.pk,
        kind=row.kind,
        at=row.at,
        line=row.line or None,
        line_name=lines.get(row.line, row.line) if row.line else None,
        gateway=row.gateway or None,
        iccid=row.iccid or None,
        ok=ok,
        text=text,
        facts={name: value for name, value in body.items() if name not in _ASIDE},
    )
