"""R1 and R2: the processes of a whole office are killed again and again under talks with sound.

`VOCHI_SIEGE=10` kills each of them ten times; the default is short.
"""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from vochi.lab import tones
from vochi.lab.behaviour import RINGS, answers
from vochi.lab.desk import Row
from vochi.lab.running import Process
from vochi.lab.side import Side
from vochi.lab.stand import Stand
from vochi.lab.tones import Presence

ROUNDS = int(os.environ.get("VOCHI_SIEGE", "2"))
#: Numbers of the sample office: A1 and MTS ring the sales, the second city number rings Vera.
A1, MTS, VERA = "+375296000001", "+375297000003", "+375173000001"
pytestmark = pytest.mark.timeout(120 + 60 * ROUNDS)


class Siege:
    """Talks of one office, and what the log must hold of them."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand

    async def talk(self, number: str, to: str, account: str) -> tuple[Side, Side]:
        """Somebody calls, the phone of `account` answers, both talk."""
        for other in self.stand.city.phones.values():
            other.behave(RINGS)  # whoever answered the call before leaves this one to `account`
        phone = self.stand.city.phones[account]
        phone.behave(answers(0.2))
        rung = len(phone.sides)
        caller = await self.stand.city.subscriber(number).call(to)
        # Music answers before a person does.
        await self.stand.city.until(
            lambda: len(phone.sides) > rung and phone.last.talking and caller.talking,
            f"{account} talks",
        )
        return caller, phone.last

    async def kill(self, process: Process, within: float) -> float:
        """Kill and wait till another stands in; seconds that it took."""
        old = self.stand.running.pid(process)
        self.stand.running.kill(process)
        return await self.stand.running.until_back(process, old, within)

    async def rows(self, number: str, count: int) -> list[Row]:
        """The rows of a caller when there are `count` of them, all over and with their sound."""

        def whole(rows: list[Row]) -> bool:
            return len(rows) == count and all(
                row["state"] == "ended" and row["has_recording"] for row in rows
            )

        return await self.stand.desk.until_calls(whole, 30, q=number)

    def said(self, sides: tuple[Side, Side], number: str, account: str) -> tuple[Presence, ...]:
        """The caller as the phone has heard him, and the phone as the caller has."""
        caller, callee = sides
        city = self.stand.city
        return (
            callee.hearing.find(city.subscriber(number).tone),
            caller.hearing.find(city.phones[account].tone),
        )

    async def heard(
        self, row: Row, number: str, account: str, caller: float, callee: float
    ) -> None:
        """Its recording has each side in its own channel, so many seconds of it."""
        recordings = (await self.stand.desk.call(row["id"]))["recordings"]
        left, right = await self.stand.desk.sound(recordings[0])
        city = self.stand.city
        assert tones.find(left, city.subscriber(number).tone).seconds >= caller
        assert tones.find(right, city.phones[account].tone).seconds >= callee


async def end(sides: Sequence[Side]) -> None:
    for side in sides:
        await side.hang_up()


async def test_kill_9_again_and_again() -> None:
    # pytest's own directories are too deep for the 108 characters of a Unix socket's path.
    with TemporaryDirectory(prefix="vochi-") as root:
        async with Stand(Path(root)) as stand:
            siege = Siege(stand)
            await our_own_processes(siege)
            await asterisk(siege)


async def our_own_processes(siege: Siege) -> None:
    """Two long talks live through every death; short ones are made while a process is dead."""
    loop = asyncio.get_running_loop()
    long = {"+375291110001": (A1, "180"), "+375291110002": (VERA, "182")}
    talks = {number: await siege.talk(number, *to) for number, to in long.items()}
    began, talked = loop.time(), siege.stand.city.clock()
    victims: list[Process] = ["hub", "box"]
    for process in victims * ROUNDS:
        death = asyncio.create_task(siege.kill(process, 15))
        await end(await siege.talk("+375297110003", MTS, "181"))
        took = await death
        assert took <= 10, f"{process} is back late"
    lasted = loop.time() - began
    for number, sides in talks.items():
        assert all(side.talking for side in sides)
        await end(sides)
        account = long[number][1]
        city = siege.stand.city
        heard = siege.said(sides, number, account)
        assert max(each.longest_gap for each in heard) < 0.25
        # What a machine that stands still does not carry, nobody hears.
        late = city.stalls.between(talked, city.clock())
        assert min(each.seconds for each in heard) >= lasted * 0.98 - 1 - late
        (row,) = await siege.rows(number, 1)
        assert row["result"] == "answered"
        # On a loaded machine the recorder skips a frame now and then.
        await siege.heard(row, number, account, *(each.seconds * 0.98 - 1 for each in heard))
    short = await siege.rows("+375297110003", 2 * ROUNDS)
    assert [row["result"] for row in short] == ["answered"] * 2 * ROUNDS


async def asterisk(siege: Siege) -> None:
    """Two talks at each death of the engine end as interrupted, with what was said till then."""
    both = {"+375291110004": (A1, "180"), "+375291110005": (VERA, "182")}
    said: dict[str, list[tuple[Presence, ...]]] = {number: [] for number in both}
    for _ in range(ROUNDS):
        talks = [await siege.talk(number, *to) for number, to in both.items()]
        await siege.stand.city.stalls.pass_by(3)  # so long they talk
        took = await siege.kill("engine", 20)
        assert took <= 15, "Asterisk is back late"
        # No BYE comes from the dead: people put down their phones themselves.
        for (number, (_, account)), sides in zip(both.items(), talks, strict=True):
            await end(sides)
            said[number].append(siege.said(sides, number, account))
            assert min(each.seconds for each in said[number][-1]) > 2
        await siege.stand.until_alive()
    for number, (_, account) in both.items():
        rows = await siege.rows(number, ROUNDS)
        assert [row["result"] for row in rows] == ["interrupted"] * ROUNDS
        # R2: the recording may lack its last second; the newest row comes first.
        for row, heard in zip(rows, reversed(said[number]), strict=True):
            await siege.heard(row, number, account, *(each.seconds - 1.1 for each in heard))
