"""Desks hear of each promise that changes: the event `promise`, with all of it."""

from collections.abc import Iterable

from vochi.hub.desk.events import emit
from vochi.hub.promises import notices
from vochi.hub.promises.models import Promise
from vochi.hub.promises.outs import outs


def tell(company: int, rows: Iterable[Promise], fresh: frozenset[int] = frozenset()) -> None:
    """These are other than they were; `fresh` are new, or he has called once more."""
    for each in outs(company, rows):
        emit(company, "promise", each)
        if each.id in fresh:
            notices.tell_new(company, each)


def tell_gone(company: int, rows: Iterable[Promise]) -> None:
    """These are no promises of their own any more: joined to others, or their calls are none."""
    for each in outs(company, [row for row in rows if row.state == "open"]):
        told = each.model_copy(update={"state": "closed", "how": "merged", "calling": None})
        emit(company, "promise", told)
