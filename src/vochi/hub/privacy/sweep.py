"""The net under all rooms: whatever text of whatever table still speaks of a person is rewritten.

Reads every row whose text has a trace of him; a table that may not hold any is never asked.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Cast

from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles, traces
from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.privacy.registry import IMPERSONAL

#: Written by rooms of their own: the journal by its redactions, deeds by their seals.
_ELSEWHERE = frozenset({"link.LinkEntry", "accounts.Deed"})
#: Columns that are keys of ours or seals, never anybody's words.
_NEVER = frozenset({"sealed", "old_sealed", "hash", "prev", "sha256", "digest"})
_AT_ONCE = 200


def tables() -> Iterator[type[CompanyRow]]:
    """Tables of companies that may speak of somebody outside: all that are not named impersonal."""
    for model in apps.get_models():
        if issubclass(model, CompanyRow) and model._meta.label not in IMPERSONAL | _ELSEWHERE:  # noqa: SLF001
            yield model


def texts(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """The columns of a table that hold text or JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field for field in model._meta.concrete_fields  # noqa: SLF001 - Django's own way
        if isinstance(field, kinds) and not field.primary_key and field.name not in _NEVER
    ]  # fmt: skip


def sweep(company: int, needles: Needles) -> int:
    """Rewrite every row that speaks of a person; how many. Again: none are left."""
    eraser, found = Eraser(needles), traces(needles)
    return sum(_table(model, company, eraser, found) for model in tables())


def speaking(rows: "models.QuerySet[Any]", fields: list[Any], found: tuple[str, ...]) -> Any:
    """Rows in one of whose columns a trace stands, as the database sees it."""
    wanted, cast = Q(), {}
    for field in fields:
        name = field.name
        if isinstance(field, models.JSONField):
            name = f"{field.name}_as_text"
            cast[name] = Cast(field.name, models.TextField())
        for trace in found:
            wanted |= Q(**{f"{name}__contains": trace})
    return rows.annotate(**cast).filter(wanted)


def _table(model: type[CompanyRow], company: int, eraser: Eraser, found: tuple[str, ...]) -> int:
    fields = texts(model)
    if not fields:
        return 0
    names = [field.name for field in fields]
    rows = model.objects.of(company)
    keys = list(speaking(rows, fields, found).values_list("pk", flat=True))
    count = 0
    for start in range(0, len(keys), _AT_ONCE):
        with transaction.atomic():
            part = rows.filter(pk__in=keys[start : start + _AT_ONCE])
            for row in part.select_for_update(of=("self",)).values("pk", *names):
                count += _row(rows, row, fields, eraser)
    return count


def _row(rows: Any, row: dict[str, Any], fields: list[Any], eraser: Eraser) -> int:
    clean: dict[str, Any] = {}
    for field in fields:
        value = row[field.name]
        if isinstance(field, models.JSONField):
            other = eraser.value(value)
        elif value is None:
            continue
        else:
            other = eraser.nested(value)[: field.max_length or None]
        if other != value:
            clean[field.name] = other
    if not clean:
        return 0
    try:
        with transaction.atomic():
            rows.filter(pk=row["pk"]).update(**clean)
    except IntegrityError:  # two of his numbers: under one name there is room for one row
        rows.filter(pk=row["pk"]).delete()
    return 1
