"""Several cards as one, and one as several again: what each field says. Pure.

What is united (phones, e-mails, tags, several choices) is the same however cards are joined in
turn; of all other fields one card's value is taken, and the histories keep the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import JsonValue

from vochi.hub.clients.state import CardState, PhoneState

T = TypeVar("T")
#: Fields that say one thing; own fields are `values.<slug>`.
SINGLE = ("name", "company_name", "responsible")


def join(
    cards: Sequence[CardState], take: Mapping[str, int], many: frozenset[str] = frozenset()
) -> CardState:
    """All of them as one; `take` is field -> place of the card whose value it gets.

    Without one the first card that says anything counts. `many` are slugs of own fields of
    several choices, which are united.
    """
    singles = {field: _single(cards, field, take.get(field)) for field in SINGLE}
    return CardState(
        name=singles["name"],
        company_name=singles["company_name"],
        responsible=singles["responsible"],
        phones=_phones(cards),
        emails=_united(card.emails for card in cards),
        tags=tuple(sorted(_united(card.tags for card in cards))),
        values=_values(cards, take, many),
    )


def options(cards: Sequence[CardState]) -> dict[str, list[tuple[int, JsonValue]]]:
    """Fields in which cards differ -> the different values, each with the first card's place."""
    said = [card.told() for card in cards]
    fields = [*SINGLE, *sorted({key for each in said for key in each if key.startswith("values.")})]
    found: dict[str, list[tuple[int, JsonValue]]] = {}
    for field in fields:
        values: list[tuple[int, JsonValue]] = []
        for place, each in enumerate(said):
            value = each.get(field)
            if value not in (None, "", []) and value not in [known for _, known in values]:
                values.append((place, value))
        if len(values) > 1:
            found[field] = values
    return found


def part(before: CardState, joined: CardState, now: CardState) -> CardState:
    """The kept card as it was before, with what was changed since it was joined.

    A field that still says what the joining gave it says again what it said before; of what was
    united, what came from the others goes, and what was added since stays.
    """
    singles = {
        field: getattr(before, field)
        if getattr(now, field) == getattr(joined, field)
        else getattr(now, field)
        for field in SINGLE
    }
    numbers = _parted(before.numbers, joined.numbers, now.numbers)
    known = {p.number: p for p in before.phones} | {
        p.number: p for p in now.phones if p not in joined.phones
    }
    return CardState(
        name=singles["name"],
        company_name=singles["company_name"],
        responsible=singles["responsible"],
        phones=tuple(known[number] for number in numbers),
        emails=_parted(before.emails, joined.emails, now.emails),
        tags=tuple(sorted(_parted(before.tags, joined.tags, now.tags))),
        values=_parted_values(before.values, joined.values, now.values),
    )


def _parted(before: Sequence[T], joined: Sequence[T], now: Sequence[T]) -> tuple[T, ...]:
    """`before` without what was taken away since, and what was added since."""
    gone = set(joined) - set(now)
    stays = [each for each in before if each not in gone]
    return (*stays, *(each for each in now if each not in joined and each not in stays))


def _parted_values(
    before: Mapping[str, JsonValue], joined: Mapping[str, JsonValue], now: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for slug in {**before, **joined, **now}:
        is_changed = now.get(slug) != joined.get(slug)
        value = now.get(slug) if is_changed else before.get(slug)
        if value is not None:
            found[slug] = value
    return found


def _single(cards: Sequence[CardState], field: str, place: int | None) -> str:
    if place is not None:
        return str(getattr(cards[place], field))
    return next((str(getattr(c, field)) for c in cards if getattr(c, field)), "")


def _values(
    cards: Sequence[CardState], take: Mapping[str, int], many: frozenset[str]
) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for slug in dict.fromkeys(slug for card in cards for slug in card.values):
        place = take.get(f"values.{slug}")
        said = [card.values[slug] for card in cards if slug in card.values]
        if slug in many and place is None:
            lists = [each if isinstance(each, list) else [each] for each in said]
            found[slug] = sorted({str(one) for each in lists for one in each})  # type: ignore[assignment]
        elif place is None:
            found[slug] = said[0]
        elif slug in cards[place].values:
            found[slug] = cards[place].values[slug]
    return found


def _phones(cards: Iterable[CardState]) -> tuple[PhoneState, ...]:
    found: dict[str, PhoneState] = {}
    for card in cards:
        for phone in card.phones:
            found.setdefault(phone.number, phone)
    return tuple(found.values())


def _united(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for one in lists for each in one))
