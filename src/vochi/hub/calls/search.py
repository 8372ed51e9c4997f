"""The call log by filters and words, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from vochi.hub import cursor as cursors
from vochi.hub.accounts.sight import EVERYTHING, Sight
from vochi.hub.calls.closings import closed
from vochi.hub.calls.models import Call, CallTag, Party
from vochi.hub.calls.schemas import CallPage, CallRow, ClientRef
from vochi.hub.clients.cards import About, about
from vochi.hub.clients.models import Client, Phone
from vochi.hub.companies.models import Company
from vochi.hub.seen import has_part, tags
from vochi.hub.text import digits, fold_case, read_number

#: Up to so many numbers found by words, the log is read by the index of each number; beyond, so
#: many calls match that reading the log backwards finds a page soon.
FEW = 100
#: Whoever sees calls of so many employees and departments sees much of the log: reading it down
#: finds a page soon. Of fewer, each one's own index is read.
MANY = 40


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
    has_message: bool | None = None
    callback_asked: bool | None = None
    tag: str | None = None
    source: str | None = None
    score: int | None = None
    q: str | None = None
    cursor: str | None = None
    limit: int = 50


def page(company: int, wanted: Wanted, sight: Sight) -> CallPage:
    """One page of the log as far as it is seen: the newest of what each source gives."""
    found: dict[int, Call] = {}
    for rows in sources(company, wanted, sight):
        for row in rows.only("id", "started_at", "row")[: wanted.limit + 1]:
            found[row.pk] = row
    ordered = sorted(found.values(), key=lambda row: (row.started_at, row.pk), reverse=True)
    last = ordered[wanted.limit - 1] if len(ordered) > wanted.limit else None
    return CallPage(
        items=with_cards(company, [row.row for row in ordered[: wanted.limit]]),
        next=cursors.write(last.started_at, last.pk) if last else None,
    )


def with_cards(company: int, bodies: list[str]) -> tuple[CallRow, ...]:
    """Rows as they were written, with the names that clients' cards bear today."""
    rows = [CallRow.model_validate_json(body) for body in bodies]
    known = about(company, [row.client.number for row in rows])
    shut = closed(company, [row.id for row in rows if row.result == "missed"])
    return tuple(
        row.model_copy(
            update={
                "client": with_about(row.client, known.get(row.client.number)),
                "closed": shut.get(row.id),
            }
        )
        for row in rows
    )


def with_about(client: ClientRef, it: About | None) -> ClientRef:
    """The client of a call as he is known today."""
    if it is None:
        return client.model_copy(update={"id": None, "lists": (), "tags": ()})
    card = it.client
    return client.model_copy(
        update={
            "name": (card.title if card else "") or client.name,
            "id": card.pk if card else None,
            "lists": it.lists,
            "tags": it.tags,
        }
    )


def sources(company: int, wanted: Wanted, sight: Sight = EVERYTHING) -> list[QuerySet[Call]]:
    """Queries that together give the calls that fit, each newest first and read off an index.

    An `OR` over indexes would have to sort; several queries whose heads are merged need not.
    """
    if sight.is_all:
        return _sources(company, wanted, None)
    mine = tags(sight)
    is_narrow = wanted.q or wanted.person or wanted.department or wanted.client or wanted.tag
    if is_narrow or wanted.has_message or wanted.callback_asked or len(mine) > MANY:
        return _sources(company, wanted, Q(has_part(company, sight, OuterRef("pk"))))
    return [_filtered(company, wanted, of=tag) for tag in mine]


def _sources(company: int, wanted: Wanted, only: Q | None) -> list[QuerySet[Call]]:
    found = _worded(company, wanted)
    return found if only is None else [rows.filter(only) for rows in found]


