"""The worker of clients: imports, and looking for doubles. One task of the hub.

It holds nothing that the database has not: killed at any moment, the next one goes on.
"""

import asyncio
import logging

from vochi.hub.clients import doubles, importing
from vochi.hub.companies.models import Company
from vochi.hub.courier import look
from vochi.hub.desk.wake import BELL

log = logging.getLogger("vochi.hub.clients")

#: Seconds between two looks when nobody wakes us.
BEAT = 5.0
_SWEEP_EVERY = 3600
#: Cards are compared a few at a time, and calls come first.
_REST = 0.2


class ClientWorker:
    """Runs till it is cancelled."""

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        loop = asyncio.get_running_loop()
        swept = -_SWEEP_EVERY * 1.0
        with BELL.listen("clients") as bell:
            while True:
                wait = BEAT
                try:
                    is_due = loop.time() - swept > _SWEEP_EVERY
                    if is_due:
                        swept = loop.time()
                    if await look(step, sweep=is_due):
                        wait = _REST
                except Exception:
                    log.exception("imports wait")
                await bell.wait(wait)


def step(*, sweep: bool = False) -> bool:
    """Do what there is to do for every company, once; whether there may be more."""
    is_more = False
    for company in Company.objects.values_list("pk", flat=True):
        if sweep:
            importing.sweep(company)
        is_more |= importing.work(company)
        is_more |= doubles.seek(company) > 0
    return is_more
