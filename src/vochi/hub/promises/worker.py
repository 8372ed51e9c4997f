"""Looks at the clock: tells of what is late, lets go of who never called; one task of the hub."""

import asyncio
import logging

from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.courier import look
from vochi.hub.promises import claims, filling, notices

log = logging.getLogger("vochi.hub.promises")

#: Seconds between two looks.
BEAT = 10.0


class Worker:
    """Runs till it is cancelled. It holds nothing that the database has not."""

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        is_filled = False
        while True:
            try:
                if not is_filled:
                    await look(filling.catch_up)
                    is_filled = True
                await look(self.round)
            except Exception:
                log.exception("promises wait")
            await asyncio.sleep(BEAT)

    @staticmethod
    def round() -> None:
        """One look at every company."""
        for company in Company.objects.values_list("pk", flat=True):
            claims.expire(company, timezone.now())
            notices.tell_late(company)