def _worded(company: int, wanted: Wanted) -> list[QuerySet[Call]]:
    if not wanted.q:
        return [_filtered(company, wanted)]
    numbers, extensions, is_whole = _parties(company, wanted.q)
    others = Party.objects.of(company).filter(_says(wanted.q) | Q(key__in=numbers), kind="n")
    queries = [_filtered(company, wanted, person=extension) for extension in extensions[:FEW]]
    queries += [_filtered(company, wanted, number=number) for number in numbers]
    queries += [
        _filtered(company, wanted, other=number)
        for number in others.order_by("key").values_list("key", flat=True)[:FEW]
    ]
    if not is_whole:
        queries.append(_filtered(company, wanted).filter(_says(wanted.q, "client_words")))
    return queries


def _filtered(
    company: int,
    wanted: Wanted,
    *,
    number: str | None = None,
    person: str | None = None,
    other: str | None = None,
    of: tuple[str, str] | None = None,
) -> QuerySet[Call]:
    """The calls that fit all filters but the words, newest first, from the cursor on."""
    fits: list[Q | Exists] = []
    at, row = "started_at", "id"
    wants = [
        (kind, value)
        for kind, value in (
            # The rarest first: the log is read along the first one.
            ("m", "" if wanted.has_message else None),
            ("b", "" if wanted.callback_asked else None),
            ("n", other),
            ("t", wanted.tag),
            ("p", person),
            ("p", wanted.person),
            ("d", wanted.department),
            of or ("p", None),
        )
        if value is not None
    ]
    if wants:  # read the log along the index of the first tag, not the log with a look at each row
        kind, value = wants[0]
        fits.append(Q(tags__company=company, tags__kind=kind, tags__value=value))
        at, row = "tags__started_at", "tags__call_id"
    for kind, value in wants[1:]:
        also = CallTag.objects.of(company).filter(call=OuterRef("pk"), kind=kind, value=value)
        fits.append(Exists(also))
    same = {
        "direction": wanted.direction,
        "result": wanted.result,
        "line": wanted.line,
        "has_recording": wanted.has_recording,
        "has_message": None if wanted.has_message else wanted.has_message,
        "callback_asked": None if wanted.callback_asked else wanted.callback_asked,
        "source": wanted.source,
        "score": wanted.score,
        "client": number,
        f"{at}__gte": wanted.since,
        f"{at}__lt": wanted.until,
    }
    fits.append(Q(**{key: each for key, each in same.items() if each is not None}))
    if wanted.client:
        about = Company.objects.get(pk=company)
        fits.append(Q(client=read_number(wanted.client, about.country, about.area_code)))
    if wanted.cursor:
        time, last, _ = cursors.read(wanted.cursor)
        fits.append(Q(**{f"{at}__lt": time}) | Q(**{at: time, f"{row}__lt": last}))
        fits.append(Q(**{f"{at}__lte": time}))
    # In one `filter`: each further one would join the tags anew.
    return Call.objects.of(company).filter(*fits).order_by(f"-{at}", f"-{row}")


def _says(q: str, column: str = "words") -> Q:
    text = fold_case(q)
    says = Q(**{f"{column}__contains": text}) if text else Q(pk=None)
    number = digits(q)
    # `8 029 123-45` is a number however it is spaced; `офис 5` is not one.
    if number and not any(c.isalpha() for c in q):
        says |= Q(**{f"{column}__contains": number})
    return says


def _parties(company: int, q: str) -> tuple[list[str], list[str], bool]:
    """Numbers of clients (by calls and by cards) and extensions that the words find, and whether
    these are all; numbers by calls are left out when they are many.
    """
    parties = Party.objects.of(company).filter(_says(q))
    extensions = set(parties.filter(kind="e").values_list("key", flat=True))
    numbers = set(parties.filter(kind="c").values_list("key", flat=True)[: FEW + 1])
    is_whole = len(numbers) <= FEW
    named = Client.objects.of(company).filter(_says(q)).values("pk")
    phones = Phone.objects.of(company).filter(client__in=named)
    by_card = set(phones.values_list("number", flat=True)[: FEW + 1])
    # More cards than that bear the words: those of the newest calls are found all the same when
    # the words are a number; a name that hundreds of cards share is no search.
    return sorted((numbers if is_whole else set()) | by_card), sorted(extensions), is_whole
