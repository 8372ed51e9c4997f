"""Calls over lines of a bare office in its city: what no row of the log shows."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from user_events import said_at_last

from vochi.core import tones
from vochi.core.office.document import Office
from vochi.engine.tree import Tree
from vochi.lab.bare import compiled_office, sample_office
from vochi.lab.behaviour import answers
from vochi.lab.city import City
from vochi.lab.overlay import overlay
from vochi.lab.party import Subscriber

OLD = "+375172345678"
CHANGES = {
    "lines": [
        {
            "id": "city",
            "replaces": [{"number": OLD, "to": "+375173000000", "name": "Старый"}],
        }
    ],
    "policy": {"limits": {"person_minutes": 1}},
}


def _office() -> Office:
    return overlay(sample_office(), CHANGES)


@pytest.fixture
async def root() -> AsyncIterator[Path]:
    with TemporaryDirectory(prefix="vochi-out-") as folder:
        yield Path(folder)


async def test_an_old_number_is_told(root: Path, tree: Tree) -> None:
    async with compiled_office(root, tree, office=_office()) as city:
        client = city.subscriber("+375291110001")
        for dialled in (OLD, "", "+375172999999", "${SHELL(id)}"):
            side = await client.call("+375173000000", dialled=dialled)
            await side.until_answered()
            await side.hang_up()
        via = [each.get("via") for each in await said_at_last(root, "V_CALL")]
        assert via == [OLD, "", "", ""]


async def test_what_was_talked_is_counted_and_ends_in_time(root: Path, tree: Tree) -> None:
    """The dialplan alone: no box lives here."""
    async with compiled_office(root, tree, office=_office()) as city:
        conf = root / "office" / "etc" / "asterisk.conf"
        today = time.strftime("%Y%m%d", time.gmtime(time.time() + 3 * 3600))

        def cli(command: str) -> str:
            argv = [*tree.argv(conf), "-rx", command]
            return subprocess.run(argv, capture_output=True, text=True, check=True).stdout

        await asyncio.to_thread(cli, f"database put day 182.{today} 56")
        client = city.subscriber("+375296110002", behaviour=answers(0.2))
        call = await city.phones["182"].call("80296110002")
        await city.until(lambda: any(side.talking for side in client.sides), "talks")
        began = city.clock()
        await client.last.until_ended(20)
        # What was seen late, or done late, by a machine that stood still is not the limit's.
        late = city.stalls.between(call.began_at, city.clock())
        assert city.clock() - began == pytest.approx(4, abs=0.5 + late)
        await call.until_ended(15)
        cut = await said_at_last(root, "V_LIMIT")
        assert cut == [{"what": "day", "ext": "182", "line": "a1-1", "out": "cut"}]
        counted = await asyncio.to_thread(cli, f"database get day 182.{today}")
        assert 60 <= int(counted.split()[-1]) <= 62 + late
        again = await city.phones["182"].call("80296110002")
        await again.until_ended(10)
        assert len(client.sides) == 1
        refused = (await said_at_last(root, "V_LIMIT"))[1:]
        assert refused == [{"what": "day", "ext": "182", "out": "refused"}]


async def test_why_a_transfer_came_back_is_whispered(root: Path, tree: Tree) -> None:
    """Both A1 lines are busy: 180 has his client again within 2 s and hears why meanwhile."""
    async with compiled_office(root, tree, office=sample_office()) as city:
        first, other = await _busy(city)
        phone = city.phones["180"]
        side = phone.last
        city.subscriber("+375296110005")
        began = city.clock()
        transfer = asyncio.create_task(side.transfer(city.office_uri("80296110005")))
        await side.until_ended()
        await city.until(lambda: phone.last is not side and phone.last.talking, "back")
        assert city.clock() - began < 2 + city.stalls.between(began, city.clock())
        await city.stalls.pass_by(3)
        for each in (first.last, other.last):
            await each.hang_up()
        await phone.last.until_ended()
        await transfer
        heard = phone.last.hearing.sound()
        # Somebody speaks over the client's tone: for two seconds it is not alone.
        mixed = [at / whole < 0.97 for whole, at in tones._windows(heard, first.tone) if whole > 0]
        assert sum(mixed) > 20, mixed
        client = first.last.hearing.find(phone.tone)
        assert client.longest_gap < 2 + city.stalls.between(began, city.clock())
        assert await said_at_last(root, "V_XFER") == [
            {"by": "180", "to": "+375296110005", "why": "no_line"}
        ]  # fmt: skip


async def _busy(city: City) -> tuple[Subscriber, Subscriber]:
    """180 talks with a client who called over the first A1, 181 has called out over the second."""
    first = city.subscriber("+375291110003")
    other = city.subscriber("+375296110004", behaviour=answers(0.2))
    city.phones["180"].behave(answers(0.3))
    await first.call("+375296000001")
    # The exchange answers the client before 180 does: it plays music to him.
    await city.until(lambda: any(side.talking for side in city.phones["180"].sides), "180 talks")
    await city.phones["181"].call("80296110004")
    await city.until(lambda: any(side.talking for side in other.sides), "other talks")
    return first, other
