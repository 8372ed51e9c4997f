"""What became of each missed call: what became of the promise that it is part of (0034)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from vochi.core.promises.obligation import Obligation
from vochi.hub.promises.models import Promise

#: `back` and `back_after` of a Fact.
Fate = tuple[str, int | None]
#: A missed call: its id, its client or nothing, when it began.
Missed = tuple[int, str, datetime]
_COLUMNS = ("state", "how", "settled", "body")
_MANY = 400


def of(company: int, missed: Iterable[Missed]) -> dict[int, Fate]:
    """What became of these calls: a query for some hundreds of them."""
    every = list(missed)
    found: dict[int, Fate] = {}
    for start in range(0, len(every), _MANY):
        part = every[start : start + _MANY]
        moments = [at for _, _, at in part]
        numbers = {client or f"h{call}" for call, client, _ in part}
        rows = Promise.objects.of(company).filter(
            Q(settled=None) | Q(settled__gte=min(moments)),
            opened_at__lte=max(moments),
            tags__company=company, tags__kind="n", tags__value__in=numbers,
        )  # fmt: skip
        found |= _told(part, rows.values_list(*_COLUMNS))
    return found


def of_all(company: int, missed: Iterable[Missed]) -> dict[int, Fate]:
    """The same of the whole log."""
    rows = Promise.objects.of(company).order_by("pk").values_list(*_COLUMNS)
    return _told(list(missed), rows.iterator(chunk_size=2000))


def _told(
    missed: list[Missed], promises: Iterable[tuple[str, str, datetime | None, str]]
) -> dict[int, Fate]:
    began = {call: at for call, _, at in missed}
    # Nobody is owed a call whose number is hidden, or whom a scheme turned away.
    found: dict[int, Fate] = {call: ("c" if client else "h", None) for call, client, _ in missed}
    for state, how, settled, body in promises:
        for call in Obligation.model_validate_json(body).calls:
            if call in began:
                found[call] = _fate(state, how, settled, began[call])
    return found


def _fate(state: str, how: str, settled: datetime | None, at: datetime) -> Fate:
    if state == "open":
        return "n", None
    if how in {"called", "came"} and settled is not None:
        return ("o" if how == "called" else "i"), max(0, int((settled - at).total_seconds()))
    return "c", None
