"""The only writer of promises: folds what is known of clients anew, from where it changed.

Idempotent: derived again from the same facts, rows come out the same, ids included.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, cast

from vochi.core.office.document import Office
from vochi.core.promises.contact import Contact
from vochi.core.promises.fold import fold
from vochi.core.promises.obligation import Obligation
from vochi.core.promises.word import Saying, Word
from vochi.hub.clients.cards import about
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.promises.contacts import BLACKLIST
from vochi.hub.promises.models import ContactRow, Promise, PromiseTag, WordRow
from vochi.hub.promises.subjects import Subject, subjects_of
from vochi.hub.promises.telling import tell, tell_gone

#: Keys of a subject, numbers, in one query.
_MANY = 500
#: Hear (company, ids of calls) of calls whose promise is another or has changed, after it was
#: written; None: of any, a whole log was taken over.
LISTENERS: list[Callable[[int, Collection[int] | None], None]] = []


def hold(company: int) -> None:
    """Two who derive at once would each miss what the other writes: one waits."""
    Company.objects.select_for_update().filter(pk=company).first()


def id_of(key: str) -> int:
    """The id of the promise that a call (`c`) or a word (`w`) opened."""
    return 2 * int(key[1:]) + (key[0] == "w")


def derive(company: int, numbers: Iterable[str], since: datetime | None = None) -> None:
    """Derive the promises to the clients whose numbers these are, now and before; only what may
    be other from `since` on, when who is whose did not change. Inside a transaction.
    """
    wanted = tuple(dict.fromkeys(number for number in numbers if number))
    if not wanted:
        return
    hold(company)
    subjects = subjects_of(company, wanted)
    if since is not None and len(subjects) == 1:
        _write(company, subjects, _tail(company, subjects[0], since))
        return
    # Subjects under which promises to these numbers stand, which may be others now.
    tagged = PromiseTag.objects.of(company).filter(kind="n", value__in=wanted)
    standing = set(
        Promise.objects.of(company)
        .filter(pk__in=tagged.values("promise"))
        .values_list("subject", flat=True)
    )
    stale = standing - {subject.key for subject in subjects}
    keys = [*stale, *(subject.key for subject in subjects)]
    old = list(Promise.objects.of(company).filter(subject__in=keys))
    _write(company, subjects, old)
    # Of a card that lost a number others may be left: theirs are derived by themselves.
    left = {
        number
        for row in old
        if row.subject in stale
        for number in Obligation.model_validate_json(row.body).numbers
    }.difference(wanted, *(subject.numbers for subject in subjects))
    if left:
        derive(company, left)


class _Tail(list[Promise]):
    """Standing promises from a place on; what is before is as it was."""

    since: datetime
    last: Obligation | None


def _tail(company: int, subject: Subject, since: datetime) -> _Tail:
    rows = Promise.objects.of(company).filter(subject=subject.key)
    newest = rows.filter(opened_at__lte=since).order_by("-opened_at", "-id").first()
    found = _Tail()
    found.since, found.last = since, None
    if newest is not None:
        if newest.settled is not None and newest.settled < since:
            found.last = Obligation.model_validate_json(newest.body)
            found.append(newest)
        else:
            found.since = newest.opened_at
            before = rows.filter(opened_at__lt=newest.opened_at)
            last = before.order_by("-opened_at", "-id").first()
            if last is not None:
                found.last = Obligation.model_validate_json(last.body)
                found.append(last)
    ids = {row.pk for row in found}
    later = rows.filter(opened_at__gte=found.since)
    found.extend(row for row in later if row.pk not in ids)
    return found


def _write(company: int, subjects: tuple[Subject, ...], standing: list[Promise]) -> None:
    since = standing.since if isinstance(standing, _Tail) else None
    last = standing.last if isinstance(standing, _Tail) else None
    was = {row.pk: row for row in standing}
    wanted: dict[int, tuple[Subject, Obligation, dict[str, Any]]] = {}
    office = current(company)
    unwanted = _unwanted(company, subjects)
    for subject in subjects:
        for obligation in _folded(company, subject, last, since):
            fields = fields_of(subject, obligation, office, is_unwanted=subject.key in unwanted)
            wanted[id_of(obligation.key)] = (subject, obligation, fields)
    gone = [row for number, row in was.items() if number not in wanted]
    if gone:
        tell_gone(company, gone)
        _drop(company, [row.pk for row in gone])
    # An open one comes last: a client never has two.
    order = sorted(wanted, key=lambda number: wanted[number][2]["state"] == "open")
    changed = [number for number in order if _put(company, number, was.get(number), wanted[number])]
    bodies = [row.body for row in gone] + [was[n].body for n in changed if n in was]
    calls = {c for body in bodies for c in Obligation.model_validate_json(body).calls}
    calls.update(call for number in changed for call in wanted[number][1].calls)
    for hear in LISTENERS if calls else ():
        hear(company, calls)
    if changed:
        rows = Promise.objects.of(company).filter(pk__in=changed)
        fresh = frozenset(number for number in changed if number not in was)
        tell(company, sorted(rows, key=lambda row: (row.state == "open", row.opened_at)), fresh)


def _folded(
    company: int, subject: Subject, last: Obligation | None, since: datetime | None
) -> tuple[Obligation, ...]:
    contacts = ContactRow.objects.of(company).filter(number__in=subject.numbers)
    words = WordRow.objects.of(company).filter(number__in=subject.numbers)
    if since is not None:
        contacts, words = contacts.filter(until__gte=since), words.filter(place__gte=since)
    return fold(
        [Contact.model_validate_json(body) for body in contacts.values_list("body", flat=True)],
        [word_of(row) for row in words],
        last,
        since,
    )


def word_of(row: WordRow) -> Word:
    """A word as the fold takes it."""
    return Word.model_construct(
        id=row.pk, what=cast("Saying", row.what), number=row.number, at=row.at,
        place=row.place, due_at=row.due_at, owner=row.owner, department=row.department,
        text=row.text, name=row.name, reason=row.reason, call=row.call,
    )  # fmt: skip


def _unwanted(company: int, subjects: tuple[Subject, ...]) -> set[str]:
    numbers = [number for subject in subjects for number in subject.numbers]
    known = about(company, numbers)
    listed = {number for number, it in known.items() if BLACKLIST in it.lists}
    return {subject.key for subject in subjects if not listed.isdisjoint(subject.numbers)}


def fields_of(
    subject: Subject, it: Obligation, office: Office, *, is_unwanted: bool
) -> dict[str, Any]:
    """The columns of a promise."""
    asked_for = next((p.id for p in office.people if p.extension == it.asked_for), "")
    is_shut = it.state == "open" and is_unwanted
    return {
        "subject": subject.key,
        "state": "closed" if is_shut else it.state,
        "how": "unwanted" if is_shut else it.how or "",
        "opened_at": it.opened_at,
        "due_at": it.due_at,
        "settled": it.settled,
        "closed_at": it.last_at if is_shut else it.closed_at,
        "owner": it.owner or subject.responsible or asked_for,
        "body": it.model_dump_json(),
    }


def _put(
    company: int,
    number: int,
    was: Promise | None,
    wanted: tuple[Subject, Obligation, dict[str, Any]],
) -> bool:
    """Write one row and how it is found; whether it is another than it was."""
    _, it, fields = wanted
    rows = Promise.objects.of(company).filter(pk=number)
    if was is None:
        # It may stand under another subject.
        was = rows.first()
    if was is None:
        Promise.objects.add(company, id=number, **fields)
    elif all(getattr(was, name) == value for name, value in fields.items()):
        return False
    else:
        told = was.told if was.due_at == fields["due_at"] and fields["state"] == "open" else 0
        rows.update(told=told, **fields)
    _tag(company, number, tags_of(company, number, it, fields, current(company)))
    return True


def tags_of(
    company: int, number: int, it: Obligation, fields: dict[str, Any], office: Office
) -> list[PromiseTag]:
    """How a promise is found."""
    owner = (p.extension for p in office.people if p.id == fields["owner"])
    eyes = {*it.people, *it.departments, *filter(None, (it.asked_for,)), *owner}
    wanted = {("n", each) for each in it.numbers}
    wanted |= {("d", each) for each in it.departments} | {("e", each[:80]) for each in eyes}
    state = fields["state"]
    at = it.due_at if state == "open" else fields["closed_at"]
    return [
        PromiseTag(
            company_id=company, promise_id=number, kind=kind, value=value, state=state, at=at
        )
        for kind, value in sorted(wanted)
    ]


def _tag(company: int, number: int, wanted: list[PromiseTag]) -> None:
    tags = PromiseTag.objects.of(company).filter(promise_id=number)
    have = set(tags.values_list("kind", "value", "state", "at"))
    if have != {(tag.kind, tag.value, tag.state, tag.at) for tag in wanted}:
        tags.delete()
        PromiseTag.objects.add_all(wanted)


def _drop(company: int, numbers: list[int]) -> None:
    for start in range(0, len(numbers), _MANY):
        some = numbers[start : start + _MANY]
        PromiseTag.objects.of(company).filter(promise_id__in=some).delete()
        Promise.objects.of(company).filter(pk__in=some).delete()


def rebuild(company: int, numbers: Iterable[str]) -> None:
    """Derive what may be other since cards changed: of these numbers, and of all that the cards
    of any of them have. Numbers that no promise knows cost one query in `_MANY`.
    """
    wanted = sorted({number for number in numbers if number})
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        every = {n for subject in subjects_of(company, some) for n in subject.numbers} | {*some}
        known = PromiseTag.objects.of(company).filter(kind="n", value__in=every)
        said = WordRow.objects.of(company).filter(number__in=every)
        touched = set(known.values_list("value", flat=True)) | set(
            said.values_list("number", flat=True)
        )
        for subject in subjects_of(company, touched):
            derive(company, subject.numbers)


def drop_subjects(company: int, keys: set[str]) -> None:
    """Throw away what stands under these subjects (to be derived again)."""
    every = sorted(keys)
    for start in range(0, len(every), _MANY):
        some = every[start : start + _MANY]
        rows = Promise.objects.of(company).filter(subject__in=some)
        _drop(company, list(rows.values_list("pk", flat=True)))
