"""Power is cut under a GoIP and comes back: it boots, its lines log in again (S04)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from box.conftest import until
from box.gsm.world import LINES, World, office
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.repair import Repairs
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import CutPower
from vochi.gateways.workshop import Workshop
from vochi.lab.goip.box import GoipBox
from vochi.lab.goip.flavour import Flavour
from vochi.lab.goip.line import Account
from vochi.lab.gsm.radio import Radio
from vochi.lab.ports import free_udp
from vochi.lab.sockets.plug import Plug
from vochi.lab.sockets.sonoff import SonoffPlug
from vochi.lab.sockets.tasmota import TasmotaPlug

KEYS = {f"sms.{line}": f"key of {line}" for line in LINES}


@pytest.fixture
async def radio() -> AsyncIterator[Radio]:
    radio = Radio(lambda: 0.0)
    yield radio
    await radio.end()


@pytest.mark.parametrize("kind", ["tasmota", "sonoff"])
async def test_a_gateway_boots_again(
    scribe: Scribe, radio: Radio, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vochi.box.gsm.repair.OFF_SECONDS", 1.5)
    port = free_udp()
    accounts = [Account(slot, line, KEYS[f"sms.{line}"]) for slot, line in enumerate(LINES, 1)]
    box = GoipBox(
        "goip", accounts, ("127.0.0.1", port), radio, Flavour(keepalive=0.3, boot_seconds=0.5)
    )
    power: list[bool] = []
    tasks: list[asyncio.Task[None]] = []

    def on_power(on: bool) -> None:
        power.append(on)
        tasks.append(asyncio.create_task(box.power_on() if on else box.power_off()))

    plug: Plug = (
        TasmotaPlug(on_power, tenth=0.01) if kind == "tasmota" else SonoffPlug(on_power, second=0.1)
    )
    workshop = Workshop("127.0.0.1", port)
    async with plug, box:
        world = World(scribe, office(plug.port))
        socket = world.office.sockets[0].model_copy(
            update={"kind": kind, "device": getattr(plug, "device", "")}
        )
        world.office = world.office.model_copy(update={"sockets": (socket,)})
        fleet = Fleet(workshop, lambda: world.office, lambda: KEYS)
        repairs = Repairs(
            scribe, world.clock, lambda: world.office, lambda: KEYS,
            fleet=fleet, health=world.health, actions=world.actions,
        )  # fmt: skip
        jobs = [asyncio.create_task(work) for work in (workshop.run(), fleet.run(), repairs.run())]

        def counts() -> list[int]:
            return [report.count or 0 for report in fleet.reports().values() if report.online]

        try:
            await until(lambda: len(counts()) == 3 and min(counts()) >= 3)
            code, _ = await world.actions.execute(CutPower(socket="plug", by="anna"))
            assert code == "done"
            assert power == [False, True]
            await asyncio.gather(*tasks)
            assert box.boots == 2
            # They count from the beginning: it is another life.
            await until(lambda: len(counts()) == 3 and max(counts()) < 100 and min(counts()) >= 1)
            assert [each.ok for each in await world.entries()] == [False, True]
            if isinstance(plug, SonoffPlug):
                assert plug.pulse == "off"
        finally:
            for job in jobs:
                job.cancel()
                with suppress(asyncio.CancelledError):
                    await job
