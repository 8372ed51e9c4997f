"""Forwarding by `CallForward`: registers one reason, erases all of them at once.

So that one is erased, what else the network has is asked for before, and set anew. The device
takes an order before the network has answered: what was ordered is asked for in the end.
"""

import asyncio
import re

from vochi.core.gsm.message import same_number
from vochi.core.office.sim import ForwardReason
from vochi.gateways.base import GatewayFault
from vochi.gateways.dinstar.api import DinstarApi
from vochi.gateways.dinstar.patience import Patience
from vochi.gateways.dinstar.reading import REASONS

_PHONE = re.compile(r"\+?[0-9]{2,20}")


class Forwarding:
    """Raises GatewayFault; one order to the device at a time."""

    def __init__(self, api: DinstarApi, patience: Patience) -> None:
        self._api = api
        self._patience = patience
        self._lock = asyncio.Lock()

    async def ask(self, port: int) -> dict[ForwardReason, str]:
        """What the network has, by reason; what is not set is not there."""
        async with self._lock:
            return await self._ask(port)

    async def set(self, port: int, reason: ForwardReason, to: str) -> None:
        """`to` empty: not any more."""
        if to and not _PHONE.fullmatch(to):
            raise GatewayFault("refused", "number")
        async with self._lock:
            if to:
                await self._api.order(port, "CallForward", REASONS[reason], to)
                wanted = {reason: to}
            else:
                wanted = await self._ask(port)
                if wanted.pop(reason, None) is None:
                    return
                await self._api.order(port, "CallForward", "CancelAll")
                for other, where in wanted.items():
                    await self._api.order(port, "CallForward", REASONS[other], where)
            found = await self._ask(port)
        if any(not same_number(found.get(key, ""), where) for key, where in wanted.items()):
            raise GatewayFault("refused", "the network has not set it")
        if not to and reason in found:
            raise GatewayFault("refused", "the network has not erased it")

    async def _ask(self, port: int) -> dict[ForwardReason, str]:
        await self._api.order(port, "CheckCallForward")
        for _ in range(self._patience.checks):
            await asyncio.sleep(self._patience.check)
            told = await self._api.forwards(port)
            if told is not None:
                return {
                    reason: told[word].strip()
                    for reason, word in REASONS.items()
                    if _PHONE.fullmatch(told.get(word, "").strip())
                }
        raise GatewayFault("no_answer", "what is forwarded")
