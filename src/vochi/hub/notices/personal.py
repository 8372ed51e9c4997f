"""What notices keep of one person outside, and how it goes (B13)."""

from django.db.models import Q
from pydantic import JsonValue

from vochi.hub.notices.models import NoticeRow
from vochi.hub.privacy.person import Person


def told(company: int, person: Person) -> dict[str, JsonValue]:
    """Notices that speak of him."""
    return {
        "notices": [
            {"at": row.at.isoformat(), "kind": row.kind, "subject": row.subject, "text": row.text}
            for row in _of(company, person)
        ]
    }


def forget(company: int, person: Person) -> None:
    """Notices that speak of him go; what was sent is in others' hands."""
    NoticeRow.objects.of(company).filter(pk__in=[row.pk for row in _of(company, person)]).delete()


def _of(company: int, person: Person) -> list[NoticeRow]:
    """`numbers` is a list in JSON: looked through by text first, which both databases can."""
    if not person.numbers:
        return []
    named = Q()
    for number in person.numbers:
        named |= Q(numbers__icontains=number) | Q(text__contains=number)
    rows = NoticeRow.objects.of(company).filter(named).order_by("pk")
    return [
        row for row in rows
        if person.numbers & set(row.numbers) or any(each in row.text for each in person.numbers)
    ]  # fmt: skip
