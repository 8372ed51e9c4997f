"""What this room keeps of one person outside: cards, files, notes, histories, imports (B13)."""

import json
from collections.abc import Iterable

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from pydantic import JsonValue

from vochi.hub.clients import facts, files
from vochi.hub.clients.card_models import (
    Absorbed,
    Change,
    ClientFile,
    Double,
    Import,
    ImportLine,
    Merge,
)
from vochi.hub.clients.models import Client, Email, Listing, Note, Phone
from vochi.hub.clients.state import states
from vochi.hub.privacy.person import Person


def told(company: int, person: Person) -> dict[str, JsonValue]:
    """Everything kept of him: his cards with all that hangs on them, lists, lines of imports."""
    cards = list(_cards(company, person))
    says = states(company, cards)
    ids = [card.pk for card in cards]
    marks = _marks(company, person, ids)
    return {
        "clients": [
            {
                "id": card.pk,
                **says[card.pk].told(),
                "created_at": card.created_at.isoformat(),
                "notes": [
                    {"at": n.at.isoformat(), "author": n.author, "text": n.text}
                    for n in Note.objects.of(company).filter(client=card).order_by("at")
                ],
                "files": [
                    {"at": f.at.isoformat(), "name": f.name, "bytes": f.bytes, "sha256": f.sha256}
                    for f in ClientFile.objects.of(company).filter(client=card).order_by("at")
                ],
                "changes": [
                    {"at": c.at.isoformat(), "author": c.author, "field": c.field,
                     "before": c.before, "after": c.after}
                    for c in Change.objects.of(company).filter(client=card).order_by("id")
                ],
            }
            for card in cards
        ],
        "lists": [
            {"list": each.list, "number": each.number, "at": each.at.isoformat()}
            for each in Listing.objects.of(company).filter(
                Q(client__in=ids) | Q(number__in=person.numbers) & ~Q(number="")
            )
        ],
        "merges": [
            {"at": each.at.isoformat(), "cards": each.cards}
            for each in _merges(company, ids, marks)
        ],
        "imports": [
            {"line": each.line, "before": each.before, "after": each.after}
            for each in ImportLine.objects.of(company).filter(
                Q(client__in=ids) | Q(pk__in=_mentioning(ImportLine, company, marks))
            )
        ],
    }  # fmt: skip


def forget(company: int, person: Person) -> None:
    """Nothing of him is left: cards, files, what fields said, what imports and merges remember."""
    ids = [card.pk for card in _cards(company, person)]
    gone = {*ids, *_absorbed(company, ids)}
    marks = _marks(company, person, ids)
    hashes = list(
        ClientFile.objects.of(company).filter(client__in=ids).values_list("sha256", flat=True)
    )
    numbers = {*person.numbers, *_numbers(company, ids)}
    Listing.objects.of(company).filter(number__in=numbers).exclude(number="").delete()
    ImportLine.objects.of(company).filter(
        Q(client__in=gone) | Q(pk__in=_mentioning(ImportLine, company, marks))
    ).delete()
    # A card that was one with his for a while, or had his number once, remembers that no longer.
    merges = [each.pk for each in _merges(company, ids, marks)]
    Change.objects.of(company).filter(
        Q(how__in=("merge", "unmerge"), batch__in=merges)
        | Q(pk__in=_mentioning(Change, company, marks))
    ).delete()
    Merge.objects.of(company).filter(pk__in=merges).delete()
    _forget_shown(company, numbers | person.emails)
    Double.objects.of(company).filter(Q(a__in=ids) | Q(b__in=ids)).delete()
    for model in (ClientFile, Change, Note, Email, Phone):
        model.objects.of(company).filter(client__in=ids).delete()
    Client.objects.of(company).filter(pk__in=ids).delete()
    files.sweep(company, hashes)
    # Boxes are told that nothing is known of these numbers; the erasing lets go of that too.
    facts.touch(company, numbers)


def _cards(company: int, person: Person) -> list[Client]:
    by_phone = Phone.objects.of(company).filter(number__in=person.numbers)
    mine = Q(pk__in=by_phone.values("client"))
    if person.client is not None:
        mine |= Q(pk=person.client)
    if person.emails:
        # An address that several cards share is no proof that they are one person.
        shared = Email.objects.of(company).filter(email__in=person.emails)
        owners = set(shared.values_list("client_id", flat=True))
        if len(owners) == 1:
            mine |= Q(pk__in=owners)
    return list(Client.objects.of(company).filter(mine).order_by("pk"))


def _absorbed(company: int, ids: list[int]) -> set[int]:
    """Cards that went into these: imports remember them by their own ids."""
    rows = Absorbed.objects.of(company).filter(merge__kept__in=ids)
    return set(rows.values_list("old", flat=True))


def _numbers(company: int, ids: list[int]) -> set[str]:
    return set(Phone.objects.of(company).filter(client__in=ids).values_list("number", flat=True))


def _marks(company: int, person: Person, ids: list[int]) -> set[str]:
    """What tells of him wherever it stands: his numbers, and addresses that are his alone."""
    mine = Email.objects.of(company).filter(client__in=ids).values_list("email", flat=True)
    emails = {*person.emails, *mine}
    others = Email.objects.of(company).filter(email__in=emails).exclude(client__in=ids)
    emails -= set(others.values_list("email", flat=True))
    return {each for each in {*person.numbers, *_numbers(company, ids), *emails} if each}


def _mentioning(
    model: type[Change] | type[ImportLine], company: int, marks: Iterable[str]
) -> list[int]:
    """Rows of a table whose `before` or `after` has one of the marks."""
    says = Q(pk=None)
    for mark in marks:
        for text in {mark, json.dumps(mark)[1:-1]}:  # as SQLite writes letters that are not ASCII
            says |= Q(was__contains=text) | Q(now__contains=text)
    rows = model.objects.of(company).annotate(  # type: ignore[attr-defined, unused-ignore]
        was=Cast("before", TextField()), now=Cast("after", TextField())
    )
    return list(rows.filter(says).values_list("pk", flat=True))


def _merges(company: int, ids: list[int], marks: Iterable[str]) -> list[Merge]:
    """Merges in which a card of his had part, those that were undone too."""
    return [
        row
        for row in Merge.objects.of(company).order_by("pk").iterator()
        if row.kept_id in ids
        or any(each["id"] in ids for each in row.cards)
        or any(mark in json.dumps([row.cards, row.result], ensure_ascii=False) for mark in marks)
    ]


def _forget_shown(company: int, said: set[str] | frozenset[str]) -> None:
    """First lines of a file are kept with its import to be looked at: those about him go."""
    for row in Import.objects.of(company):
        shown = row.report.get("shown")
        if not shown:
            continue
        kept = {
            what: [
                line for line in lines
                if said.isdisjoint([*line.get("phones", ()), *line.get("emails", ())])
            ]
            for what, lines in shown.items()
        }  # fmt: skip
        if kept != shown:
            Import.objects.of(company).filter(pk=row.pk).update(
                report={**row.report, "shown": kept}
            )
