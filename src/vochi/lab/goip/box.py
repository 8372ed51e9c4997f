"""An emulated GoIP: as many lines as it has slots, one case around them."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Protocol

from vochi.lab.goip.commands import Commands
from vochi.lab.goip.dialogue import Dialogue
from vochi.lab.goip.flavour import Flavour, Weather
from vochi.lab.goip.line import Account, GoipLine
from vochi.lab.goip.page import Page
from vochi.lab.goip.wire import Address
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.lifetime import Lifetime
from vochi.lab.tasks import Tasks

_PACKET = re.compile(r"(\w+) (\S+)(?: |\n?$)")
_DIALOGUE = {"MSG", "PASSWORD", "SEND", "DONE"}


class SipSide(Protocol):
    """What the box does to its SIP side and to calls; the lab's Asterisk plays that."""

    def is_registered(self, line: str) -> bool:
        """The line is registered in the office."""
        ...

    async def drop(self, line: str) -> None:
        """End the call of a line."""
        ...

    async def switch(self, line: str, *, on: bool) -> None:
        """Register a line, or take it back: the box goes on or off."""
        ...


class NoSip:
    """A box without calls, for those who try drivers alone."""

    def is_registered(self, line: str) -> bool:
        """Always."""
        return bool(line)

    async def drop(self, line: str) -> None:
        """There is no call."""

    async def switch(self, line: str, *, on: bool) -> None:
        """Nothing to register."""


class GoipBox(Lifetime):
    """Use as `async with GoipBox('goip', accounts, server, radio) as box:`.

    `server` is where its lines send keepalives and events; `at` its own address. `web_port` is
    where its page is, `telnet_port` a service that some firmware has (0: it has not).
    """

    def __init__(
        self,
        gateway: str,
        accounts: Sequence[Account],
        server: Address,
        radio: Radio,
        flavour: Flavour | None = None,
        *,
        at: str = "127.0.0.1",
        web_port: int = 0,
        sip: SipSide | None = None,
    ) -> None:
        self.gateway = gateway
        self.radio = radio
        self.flavour = flavour or Flavour()
        self.weather = Weather()
        self.at = at
        self.boots = 0
        self.web_port, self.telnet_port = web_port, 0
        self._sip = sip or NoSip()
        self._failures: list[BaseException] = []
        self._hanging: set[GoipLine] = set()
        self._tasks = Tasks(self._failures.append)
        self.lines = tuple(
            GoipLine(
                Slot(gateway, account.number), account, server, radio=radio,
                flavour=self.flavour, weather=self.weather, tasks=self._tasks,
                is_voip=self._sip.is_registered, heard=self._heard,
            )
            for account in accounts
        )  # fmt: skip
        self.dialogues = {each: Dialogue(each, self._tasks) for each in self.lines}
        self._commands = {each: Commands(each, self, self._tasks) for each in self.lines}
        self._page = Page(self)

    @property
    def failures(self) -> tuple[BaseException, ...]:
        """What broke in the emulator itself."""
        return (*self._failures, *self._page.failures)

    def line(self, account: str) -> GoipLine:
        """A line by its id."""
        return next(each for each in self.lines if each.account.id == account)

    async def _begin(self, stack: AsyncExitStack) -> None:
        stack.push_async_callback(self._tasks.end)
        # The office may be gone by then: nothing is taken back there.
        stack.push_async_callback(self._silence)
        await self._power_on()
        self.web_port, self.telnet_port = await self._page.open(stack)

    # --- power

    async def power_off(self) -> None:
        """Dead: every line is silent, every call cut."""
        was_on = self.is_on
        self._hanging.clear()
        await self._silence()
        for line in self.lines if was_on else ():
            await self._sip.drop(line.account.id)
            await self._sip.switch(line.account.id, on=False)

    async def _silence(self) -> None:
        for line in self.lines:
            await line.stop()
            self.dialogues[line].reset()

    async def power_on(self) -> None:
        """Alive again, counting from 1."""
        await self._power_on()
        for line in self.lines:
            await self._sip.switch(line.account.id, on=True)

    async def _power_on(self) -> None:
        self.boots += 1
        for line in self.lines:
            if not line.is_on:
                await line.start(self.at)

    @property
    def is_on(self) -> bool:
        """Some line is alive."""
        return any(line.is_on for line in self.lines)

    async def hang(self, account: str) -> None:
        """A line hangs: it is silent, and the box does what it is told no more; power cures it."""
        line = self.line(account)
        self._hanging.add(line)
        await line.stop()
        self.dialogues[line].reset()
        await self._sip.drop(account)
        await self._sip.switch(account, on=False)

    async def reboot(self) -> None:
        """`Device`: off, and on after it has started."""
        if self._hanging:
            return
        await self.power_off()
        await asyncio.sleep(self.flavour.boot_seconds)
        await self.power_on()

    async def restart_module(self, line: GoipLine) -> None:
        """`Device`."""
        if line in self._hanging:
            return
        line.set_module(on=False)
        await self.drop_call(line)
        await asyncio.sleep(self.flavour.module_seconds)
        line.set_module(on=True)

    async def drop_call(self, line: GoipLine) -> None:
        """`Device`."""
        await self._sip.drop(line.account.id)

    def calm(self, account: str) -> None:
        """A line's firmware and weather as they were in the beginning."""
        line = self.line(account)
        line.weather.clear()
        line.flavour = self.flavour

    def set_flavour(self, flavour: Flavour) -> None:
        """Another firmware for all lines from now on; ports stay as they are."""
        self.flavour = flavour
        for line in self.lines:
            line.flavour = flavour

    # --- cards

    async def swap(self, number: int, card: SimCard | None) -> SimCard | None:
        """Another card into a slot while it runs: a LOGOUT is seen in between, then the new one."""
        slot = Slot(self.gateway, number)
        old = self.radio.remove(slot)
        line = next(each for each in self.lines if each.slot == slot)
        line.beat()
        if card is not None:
            await asyncio.sleep(self.flavour.keepalive)
            self.radio.insert(slot, card)
            line.beat()
        return old

    # --- what servers say

    def _heard(self, line: GoipLine, text: str, source: Address) -> None:
        if source[0] != line.server[0]:
            return
        found = _PACKET.match(text)
        if found is None:
            return
        verb, sid = found.groups()
        rest = text[found.end() :]
        if verb in _DIALOGUE:
            self.dialogues[line].heard(verb, sid, rest, source)
        else:
            self._commands[line].heard(verb, sid, rest, source)
