"""SIM cards against gateways gone mad, and money that a dead box spends."""

from pathlib import Path

import pytest

from box.conftest import until
from box.gsm.cards import ANNA, Cards
from box.gsm.test_doctor import ALWAYS, Clinic
from vochi.box.scribe import Scribe
from vochi.core.gsm.doctor import Seen
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.gateways.base import LineReport


async def test_a_gateway_that_tells_another_number_each_time_fills_no_disk(tmp_path: Path) -> None:
    """So do addresses that change with every keepalive: two networks, or somebody's bad NAT."""
    async with Cards(tmp_path) as cards:
        sims = cards.rooms.sims
        for number in range(400):
            report = LineReport(
                line="a1-1", online=True, iccid="893750100000000000", registered=True,
                number=f"+37529{1000000 + number}", address=f"192.0.2.{number % 250}:{number}",
            )  # fmt: skip
            await sims._hear(report)
            await sims.look()
        for kind in ("number", "gateway", "sim"):
            assert len(await cards.entries(kind)) <= 80, kind  # type: ignore[arg-type]
        # What it says in the end is known all the same, as soon as it says less.
        cards.clock.pass_time(minutes=30)
        await until(lambda: sims.number("a1-1") == ANNA)


class Torn(Clinic):
    """Somebody calls by the line after each first test; or (`is_mortal`) the box dies in it."""

    is_mortal = False

    async def call(self, office: Office, caller: GsmLine, called: GsmLine, expected: str) -> Seen:
        seen = await super().call(office, caller, called, expected)
        if self.is_mortal:
            raise MemoryError("killed")
        self.world.calling = [caller.id, called.id]
        return seen


@pytest.mark.parametrize("is_mortal", [False, True])
async def test_tests_that_come_to_nothing_are_paid_too(scribe: Scribe, is_mortal: bool) -> None:
    clinic = Torn(scribe, day_calls=4, every_hours=1, idle_minutes=0, **ALWAYS)
    clinic.is_mortal = is_mortal
    for _ in range(60):
        clinic.world.calling = []
        clinic.world.clock.at[0] += 60 * 11
        try:
            await clinic.doctor.look()
        except MemoryError:
            clinic.begin()
    assert 0 < len(clinic.called) <= 4
