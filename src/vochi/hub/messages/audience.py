"""Who would get a text for many, and who not, and why: nobody twice, nobody who said no."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from vochi.core.gsm.accepting import Accepted, accept
from vochi.core.gsm.filling import fill
from vochi.core.office.document import Office
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.clients.cards import about
from vochi.hub.clients.models import Client, Phone
from vochi.hub.companies.models import Company
from vochi.hub.messages.filling import values
from vochi.hub.messages.mailing_schemas import MOST, AudienceIn, MailingIn, SkippedWhy
from vochi.hub.messages.models import MailingLetter, SmsThread
from vochi.hub.offices.current import current
from vochi.hub.text import read_number

T = TypeVar("T")
#: Numbers of one query.
_AT_ONCE = 500


@dataclass(frozen=True)
class Reader:
    """Somebody who gets the text, or does not (`why`)."""

    number: str
    card: Client | None
    text: str = ""
    parts: int = 0
    why: SkippedWhy | None = None


def readers(who: Asker, body: MailingIn) -> list[Reader]:
    """Everybody of the audience that the asker sees, in its order, each person once.

    Raises Refused 422 `mailing_too_big`, `mailing_to_nobody`.
    """
    office = current(who.company)
    found: dict[str, Reader] = {}
    for number, card in _named(who, office, body.audience):
        found.setdefault(number, Reader(number, card))
    if not found:
        raise Refused(422, "mailing_to_nobody")
    if len(found) > MOST:
        raise Refused(422, "mailing_too_big", most=MOST)
    barred = why_barred(who.company, office, found)
    return [_read(who, office, body.text, each, barred) for each in found.values()]


def why_barred(company: int, office: Office, numbers: Iterable[str]) -> dict[str, SkippedWhy]:
    """Numbers that must not be written to now."""
    hours = office.policy.sms.bulk_hours
    since = timezone.now() - timedelta(hours=hours)
    barred: dict[str, SkippedWhy] = {}
    for some in _by(_AT_ONCE, numbers):
        late = MailingLetter.objects.of(company).filter(
            number__in=some, state="asked", asked_at__gt=since
        )
        barred |= dict.fromkeys(late.values_list("number", flat=True) if hours else (), "too_soon")
        listed = about(company, some)
        barred |= {n: "blacklisted" for n, each in listed.items() if "blacklist" in each.lists}
        said_no = SmsThread.objects.of(company).filter(number__in=some, stopped_at__isnull=False)
        barred |= dict.fromkeys(said_no.values_list("number", flat=True), "opted_out")
    return barred


def _read(
    who: Asker, office: Office, text: str, reader: Reader, barred: dict[str, SkippedWhy]
) -> Reader:
    def skipped(why: SkippedWhy, said: str = "") -> Reader:
        return Reader(reader.number, reader.card, text=said, why=why)

    if reader.number in barred:
        return skipped(barred[reader.number])
    told = fill(text, values(office, who.account, reader.number, reader.card))
    if told.missing:
        return skipped("no_value", told.text)
    taken = accept(office, reader.number, told.text, "bulk")
    if isinstance(taken, Accepted):
        return Reader(taken.to, reader.card, taken.text, taken.parts)
    match taken.code:
        case "too_long" | "empty" | "no_route":
            return skipped(taken.code, told.text)
        case _:
            return skipped("no_mobile" if reader.card else "bad_number")


def _named(who: Asker, office: Office, audience: AudienceIn) -> Iterator[tuple[str, Client | None]]:
    """Numbers with their cards; of a card with several the first that reads messages."""
    cards = _cards(who, audience)
    phones: dict[int, list[str]] = defaultdict(list)
    for owners in _by(_AT_ONCE, [card.pk for card in cards]):
        rows = Phone.objects.of(who.company).filter(client__in=owners).order_by("place", "id")
        for owner, number in rows.values_list("client_id", "number"):
            phones[owner].append(number)
    for card in cards:
        able = (n for n in phones[card.pk] if isinstance(accept(office, n, "x", "bulk"), Accepted))
        number = next(able, None) or next(iter(phones[card.pk]), f"client {card.pk}")
        yield number, card
    about_us = Company.objects.get(pk=who.company)
    numbers = [
        read_number(text, about_us.country, about_us.area_code) or text for text in audience.numbers
    ]
    for some in _by(_AT_ONCE, numbers):
        known = {
            phone.number: phone.client
            for phone in Phone.objects.of(who.company)
            .filter(number__in=some, client__in=seen.clients(who.company, who.sight).values("pk"))
            .select_related("client")
        }
        for number in some:
            yield number, known.get(number)


def _cards(who: Asker, audience: AudienceIn) -> list[Client]:
    rows = seen.clients(who.company, who.sight)
    wanted: list[QuerySet[Client]] = []
    if audience.tag is not None:
        # JSON that holds a slug: the same text on SQLite and PostgreSQL, and slugs have no quotes.
        tagged = rows.annotate(said=Cast("tags", TextField()))
        wanted.append(tagged.filter(said__contains=f'"{audience.tag}"'))
    if audience.responsible is not None:
        wanted.append(rows.filter(responsible=audience.responsible))
    found: dict[int, Client] = {}
    for query in wanted:
        found |= {card.pk: card for card in query.order_by("pk")[: MOST + 1]}
    for some in _by(_AT_ONCE, audience.clients):
        found |= {card.pk: card for card in rows.filter(Q(pk__in=some)).order_by("pk")}
    return list(found.values())


def _by(size: int, items: Iterable[T]) -> Iterator[list[T]]:
    whole = list(items)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
