"""One party's side of one call: when it rang, answered and ended, what it heard and got keyed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from vochi.lab.hearing import Hearing
from vochi.lab.voice import PAUSE, Gone, Voice

Role = Literal["calls", "is called"]

#: How a side ended, for people: what the network told with the hang-up (Q.850).
CAUSES = {
    1: "not found", 3: "no route", 16: "normal", 17: "busy", 18: "no reply", 19: "no answer",
    20: "offline", 21: "rejected", 26: "answered elsewhere", 27: "out of order",
    31: "normal, unspecified", 34: "no line", 38: "network failure", 42: "congestion",
    127: "failed",
}  # fmt: skip


class NotInTimeError(AssertionError):
    """Something that was waited for did not happen; the text holds the timeline."""


@dataclass(eq=False)
class Side:
    """Times are seconds of the lab's clock, None while it did not happen.

    `pressed_at` is when the last key that it pressed went up: that is when a key acts.
    """

    party: str
    role: Role
    number: str
    began_at: float
    clock: Callable[[], float]
    note: Callable[[str, str], None]
    timeline: Callable[[float], str]
    news: asyncio.Condition
    heard_file: Path
    early_file: Path
    caller: str = ""
    name: str = ""
    line: str | None = None
    rang_at: float | None = None
    answered_at: float | None = None
    pressed_at: float | None = None
    ended_at: float | None = None
    cause: int | None = None
    keys: str = ""
    voice: Voice | None = None
    unique_id: str = ""
    _pick_up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def live(self) -> bool:
        """The side has not ended."""
        return self.ended_at is None

    @property
    def talking(self) -> bool:
        """Answered and not ended."""
        return self.answered_at is not None and self.live

    @property
    def hearing(self) -> Hearing:
        """What it heard since the answer."""
        return Hearing(self.heard_file, self.answered_at or self.began_at)

    @property
    def early(self) -> Hearing:
        """What a caller heard before the answer: ring-back or a voice of the network."""
        return Hearing(self.early_file, self.began_at)

    async def until_answered(self, within: float = 15) -> None:
        """Wait till the call is answered."""
        await self._until(lambda: self.answered_at is not None, "be answered", within)

    async def until_ended(self, within: float = 30) -> None:
        """Wait till the call is over on this side."""
        await self._until(lambda: not self.live, "end", within)

    def answer(self) -> None:
        """Pick up now, whatever the behaviour says."""
        self._pick_up.set()

    async def until_picked_up(self, after: float | None) -> None:
        """Return at `after` seconds, or earlier when `answer` is called; None: only then."""
        try:
            async with asyncio.timeout(after):
                await self._pick_up.wait()
        except TimeoutError:
            return

    async def hang_up(self) -> None:
        """End the call from this side and wait till it is over here."""
        if not self.live:
            return
        self.note(self.party, "hangs up")
        # A call that was made a moment ago has no channel yet.
        await self._until(lambda: self.voice is not None, "begin", 5)
        await self._voice().hang_up()
        await self.until_ended(10)

    async def press(self, keys: str) -> None:
        """Press keys in the call."""
        self.note(self.party, f"presses {keys}")
        await self._voice().press(keys)
        self.pressed_at = self.clock() - PAUSE

    async def transfer(self, uri: str) -> None:
        """Send the other side to `uri` with a REFER; this side is over when it has gone well."""
        self.note(self.party, f"transfers to {uri}")
        try:
            status = await self._voice().transfer(uri)
        except Gone:
            # The office may end this leg before it has told how the transfer went.
            return
        self.note(self.party, f"learns of the transfer: {status}")
        if status == "SUCCESS":
            await self.hang_up()

    async def dialog(self) -> str:
        """This call as a header Replaces names it to the other side, as part of an address."""
        name, ours, theirs = [
            await self._voice().variable(f"CHANNEL(pjsip,{what})")
            for what in ("call-id", "local_tag", "remote_tag")
        ]
        return quote(f"{name};to-tag={theirs};from-tag={ours}", safe="")

    async def sound(self, tone: int) -> None:
        """Change the tone of this side; 0 is silence."""
        await self._voice().sound(tone)

    async def changed(self) -> None:
        """Wake those who wait for this side."""
        async with self.news:
            self.news.notify_all()

    def _voice(self) -> Voice:
        if self.voice is None:
            raise NotInTimeError(
                f"{self.party} has no channel in this call\n{self.timeline(self.began_at)}"
            )
        return self.voice

    async def _until(self, fact: Callable[[], bool], what: str, within: float) -> None:
        try:
            async with asyncio.timeout(within), self.news:
                await self.news.wait_for(lambda: fact() or not self.live)
        except TimeoutError:
            pass
        if not fact():
            state = "ended" if not self.live else "goes on"
            raise NotInTimeError(
                f"the call of {self.party} ({self.number}) did not {what} in {within} s: "
                f"it {state}\n{self.timeline(self.began_at)}"
            )
