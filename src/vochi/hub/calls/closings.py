"""Missed calls that somebody closed by hand, one by one: words about the promise to the client."""

from collections.abc import Iterable
from typing import cast

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import ClosedOut, CloseReason
from vochi.hub.desk.events import emit
from vochi.hub.promises.models import WordRow


def closed(company: int, calls: Iterable[int]) -> dict[int, ClosedOut]:
    """Those of the calls that are closed, by id."""
    rows = WordRow.objects.of(company).filter(what="closed", call__in=list(calls))
    return {
        row.call: ClosedOut(at=row.at, by=row.name, reason=cast("CloseReason", row.reason))
        for row in rows
        if row.call is not None
    }


def close(who: Asker, call_id: int, reason: CloseReason) -> ClosedOut:
    """Close it, or give another reason. Raises Refused 404, 409 `not_missed`."""
    from vochi.hub.promises import by_call  # noqa: PLC0415 - promises are of calls

    call = seen.calls(who.company, who.sight).filter(pk=call_id).first()
    if call is None:
        raise Refused(404, "not_found")
    if call.result != "missed":
        raise Refused(409, "not_missed")
    return by_call.close(who, call, reason)


def reopen(who: Asker, call_id: int) -> None:
    """Have it remembered again. Raises Refused 404."""
    from vochi.hub.promises import by_call  # noqa: PLC0415

    call = seen.calls(who.company, who.sight).filter(pk=call_id).first()
    if call is None or not by_call.reopen(who, call):
        raise Refused(404, "not_found")


def tell(company: int, call: Call) -> None:
    """Every desk that sees it reads its row of the log anew, as after the end of a call."""
    # `project` looks calls up by `search`, which asks here whether they are closed.
    from vochi.hub.calls.project import ended_call  # noqa: PLC0415

    body = FoldedCall.model_validate_json(call.body)
    emit(company, "call_ended", ended_call(company, call.pk, body))
