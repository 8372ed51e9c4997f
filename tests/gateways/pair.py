"""A driver and an emulator of its device, and the networks that both of them speak with."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from vochi.gateways.base import Driver, LineReport, News
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio

#: The lines of every pair, with a card each.
ONE, TWO = "gsm-1", "gsm-2"
NUMBERS = {ONE: "+375296000001", TWO: "+375297000003"}
CLIENT, OTHER = "+375291112233", "+375337654321"
#: The radio's times are multiplied by it.
PACE = 0.01
SOON = 20.0

HOSTILE = (
    "a;msg:b;id:evil;password:x",
    'two\nlines\r\nand "quotes", commas',
    "DONE 1\nSEND 2 1 +375290000000",
    "${SHELL} `id` %0a&message=x <script>",
    "[begins with a bracket",
    "Привет! Ёжик 🚀 и ўсё",
    "tab\tand nbsp\u00a0 end ",
)
LONG = "Пункт договора № 7; " * 15


def card(line: str, last: int = 1) -> SimCard:
    """A card for a line; another `last` is another card."""
    digit = "1" if line == ONE else "2"
    return SimCard(
        iccid=f"893750200000000{digit}{last:03d}",
        imsi=f"25701000000{digit}{last:03d}",
        number=NUMBERS[line],
        operator="A1",
    )


class Pair(ABC):
    """A running driver, its emulator, and the networks; `tell` is what the driver tells."""

    #: Whether `lose_answer` can be done to it.
    loses = False
    #: Whether the device joins parts of a long SMS or numbers them; else they come bare.
    headers = True
    #: Whether the device says why an SMS was refused; else any failure may be tried again.
    tells_why = True
    #: Whether a text of several lines can be sent.
    multiline = True
    #: Whether it takes after how many seconds calls go on.
    seconds = True
    driver: Driver

    def __init__(self, radio: Radio) -> None:
        self.radio = radio
        self.told: list[News] = []
        self.hold: Callable[[News], Awaitable[None]] | None = None

    async def tell(self, news: News) -> None:
        """Give it to the driver; `hold` may raise."""
        if self.hold is not None:
            await self.hold(news)
        self.told.append(news)

    @abstractmethod
    def slot(self, line: str) -> Slot:
        """Where the card of a line lies."""

    @abstractmethod
    async def power_off(self) -> None:
        """The device dies at once."""

    @abstractmethod
    async def power_on(self) -> None:
        """It comes back, as after a power cut."""

    @abstractmethod
    async def swap(self, line: str, other: SimCard | None) -> None:
        """Another card, or none, while it runs."""

    def lose_answer(self) -> None:
        """Lose every answer about an SMS from now on; the SMS itself goes."""
        raise NotImplementedError

    def of(self, kind: type) -> list[Any]:
        """What was told of a kind."""
        return [news for news in self.told if isinstance(news, kind)]

    async def until(self, judge: Callable[[], object], within: float = SOON) -> None:
        """Wait till something is so."""
        async with asyncio.timeout(within):
            while not judge():
                await asyncio.sleep(0.01)

    async def report(self, line: str, judge: Callable[[LineReport], object]) -> LineReport:
        """Wait till a line is so."""

        def found() -> list[LineReport]:
            return [each for each in self.driver.reports() if each.line == line and judge(each)]

        await self.until(found)
        return found()[0]

    async def ready(self) -> None:
        """Both lines are there."""
        for line in (ONE, TWO):
            await self.report(line, lambda each: each.online and each.registered is not False)

    def inbox(self, number: str) -> list[str]:
        """What lies on a phone outside."""
        return [sms.text for sms in self.radio.subscriber_inbox[number]]
