"""What filters ask of the columns and tags of a call."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from vochi.hub.accounts.sight import Sight
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.calls.wanted import Wanted
from vochi.hub.seen import has_part


def within(wanted: Wanted) -> Q:
    """What must hold of the moment."""
    span = {"started_at__gte": wanted.since, "started_at__lt": wanted.until}
    return Q(**{key: at for key, at in span.items() if at is not None})


def fit(company: int, wanted: Wanted, sight: Sight, also: Q | None = None) -> Q:
    """What must hold of a call and its tags, but for the time, the client and the words."""
    fits = (also or Q()) & same(wanted)
    for kind, value in (("t", wanted.tag), ("p", wanted.person), ("d", wanted.department)):
        if value is not None:
            tag = CallTag.objects.of(company).filter(call=OuterRef("pk"), kind=kind, value=value)
            fits &= Q(Exists(tag))
    return fits if sight.is_all else fits & Q(has_part(company, sight, OuterRef("pk")))


def same(wanted: Wanted, taken: str = "") -> Q:
    """What must hold of the columns of a call."""
    columns = {
        "direction": wanted.direction,
        "result": wanted.result,
        "line": wanted.line,
        "has_recording": wanted.has_recording,
        "has_message": None if taken == "m" else wanted.has_message,
        "callback_asked": wanted.callback_asked,
        "source": wanted.source,
        "score": wanted.score,
        "talked__gte": wanted.talked_from,
        "talked__lt": wanted.talked_to,
        "waited__gte": wanted.waited_from,
        "waited__lt": wanted.waited_to,
    }
    return Q(**{key: each for key, each in columns.items() if each is not None})


def with_any(company: int, extensions: Sequence[str]) -> Exists:
    """Whether one of these employees had part."""
    tagged = CallTag.objects.of(company).filter(call=OuterRef("pk"), kind="p")
    return Exists(tagged.filter(value__in=extensions))


def seen(company: int, rows: QuerySet[Call], sight: Sight) -> QuerySet[Call]:
    """Those of the calls that are seen."""
    return rows if sight.is_all else rows.filter(has_part(company, sight, OuterRef("pk")))
