"""A missed call that is closed by hand in the log closes the promise that it is part of."""

from typing import cast

from django.db import transaction
from django.utils import timezone

from vochi.core.promises.obligation import Obligation
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.calls import closings
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import ClosedOut, CloseReason
from vochi.hub.promises.derive import derive, hold
from vochi.hub.promises.models import Promise, PromiseTag, WordRow


@transaction.atomic
def close(who: Asker, call: Call, reason: CloseReason) -> ClosedOut:
    """Close it, or give another reason: the last word counts."""
    hold(who.company)
    number = call.client or f"h{call.pk}"
    words = WordRow.objects.of(who.company).filter(what="closed", call=call.pk)
    said = {
        "at": timezone.now(), "account": who.account, "reason": reason,
        "name": who.account.name or who.account.login,
    }  # fmt: skip
    if not words.update(**said):
        open_one = _open_with(who.company, number, call.pk)
        place = open_one.head if open_one else call.started_at
        WordRow.objects.add(
            who.company, what="closed", number=number, place=place, call=call.pk, **said
        )
    record(who.company, "call_closed", who.account, f"call/{call.pk}", who.address, reason=reason)
    derive(who.company, [number])
    closings.tell(who.company, call)
    (row,) = words
    return ClosedOut(at=row.at, by=row.name, reason=cast("CloseReason", row.reason))


@transaction.atomic
def reopen(who: Asker, call: Call) -> bool:
    """Take the word back; False: there is none."""
    hold(who.company)
    words = WordRow.objects.of(who.company).filter(what="closed", call=call.pk)
    if not words.delete()[0]:
        return False
    record(who.company, "call_reopened", who.account, f"call/{call.pk}", who.address)
    derive(who.company, [call.client or f"h{call.pk}"])
    closings.tell(who.company, call)
    return True


def _open_with(company: int, number: str, call: int) -> Obligation | None:
    """The open promise to whoever has the number, if the call is part of it."""
    tagged = PromiseTag.objects.of(company).filter(kind="n", value=number, state="open")
    for row in Promise.objects.of(company).filter(pk__in=tagged.values("promise")):
        it = Obligation.model_validate_json(row.body)
        if call in it.calls:
            return it
    return None
