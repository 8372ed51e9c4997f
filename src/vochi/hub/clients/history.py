"""What was between a client and the company: calls, notes and messages, newest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from vochi.core.office.company import Language
from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.search import with_cards
from vochi.hub.clients.models import Note, Phone
from vochi.hub.clients.notes import out as note_out
from vochi.hub.clients.schemas import HistoryItem, HistoryPage
from vochi.hub.messages.models import Sms
from vochi.hub.messages.rows import outs

#: At the same instant messages stand above notes, notes above calls; the cursor says of which kind
#: its row was.
_RANKS = {"c": 0, "n": 1, "s": 2}


class _Place(NamedTuple):
    """Where something stands in the history."""

    at: datetime
    rank: int
    row: int


def page(
    who: Asker, client_id: int, cursor: str | None, limit: int, language: Language
) -> HistoryPage:
    """A page of a client's history, as far as the asker sees it. Raises Refused 404."""
    company, sight = who.company, who.sight
    if not seen.clients(company, sight).filter(pk=client_id).exists():
        raise Refused(404, "not_found")
    phones = Phone.objects.of(company).filter(client=client_id)
    numbers = list(phones.values_list("number", flat=True))
    after = _after(cursor)
    calls = (
        []
        if who.lacks("calls")
        else list(
            seen.calls(company, sight)
            .filter(_below(after, "c", "started_at"), client__in=numbers)
            .order_by("-started_at", "-id")[: limit + 1]
        )
    )
    notes = list(
        seen.notes(company, sight)
        .filter(_below(after, "n", "at"), client=client_id)
        .order_by("-at", "-id")[: limit + 1]
    )
    messages = (
        []
        if who.lacks("sms")
        else list(
            seen.messages(company, sight)
            .filter(_below(after, "s", "at"), number__in=numbers)
            .exclude(origin="doctor")
            .order_by("-at", "-id")[: limit + 1]
        )
    )
    places = sorted(
        [
            *(_Place(each.started_at, 0, each.pk) for each in calls),
            *(_Place(each.at, 1, each.pk) for each in notes),
            *(_Place(each.at, 2, each.pk) for each in messages),
        ],
        reverse=True,
    )
    here = places[:limit]
    items = _items(company, here, calls, notes, messages, language)
    last = here[-1] if len(places) > limit else None
    return HistoryPage(
        items=tuple(items[place] for place in here),
        next=cursors.write(last.at, last.row, "cns"[last.rank]) if last else None,
    )


def _after(cursor: str | None) -> _Place | None:
    if not cursor:
        return None
    at, row, kind = cursors.read(cursor)
    return _Place(at, _RANKS.get(kind, 0), row)


def _below(after: _Place | None, kind: str, column: str) -> Q:
    """Rows of a kind that stand after the place of the cursor."""
    if after is None:
        return Q()
    earlier, same = Q(**{f"{column}__lt": after.at}), Q(**{column: after.at})
    rank = _RANKS[kind]
    if rank < after.rank:
        return earlier | same
    return earlier | same & Q(id__lt=after.row) if rank == after.rank else earlier


def _items(  # noqa: PLR0917 - all that a page is made of
    company: int,
    here: Iterable[_Place],
    calls: list[Call],
    notes: list[Note],
    messages: list[Sms],
    language: Language,
) -> dict[_Place, HistoryItem]:
    wanted = set(here)
    mine = [each for each in calls if _Place(each.started_at, 0, each.pk) in wanted]
    rows = {row.id: row for row in with_cards(company, [each.row for each in mine])}
    found = {
        _Place(each.started_at, 0, each.pk): HistoryItem(
            kind="call", at=each.started_at, call=rows[each.pk]
        )
        for each in mine
    }
    for note in notes:
        found[_Place(note.at, 1, note.pk)] = HistoryItem(
            kind="note", at=note.at, note=note_out(note)
        )
    for each, told in zip(messages, outs(company, messages, language), strict=True):
        found[_Place(each.at, 2, each.pk)] = HistoryItem(kind="sms", at=each.at, sms=told)
    return found
