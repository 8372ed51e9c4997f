"""From calls that are written to calls that CRMs are to hear of: quick, and inside the fold."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.click import read_click
from vochi.hub.calls.schemas import CallRow
from vochi.hub.crm.models import Crm, CrmCall
from vochi.hub.desk.wake import BELL
from vochi.hub.parcels.queue import KEPT

#: A click in the CRM and the call that it began lie no farther apart.
CLICKED = timedelta(minutes=2)


def wake() -> None:
    """The worker of this process looks at once; those of others at their beat."""
    BELL.ring("crm")


def written(company: int, row: CallRow, call: FoldedCall) -> None:
    """A call is new or has changed: each CRM has something to hear, or will have."""
    if row.direction == "internal":
        return
    crms = list(Crm.objects.of(company).filter(is_on=True))
    if not crms:
        return
    now = timezone.now()
    for crm in crms:
        if row.started_at < max(crm.since, now - KEPT):  # could not be told again either
            continue
        changed = {
            "wants": F("wants") + 1, "state": "waiting", "next_at": now, "is_gone": False,
            "number": row.client.number[:80],
        }  # fmt: skip
        rows = CrmCall.objects.of(company).filter(crm=crm, call=row.id)
        if rows.update(**changed):
            continue
        clicked = _clicked(crm, row, call)
        if clicked is not None:
            CrmCall.objects.of(company).filter(pk=clicked).update(
                call=row.id, at=row.started_at, **changed
            )
            continue
        CrmCall.objects.add(
            company, crm=crm, call=row.id, at=row.started_at, number=row.client.number[:80],
            since=now, next_at=now,
        )  # fmt: skip
    transaction.on_commit(wake)


def dropped(company: int, calls: tuple[int, ...]) -> None:
    """These are no calls any more: joined to others, or about to be written again."""
    rows = CrmCall.objects.of(company).filter(call__in=calls, is_gone=False)
    if rows.update(is_gone=True, wants=F("wants") + 1, state="waiting", next_at=_soon()):
        transaction.on_commit(wake)


def _soon() -> datetime:
    """A refold drops a call to write it again: what is really gone is so a minute later."""
    return timezone.now() + timedelta(minutes=1)


def _clicked(crm: Crm, row: CallRow, call: FoldedCall) -> int | None:
    """The click in this CRM that began the call, if one did."""
    if row.direction != "out":
        return None
    clicks = filter(None, (read_click(leg.unique_id) for leg in call.legs if leg.role == "caller"))
    click = next(clicks, None)
    if click is None:
        return None
    waiting = CrmCall.objects.of(crm.company_id).filter(
        crm=crm, call=None, extension=click.extension, refusal="",
        at__gte=row.started_at - CLICKED, at__lte=row.started_at + CLICKED,
    )  # fmt: skip
    for pk, number in waiting.order_by("pk").values_list("pk", "number"):
        if number in {row.client.number, click.to, row.number}:
            return int(pk)
    return None
