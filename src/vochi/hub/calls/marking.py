"""Tags that people give to calls; kept apart from calls, which may be thrown away."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls import days
from vochi.hub.calls.models import Call, CallMark, CallTag
from vochi.hub.clients.models import Label


def of_calls(company: int, calls: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Tags that people gave to these calls."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = CallMark.objects.of(company).filter(call__in=list(calls)).order_by("id")
    for call, tag in rows.values_list("call", "tag"):
        found[call].append(tag)
    return {call: tuple(tags) for call, tags in found.items()}


def give(who: Asker, calls: Sequence[Call], tag: str) -> int:
    """Give calls a tag; how many had it not. Raises Refused 404 `no_such_tag`."""
    if not Label.objects.of(who.company).filter(kind="t", slug=tag).exists():
        raise Refused(404, "no_such_tag")
    ids = [call.pk for call in calls]
    marked = set(
        CallMark.objects.of(who.company)
        .filter(call__in=ids, tag=tag)
        .values_list("call", flat=True)
    )
    fresh = [call for call in calls if call.pk not in marked]
    now = timezone.now()
    CallMark.objects.add_all(
        [
            CallMark(company_id=who.company, call=call.pk, tag=tag, at=now, account=who.account)
            for call in fresh
        ]
    )
    tags = CallTag.objects.of(who.company).filter(call__in=ids, kind="t", value=tag)
    have = set(tags.values_list("call_id", flat=True))
    CallTag.objects.add_all(
        [
            CallTag(
                company_id=who.company, call_id=call.pk, kind="t", value=tag,
                started_at=call.started_at,
            )
            for call in fresh
            if call.pk not in have
        ]
    )  # fmt: skip
    days.forget(who.company, [call.started_at for call in fresh])
    return len(fresh)


def take_away(who: Asker, calls: Sequence[Call], tag: str) -> int:
    """Take away a tag that people gave; one that a scheme gave stays. How many had it."""
    ids = [call.pk for call in calls]
    marks = CallMark.objects.of(who.company).filter(call__in=ids, tag=tag)
    marked = set(marks.values_list("call", flat=True))
    marks.delete()
    gone = [call for call in calls if call.pk in marked and f'"{tag}"' not in _tags(call)]
    CallTag.objects.of(who.company).filter(
        call__in=[call.pk for call in gone], kind="t", value=tag
    ).delete()
    days.forget(who.company, [call.started_at for call in gone])
    return len(marked)


def _tags(call: Call) -> str:
    """The tags of a row as it was written: slugs hold no quotes."""
    begun = call.row.rfind('"tags":[')
    return call.row[begun : call.row.find("]", begun)]
