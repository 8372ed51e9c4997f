"""The log with one line for each client: his newest call, and how many there are."""

from collections import Counter
from dataclasses import replace

from django.db.models import Count

from vochi.hub import cursor as cursors
from vochi.hub.accounts.sight import Sight
from vochi.hub.calls import search
from vochi.hub.calls.log_schemas import ClientCalls, ClientCallsPage
from vochi.hub.calls.models import Call
from vochi.hub.calls.wanted import Wanted

_AT_ONCE = 120
#: Calls that a page looks at, at most: whoever calls all day long is passed over many times.
_MOST = 2400


def page(company: int, wanted: Wanted, sight: Sight) -> ClientCallsPage:
    """A page: clients whose newest fitting call lies before the cursor, newest first."""
    taken: list[Call] = []
    had: set[str] = set()
    looked, cursor, more = 0, wanted.cursor, True
    while looked < _MOST and more:
        found = search.newest(company, replace(wanted, cursor=cursor), sight, _AT_ONCE)
        more = len(found) == _AT_ONCE
        looked += len(found)
        clients = _clients(company, found)
        fresh = {number for number in clients.values() if number} - had
        before = _seen_before(company, wanted, sight, fresh) if wanted.cursor else set()
        had |= before
        for row in found:
            number = clients[row.pk]
            if not number or number not in had:
                if len(taken) == wanted.limit:
                    return _page(company, wanted, sight, taken, cursor)
                taken.append(row)
                had.add(number)
            cursor = cursors.write(row.started_at, row.pk)
    return _page(company, wanted, sight, taken, cursor if more else None)


def _page(
    company: int, wanted: Wanted, sight: Sight, taken: list[Call], cursor: str | None
) -> ClientCallsPage:
    rows = search.with_cards(company, [row.row for row in taken])
    numbers = {row.client.number for row in rows if row.direction != "internal"} - {""}
    counts = _counts(company, wanted, sight, numbers)
    return ClientCallsPage(
        items=tuple(
            ClientCalls(call=row, calls=counts[row.client.number])
            if row.client.number in numbers and row.direction != "internal"
            else ClientCalls(call=row, calls=1)
            for row in rows
        ),
        next=cursor,
    )


def _clients(company: int, found: list[Call]) -> dict[int, str]:
    """Whose calls these are; a call inside, or one with a hidden number, stands for itself."""
    rows = Call.objects.of(company).filter(pk__in=[row.pk for row in found])
    return {
        pk: "" if direction == "internal" else client
        for pk, client, direction in rows.values_list("pk", "client", "direction")
    }


def _seen_before(company: int, wanted: Wanted, sight: Sight, numbers: set[str]) -> set[str]:
    """Clients who had their line on a page before: a newer call of theirs fits."""
    if not numbers or not wanted.cursor:
        return set()
    at, row, _ = cursors.read(wanted.cursor)
    newer = replace(wanted, cursor=None, since=max(wanted.since, at) if wanted.since else at)
    calls = search.of_clients(company, newer, sight, sorted(numbers))
    return set(
        calls.exclude(direction="internal").exclude(started_at=at, id__lt=row)
        .order_by().values_list("client", flat=True).distinct()
    )  # fmt: skip


def _counts(company: int, wanted: Wanted, sight: Sight, numbers: set[str]) -> Counter[str]:
    calls = search.of_clients(company, replace(wanted, cursor=None), sight, sorted(numbers))
    rows = calls.exclude(direction="internal").order_by().values_list("client")
    return Counter(dict(rows.annotate(Count("id"))))
