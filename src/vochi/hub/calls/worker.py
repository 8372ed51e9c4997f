"""Builds the sets of days that are over, a few at a time, while the hub runs."""

import asyncio
import logging

from vochi.hub.calls import days
from vochi.hub.companies.models import Company
from vochi.hub.courier import look

log = logging.getLogger("vochi.hub.calls")

#: Seconds between two looks: a day that changed is searched call by call till then.
BEAT = 60.0
#: Between two builds others may write.
_BREATH = 0.2


class Builder:
    """Runs till it is cancelled."""

    async def run(self) -> None:
        """Go on for ever; a fault of ours is logged and the next look tries again."""
        while True:
            wait = BEAT
            try:
                if await look(_build):
                    wait = _BREATH
            except Exception:
                log.exception("days wait for their sets")
            await asyncio.sleep(wait)


def _build() -> int:
    return sum(
        days.build_missing(number) for number in Company.objects.values_list("pk", flat=True)
    )
