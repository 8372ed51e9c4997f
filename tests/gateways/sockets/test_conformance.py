"""One suite for every kind of socket: the emulated device really takes the power and its own timer
brings it back.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from vochi.core.office.gateway import Socket
from vochi.gateways.base import GatewayFault
from vochi.gateways.sockets.make import make_outlet
from vochi.gateways.sockets.outlet import Outlet
from vochi.lab.ports import free_tcp
from vochi.lab.sockets.plug import Plug
from vochi.lab.sockets.sonoff import SonoffPlug
from vochi.lab.sockets.tasmota import TasmotaPlug

PASSWORD = "s3cret &?#% пароль"


@dataclass
class Pair:
    """A device, how to make a driver for it, and when what it feeds had power."""

    plug: Plug
    make: Callable[[str], Outlet]
    power: list[bool] = field(default_factory=list)
    outlets: list[Outlet] = field(default_factory=list)

    def outlet(self, password: str = PASSWORD) -> Outlet:
        self.outlets.append(self.make(password))
        return self.outlets[-1]


def _tasmota(on_power: Callable[[bool], None]) -> Plug:
    return TasmotaPlug(on_power, password=PASSWORD, tenth=0.01)


def _sonoff(on_power: Callable[[bool], None]) -> Plug:
    return SonoffPlug(on_power, device="10000abcde", second=0.1)


@pytest.fixture(params=[_tasmota, _sonoff])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    power: list[bool] = []
    async with request.param(power.append) as plug:
        socket = Socket(
            id="plug", name="Розетка", address="127.0.0.1", port=plug.port,
            kind="tasmota" if isinstance(plug, TasmotaPlug) else "sonoff",
            device="10000abcde",
        )  # fmt: skip
        pair = Pair(plug, lambda password: make_outlet(socket, password), power)
        yield pair
        for outlet in pair.outlets:
            await outlet.close()


async def test_it_tells_how_it_stands(pair: Pair) -> None:
    outlet = pair.outlet()
    assert await outlet.is_on()
    pair.plug.switch(on=False)
    assert not await outlet.is_on()


async def test_power_goes_and_comes_back_by_the_device_itself(pair: Pair) -> None:
    outlet = pair.outlet()
    await outlet.cycle(3)
    await outlet.close()  # who asked is gone
    await pair.plug.until(on=False)
    went = asyncio.get_running_loop().time()
    asked = len(pair.plug.asked)
    await pair.plug.until(on=True)
    assert pair.power == [False, True]
    assert asyncio.get_running_loop().time() - went > 0.25
    assert len(pair.plug.asked) == asked


async def test_power_is_taken_by_the_last_request_only(pair: Pair) -> None:
    """Whatever is lost on the way: nothing takes power before the timer is set."""
    await pair.outlet().cycle(1)
    await pair.plug.until(on=False)
    *before, last = [target for _, target in pair.plug.asked]
    assert "switch" in last or "Backlog" in last
    assert not any("switch" in each or "Backlog" in each for each in before)


async def test_armed_it_is_on_after_a_mains_failure(pair: Pair) -> None:
    outlet = pair.outlet()
    await outlet.arm()
    pair.plug.switch(on=False)
    pair.plug.powered(mains=False)
    pair.plug.powered(mains=True)
    assert await outlet.is_on()


async def test_mains_that_fail_in_the_middle_leave_it_on(pair: Pair) -> None:
    outlet = pair.outlet()
    await outlet.arm()
    await outlet.cycle(2)
    await pair.plug.until(on=False)
    pair.plug.powered(mains=False)
    pair.plug.powered(mains=True)
    assert pair.plug.feeds


async def test_after_a_rest_a_switch_is_a_switch(pair: Pair) -> None:
    outlet = pair.outlet()
    await outlet.cycle(1)
    await pair.plug.until(on=False)
    await pair.plug.until(on=True)
    await outlet.rest()
    pair.plug.switch(on=False)
    assert not await outlet.is_on()
    await asyncio.sleep(0.2)  # longer than its timer was
    assert not await outlet.is_on()


@pytest.mark.parametrize("seconds", [0, -1, 301, 10_000])
async def test_a_timer_out_of_bounds_is_refused_before_anything_is_asked(
    pair: Pair, seconds: int
) -> None:
    with pytest.raises(GatewayFault, match="not_supported"):
        await pair.outlet().cycle(seconds)
    assert pair.plug.asked == []
    assert pair.plug.feeds


async def test_a_device_that_is_not_there_is_offline() -> None:
    for kind in ("tasmota", "sonoff"):
        socket = Socket(id="x", name="x", kind=kind, address="127.0.0.1", port=free_tcp())
        outlet = make_outlet(socket, "")
        with pytest.raises(GatewayFault, match="offline"):
            await outlet.is_on()
        await outlet.close()


async def test_a_deaf_device_gives_no_answer(pair: Pair) -> None:
    pair.plug.deaf = True
    with pytest.raises(GatewayFault, match="no_answer"):
        await pair.outlet().is_on()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"POWER":1.5}',
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + b"[" * 200_000,
    ],
)
@pytest.mark.parametrize("kind", ["tasmota", "sonoff"])
async def test_somebody_else_at_the_address_is_a_fault_and_no_more(kind: str, said: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        socket = Socket.model_validate(
            {"id": "x", "name": "x", "kind": kind, "address": "127.0.0.1", "port": port}
        )
        outlet = make_outlet(socket, "key")
        with pytest.raises(GatewayFault) as told:
            await outlet.is_on()
        assert "key" not in str(told.value)
        await outlet.close()


async def test_tasmota_with_a_wrong_password_moves_nothing() -> None:
    async with TasmotaPlug(password="right") as plug:
        socket = Socket(id="x", name="x", kind="tasmota", address="127.0.0.1", port=plug.port)
        for password in ("wrong", ""):
            outlet = make_outlet(socket, password)
            with pytest.raises(GatewayFault, match="wrong_password"):
                await outlet.cycle(1)
            await outlet.close()
        assert plug.feeds


async def test_tasmota_can_wait_before_it_takes_the_power() -> None:
    async with TasmotaPlug(tenth=0.01) as plug:
        socket = Socket(id="x", name="x", kind="tasmota", address="127.0.0.1", port=plug.port)
        outlet = make_outlet(socket, "")
        await outlet.cycle(1, after=2)
        assert plug.feeds
        await outlet.close()
        began = asyncio.get_running_loop().time()
        await plug.until(on=False)
        assert asyncio.get_running_loop().time() - began > 0.1
        await plug.until(on=True)


async def test_sonoff_is_not_hurried_and_its_errors_are_told() -> None:
    async with SonoffPlug(second=0.1) as plug:
        socket = Socket(
            id="x", name="x", kind="sonoff", address="127.0.0.1", port=plug.port,
            device=plug.device,
        )  # fmt: skip
        outlet = make_outlet(socket, "")
        await asyncio.gather(outlet.arm(), outlet.cycle(1), outlet.is_on())
        await plug.until(on=True)
        assert plug.hurried == 0
        plug.cloud = True
        with pytest.raises(GatewayFault, match="not_supported: error 401"):
            await outlet.is_on()
        plug.cloud = False
        plug.device = "another"
        with pytest.raises(GatewayFault, match="refused: error 404"):
            await outlet.is_on()
        await outlet.close()
