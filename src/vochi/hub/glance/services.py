"""What is known of a number, in few queries: the pop-up waits for it while the phone rings."""

from collections.abc import Sequence

from django.db.models import Sum

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CallRow
from vochi.hub.calls.search import with_cards
from vochi.hub.clients import notes
from vochi.hub.clients import services as clients
from vochi.hub.clients.cards import about
from vochi.hub.clients.models import Phone
from vochi.hub.clients.schemas import ClientOut, NoteOut
from vochi.hub.crm import lookup
from vochi.hub.glance.schemas import Glance, LastTalk
from vochi.hub.messages.models import ThreadRead
from vochi.hub.promises import services as promises
from vochi.hub.promises.schemas import PromiseOut

#: Calls that a glance takes in.
_CALLS = 3


def at(who: Asker, text: str) -> Glance:
    """All that the asker may know of a number, however it is written; never a refusal for a
    number of which nothing is known. Raises Refused 422 `phone_invalid`.
    """
    company = who.company
    number = clients.read(company, text)
    if not number:
        raise Refused(422, "phone_invalid", phone=text)
    client = _client(who, number)
    numbers = tuple(phone.number for phone in client.phones) if client else (number,)
    calls, talk = _calls(who, numbers)
    return Glance(
        client=client,
        lists=tuple(one.list for one in client.lists) if client else _bare_lists(who, number),
        last_talk=talk,
        last_note=_last_note(who, client),
        promises=_promises(who, numbers, client),
        calls=calls,
        unread_sms=_unread(who, numbers),
        asks_crm=lookup.is_wanted(company),
    )


def _client(who: Asker, number: str) -> ClientOut | None:
    row = Phone.objects.of(who.company).filter(number=number).first()
    if row is None:
        return None
    try:
        return clients.one(who, row.client_id)
    except Refused:
        return None


def _bare_lists(who: Asker, number: str) -> tuple[str, ...]:
    """Lists of a number that no seen card has: as far as the asker sees the entries."""
    rows = seen.listings(who.company, who.sight).filter(client=None, number=number)
    live = about(who.company, [number]).get(number)
    names = set(rows.values_list("list", flat=True))
    return tuple(sorted(names.intersection(live.lists))) if live else ()


def _calls(who: Asker, numbers: Sequence[str]) -> tuple[tuple[CallRow, ...], LastTalk | None]:
    """The last calls, and the last talk, each read off the index of each number."""
    if who.lacks("calls"):
        return (), None
    newest: dict[int, Call] = {}
    talks: list[Call] = []
    for number in numbers:
        rows = seen.calls(who.company, who.sight).filter(client=number, state="ended")
        rows = rows.order_by("-started_at", "-id").only("id", "started_at", "result", "row")
        found = list(rows[:_CALLS])
        newest |= {row.pk: row for row in found}
        last = next((row for row in found if row.result == "answered"), None)
        if last is None and len(found) == _CALLS:
            last = rows.filter(result="answered").first()
        talks += [last] if last else []
    ordered = sorted(newest.values(), key=lambda row: (row.started_at, row.pk), reverse=True)
    calls = with_cards(who.company, [row.row for row in ordered[:_CALLS]])
    talk = max(talks, key=lambda row: (row.started_at, row.pk), default=None)
    return calls, _talk(CallRow.model_validate_json(talk.row)) if talk else None


def _talk(row: CallRow) -> LastTalk:
    return LastTalk(
        at=row.started_at,
        employee=row.last_employee or row.employee,
        direction=row.direction,
        talked=row.talked,
        call=row.id,
    )


def _promises(
    who: Asker, numbers: Sequence[str], client: ClientOut | None
) -> tuple[PromiseOut, ...]:
    """What he was promised: part of the call log, for rights."""
    if who.lacks("calls"):
        return ()
    return promises.open_for(who.company, numbers, who.sight, client.id if client else None)


def _last_note(who: Asker, client: ClientOut | None) -> NoteOut | None:
    if client is None or who.lacks("notes"):
        return None
    rows = seen.notes(who.company, who.sight).filter(client=client.id)
    note = rows.order_by("-at", "-id").first()
    return notes.out(note) if note else None


def _unread(who: Asker, numbers: Sequence[str]) -> int:
    """Messages that nobody has read, of those that the asker sees."""
    if who.lacks("sms"):
        return 0
    threads = seen.threads(who.company, who.sight).filter(number__in=numbers, unread__gt=0)
    if who.sight.is_all:
        return int(threads.aggregate(sum=Sum("unread"))["sum"] or 0)
    read = dict(
        ThreadRead.objects.of(who.company)
        .filter(number__in=numbers)
        .values_list("number", "through")
    )
    rows = seen.messages(who.company, who.sight).filter(direction="in").exclude(origin="doctor")
    return sum(
        rows.filter(number=number, entry__gt=read.get(number, 0)).count()
        for number in threads.values_list("number", flat=True)
    )
