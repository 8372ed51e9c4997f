"""Phone books of a company, as administrators keep them."""

import secrets

from django.db import transaction
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.door import digest
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.offices.seal import seal, unseal
from vochi.hub.phonebook.models import PhoneBook
from vochi.hub.phonebook.schemas import BookIn, BookLinks, BookMade, BookOut

#: Books of one company.
_MOST = 50
#: Letters and digits that nobody takes for each other: some type them with a phone's keys.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 20


def every(who: Asker) -> list[BookOut]:
    """All of them, oldest first. Raises Refused 403."""
    who.must(Role.ADMINISTRATOR)
    return [_out(row) for row in PhoneBook.objects.of(who.company).order_by("pk")]


def make(who: Asker, body: BookIn, origin: str) -> BookMade:
    """A new book with a secret of its own. Raises Refused 403, 422 `too_many_books`."""
    who.must(Role.ADMINISTRATOR)
    token = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    with transaction.atomic():
        if PhoneBook.objects.of(who.company).count() >= _MOST:
            raise Refused(422, "too_many_books", most=_MOST)
        row = PhoneBook.objects.add(
            who.company, name=body.name, with_clients=body.with_clients, anywhere=body.anywhere,
            digest=digest(token), sealed=seal(token), made_at=timezone.now(), account=who.account,
        )  # fmt: skip
        record(
            who.company, "phonebook_made", who.account, f"phonebook/{row.pk}", who.address,
            name=row.name, with_clients=row.with_clients, anywhere=row.anywhere,
        )  # fmt: skip
    return BookMade(book=_out(row), links=_links(origin, token))


def change(who: Asker, book: int, body: BookIn) -> BookOut:
    """Other settings under the same addresses. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _find(who, book)
        row.name, row.with_clients, row.anywhere = body.name, body.with_clients, body.anywhere
        row.save(update_fields=["name", "with_clients", "anywhere"])
        record(
            who.company, "phonebook_changed", who.account, f"phonebook/{row.pk}", who.address,
            name=row.name, with_clients=row.with_clients, anywhere=row.anywhere,
        )  # fmt: skip
    return _out(row)


def drop(who: Asker, book: int) -> None:
    """Its addresses answer no more. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _find(who, book)
        record(
            who.company, "phonebook_dropped", who.account, f"phonebook/{row.pk}", who.address,
            name=row.name,
        )  # fmt: skip
        row.delete()


def reveal(who: Asker, book: int, origin: str) -> BookLinks:
    """Its addresses once more, for the next phone; written down. Raises Refused 403, 404."""
    who.must(Role.ADMINISTRATOR)
    row = _find(who, book)
    record(
        who.company, "phonebook_revealed", who.account, f"phonebook/{row.pk}", who.address,
        name=row.name,
    )  # fmt: skip
    return _links(origin, unseal(row.sealed))


def _find(who: Asker, book: int) -> PhoneBook:
    row = PhoneBook.objects.of(who.company).filter(pk=book).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _links(origin: str, token: str) -> BookLinks:
    folder = f"{origin}/book/{token}"
    return BookLinks(
        yealink=f"{folder}/yealink.xml?q=#SEARCH",
        grandstream=folder,
        gigaset=f"{folder}/gigaset.xml",
    )


def _out(row: PhoneBook) -> BookOut:
    return BookOut(
        id=row.pk,
        name=row.name,
        with_clients=row.with_clients,
        anywhere=row.anywhere,
        made_at=row.made_at,
        used_at=row.used_at,
    )
