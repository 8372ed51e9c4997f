"""A person in the audit log: rows are rewritten, and a later row says which and what they say now.

The seals stay those of what was written, so that a row that was changed without such a word is
found as before (`accounts.deeds.first_broken`).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles, traces
from vochi.hub.accounts.deeds import REDACTED, record, said
from vochi.hub.accounts.models import Deed
from vochi.hub.privacy.person import Person
from vochi.hub.privacy.sweep import speaking

#: Rows named in one deed: the log stays readable.
_NAMED = 200


def redact(company: int, needles: Needles, person: Person) -> int:
    """Rewrite all rows that speak of him; how many."""
    eraser, found = Eraser(needles), traces(needles)
    card = f"client/{person.client}" if person.client is not None else None
    rows = Deed.objects.of(company)
    fields: list[Any] = [Deed._meta.get_field(name) for name in ("subject", "facts")]  # noqa: SLF001
    keys = set(speaking(rows, fields, found).values_list("pk", flat=True))
    if card:
        keys |= set(rows.filter(subject=card).values_list("pk", flat=True))
    named: list[JsonValue] = []
    with transaction.atomic():
        for deed in rows.filter(pk__in=keys).order_by("pk"):
            clean: dict[str, JsonValue] = eraser.body(deed.facts)
            if deed.subject == card:
                # What was typed on his card is his, whatever the words.
                clean = {name: _hollow(value) for name, value in clean.items()}
            subject = eraser.text(deed.subject)
            if (clean, subject) == (deed.facts, deed.subject):
                continue
            deed.facts, deed.subject = clean, subject
            deed.save(update_fields=["facts", "subject"])
            before = rows.filter(pk__lt=deed.pk).order_by("-pk").values_list("hash", flat=True)
            named.append([deed.pk, said(before.first() or "", deed)])
        for start in range(0, len(named), _NAMED):
            record(company, REDACTED, None, "audit", "", rows=named[start : start + _NAMED],
                   at=timezone.now().isoformat())  # fmt: skip
    return len(named)


def _hollow(value: JsonValue) -> JsonValue:
    """The shape of a value without its words."""
    match value:
        case str():
            return "…" if value else ""
        case list():
            return ["…"] if value else []
        case dict():
            return {key: _hollow(each) for key, each in value.items()}
        case _:
            return value
