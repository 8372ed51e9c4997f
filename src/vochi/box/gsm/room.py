"""One room of the house of gateways: what falls in it is begun again, the box goes on."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog

from vochi.box.alarm import Alarm, TellAlarms
from vochi.box.patience import Patience

log = structlog.get_logger()

_WELL_AFTER = 60.0


async def keep(
    name: str,
    work: Callable[[], Awaitable[None]],
    tell_alarms: TellAlarms,
) -> None:
    """Run `work` until cancelled; one that ends or falls is begun again after 1, 2 ... 60 s.

    An alarm stands from the first fall on, until a life of it has lasted 60 s.
    """
    waiting = Patience(first=1.0, longest=60.0)
    over: asyncio.TimerHandle | None = None
    while True:
        began = monotonic()
        try:
            await work()
            why = "ended"
        except Exception as fault:
            why = _innermost(fault)
            log.exception("gsm_room_failed", room=name)
        if over is not None:
            over.cancel()
        if monotonic() - began > _WELL_AFTER:
            waiting.reset()
        tell_alarms((Alarm(code="gsm.room_failed", facts={"room": name, "why": why[:200]}),))
        await waiting.wait()
        over = asyncio.get_running_loop().call_later(_WELL_AFTER, tell_alarms, ())


def _innermost(fault: BaseException) -> str:
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return repr(fault)
