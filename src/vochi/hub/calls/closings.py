"""Missed calls that somebody closed by hand (the list 'Не забыть')."""

from collections.abc import Iterable
from typing import cast

from django.db import transaction
from django.utils import timezone

from vochi.core.calls.call import Call as FoldedCall
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call, Closing
from vochi.hub.calls.schemas import ClosedOut, CloseReason
from vochi.hub.desk.events import emit


def closed(company: int, calls: Iterable[int]) -> dict[int, ClosedOut]:
    """Those of the calls that are closed, by id."""
    rows = Closing.objects.of(company).filter(call__in=list(calls))
    return {
        row.call: ClosedOut(at=row.at, by=row.name, reason=cast("CloseReason", row.reason))
        for row in rows
    }


@transaction.atomic
def close(who: Asker, call_id: int, reason: CloseReason) -> ClosedOut:
    """Close it, or give another reason. Raises Refused 404, 409 `not_missed`."""
    call = seen.calls(who.company, who.sight).filter(pk=call_id).first()
    if call is None:
        raise Refused(404, "not_found")
    if call.result != "missed":
        raise Refused(409, "not_missed")
    row, _ = Closing.objects.of(who.company).update_or_create(
        company_id=who.company,
        call=call_id,
        defaults={
            "at": timezone.now(),
            "account": who.account,
            "name": who.account.name or who.account.login,
            "reason": reason,
        },
    )
    record(who.company, "call_closed", who.account, f"call/{call_id}", who.address, reason=reason)
    _tell(who.company, call)
    return ClosedOut(at=row.at, by=row.name, reason=reason)


@transaction.atomic
def reopen(who: Asker, call_id: int) -> None:
    """Have it remembered again. Raises Refused 404."""
    call = seen.calls(who.company, who.sight).filter(pk=call_id).first()
    if call is None or not Closing.objects.of(who.company).filter(call=call_id).delete()[0]:
        raise Refused(404, "not_found")
    record(who.company, "call_reopened", who.account, f"call/{call_id}", who.address)
    _tell(who.company, call)


def _tell(company: int, call: Call) -> None:
    """Every desk that sees it reads its row of the log anew, as after the end of a call."""
    # `project` looks calls up by `search`, which asks here whether they are closed.
    from vochi.hub.calls.project import ended_call  # noqa: PLC0415

    body = FoldedCall.model_validate_json(call.body)
    emit(company, "call_ended", ended_call(company, call.pk, body))
