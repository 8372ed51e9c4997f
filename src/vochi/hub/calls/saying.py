"""Whom the words of a search find: texts of numbers and names, and the parties that have them."""

from typing import NamedTuple

from django.db.models import Q

from vochi.hub.calls.models import Party
from vochi.hub.clients import finding
from vochi.hub.clients.models import Phone
from vochi.hub.text import digits, fold_case

#: Up to so many numbers found by words, their calls are read; beyond, so many calls match that
#: reading the log backwards finds a page soon.
FEW = 800


def says(q: str, column: str = "words") -> Q:
    """What must hold of a column of words."""
    any_of = Q(pk=None)
    for part in parts(q):
        any_of |= Q(**{f"{column}__contains": part})
    return any_of


def parts(q: str) -> tuple[str, ...]:
    """The texts of which words must have one."""
    text, number = fold_case(q), digits(q)
    # `8 029 123-45` is a number however it is spaced; `офис 5` is not one.
    is_number = number and not any(c.isalpha() for c in q)
    return tuple(dict.fromkeys(filter(None, (text, number if is_number else ""))))


class Parties(NamedTuple):
    """Whom words find: numbers of clients, employees, numbers outside that had part besides.

    `is_whole`: these are all; else numbers by calls are left out, for they are many.
    """

    numbers: list[str]
    extensions: list[str]
    others: list[str]
    is_whole: bool


def parties(company: int, q: str) -> Parties:
    """Whom the words find."""
    rows = Party.objects.of(company).filter(says(q))
    numbers: set[str] = set()
    extensions: set[str] = set()
    others: set[str] = set()
    found = list(rows.values_list("kind", "key")[: FEW + 1])
    for kind, key in found:
        {"c": numbers, "e": extensions}.get(kind, others).add(key)
    # Rows, not numbers: one number may stand there with several names.
    is_whole = len(found) <= FEW
    if not is_whole:
        extensions, others = (
            set(rows.filter(kind=kind).values_list("key", flat=True)[:FEW]) for kind in "en"
        )
        numbers = set()
    phones = Phone.objects.of(company).filter(client__in=finding.newest(company, q, FEW))
    by_card = set(phones.values_list("number", flat=True)[: FEW + 1])
    # More cards than that bear the words: those of the newest calls are found all the same when
    # the words are a number; a name that hundreds of cards share is no search.
    every = numbers | by_card
    if every and is_whole:
        had = Party.objects.of(company).filter(kind="n", key__in=every)
        others |= set(had.values_list("key", flat=True))
    return Parties(sorted(every), sorted(extensions), sorted(others), is_whole)
