"""The one way in which a card is written: rows, words, history and news in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.clients import facts
from vochi.hub.clients.card_models import Change
from vochi.hub.clients.likeness import skeleton, tail
from vochi.hub.clients.models import Client, Email, Phone
from vochi.hub.clients.state import CardState, differences
from vochi.hub.clients.words import words_of
from vochi.hub.desk.events import emit
from vochi.hub.desk.rename import rename_live_calls
from vochi.hub.desk.schemas import ClientChanged


@dataclass(frozen=True)
class How:
    """What changes a card: see `card_models.Change`."""

    how: str = "edit"
    batch: int | None = None


EDIT = How()


def make(who: Asker, state: CardState, how: How = EDIT, pk: int | None = None) -> Client:
    """A new card; `pk`: that of one that was there before. Raises Refused 409 `phone_taken`."""
    now = timezone.now()
    client = Client.objects.add(
        who.company, **columns_of(state), id=pk, made_by=who.account, created_at=now, changed_at=now
    )
    _give(who, client, state)
    if how is not EDIT:
        write_down(who, client.pk, CardState(), state, how)
    return client


def put(
    who: Asker, client: Client, version: int, before: CardState, after: CardState, *,
    how: How = EDIT,
) -> None:  # fmt: skip
    """Have a card that said `before` at `version` say `after`.

    Raises Refused 409 `stale`, `phone_taken`, 422 `client_empty`.
    """
    if after.is_empty:
        raise Refused(422, "client_empty")
    # The condition on `version` decides between two who change at once, on any database.
    changed = (
        Client.objects.of(who.company)
        .filter(pk=client.pk, version=version)
        .update(
            **columns_of(after), version=F("version") + 1, changed_at=timezone.now(), is_fresh=True
        )
    )
    if not changed:
        raise Refused(409, "stale", version=client.version)
    if (before.phones, before.emails) != (after.phones, after.emails):
        Phone.objects.of(who.company).filter(client=client).delete()
        Email.objects.of(who.company).filter(client=client).delete()
        _give(who, client, after)
    write_down(who, client.pk, before, after, how)


def write_down(who: Asker, client: int, before: CardState, after: CardState, how: How) -> None:
    """The history of each field that changed."""
    now = timezone.now()
    Change.objects.add_all(
        [
            Change(
                company_id=who.company, client_id=client, field=field, before=was, after=says,
                how=how.how, batch=how.batch, account=who.account, author=who.account.name, at=now,
            )
            for field, (was, says) in differences(before.told(), after.told()).items()
        ]
    )  # fmt: skip


def tell(company: int, client: int, numbers: Iterable[str]) -> None:
    """Boxes, live calls and desks learn of it."""
    every = frozenset(numbers)
    facts.touch(company, every)
    rename_live_calls(company, every)
    emit(company, "client", ClientChanged(id=client))


def columns_of(state: CardState) -> dict[str, Any]:
    """Columns of a card that are worked out of what it says."""
    texts = (
        state.name, state.company_name, *state.emails, *(phone.comment for phone in state.phones),
    )  # fmt: skip
    return {
        "name": state.name,
        "company_name": state.company_name,
        "words": words_of(texts, state.numbers, state.tags, state.values),
        "tags": list(state.tags),
        "responsible": state.responsible,
        "values": state.values,
        "alike": skeleton(state.name, state.company_name),
    }


def _give(who: Asker, client: Client, state: CardState) -> None:
    """Its numbers and addresses; of two who want one number at once the first gets it."""
    taken = taken_by_another(who, client.pk, state.numbers)
    if taken is None:
        try:
            with transaction.atomic():
                Phone.objects.add_all(phones_of(who.company, client.pk, state))
        except IntegrityError:  # another one was faster between our look and our write
            taken = Phone.objects.of(who.company).filter(number__in=state.numbers).first()
    if taken is not None:
        raise Refused(
            409,
            "phone_taken",
            phone=taken.number,
            client=taken.client_id if _sees(who, taken.client_id) else None,
        )
    Email.objects.add_all(emails_of(who.company, client.pk, state))


def taken_by_another(who: Asker, client: int, numbers: Iterable[str]) -> Phone | None:
    """A number of these that another card has."""
    rows = Phone.objects.of(who.company).filter(number__in=list(numbers))
    return rows.exclude(client=client).first()


def phones_of(company: int, client: int, state: CardState) -> list[Phone]:
    """Rows of its numbers."""
    return [
        Phone(company_id=company, client_id=client, number=phone.number, kind=phone.kind,
              comment=phone.comment, place=place, tail=tail(phone.number))
        for place, phone in enumerate(state.phones)
    ]  # fmt: skip


def emails_of(company: int, client: int, state: CardState) -> list[Email]:
    """Rows of its e-mails."""
    return [
        Email(company_id=company, client_id=client, email=email, place=place)
        for place, email in enumerate(state.emails)
    ]


def _sees(who: Asker, client_id: int) -> bool:
    return seen.clients(who.company, who.sight).filter(pk=client_id).exists()
