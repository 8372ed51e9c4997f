"""Thirty-two lines at once: nothing lost, nothing in anybody's way, next to no work when idle."""

import asyncio
import time

from gateways.goip.peer import KEY, room
from gateways.test_goip import FLAVOUR
from vochi.gateways.base import LineReport, PartIn
from vochi.gateways.goip.patience import Patience
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.line import Account
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio

NAMES = tuple(f"gsm-{number}" for number in range(1, 33))


def number(slot: int) -> str:
    return f"+37529600{slot:04d}"


async def test_all_lines_write_and_read_at_once():
    radio = Radio(asyncio.get_running_loop().time, pace=0.01)
    async with room(Patience(), NAMES) as made:
        assert made.port.address is not None
        for slot, _ in enumerate(NAMES, start=1):
            iccid = f"8937502{slot:012d}"
            radio.insert(Slot("goip", slot), SimCard(iccid, iccid[:15], number(slot), "A1"))
        accounts = [Account(slot, name, KEY) for slot, name in enumerate(NAMES, start=1)]
        async with GoipBox("goip", accounts, made.port.address, radio, FLAVOUR):
            async with asyncio.timeout(30):
                while not all(each.online for each in made.driver.reports()):
                    await asyncio.sleep(0.01)
            out = [
                made.driver.send_sms(name, f"+37533000{turn:04d}", f"{name} {turn}")
                for name in NAMES
                for turn in range(3)
            ]
            into = [
                radio.sms("+375291112233", number(slot), f"{slot} {turn}")
                for slot in range(1, 33)
                for turn in range(5)
            ]
            await asyncio.gather(*out, *into)
            parts = await made.until(PartIn, 160, within=40)
            assert len({each.key for each in parts}) == 160
            assert len({each.text for each in parts}) == 160
            assert {each[2] for each in radio.sent} == {
                f"{name} {turn}" for name in NAMES for turn in range(3)
            }
            assert len(radio.sent) == 96
    await radio.end()


async def test_keepalives_cost_next_to_nothing():
    """Of one core, for 32 lines that speak every 30 seconds; the figure asked for is 1 %."""
    async with room(Patience(), ("gsm-1",)) as made:
        peer = await made.peer()
        began = time.process_time()
        for _ in range(300):
            assert (await peer.log_in()).endswith("status:200;")
        # Both sides of the wire are in it, the peer's too.
        share = (time.process_time() - began) / 300 * 32 / 30
        assert len(made.of(LineReport)) >= 300
        assert share < 0.01
