"""Cards by words and parts of numbers, newest first, by the index of `clients.index`."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from vochi.hub.clients.index import TABLE, has_fts5
from vochi.hub.clients.models import Client
from vochi.hub.clients.words import GRAM, needles

#: Cards that a walk gives at a time: few are wanted at first, many when filters leave most out.
_STEPS = (200, 1000, 2000)
#: Cards that are read one by one at a time, for words that no index can look up.
_READ = 5000
#: PostgreSQL: cards that are read newest first before the index is asked, and how many of them
#: must have the words to go on so. What many cards have is found among the newest sooner than a
#: sorted list of all that have it is made.
_WINDOW, _MANY = 2000, 5
_FIRST = 2**63 - 1


@dataclass(frozen=True)
class Step:
    """Cards that were found, newest first; none was left out from `edge` on. `is_last`: at all."""

    ids: list[int]
    edge: int
    is_last: bool = False


Needles = Sequence[tuple[str, ...]]
#: Of a query: from which id down, and how many.
Values = Callable[[int, int], list[int | str]]


def newest(company: int, q: str, most: int) -> list[int]:
    """Ids of the newest cards that `q` finds."""
    found: list[int] = []
    for step in walk(company, needles(q)):
        found += step.ids
        if len(found) >= most:
            break
    return found[:most]


def walk(company: int, wanted: Needles, before: int | None = None) -> Iterator[Step]:
    """Cards that have all the needles, newest first, older than `before`."""
    below = before or _FIRST
    if not wanted:
        yield from _every(company, below)
    elif connection.vendor == "postgresql":
        yield from _postgres(company, wanted, below)
    elif has_fts5() and any(_is_long(each) for each in wanted):
        yield from _sqlite(company, wanted, below)
    else:
        yield from _read(company, wanted, below, _READ)


def among(rows: QuerySet[Client], ids: list[int]) -> QuerySet[Client]:
    """Those of the rows that have these ids, newest first: told as one value, not as thousands."""
    where = "clients_client.id IN (SELECT value FROM json_each(%s))"
    told: str | list[int] = json.dumps(ids)
    if connection.vendor == "postgresql":
        where, told = "clients_client.id = ANY(%s)", ids
    return rows.extra(where=[where], params=[told]).order_by("-id")  # noqa: S610 - words of ours


def _is_long(alternatives: tuple[str, ...]) -> bool:
    return all(len(each) >= GRAM for each in alternatives)


def _every(company: int, below: int) -> Iterator[Step]:
    yield from _steps(
        "SELECT c.id, true FROM clients_client c WHERE c.company_id = %s AND c.id < %s"
        " ORDER BY c.id DESC LIMIT %s",
        lambda edge, size: [company, edge, size],
        below,
    )


def _read(company: int, wanted: Needles, below: int, size: int) -> Iterator[Step]:
    """Read down the cards, each step a number of cards and not of those that are found: words that
    nobody has would be read to the end.
    """
    while True:
        found, edge, looked = _window(company, wanted, below, size)
        yield Step(found, edge, is_last=looked < size)
        if looked < size:
            return
        below = edge


def _window(company: int, wanted: Needles, below: int, size: int) -> tuple[list[int], int, int]:
    """Found of the next cards, the last of them all, how many they were."""
    like, values = _like(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, (" + like.removeprefix(" AND ") + ") FROM (SELECT id, words FROM"  # noqa: S608
            " clients_client WHERE company_id = %s AND id < %s ORDER BY id DESC LIMIT %s) c"
            " ORDER BY c.id DESC",
            [*values, company, below, size],
        )
        rows = cursor.fetchall()
    return [row[0] for row in rows if row[1]], rows[-1][0] if rows else below, len(rows)


def _sqlite(company: int, wanted: Needles, below: int) -> Iterator[Step]:
    match = " AND ".join(
        "(" + " OR ".join(_quoted(each) for each in alternatives) + ")"
        for alternatives in wanted
        if _is_long(alternatives)
    )
    short = [each for each in wanted if not _is_long(each)]
    like, values = _like(short)
    says = like.removeprefix(" AND ") or "1"
    # What the index cannot look up is read in the cards that it gives, so many at a time.
    yield from _steps(
        f"SELECT c.id, ({says}) FROM {TABLE} w CROSS JOIN clients_client c ON c.id = w.rowid"  # noqa: S608
        " WHERE w.words MATCH %s AND w.rowid < %s AND c.company_id = %s"
        " ORDER BY w.rowid DESC LIMIT %s",
        lambda edge, size: [*values, match, edge, company, size],
        below,
    )


def _postgres(company: int, wanted: Needles, below: int) -> Iterator[Step]:
    long = [each for each in wanted if _is_long(each)]
    for step in _read(company, wanted, below, _WINDOW):
        yield step
        if step.is_last:
            return
        below = step.edge
        if long and len(step.ids) < _MANY:
            break
    parts = " AND ".join(
        "(" + " OR ".join("vochi_parts(words) @> vochi_parts(%s)" for _ in alternatives) + ")"
        for alternatives in long
    )
    named = [each for alternatives in long for each in alternatives]
    like, values = _like(wanted)
    # All that have it, then the newest: else the planner may read down the cards for a rare word.
    yield from _steps(
        "WITH c AS MATERIALIZED (SELECT id, words FROM clients_client WHERE company_id = %s"  # noqa: S608
        f" AND {parts}) SELECT c.id, true FROM c WHERE c.id < %s{like} ORDER BY c.id DESC LIMIT %s",
        lambda edge, size: [company, *named, edge, *values, size],
        below,
    )


def _steps(sql: str, values: Values, below: int) -> Iterator[Step]:
    edge = below
    for place in range(10**6):
        size = _STEPS[min(place, len(_STEPS) - 1)]
        with connection.cursor() as cursor:
            cursor.execute(sql, values(edge, size))
            rows = cursor.fetchall()
        is_last = len(rows) < size
        edge = rows[-1][0] if rows else edge
        yield Step([row[0] for row in rows if row[1]], edge, is_last=is_last)
        if is_last:
            return


def _like(wanted: Needles) -> tuple[str, list[str]]:
    says = "".join(
        " AND (" + " OR ".join("c.words LIKE %s ESCAPE '!'" for _ in alternatives) + ")"
        for alternatives in wanted
    )
    return says, [_pattern(each) for alternatives in wanted for each in alternatives]


def _pattern(text: str) -> str:
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
