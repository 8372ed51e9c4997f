"""How long it takes from nothing to the first answered call: `vochi up` on an empty home, the steps
of the first run over the API, emulated phones and an emulated operator, real SIP and audio.

People need time to think and to type: of the ten minutes the machine may take three, on a machine
that does other things beside; alone it takes less than one.
"""

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from vochi.core.office.document import Office, Secrets
from vochi.home import Home
from vochi.lab.bare import LAB_ADDRESSES
from vochi.lab.behaviour import answers
from vochi.lab.city import City
from vochi.lab.desk import Desk
from vochi.lab.places import move_trunks, surround
from vochi.lab.ports import free_udp, free_udp_range
from vochi.lab.running import Running
from vochi.lab.stand import free_settings, own_tree

pytestmark = pytest.mark.asyncio(loop_scope="session")

NUMBER = "+375173000000"
TRUNK: dict[str, Any] = {
    "kind": "trunk", "id": "city", "name": "Городской", "operator": "Белтелеком",
    "numbers": [NUMBER], "channels": 2, "host": "127.0.0.1", "username": "office",
}  # fmt: skip
COMPANY = {"name": "Кофейня", "country": "BY", "area_code": "17", "language": "ru",
           "time_zone": "Europe/Minsk"}  # fmt: skip
PEOPLE = [{"name": "Ирина Коваль", "extension": "120"}, {"name": "Олег Сорока", "extension": "121"}]


async def cli(home: Home, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "vochi.cli", *words, "--home", str(home.root),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 0
    return told.decode().strip()


async def until_step(desk: Desk, step: str, within: float = 60) -> dict[str, Any]:
    """The first run as soon as a step of it is done."""
    deadline = time.monotonic() + within
    while True:
        start: dict[str, Any] = await desk.get("/start")
        if {"id": step, "state": "done"} in start["steps"]:
            return start
        assert time.monotonic() < deadline, (step, start)
        await asyncio.sleep(0.2)


async def until_running(desk: Desk, version: int, within: float = 60) -> None:
    """The engine runs a version of the office."""
    deadline = time.monotonic() + within
    while (await desk.get("/office/state"))["running"] != version:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def password_of(desk: Desk, account: str) -> str:
    told: dict[str, str] = await desk.post(f"/devices/{account}/reveal", {})
    return told["password"]


@pytest.mark.timeout(300)
async def test_the_machine_takes_less_than_three_minutes(tmp_path: Path) -> None:
    tree = await asyncio.to_thread(own_tree)
    home, settings = Home(tmp_path / "home"), free_settings()
    home.save(settings)
    lab_port, rtp = free_udp(LAB_ADDRESSES), free_udp_range(400)
    async with AsyncExitStack() as stack:
        running = Running(home, tmp_path)
        stack.push_async_callback(running.stop)
        began = time.monotonic()
        web = await running.start()
        up = time.monotonic()
        await cli(home, "account", "create", "owner", "--role", "owner")
        desk = await stack.enter_async_context(
            Desk(web, await cli(home, "token", "create", "owner"))
        )
        start = await desk.get("/start")
        assert (start["needed"], start["version"]) == (True, 0)

        await desk.put("/start", {"revision": 0, "step": "company"})
        await desk.post("/start/company", {"company": COMPANY})
        await desk.post("/start/people", {"people": PEOPLE})
        bare = Office.model_validate({**await desk.get("/office"), "lines": [TRUNK]})
        line = move_trunks(bare, lab_port).lines[0]
        secrets = {"city": "password-of-the-operator"}
        await desk.put(
            "/office/parts/lines/city",
            {"value": line.model_dump(mode="json"), "secrets": {"passwords": secrets}},
        )
        secrets |= {account: await password_of(desk, account) for account in ("120", "121")}

        # What people do with their hands: the printed settings are typed into the phones.
        office = Office.model_validate(await desk.get("/office"))
        server = (settings.listen, settings.sip_port)
        outside = surround(office, Secrets(passwords=secrets), server, lab_port, rtp)
        # A phone that is refused once tries again a minute later.
        await until_running(desk, (await desk.get("/office/state"))["published"])
        city = await stack.enter_async_context(City(outside, tmp_path / "lab", tree))
        await city.register_all()
        await until_step(desk, "phones")
        await until_step(desk, "lines")
        shop = {"template": "shop", "answers": {"hours": []}, "is_published": True}
        made = await desk.post("/start/scheme", shop)
        assert made["ok"]
        await until_running(desk, made["version"])

        city.phones["120"].behave(answers(1.0))
        client = city.subscriber("+375291112233")
        side = await client.call(NUMBER)
        await side.until_answered(30)
        done = await until_step(desk, "call")
        took = time.monotonic() - began
        assert done["calls"]["outside"]["by"] == "Ирина Коваль"
        await side.hang_up()

        inside = await city.phones["121"].call("120")
        await inside.until_answered(20)
        await inside.hang_up()
        print(f"first run: up {up - began:.1f} s, first answered call {took:.1f} s")
        assert took < 180
        assert city.failures() == ()
