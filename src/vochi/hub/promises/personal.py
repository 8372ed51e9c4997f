"""What promises keep of one person outside, and how it goes (B13)."""

from django.db import transaction
from pydantic import JsonValue

from vochi.core.promises.obligation import Obligation
from vochi.hub.privacy.person import Person
from vochi.hub.promises.derive import drop_subjects
from vochi.hub.promises.models import Claim, ContactRow, Promise, PromiseTag, WordRow


def told(company: int, person: Person) -> dict[str, JsonValue]:
    """Promises to him, and what was said of them by hand."""
    words = WordRow.objects.of(company).filter(number__in=person.numbers).order_by("at")
    promises: list[JsonValue] = []
    for row in Promise.objects.of(company).filter(subject__in=_subjects(company, person)):
        it = Obligation.model_validate_json(row.body)
        promises.append(
            {
                "opened_at": it.opened_at.isoformat(), "kind": it.kind, "numbers": [*it.numbers],
                "name": it.name, "times": it.times, "state": row.state, "text": it.text,
                "closed_at": row.closed_at.isoformat() if row.closed_at else None,
                "reason": it.reason,
            }
        )  # fmt: skip
    said: list[JsonValue] = [
        {
            "at": word.at.isoformat(), "what": word.what, "number": word.number,
            "text": word.text, "by": word.name, "reason": word.reason,
        }
        for word in words
    ]  # fmt: skip
    return {"promises": promises, "said": said}


def forget(company: int, person: Person) -> None:
    """Nothing of him is left; his calls go with the log."""
    with transaction.atomic():
        keys = _subjects(company, person)
        Claim.objects.of(company).filter(subject__in=keys).delete()
        drop_subjects(company, keys)
        WordRow.objects.of(company).filter(number__in=person.numbers).delete()
        ContactRow.objects.of(company).filter(number__in=person.numbers).delete()


def _subjects(company: int, person: Person) -> set[str]:
    tagged = PromiseTag.objects.of(company).filter(kind="n", value__in=person.numbers)
    rows = Promise.objects.of(company).filter(pk__in=tagged.values("promise"))
    found = set(rows.values_list("subject", flat=True))
    return found | ({f"c{person.client}"} if person.client is not None else set())
