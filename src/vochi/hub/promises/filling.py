"""Many calls at once: a log that is older than promises are, a bench."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import transaction

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.promises.contact import Contact
from vochi.core.promises.fold import fold
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CallRow
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.promises import contacts
from vochi.hub.promises.derive import LISTENERS, fields_of, hold, id_of, rebuild, tags_of
from vochi.hub.promises.models import ContactRow, Promise, PromiseTag, WordRow
from vochi.hub.promises.subjects import Subject, is_hidden, subjects_of

_AT_ONCE = 2000


def catch_up() -> None:
    """Companies whose calls are older than promises: once, after an upgrade."""
    for company in Company.objects.values_list("pk", flat=True):
        is_known = ContactRow.objects.of(company).exists()
        if not is_known and Call.objects.of(company).filter(state="ended").exists():
            rows = Call.objects.of(company).filter(state="ended").order_by("pk")
            with transaction.atomic():
                hold(company)
                fill(
                    company,
                    (
                        (CallRow.model_validate_json(row), FoldedCall.model_validate_json(body))
                        for row, body in rows.values_list("row", "body").iterator(500)
                    ),
                )
                said = WordRow.objects.of(company).values_list("number", flat=True)
                rebuild(company, set(said))
                for hear in LISTENERS:
                    hear(company, None)


def fill(company: int, calls: Iterable[tuple[CallRow, FoldedCall]]) -> int:
    """Take calls over that promises know nothing of, and derive all anew; how many promises.

    Inside a transaction; nobody is told.
    """
    batch: list[ContactRow] = []
    for row, call in calls:
        contact = contacts.read(company, row, call)
        if contact is None:
            continue
        batch.append(
            ContactRow(
                company_id=company, call=row.id, number=contact.number, until=contact.places[1],
                body=contact.model_dump_json(),
            )
        )  # fmt: skip
        if len(batch) == _AT_ONCE:
            ContactRow.objects.add_all(batch)
            batch = []
    ContactRow.objects.add_all(batch)
    return _derive_all(company)


def _derive_all(company: int) -> int:
    """All promises of those whom nobody said anything of, written at once."""
    said = set(WordRow.objects.of(company).values_list("number", flat=True))
    office = current(company)
    done, seen = 0, set[str]()
    promises: list[Promise] = []
    tags: list[PromiseTag] = []
    for number, of_it in _by_number(company):
        every = of_it
        if number in seen or number in said or not any(each.missed_at for each in of_it):
            continue
        (subject,) = (
            (Subject(number, (number,)),) if is_hidden(number) else subjects_of(company, [number])
        )
        if len(subject.numbers) > 1:
            seen.update(subject.numbers)
            if said.intersection(subject.numbers):
                continue
            rows = ContactRow.objects.of(company).filter(number__in=subject.numbers)
            bodies = rows.values_list("body", flat=True)
            every = [Contact.model_validate_json(body) for body in bodies]
        for it in fold(every, []):
            fields = fields_of(subject, it, office, is_unwanted=False)
            promises.append(Promise(company_id=company, id=id_of(it.key), **fields))
            tags += tags_of(company, id_of(it.key), it, fields, office)
            done += 1
        if len(promises) >= _AT_ONCE:
            _write(promises, tags)
            promises, tags = [], []
    _write(promises, tags)
    return done


def _write(promises: list[Promise], tags: list[PromiseTag]) -> None:
    Promise.objects.add_all(promises)
    PromiseTag.objects.add_all(tags)


def _by_number(company: int) -> Iterator[tuple[str, list[Contact]]]:
    rows = ContactRow.objects.of(company).order_by("number", "until")
    told = rows.values_list("number", "body").iterator(_AT_ONCE)
    for number, group in groupby(told, key=lambda each: each[0]):
        yield number, [Contact.model_validate_json(body) for _, body in group]
