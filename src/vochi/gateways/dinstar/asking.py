"""USSD over one port: the last words of the network lie there, and nothing says to what question.

So what lay there before is asked for first, and the same words are an answer only after a while.
Whether the network waits for a choice it does not say: the text is read, as with a GoIP.
"""

import asyncio

from vochi.gateways.base import GatewayFault, UssdReply
from vochi.gateways.dinstar.api import DinstarApi
from vochi.gateways.dinstar.patience import Patience
from vochi.gateways.goip.ussd import asks
from vochi.gateways.words import clean, is_code

_LONGEST = 2000


class Asking:
    """One question at a time: a second one is `busy`."""

    def __init__(self, api: DinstarApi, port: int, patience: Patience) -> None:
        self._api = api
        self._port = port
        self._patience = patience
        self._is_asking = False
        self._stands = False

    async def ask(self, code: str) -> UssdReply:
        """Raises GatewayFault."""
        if not is_code(code):
            raise GatewayFault("refused", "code")
        if self._is_asking:
            raise GatewayFault("busy")
        self._is_asking = True
        try:
            if self._stands and code.startswith(("*", "#")):
                await self._cancel()
            return await self._ask(code)
        finally:
            self._is_asking = False

    async def end(self) -> None:
        """Nothing when no menu stands."""
        if self._stands:
            await self._cancel()

    async def _ask(self, code: str) -> UssdReply:
        clock = asyncio.get_running_loop().time
        before = (await self._api.reply(self._port)).strip()
        self._stands = False
        await self._api.say(self._port, code)
        began = clock()
        while clock() - began < self._patience.ussd:
            await asyncio.sleep(self._patience.ussd_poll)
            try:
                text = (await self._api.reply(self._port)).strip()
            except GatewayFault as fault:
                if fault.why == "offline":
                    raise GatewayFault("no_answer", fault.detail) from None
                continue
            if text and (text != before or clock() - began >= self._patience.stale):
                said = clean(text, _LONGEST)
                self._stands = asks(said)
                return UssdReply(text=said, menu=self._stands)
            if not text:
                before = ""
        await self._cancel()
        raise GatewayFault("no_answer")

    async def _cancel(self) -> None:
        self._stands = False
        try:
            await self._api.say(self._port, "", "cancel")
        except GatewayFault:
            return  # the network forgets it by itself
