"""One test SMS of the line doctor: from one SIM card of ours to another."""

import asyncio
import sqlite3
from contextlib import suppress
from secrets import token_hex

from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.sms_sending import Sending
from vochi.core.gsm.actions import CancelSms
from vochi.core.gsm.doctor import Seen
from vochi.core.office.line import GsmLine
from vochi.gateways.base import PartIn

#: Seconds for a network to take a text and bring it.
_WITHIN = 120.0


class Letters:
    """Use `send`, one at a time. It goes by the queue, and what comes is kept, like every SMS."""

    def __init__(self, fleet: Fleet, sending: Sending) -> None:
        self._fleet = fleet
        self._sending = sending
        self._awaited: tuple[str, str, asyncio.Event] | None = None
        fleet.hear(PartIn, self._hear)

    async def send(self, caller: GsmLine, called: GsmLine, number: str) -> Seen:
        """`delivered` when it came out of the other card; `voided` when nobody could send it."""
        driver = self._fleet.driver(caller.id)
        if driver is None or not number or "sms" not in driver.abilities:
            return Seen(voided=True)
        word, name = token_hex(4), token_hex(16)
        came = asyncio.Event()
        self._awaited = (called.id, word, came)
        try:
            try:
                code, _ = await self._sending.put(
                    name, number, f"Vochi {word}", origin="doctor", line=caller.id
                )
            except sqlite3.OperationalError:
                return Seen(voided=True)
            if code != "done":
                return Seen(voided=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(_WITHIN):
                    await came.wait()
        finally:
            self._awaited = None
        if not came.is_set():
            # What still waits for its line would cost money and prove nothing later.
            with suppress(sqlite3.OperationalError):
                await self._sending.cancel(CancelSms(id=name))
        return Seen(delivered=came.is_set())

    async def _hear(self, part: PartIn) -> None:
        if self._awaited is None:
            return
        line, word, came = self._awaited
        if part.line == line and word in part.text:
            came.set()
