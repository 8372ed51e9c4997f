"""Tags and lists by the names that people give them; calls know them by slugs."""

import re
import unicodedata
from typing import Literal

from django.db import IntegrityError, transaction

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.clients.models import Label
from vochi.hub.clients.schemas import LabelIn, LabelOut

#: Lists that every company has; the screen words them.
BUILT_IN = ("blacklist", "vip")
_MOST = 200
_LATIN: dict[int, int | str | None] = str.maketrans(
    "абвгдеёзийклмнопрстуфхыэіў", "abvgdeeziiklmnoprstufhyeiu", "ьъ"
) | {
    ord("ж"): "zh",
    ord("ц"): "ts",
    ord("ч"): "ch",
    ord("ш"): "sh",
    ord("щ"): "sch",
    ord("ю"): "yu",
    ord("я"): "ya",
}


def every(company: int) -> list[LabelOut]:
    """All of them, by name; the built-in lists first, without one."""
    rows = Label.objects.of(company).order_by("name", "id")
    return [
        *(LabelOut(kind="list", slug=slug, name="") for slug in BUILT_IN),
        *(LabelOut(kind=_kind(row), slug=row.slug, name=row.name) for row in rows),
    ]


def add(who: Asker, body: LabelIn) -> LabelOut:
    """Make one; the same name gives the one that there is. Raises Refused 409 `too_many_labels`."""
    kind = body.kind[0]
    rows = Label.objects.of(who.company).filter(kind=kind)
    same = rows.filter(name__iexact=body.name).first() or next(
        (row for row in rows if row.name.casefold() == body.name.casefold()), None
    )
    if same:
        return LabelOut(kind=body.kind, slug=same.slug, name=same.name)
    if rows.count() >= _MOST:
        raise Refused(409, "too_many_labels", most=_MOST)
    slug = free_slug(slug_of(body.name), {*BUILT_IN, *rows.values_list("slug", flat=True)})
    try:
        with transaction.atomic():
            Label.objects.add(who.company, kind=kind, slug=slug, name=body.name)
    except IntegrityError as taken:
        raise Refused(409, "label_taken", name=body.name) from taken
    record(who.company, "label_made", who.account, f"{body.kind}/{slug}", who.address)
    return LabelOut(kind=body.kind, slug=slug, name=body.name)


def rename(who: Asker, kind: Literal["tag", "list"], slug: str, name: str) -> LabelOut:
    """Call it another name. Raises Refused 404."""
    who.must(Role.HEAD)
    changed = Label.objects.of(who.company).filter(kind=kind[0], slug=slug).update(name=name)
    if not changed:
        raise Refused(404, "not_found")
    record(who.company, "label_renamed", who.account, f"{kind}/{slug}", who.address)
    return LabelOut(kind=kind, slug=slug, name=name)


def must_be_known(company: int, kind: str, slugs: tuple[str, ...]) -> None:
    """Go on when these are tags (`t`) or lists (`l`) of the company. Raises 422 `unknown_label`."""
    known = set(Label.objects.of(company).filter(kind=kind).values_list("slug", flat=True))
    if kind == "l":
        known |= set(BUILT_IN)
    for slug in slugs:
        if slug not in known:
            raise Refused(422, "unknown_label", slug=slug)


def must_be_list(company: int, slug: str) -> None:
    """Go on when there is such a list. Raises Refused 404."""
    rows = Label.objects.of(company).filter(kind="l", slug=slug)
    if slug not in BUILT_IN and not rows.exists():
        raise Refused(404, "not_found")


def slug_of(name: str) -> str:
    """`Должник (2024)` -> `dolzhnik-2024`; `x` when no letter of it can be written so."""
    latin = name.casefold().translate(_LATIN)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:36].strip("-") or "x"


def free_slug(slug: str, taken: set[str]) -> str:
    """The slug itself, or with the first number behind it that nobody has."""
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def _kind(row: Label) -> Literal["tag", "list"]:
    return "tag" if row.kind == "t" else "list"
