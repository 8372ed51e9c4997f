"""Keeps figures ready while the hub runs: facts of an old log, days that changed, the letter."""

import asyncio
import logging
from datetime import date, timedelta

from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.courier import look
from vochi.hub.reports import days, letter, planning, rebuild, sights

log = logging.getLogger("vochi.hub.reports")

#: Seconds between two looks; who reads a report sums its days himself, so nothing waits for it.
BEAT = 60.0
#: Days summed in one look, between which others may write.
_DAYS = 20
#: How far back what limited accounts see is counted before they ask: a year and the year before.
_YEARS = timedelta(days=2 * 366)
_EVER = timedelta(days=36_500)


class Worker:
    """Runs till it is cancelled."""

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        while True:
            wait = BEAT
            try:
                if await look(tend):
                    wait = 0.5
            except Exception:
                log.exception("reports wait")
            await asyncio.sleep(wait)


def tend() -> bool:
    """One look at every company; whether there is more to do at once."""
    is_more = False
    for company in Company.objects.values_list("pk", flat=True):
        if not rebuild.is_whole(company):
            rebuild.rebuild(company)
            planning.forget(company)
        today = timezone.now().date()
        # Today's sums change with every call: they are made when somebody reads them.
        yesterday = today - timedelta(days=1)
        done = days.refresh(company, max(date.min, today - _EVER), yesterday, most=_DAYS)
        done = max(done, sights.keep(company, today - _YEARS, yesterday, most=_DAYS))
        is_more = is_more or done == _DAYS
        letter.send_due(company, timezone.now())
    return is_more
