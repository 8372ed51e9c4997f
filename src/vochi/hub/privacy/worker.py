"""The quiet worker: archives, erasures, orders of boxes, and the night's removing. One task.

It holds nothing that the database has not: killed at any moment, the next one goes on.
"""

import logging

from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.courier import look
from vochi.hub.desk.wake import BELL
from vochi.hub.privacy import archives, erasing, orders, person_archive, retention, whole_archive
from vochi.hub.privacy.models import Archive, Erasure

log = logging.getLogger("vochi.hub.privacy")

#: Seconds between two looks when nobody wakes us.
BEAT = 2.0
#: While a box owes an answer we look oftener: it may be there in a moment.
_SOON = 0.5


def wake() -> None:
    """Something was asked for: look at once."""
    BELL.ring("privacy")


class Keeper:
    """Runs till it is cancelled."""

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        with BELL.listen("privacy") as bell:
            while True:
                wait = BEAT
                try:
                    if await look(work):
                        wait = _SOON
                except Exception:
                    log.exception("keeping and forgetting waits")
                await bell.wait(wait)


def work() -> bool:
    """One look at all that is to be done; whether some of it is not done yet."""
    is_open = False
    for company in Company.objects.order_by("pk").values_list("pk", flat=True):
        archives.expire(company)
        row = archives.next_asked(company)
        if row is not None:
            _make(row)
        is_open |= orders.tell(company) > 0
        for erasure in Erasure.objects.of(company).exclude(state="done").order_by("pk"):
            erasing.run(erasure)
            is_open |= erasure.state != "done"
        now = timezone.now()
        if retention.is_time(company, now):
            is_open |= retention.run(company, now) > 0
    return is_open


def _make(row: Archive) -> None:
    made = person_archive.write if row.kind == "person" else whole_archive.write
    archives.make(row, lambda path: made(row, path))
