"""The audit log: rows that are only ever added, each sealed together with the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.hub.accounts.models import Account, Deed
from vochi.hub.companies.models import Company

#: The deed that names rows which were rewritten since a person was erased, and what they say now.
REDACTED = "audit_redacted"


def record(
    company: int,
    action: str,
    account: Account | None,
    subject: str,
    address: str,
    **facts: JsonValue,
) -> None:
    """Write a deed down; `before` and `after` are what it changed. Never give it a secret.

    The company's row is locked as `desk.events.emit` does it, so that every seal follows the one
    that was written just before it.
    """
    with transaction.atomic():
        list(Company.objects.select_for_update().filter(pk=company).values_list("pk"))
        rows = Deed.objects.of(company).order_by("-id")
        last = rows.values_list("hash", flat=True).first() or ""
        deed = Deed(
            company_id=company,
            at=timezone.now(),
            account=account,
            login=account.login if account else "",
            action=action,
            subject=subject[:80],
            facts=facts,
            address=address[:64],
        )
        deed.hash = seal(last, deed)
        deed.save(force_insert=True)


def seal(last: str, deed: Deed) -> str:
    """SHA-256 of the seal before and of all that the row says."""
    words = [
        last, deed.at.astimezone(UTC).isoformat(), deed.login, deed.action, deed.subject,
        deed.facts, deed.address,
    ]  # fmt: skip
    text = json.dumps(words, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def said(last: str, deed: Deed) -> str:
    """SHA-256 of all that a row says now, of its seal and of the seal before."""
    return seal(last + deed.hash, deed)


def redacted(company: int) -> dict[int, str]:
    """Rows that were rewritten, by id, and what they say now (`said`); the last word counts."""
    found: dict[int, str] = {}
    rows = Deed.objects.of(company).filter(action=REDACTED).order_by("id")
    for number, facts in rows.values_list("id", "facts"):
        named = facts.get("rows") if isinstance(facts, dict) else None
        for pair in named if isinstance(named, list) else ():
            match pair:
                case [int() as row, str() as now] if row < number:
                    found[row] = now
                case _:
                    continue
    return found


def first_broken(company: int) -> int | None:
    """The id of the first row that was changed, or before which one is gone; None: none was.
    A row that was rewritten for somebody erased is as the later deed that names it says.

    Rows of versions that did not seal are passed over until the first seal.
    """
    last, rewritten = "", redacted(company)
    for deed in Deed.objects.of(company).order_by("id").iterator(chunk_size=500):
        if not (deed.hash or last):
            continue
        now = rewritten.get(deed.pk)
        if now != said(last, deed) if now else deed.hash != seal(last, deed):
            return deed.pk
        last = deed.hash
    return None


def changes(
    before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """`before` and `after` of the fields that differ; empty when none does."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return {}
    was: JsonValue = {name: before.get(name) for name in names}
    now: JsonValue = {name: after.get(name) for name in names}
    return {"before": was, "after": now}
