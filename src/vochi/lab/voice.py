"""One channel of the lab's Asterisk, driven from here by commands of async AGI."""

import asyncio
import itertools
from urllib.parse import unquote

from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError
from vochi.engine.frame import Message


class Gone(Exception):  # noqa: N818 - it is what happened, and the usual end of every call
    """The channel hung up before, or while, the command ran."""


_ids = itertools.count(1)
#: Seconds after every key, the last one too; a key lasts half of it.
PAUSE = 0.2
#: Q.850 of what a party answers where there is no SIP.
_CAUSES = {486: 17, 480: 19, 404: 1, 603: 21, 503: 34}


class Voice:
    """Answer, sound, keys, transfer, hang up. Commands run one after another."""

    def __init__(self, ami: Ami, channel: str, unique_id: str) -> None:
        self.channel = channel
        self.unique_id = unique_id
        self.gone = asyncio.Event()
        self.ready = asyncio.Event()
        self._ami = ami
        self._waiting: dict[str, asyncio.Future[str]] = {}

    async def answer(self) -> None:
        """Pick up."""
        await self._do("ANSWER")

    async def ring(self) -> None:
        """Tell the other side that it rings (180)."""
        await self._do("EXEC Ringing")

    async def record(self, file: str) -> None:
        """Write what arrives on this channel."""
        await self._do(f'EXEC MixMonitor ",r({file})"')

    async def sound(self, tone: int) -> None:
        """Sound on one frequency till told otherwise; 0 is silence."""
        await self._do(f"EXEC Playtones {tone}" if tone else "EXEC StopPlaytones")

    async def refuse(self, code: int) -> None:
        """Decline with a SIP code, before the answer only."""
        if self.channel.startswith("PJSIP/"):
            await self._do(f"EXEC PJSIPHangup {code}")
        else:
            # A call that a network sent on to somebody outside: no SIP is between them.
            await self.hang_up(_CAUSES.get(code, 21))

    async def dial(
        self, device: str, caller: str, *, hears: bool = True, is_heard: bool = True
    ) -> str:
        """Call a device and talk with it till one of the two hangs up; Asterisk's DIALSTATUS."""
        await self._do(f'EXEC Set "CALLERID(num)={caller}"')
        for way, is_open in (("in", is_heard), ("out", hears)):
            if not is_open:
                await self._do(f'EXEC Set "MUTEAUDIO({way})=on"')
        await self._do(f'EXEC Dial "{device},120"')
        return await self.variable("DIALSTATUS")

    async def press(self, keys: str) -> None:
        """Send keys at a person's speed: a tenth of a second each, a fifth between."""
        await self._do(f'EXEC SendDTMF "{keys},{PAUSE * 1000:.0f},{PAUSE * 500:.0f}"')

    async def transfer(self, uri: str) -> str:
        """Send the other side to the address with a REFER; how it went, when that is known.

        That is after the new party has answered, or refused: nobody need wait for it.
        """
        await self._do(f'EXEC Transfer "PJSIP/{uri}"')
        return await self.variable("TRANSFERSTATUS")

    async def variable(self, expression: str) -> str:
        """Value of a variable or function of the channel, empty when unset."""
        result = await self._do(f'GET FULL VARIABLE "${{{expression}}}"')
        return result.partition("(")[2].rpartition(")")[0]

    async def hang_up(self, cause: int = 16) -> None:
        """End the call; quiet if it has ended."""
        if not self.gone.is_set():
            try:
                await self._ami.action("Hangup", Channel=self.channel, Cause=str(cause))
            except AmiError:
                # Between the event and our request the other side may have hung up: that is all
                # that can be refused here, and then the end is on its way.
                if not self.gone.is_set():
                    async with asyncio.timeout(5):
                        await self.gone.wait()

    def executed(self, event: Message) -> None:
        """A command has ended."""
        waiting = self._waiting.pop(event.get("CommandId"), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(unquote(event.get("Result")))

    def left(self) -> None:
        """The channel is no more, or no more ours."""
        self.gone.set()
        self.ready.set()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Gone(self.channel))
                waiting.exception()  # whoever still waits gets it; nobody need
        self._waiting.clear()

    async def _do(self, command: str) -> str:
        """Wait till the channel is under our hand (a call of ours: till it is answered), do it."""
        await self.ready.wait()
        if self.gone.is_set():
            raise Gone(self.channel)
        name = f"lab-{next(_ids)}"
        waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[name] = waiting
        try:
            await self._ami.action("AGI", Channel=self.channel, Command=command, CommandID=name)
        except AmiError as refused:
            self._waiting.pop(name, None)
            if self.gone.is_set():
                raise Gone(self.channel) from refused
            # The channel left AGI a moment ago and its event is under way.
            raise Gone(f"{self.channel}: {refused}") from refused
        return await waiting
