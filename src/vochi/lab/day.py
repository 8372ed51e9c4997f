"""A working day without end for `./vochi demo`: clients call, employees answer, call, do not."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from vochi.lab.behaviour import Behaviour, answers
from vochi.lab.party import Party, Phone
from vochi.lab.side import NotInTimeError, Side
from vochi.lab.stand import Stand

CLIENTS = (
    ("+375296110001", "Наталья Гончар"), ("+375297110002", "Олег Савич"),
    ("+375257110003", ""), ("+375336110004", "Ирина Дубовик"), ("+375446110005", ""),
    ("+375172110006", "ООО «Василёк»"), ("+375291110007", "Пётр Жук"), ("+375295110008", ""),
)  # fmt: skip
#: What clients write; one of them is longer than an SMS.
TEXTS = (
    "Добрый день! Мой заказ готов?", "Перезвоните, пожалуйста", "Ok", "Спасибо!",
    "Здравствуйте, сегодня не успеваю. Можно ли забрать завтра после шести? Если нет, заедет брат.",
)  # fmt: skip
#: These have a card from the start, the others are strangers.
KNOWN = 4
#: Seconds between two calls: short enough to see something, long enough to follow it.
PAUSE = (2.0, 9.0)
TALK = (6.0, 40.0)


Span = tuple[float, float]
P = TypeVar("P", bound=Party)


class Day:
    """The same `seed` throws the same dice. `hands_off` names accounts that real phones took."""

    def __init__(
        self, stand: Stand, seed: int = 1, *, pause: Span = PAUSE, talk: Span = TALK
    ) -> None:
        self._stand = stand
        self._city = stand.city
        self._pause = pause
        self._talks = talk
        self._dice = random.Random(seed)  # noqa: S311 - a play, not a secret
        self.hands_off: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._clients = [
            self._city.subscriber(number, name="" if place < KNOWN else name)
            for place, (number, name) in enumerate(CLIENTS)
        ]

    async def prepare(self) -> None:
        """Cards of the known clients."""
        for number, name in CLIENTS[:KNOWN]:
            if name:
                await self._stand.desk.post("/clients", {"name": name, "phones": [number]})

    async def run(self) -> None:
        """Until cancelled."""
        self._set_habits()
        try:
            while True:
                self._start(self._dice.choices(*self._kinds())[0])
                await asyncio.sleep(self._dice.uniform(*self._pause))
        finally:
            for task in tuple(self._running):
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    def _kinds(self) -> tuple[list[Callable[[], Coroutine[Any, Any, None]]], list[int]]:
        return [
            self._client_calls, self._employee_calls, self._colleague_calls, self._client_writes,
        ], [6, 3, 2, 1]  # fmt: skip

    def _start(self, kind: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(kind())
        self._running.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._city.note("day", f"FAILED: {task.exception()!r}")

    def _set_habits(self) -> None:
        """Everybody is quick or slow today, or away from his desk; the DECT lies in a drawer."""
        for phone in self._phones():
            if phone.account == "180-2":
                continue
            if self._dice.random() < 0.2:
                phone.behave(Behaviour())
            else:
                phone.behave(answers(self._dice.uniform(1.5, 6)))
        for client in self._clients:
            roll = self._dice.random()
            client.behave(
                Behaviour(refuse="busy") if roll < 0.15
                else Behaviour() if roll < 0.3
                else answers(self._dice.uniform(2, 6))
            )  # fmt: skip

    def _phones(self) -> list[Phone]:
        return [
            phone for phone in self._city.phones.values() if phone.account not in self.hands_off
        ]

    async def _client_calls(self) -> None:
        client = self._idle(self._clients)
        if client is None:
            return
        numbers = [line.number for line in self._city.outside.sims if line.number]
        numbers += [number for trunk in self._city.outside.trunks for number in trunk.numbers]
        await self._talk(await client.call(self._dice.choice(numbers)))

    async def _client_writes(self) -> None:
        """An SMS to one of our SIM cards."""
        networks = self._city.networks
        numbers = [
            line.number for line in self._city.outside.sims
            if line.number and networks.routing.card(line.account) is not None
        ]  # fmt: skip
        if numbers:
            client, text = self._dice.choice(self._clients), self._dice.choice(TEXTS)
            await networks.radio.sms(client.number, self._dice.choice(numbers), text)

    async def _employee_calls(self) -> None:
        phone = self._idle(self._phones())
        client = self._idle(self._clients)
        if phone is not None and client is not None:
            await self._talk(await phone.call(client.number))

    async def _colleague_calls(self) -> None:
        phone = self._idle(self._phones())
        if phone is None:
            return
        own = phone.account.partition("-")[0]
        others = [each for each in self._stand.office.people if each.extension != own]
        if others:
            await self._talk(await phone.call(self._dice.choice(others).extension))

    async def _talk(self, side: Side) -> None:
        """Wait for an answer as long as people do, talk, hang up."""
        with contextlib.suppress(NotInTimeError):
            await side.until_answered(self._dice.uniform(12, 30))
            with contextlib.suppress(NotInTimeError):
                await side.until_ended(self._dice.uniform(*self._talks))
        with contextlib.suppress(NotInTimeError):
            await side.hang_up()
        self._set_habits()

    def _idle(self, parties: Sequence[P]) -> P | None:
        free = [party for party in parties if not party.busy]
        return self._dice.choice(free) if free else None
