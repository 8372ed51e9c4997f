"""The company's own fields of cards: made, renamed, retired by administrators; values read."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from django.db import IntegrityError, transaction
from pydantic import Field, JsonValue

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients.card_models import OwnField
from vochi.hub.clients.labels import free_slug, slug_of

Kind = Literal["text", "number", "date", "choice", "choices", "link", "yesno"]
MOST_FIELDS, MOST_CHOICES, LONGEST = 50, 100, 1000
_LINK = re.compile(r"^https?://[^\s<>\"]{1,1000}$", re.IGNORECASE)


class ChoiceIn(Frozen):
    """One of the answers; `slug` empty: a new one."""

    slug: Slug | Literal[""] = ""
    name: Title
    retired: bool = False


class OwnFieldIn(Frozen):
    """A new field. Its kind stays what it is; choices are of `choice` and `choices` alone."""

    name: Title
    kind: Kind
    choices: Annotated[tuple[ChoiceIn, ...], Field(max_length=MOST_CHOICES)] = ()


class OwnFieldPatch(Frozen):
    """Another name, other choices, another place, retired or back; what is not sent stays."""

    name: Title | None = None
    choices: Annotated[tuple[ChoiceIn, ...], Field(max_length=MOST_CHOICES)] | None = None
    retired: bool | None = None
    place: Annotated[int, Field(ge=0, le=MOST_FIELDS)] | None = None


class ChoiceOut(Frozen):
    """One of the answers; a retired one is not offered any more."""

    slug: str
    name: str
    retired: bool


class OwnFieldOut(Frozen):
    """A field as cards know it."""

    slug: str
    name: str
    kind: Kind
    choices: tuple[ChoiceOut, ...]
    retired: bool
    place: int


def every(company: int) -> list[OwnFieldOut]:
    """All of them in their order, the retired ones too."""
    return [_out(row) for row in OwnField.objects.of(company).order_by("place", "id")]


def add(who: Asker, body: OwnFieldIn) -> OwnFieldOut:
    """Make one. Raises Refused 409 `too_many_fields`, `field_taken`, 422 `no_choices`."""
    who.must(Role.ADMINISTRATOR)
    rows = OwnField.objects.of(who.company)
    if rows.count() >= MOST_FIELDS:
        raise Refused(409, "too_many_fields", most=MOST_FIELDS)
    _must_be_new(who.company, body.name, "")
    choices = _choices(body.kind, body.choices, ())
    slug = free_slug(slug_of(body.name), set(rows.values_list("slug", flat=True)))
    try:
        with transaction.atomic():
            row = OwnField.objects.add(
                who.company, slug=slug, name=body.name, kind=body.kind, choices=choices,
                place=rows.count(),
            )  # fmt: skip
            record(
                who.company, "client_field_made", who.account, f"client_field/{slug}", who.address,
                after={"name": body.name, "kind": body.kind},
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refused(409, "field_taken", name=body.name) from taken
    return _out(row)


def change(who: Asker, slug: str, body: OwnFieldPatch) -> OwnFieldOut:
    """Rename, retire, bring back, order it; cards lose nothing. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    row = OwnField.objects.of(who.company).filter(slug=slug).first()
    if row is None:
        raise Refused(404, "not_found")
    before = _out(row)
    with transaction.atomic():
        if body.name is not None:
            _must_be_new(who.company, body.name, slug)
            row.name = body.name
        if body.choices is not None:
            row.choices = _choices(before.kind, body.choices, before.choices)
        if body.retired is not None:
            row.is_retired = body.retired
        row.save()
        if body.place is not None:
            _move(who.company, row, body.place)
        record(
            who.company, "client_field_changed", who.account, f"client_field/{slug}", who.address,
            before=before.model_dump(mode="json"), after=_out(row).model_dump(mode="json"),
        )  # fmt: skip
    return _out(row)


def read_values(
    company: int, now: Mapping[str, JsonValue], changes: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """The values of a card with these changed; null takes one away.

    Raises Refused 422 `no_such_field`, `field_value` with the field.
    """
    known = {row.slug: row for row in OwnField.objects.of(company)} if changes else {}
    said = dict(now)
    for slug, value in changes.items():
        row = known.get(slug)
        if row is None:
            raise Refused(422, "no_such_field", field=slug[:40])
        if value is None or value in ("", []):
            said.pop(slug, None)
            continue
        read = read_value(_out(row), value)
        if read is None:
            raise Refused(422, "field_value", field=row.name)
        said[slug] = read
    return said


def read_value(field: OwnFieldOut, value: JsonValue) -> JsonValue | None:
    """A value as it is kept; None when the field cannot say it."""
    slugs = {each.slug for each in field.choices}
    match field.kind, value:
        case "text", str():
            return value.strip()[:LONGEST] or None
        case "link", str():
            return value.strip() if _LINK.match(value.strip()) else None
        case "number", bool():
            return None
        case "number", int() | float() if abs(value) < 1e15:
            return value
        case "date", str():
            return _date(value)
        case "choice", str():
            return value if value in slugs else None
        case "choices", list():
            chosen = [each.slug for each in field.choices if each.slug in value]
            return chosen if chosen and len(chosen) == len(set(map(str, value))) else None  # type: ignore[return-value]
        case "yesno", bool():
            return value
        case _:
            return None


def _date(value: str) -> str | None:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def _choices(
    kind: str, wanted: tuple[ChoiceIn, ...], had: tuple[ChoiceOut, ...]
) -> list[dict[str, JsonValue]]:
    """Those that were there stay, retired when they are not wanted: cards may say them."""
    if kind not in {"choice", "choices"}:
        return []
    known = {each.slug: each for each in had}
    taken = set(known)
    found: dict[str, ChoiceOut] = {}
    for each in wanted:
        slug = each.slug if each.slug in known else free_slug(slug_of(each.name), taken)
        taken.add(slug)
        found[slug] = ChoiceOut(slug=slug, name=each.name, retired=each.retired)
    for slug, had_one in known.items():
        found.setdefault(slug, had_one.model_copy(update={"retired": True}))
    if not any(not each.retired for each in found.values()):
        raise Refused(422, "no_choices")
    return [each.model_dump(mode="json") for each in found.values()]


def _must_be_new(company: int, name: str, but: str) -> None:
    for row in OwnField.objects.of(company).exclude(slug=but):
        if row.name.casefold() == name.casefold():
            raise Refused(409, "field_taken", name=name)


def _move(company: int, row: OwnField, place: int) -> None:
    others = list(OwnField.objects.of(company).exclude(pk=row.pk).order_by("place", "id"))
    others.insert(min(place, len(others)), row)
    for at, each in enumerate(others):
        OwnField.objects.of(company).filter(pk=each.pk).update(place=at)
    row.refresh_from_db()


def _out(row: OwnField) -> OwnFieldOut:
    return OwnFieldOut.model_validate(
        {"slug": row.slug, "name": row.name, "kind": row.kind, "choices": row.choices,
         "retired": row.is_retired, "place": row.place}
    )  # fmt: skip
