"""Lists of clients: the blacklist, VIPs, the company's own; each entry reversible, some expire."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.hub import cursor as cursors
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients import facts
from vochi.hub.clients.cards import cards
from vochi.hub.clients.models import Client, Listing, Phone
from vochi.hub.clients.schemas import ListingOut, ListingPage, ListingsOut
from vochi.hub.desk.events import emit
from vochi.hub.desk.rename import rename_live_calls
from vochi.hub.desk.schemas import ClientChanged
from vochi.hub.text import digits, fold_case

BLACKLIST = "blacklist"
#: Beyond so many nobody counts.
_MOST_TRIES = 999


def blacklist_call(
    who: Asker, call_id: int, until: datetime | None, reason: str = ""
) -> ListingOut:
    """Put the number that a call was had with on the blacklist: with his card, if he has one.

    Raises Refused 404, 422 `no_number`, `already_over`.
    """
    number = _number_of(who, call_id)
    return put(who, BLACKLIST, number, until, call_id, reason)


def unblacklist_call(who: Asker, call_id: int) -> None:
    """Take the number of a call off the blacklist again. Raises Refused 404."""
    take_off(who, BLACKLIST, _number_of(who, call_id))


def put_calls(
    who: Asker, name: str, calls: Iterable[int], until: datetime | None, reason: str
) -> ListingsOut:
    """Put the clients of many calls on a list; calls inside and hidden numbers are left out."""
    rows = seen.calls(who.company, who.sight).filter(pk__in=list(calls))
    found = list(rows.values_list("pk", "client", "direction"))
    outside = {client: pk for pk, client, direction in found if client and direction != "internal"}
    with transaction.atomic():
        for number, call in sorted(outside.items()):
            put(who, name, number, until, call, reason)
    skipped = sum(not client or direction == "internal" for _, client, direction in found)
    return ListingsOut(listed=len(outside), skipped=skipped)


def put(  # noqa: PLR0917 - a line of the list
    who: Asker,
    name: str,
    number: str,
    until: datetime | None,
    call_id: int | None = None,
    reason: str = "",
) -> ListingOut:
    """Put a number on a list, or change till when it is there."""
    now = timezone.now()
    if until is not None and until <= now:
        raise Refused(422, "already_over")
    if not number:
        raise Refused(422, "no_number")
    with transaction.atomic():
        client = cards(who.company, [number]).get(number)
        row, _ = Listing.objects.of(who.company).update_or_create(
            company_id=who.company, list=name, client=client,
            number="" if client else number,
            defaults={"until": until, "at": now, "account": who.account,
                      "author": who.account.name, "call": call_id, "reason": reason},
        )  # fmt: skip
        record(
            who.company, "listed", who.account, f"{name}/{number}", who.address,
            until=until.isoformat() if until else None, call=call_id, reason=reason,
        )  # fmt: skip
        changed(who.company, client, [number])
    return _out(who, row, number)


def take_off(who: Asker, name: str, number: str) -> None:
    """Take a number, and the card that has it, off a list. Raises Refused 404 `not_listed`."""
    with transaction.atomic():
        client = cards(who.company, [number]).get(number)
        rows = seen.listings(who.company, who.sight).filter(list=name)
        ids = list(rows.filter(client=None, number=number).values_list("pk", flat=True))
        if client:
            ids += rows.filter(client=client).values_list("pk", flat=True)
        if not Listing.objects.of(who.company).filter(pk__in=ids).delete()[0]:
            raise Refused(404, "not_listed")
        record(who.company, "unlisted", who.account, f"{name}/{number}", who.address)
        changed(who.company, client, [number])


def set_lists(who: Asker, client: Client, numbers: tuple[str, ...], lists: tuple[str, ...]) -> None:
    """Have a client on exactly these lists; those he stays on keep their expiry."""
    rows = Listing.objects.of(who.company)
    now = timezone.now()
    of_numbers = rows.filter(client=None, number__in=numbers)
    have = set(rows.filter(client=client).values_list("list", flat=True))
    for name, until in of_numbers.filter(list__in=lists).values_list("list", "until"):
        if name not in have:  # what his number was on before he had a card
            rows.filter(client=None, number__in=numbers, list=name).delete()
            Listing.objects.add(
                who.company, list=name, client=client, until=until, at=now, account=who.account,
                author=who.account.name,
            )  # fmt: skip
            have.add(name)
    of_numbers.delete()
    rows.filter(client=client).exclude(list__in=lists).delete()
    for name in lists:
        if name not in have:
            Listing.objects.add(
                who.company, list=name, client=client, at=now, account=who.account,
                author=who.account.name,
            )  # fmt: skip
    record(
        who.company, "client_lists", who.account, f"client/{client.pk}", who.address,
        lists=[*lists],
    )  # fmt: skip


def page(who: Asker, name: str, cursor: str | None, limit: int, q: str = "") -> ListingPage:
    """Who is on a list and seen, newest first; `q` is in the number, the name or the reason."""
    rows = seen.listings(who.company, who.sight).filter(list=name).order_by("-at", "-id")
    if q:
        number = digits(q)
        named = Client.objects.of(who.company).filter(words__contains=fold_case(q)).values("pk")
        says = Q(client__in=named) | Q(reason__icontains=q)
        if number and not any(c.isalpha() for c in q):
            phones = Phone.objects.of(who.company).filter(number__contains=number)
            says |= Q(number__contains=number) | Q(client__in=phones.values("client"))
        rows = rows.filter(says)
    if cursor:
        at, row, _ = cursors.read(cursor)
        rows = rows.filter(at__lte=at).exclude(at=at, id__gte=row)
    found = list(rows.select_related("client")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return ListingPage(
        items=tuple(_out(who, row, row.number) for row in found[:limit]),
        next=cursors.write(last.at, last.pk) if last else None,
    )


def expire(company: int) -> bool:
    """Take off what is over; whether anything was. Looked at whenever a box asks for news."""
    over = Listing.objects.of(company).filter(until__lte=timezone.now())
    if not over.exists():
        return False
    with transaction.atomic():
        for row in list(over.select_related("client")):
            Listing.objects.of(company).filter(pk=row.pk).delete()
            subject = row.number or f"client {row.client_id}"
            record(company, "listing_expired", None, f"{row.list}/{subject}", "")
            changed(company, row.client, [row.number] if row.number else [])
    return True


def changed(company: int, client: Client | None, numbers: Iterable[str]) -> None:
    """Tell boxes and desks that what is known of a client or number is other now."""
    every = {number for number in numbers if number}
    if client:
        every |= set(
            Phone.objects.of(company).filter(client=client).values_list("number", flat=True)
        )
    facts.touch(company, every)
    rename_live_calls(company, frozenset(every))
    # A number without a card is told as card 0: logs that show it read again.
    emit(company, "client", ClientChanged(id=client.pk if client else 0))


def _number_of(who: Asker, call_id: int) -> str:
    rows = seen.calls(who.company, who.sight).filter(pk=call_id)
    row = rows.values("client", "direction").first()
    if row is None:
        raise Refused(404, "not_found")
    if row["direction"] == "internal" or not row["client"]:
        raise Refused(422, "no_number")
    return str(row["client"])


def _tries(who: Asker, row: Listing) -> list[datetime]:
    """When he called since he is on the list and talked to nobody, newest first."""
    if row.client_id:
        phones = Phone.objects.of(row.company_id).filter(client=row.client_id)
        numbers = list(phones.values_list("number", flat=True))
    else:
        numbers = [row.number]
    calls = seen.calls(row.company_id, who.sight).filter(
        client__in=numbers, direction="in", started_at__gte=row.at
    )
    rows = calls.exclude(result="answered").order_by("-started_at", "-id")
    return list(rows.values_list("started_at", flat=True)[:_MOST_TRIES])


def _out(who: Asker, row: Listing, number: str) -> ListingOut:
    shown = number
    if not shown and row.client_id:
        phones = Phone.objects.of(row.company_id).filter(client=row.client_id).order_by("id")
        shown = phones.values_list("number", flat=True).first() or ""
    sees = who.sight.is_all or (
        row.client_id is not None
        and seen.clients(who.company, who.sight).filter(pk=row.client_id).exists()
    )
    tries = _tries(who, row)
    return ListingOut(
        reason=row.reason,
        tries=len(tries),
        last_try_at=tries[0] if tries else None,
        list=row.list,
        number=shown,
        pretty=pretty(shown),
        client=row.client_id if sees else None,
        name=row.client.title if row.client and sees else "",
        until=row.until,
        at=row.at,
        author=row.author,
    )
