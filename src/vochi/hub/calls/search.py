"""The call log by filters and words, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from vochi.hub import cursor as cursors
from vochi.hub.calls.models import Call, CallTag, Party
from vochi.hub.calls.schemas import CallPage, CallRow
from vochi.hub.clients.cards import cards
from vochi.hub.clients.models import Client, Phone
from vochi.hub.companies.models import Company
from vochi.hub.text import digits, fold_case, read_number

#: Up to so many numbers found by words, the log is read by the index of each number; beyond, so
#: many calls match that reading the log backwards finds a page soon.
FEW = 300


@dataclass(frozen=True)
class Wanted:
    """What the asker wants to see (see `calls.api.CallFilter`)."""

    since: datetime | None = None
    until: datetime | None = None
    direction: str | None = None
    result: str | None = None
    person: str | None = None
    department: str | None = None
    line: str | None = None
    client: str | None = None
    has_recording: bool | None = None
    q: str | None = None
    cursor: str | None = None
    limit: int = 50


def page(company: int, wanted: Wanted) -> CallPage:
    """One page of the log."""
    rows = filtered(company, wanted)
    found = list(rows.only("id", "started_at", "row")[: wanted.limit + 1])
    last = found[wanted.limit - 1] if len(found) > wanted.limit else None
    return CallPage(
        items=with_cards(company, [row.row for row in found[: wanted.limit]]),
        next=cursors.write(last.started_at, last.pk) if last else None,
    )


def with_cards(company: int, bodies: list[str]) -> tuple[CallRow, ...]:
    """Rows as they were written, with the names that clients' cards bear today."""
    rows = [CallRow.model_validate_json(body) for body in bodies]
    known = cards(company, [row.client.number for row in rows])
    return tuple(_with_card(row, known.get(row.client.number)) for row in rows)


def _with_card(row: CallRow, card: Client | None) -> CallRow:
    if card is None:
        return row
    client = row.client.model_copy(update={"name": card.name or row.client.name, "id": card.pk})
    return row.model_copy(update={"client": client})


def filtered(company: int, wanted: Wanted) -> QuerySet[Call]:
    """The calls that fit, newest first, from the cursor on."""
    rows = Call.objects.of(company).order_by("-started_at", "-id")
    if wanted.since:
        rows = rows.filter(started_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(started_at__lt=wanted.until)
    if wanted.direction:
        rows = rows.filter(direction=wanted.direction)
    if wanted.result:
        rows = rows.filter(result=wanted.result)
    if wanted.line:
        rows = rows.filter(line=wanted.line)
    if wanted.has_recording is not None:
        rows = rows.filter(has_recording=wanted.has_recording)
    if wanted.client:
        about = Company.objects.get(pk=company)
        rows = rows.filter(client=read_number(wanted.client, about.country, about.area_code))
    if wanted.person:
        rows = _tagged(company, rows, "p", wanted.person)
    if wanted.department:
        rows = _tagged(company, rows, "d", wanted.department)
    if wanted.q:
        rows = _worded(company, rows, wanted.q)
    if wanted.cursor:
        at, row, _ = cursors.read(wanted.cursor)
        rows = rows.filter(Q(started_at__lt=at) | Q(started_at=at, id__lt=row), started_at__lte=at)
    return rows


def _tagged(company: int, rows: QuerySet[Call], kind: str, value: str) -> QuerySet[Call]:
    tags = CallTag.objects.of(company).filter(call=OuterRef("pk"), kind=kind, value=value)
    return rows.filter(Exists(tags))


def _worded(company: int, rows: QuerySet[Call], q: str) -> QuerySet[Call]:
    numbers, extensions = _parties(company, q)
    found = Q()
    if extensions:
        tags = CallTag.objects.of(company).filter(
            call=OuterRef("pk"), kind="p", value__in=extensions
        )
        found |= Q(Exists(tags))
    if len(numbers) <= FEW:
        found |= Q(client__in=numbers)
    else:
        found |= Q(client__in=Party.objects.of(company).filter(_says(q), kind="c").values("key"))
        found |= Q(client__in=numbers)
    return rows.filter(found)


def _says(q: str) -> Q:
    text = fold_case(q)
    says = Q(words__contains=text) if text else Q(pk=None)
    number = digits(q)
    # `8 029 123-45` is a number however it is spaced; `офис 5` is not one.
    if number and not any(c.isalpha() for c in q):
        says |= Q(words__contains=number)
    return says


def _parties(company: int, q: str) -> tuple[list[str], list[str]]:
    """Numbers of clients (by calls and by cards) and extensions that the words find."""
    keys: dict[str, set[str]] = {"c": set(), "e": set()}
    rows = Party.objects.of(company).filter(_says(q)).values_list("kind", "key")
    for kind, key in rows[: 10 * FEW]:
        keys[kind].add(key)
    named = Client.objects.of(company).filter(_says(q)).values("pk")
    by_card = Phone.objects.of(company).filter(client__in=named).values_list("number", flat=True)
    keys["c"].update(by_card[: 10 * FEW])
    return sorted(keys["c"]), sorted(keys["e"])
