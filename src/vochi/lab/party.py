"""People of the lab: those with a phone on a desk, and those outside."""

from typing import Protocol

from vochi.lab.behaviour import RINGS, Behaviour
from vochi.lab.side import Side


class Exchange(Protocol):
    """What a party needs of the city to call somebody."""

    async def call_from_phone(self, phone: "Phone", to: str) -> Side:
        """From a desk, over the office."""
        ...

    async def call_from_outside(
        self, subscriber: "Subscriber", to: str, line: str | None, dialled: str = ""
    ) -> Side:
        """From a network, to a number of the office."""
        ...

    async def set_registered(self, phone: "Phone", registered: bool) -> None:
        """Register, or take the registration back."""
        ...


class Party:
    """Somebody with a tone of his own; `sides` are his calls, oldest first."""

    def __init__(self, key: str, tone: int, behaviour: Behaviour) -> None:
        self.key = key
        self.tone = tone
        self.behaviour = behaviour
        self.sides: list[Side] = []

    @property
    def busy(self) -> bool:
        """In a call now, ringing included."""
        return any(side.live for side in self.sides)

    @property
    def last(self) -> Side:
        """The newest call."""
        return self.sides[-1]

    def behave(self, behaviour: Behaviour) -> None:
        """From the next call on."""
        self.behaviour = behaviour


class Phone(Party):
    """A device on a desk, by its account. Rings unless told otherwise; busy while in a call.

    `display_name` is what it puts into From beside its account.
    """

    def __init__(self, city: Exchange, account: str, tone: int) -> None:
        super().__init__(account, tone, RINGS)
        self.account = account
        self.display_name = ""
        self._city = city

    async def call(self, to: str) -> Side:
        """Dial; returns at once, the call goes on by itself."""
        return await self._city.call_from_phone(self, to)

    async def unplug(self) -> None:
        """Take the registration back; the office learns at once."""
        await self._city.set_registered(self, registered=False)

    async def plug(self) -> None:
        """Register again."""
        await self._city.set_registered(self, registered=True)


class Subscriber(Party):
    """Somebody with a mobile or city number (E.164), outside; an empty number is a hidden one.

    `name` is what the network sends as his name: any text.
    """

    def __init__(
        self, city: Exchange, number: str, name: str, tone: int, behaviour: Behaviour
    ) -> None:
        super().__init__(number or "hidden", tone, behaviour)
        self.number = number
        self.name = name
        self._city = city

    async def call(self, to: str, *, line: str | None = None, dialled: str = "") -> Side:
        """Call a number of the office, or, where it is not known, the line by its id.

        `dialled` is another number, whose operator sends the call on to `to`.
        """
        return await self._city.call_from_outside(self, to, line, dialled)
