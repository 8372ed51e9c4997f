"""The call log by filters and words, newest first, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from heapq import nlargest
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    DecimalField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Extract
from django.utils import timezone

from vochi.hub import cursor as cursors
from vochi.hub.accounts.sight import EVERYTHING, Sight
from vochi.hub.calls import days, fitting, marking, saying, walking
from vochi.hub.calls.closings import closed
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.calls.schemas import CallPage, CallRow, ClientRef
from vochi.hub.calls.sieves import Sieve, Words
from vochi.hub.calls.walking import Window
from vochi.hub.calls.wanted import Clause, Wanted, clauses, sieves
from vochi.hub.clients.cards import About, about
from vochi.hub.companies.models import Company
from vochi.hub.reports.figures import fits
from vochi.hub.seen import has_part, tags
from vochi.hub.text import read_number

#: Whoever sees calls of so many employees and departments sees much of the log: reading it down
#: finds a page soon. Of fewer, each one's own index is read.
MANY = 40
#: Of fewer calls each is looked at; of more, the sets of their days are asked.
_SOME = 150
#: A moment as `_at` gives it, and the id of a call.
_At = tuple[Any, int]
#: A span of time that is short enough to look at each of its calls.
_SHORT = timedelta(days=3)
_EVER, _NEVER = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def page(company: int, wanted: Wanted, sight: Sight) -> CallPage:
    """One page of the log as far as it is seen."""
    ordered = newest(company, wanted, sight, wanted.limit + 1)
    last = ordered[wanted.limit - 1] if len(ordered) > wanted.limit else None
    return CallPage(
        items=with_cards(company, [row.row for row in ordered[: wanted.limit]]),
        next=cursors.write(last.started_at, last.pk) if last else None,
    )


def newest(company: int, wanted: Wanted, sight: Sight, limit: int) -> list[Call]:
    """The newest calls that fit and are seen, from the cursor on."""
    if wanted.figure:
        return _head([_of_figure(company, wanted, sight)], limit)
    if not (wanted.q or wanted.client):
        return _walk(company, wanted, sight, limit)
    only = _number(company, wanted)
    wanted = replace(wanted, client=None)
    if not wanted.q:
        return _of_parties(company, wanted, sight, limit, [only])
    it = saying.parties(company, wanted.q)
    if only:
        says = Q() if only in it.numbers else (
            saying.says(wanted.q, "client_words") | Q(fitting.with_any(company, it.extensions))
        )  # fmt: skip
        return _of_parties(company, wanted, sight, limit, [only], also=says)
    heads = _of_parties(company, wanted, sight, limit, it.numbers, it.others)
    if it.extensions:
        person = Clause(tuple(("p", extension) for extension in it.extensions))
        also = Q(fitting.with_any(company, it.extensions))
        heads += _walk(company, wanted, sight, limit, asked=[person], also=also)
    if not it.is_whole:
        words = Words(saying.parts(wanted.q))
        also = saying.says(wanted.q, "client_words")
        heads += _walk(company, wanted, sight, limit, sieve=words, also=also)
    return _merge(heads, limit)


def _number(company: int, wanted: Wanted) -> str:
    """The number of the client that is asked for, as calls bear it; empty when none is."""
    if not wanted.client:
        return ""
    about = Company.objects.get(pk=company)
    return read_number(wanted.client, about.country, about.area_code)


def _of_parties(  # noqa: PLR0917 - what, of whom, how many, whose
    company: int,
    wanted: Wanted,
    sight: Sight,
    limit: int,
    numbers: Sequence[str],
    others: Sequence[str] = (),
    also: Q | None = None,
) -> list[Call]:
    """Calls of these clients, and those in which these numbers had part besides.

    First where their calls are, off an index that holds nothing else; then the calls themselves,
    newest first. Asked at once, a planner may as well read down the whole log. Where many are to
    fit something, the sets of their days tell which do.
    """
    within = fitting.within(wanted)
    places: set[_At] = set()
    if numbers:
        rows = Call.objects.of(company).filter(within, client__in=numbers).order_by()
        places |= _places(rows, "id")
    if others:
        tagged = CallTag.objects.of(company).filter(within, kind="n", value__in=others).order_by()
        places |= _places(tagged, "call_id")
    if wanted.cursor:
        at, row, _ = cursors.read(wanted.cursor)
        is_text = connection.vendor == "sqlite"
        moment = connection.ops.adapt_datetimefield_value(at) if is_text else days.micros(at)
        before = (moment, row)
        places = {place for place in places if place < before}
    fit = fitting.fit(company, wanted, sight, also)
    if not fit:
        top = (number for _, number in nlargest(limit, places))
        return walking.fitting(company, top, fit, limit, is_sparse=False)
    if also or len(places) < _SOME:
        ids = (number for _, number in sorted(places, reverse=True))
        return walking.fitting(company, ids, fit, limit, is_sparse=True)
    return _of_places(company, wanted, sight, limit, places)


def _places(rows: QuerySet[Any], call: str) -> "set[_At]":
    """Moments and ids: thousands of moments are but compared, so they stay what the database tells
    quickest, SQLite the text that it keeps, PostgreSQL microseconds.
    """
    return set(rows.values_list(_at(), call))


def _at() -> Combinable:
    if connection.vendor == "sqlite":
        return Cast("started_at", TextField())
    epoch = Extract("started_at", "epoch", output_field=DecimalField())  # exact, to microseconds
    return Cast(epoch * 1_000_000, BigIntegerField())


def _of_places(
    company: int, wanted: Wanted, sight: Sight, limit: int, places: "set[_At]"
) -> list[Call]:
    """Of calls at these places the newest that fit."""
    window = window_of(wanted)
    by_day: dict[date, list[_At]] = defaultdict(list)
    for place in places:
        by_day[_day(place[0])].append(place)
    known = [day for day in walking.known_days(company, window) if day in by_day]
    left = [place for day in by_day.keys() - set(known) for place in by_day[day]]
    ids = (number for _, number in sorted(left, reverse=True))
    fit = fitting.fit(company, wanted, sight)
    heads = walking.fitting(company, ids, fit, limit, is_sparse=True)
    only = {day: [(_micros(at), number) for at, number in by_day[day]] for day in known}
    asked = _asked(wanted, sight)
    found = walking.matches(company, window, asked, known, sieves(wanted), only)
    heads += walking.rows(company, found, fitting.same(wanted), limit, is_sparse=False)
    return _merge(heads, limit)


def _day(at: str | int) -> date:
    return date.fromisoformat(at[:10]) if isinstance(at, str) else days.day_at(at)


def _micros(at: str | int) -> int:
    if isinstance(at, int):
        return at
    return days.micros(datetime.fromisoformat(at).replace(tzinfo=UTC))


def _of_figure(company: int, wanted: Wanted, sight: Sight) -> QuerySet[Call]:
    """Calls that a figure of a report counts, as far as the other filters hold of them."""
    assert wanted.figure
    number = _number(company, wanted) or None
    rows = _filtered(company, wanted, number=number).filter(fits(company, wanted.figure))
    if wanted.q:
        it = saying.parties(company, wanted.q)
        says = Q(saying.says(wanted.q, "client_words")) | Q(client__in=it.numbers)
        rows = rows.filter(says | Q(fitting.with_any(company, it.extensions)))
    return fitting.seen(company, rows, sight)


def _merge(heads: Iterable[Call], limit: int) -> list[Call]:
    found = {row.pk: row for row in heads}
    return sorted(found.values(), key=lambda row: (row.started_at, row.pk), reverse=True)[:limit]


def _head(queries: Iterable[QuerySet[Call]], limit: int) -> list[Call]:
    rows = (row for each in queries for row in each.only("id", "started_at", "row")[:limit])
    return _merge(rows, limit)


def _walk(
    company: int,
    wanted: Wanted,
    sight: Sight,
    limit: int,
    *,
    asked: Sequence[Clause] = (),
    sieve: Sieve | None = None,
    also: Q | None = None,
) -> list[Call]:
    """Days by their sets, what lies between them by the indexes of calls, newest first.

    `asked`, `sieve`: what must hold besides, as the sets tell it; `also` as columns do.
    """
    window = window_of(wanted)
    if window.until <= window.since:
        return []
    known = walking.known_days(company, window)
    every = [*_asked(wanted, sight), *asked]
    looked = [*sieves(wanted), *([sieve] if sieve else [])]
    also = also or Q()
    fit = also & fitting.same(wanted)
    found: list[Call] = []
    for part in walking.runs(walking.unknown(window, known)):
        if len(found) >= limit:
            break
        left = limit - len(found)
        if isinstance(part, Window):
            span = replace(wanted, since=part.since, until=part.until)
            found += _head((rows.filter(also) for rows in _unsaid(company, span, sight)), left)
        else:
            hits = walking.matches(company, window, every, part, looked)
            found += walking.rows(company, hits, fit, left, is_sparse=False)
    return found


def _asked(wanted: Wanted, sight: Sight) -> list[Clause]:
    """The filters and the sight as sets."""
    return [*clauses(wanted), *([] if sight.is_all else [Clause(tuple(tags(sight)))])]


def _unsaid(company: int, wanted: Wanted, sight: Sight) -> list[QuerySet[Call]]:
    return sources(company, replace(wanted, q=None, client=None), sight)


def window_of(wanted: Wanted) -> Window:
    """The part of the log that is wanted."""
    before = None
    if wanted.cursor:
        at, row, _ = cursors.read(wanted.cursor)
        before = walking.Place(at, row)
    return Window(
        wanted.since or _EVER, min(wanted.until or _NEVER, before.at + _TICK if before else _NEVER),
        before,
    )  # fmt: skip


def count(company: int, wanted: Wanted, sight: Sight) -> int | None:
    """How many calls fit and are seen; None when that would mean looking at each of them."""
    if wanted.figure:
        return _of_figure(company, wanted, sight).order_by().count()
    if wanted.q or sieves(wanted):
        return None
    if wanted.client:
        rows = Call.objects.of(company).filter(client=_number(company, wanted))
        within = fitting.within(wanted)
        return rows.filter(fitting.fit(company, wanted, sight), within).count()
    window = window_of(wanted)
    known = walking.known_days(company, window)
    asked = _asked(wanted, sight)
    done = 0
    for part in walking.runs(walking.unknown(window, known)):
        if isinstance(part, Window):
            span = replace(wanted, since=part.since, until=part.until)
            done += fitting.seen(company, _filtered(company, span), sight).order_by().count()
        else:
            done += walking.count(walking.matches(company, window, asked, part))
    return done


def with_cards(company: int, bodies: list[str]) -> tuple[CallRow, ...]:
    """Rows as they were written, with the names that clients' cards bear today."""
    rows = [CallRow.model_validate_json(body) for body in bodies]
    known = about(company, [row.client.number for row in rows])
    shut = closed(company, [row.id for row in rows if row.result == "missed"])
    given = marking.of_calls(company, [row.id for row in rows])
    return tuple(
        row.model_copy(
            update={
                "client": with_about(row.client, known.get(row.client.number)),
                "closed": shut.get(row.id),
                "tags": tuple(dict.fromkeys((*row.tags, *given.get(row.id, ())))),
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
    """Queries that together give the calls that fit but for the words, newest first, off an index.

    An `OR` over indexes would have to sort; several queries whose heads are merged need not.
    """
    if sight.is_all:
        return [_filtered(company, wanted)]
    mine = tags(sight)
    is_narrow = wanted.person or wanted.department or wanted.client or wanted.tag
    until = min(wanted.until or _NEVER, timezone.now())  # nothing has begun later
    is_short = wanted.since is not None and until - wanted.since < _SHORT
    has_own = is_narrow or is_short or wanted.has_message or wanted.callback_asked
    if has_own or len(mine) > MANY:
        return [_filtered(company, wanted).filter(has_part(company, sight, OuterRef("pk")))]
    return [_filtered(company, wanted, of=tag) for tag in mine]


def of_clients(
    company: int, wanted: Wanted, sight: Sight, numbers: Sequence[str]
) -> QuerySet[Call]:
    """Calls of these clients that fit, words included; in no order."""
    within = fitting.within(wanted)
    fit = fitting.fit(company, wanted, sight)
    rows = Call.objects.of(company).filter(within, fit, client__in=numbers).order_by()
    if wanted.q:
        it = saying.parties(company, wanted.q)
        says = saying.says(wanted.q, "client_words") | Q(client__in=it.numbers)
        rows = rows.filter(says | Q(fitting.with_any(company, it.extensions)))
    return rows


def _filtered(
    company: int,
    wanted: Wanted,
    *,
    number: str | None = None,
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
            ("t", wanted.tag),
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
    fits.append(fitting.same(wanted, taken="m" if wanted.has_message else ""))
    span = {"client": number, f"{at}__gte": wanted.since, f"{at}__lt": wanted.until}
    fits.append(Q(**{key: each for key, each in span.items() if each is not None}))
    if wanted.cursor:
        time, last, _ = cursors.read(wanted.cursor)
        fits.append(Q(**{f"{at}__lt": time}) | Q(**{at: time, f"{row}__lt": last}))
        fits.append(Q(**{f"{at}__lte": time}))
    # In one `filter`: each further one would join the tags anew.
    return Call.objects.of(company).filter(*fits).order_by(f"-{at}", f"-{row}")
