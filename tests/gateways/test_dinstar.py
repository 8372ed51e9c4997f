"""The Dinstar driver against the emulated one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from gateways.conformance import Conformance
from gateways.pair import CLIENT, NUMBERS, ONE, OTHER, PACE, TWO, Pair, card
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Delivery, Equipment, LateAnswer, LoginRefused, MaybeSent, PartIn
from vochi.gateways.dinstar.driver import Dinstar
from vochi.gateways.dinstar.patience import Patience
from vochi.lab.dinstar.box import DinstarBox, Flavour
from vochi.lab.dinstar.http import Manners
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio

#: A stall of the machine must not look like an answer that was lost.
QUICK = Patience(
    poll=0.05, result=0.02, sms=7.0, late=10.0, ussd=4.0, ussd_poll=0.02, stale=0.4, check=0.15,
    longest_wait=0.2, answer=3.0,
)  # fmt: skip
FLAVOUR = Flavour(module_seconds=0.1)


class DinstarPair(Pair):
    loses = True
    headers = False
    tells_why = False
    seconds = False
    box: DinstarBox

    def slot(self, line: str) -> Slot:
        return Slot("dinstar", 1 if line == ONE else 2)

    async def power_off(self) -> None:
        await self.box.power_off()

    async def power_on(self) -> None:
        await self.box.power_on()

    async def swap(self, line: str, other: SimCard | None) -> None:
        self.box.swap(self.slot(line).number, other)

    def lose_answer(self) -> None:
        self.box.http.manners.mute |= {"/api/send_sms", "/api/query_sms_result"}


@asynccontextmanager
async def dinstar_pair(
    flavour: Flavour = FLAVOUR,
    manners: Manners | None = None,
    password: str = "secret",
    patience: Patience = QUICK,
    *,
    waits: bool = True,
) -> AsyncIterator[DinstarPair]:
    pair = DinstarPair(Radio(asyncio.get_running_loop().time, pace=PACE))
    for line in (ONE, TWO):
        pair.radio.insert(pair.slot(line), card(line))
    manners = manners or Manners(password="secret")
    async with DinstarBox("dinstar", 2, pair.radio, flavour, manners) as pair.box:
        driver = Dinstar(equipment(pair.box.http.port, password), pair.tell, patience)
        pair.driver = driver
        task = asyncio.create_task(driver.run())
        try:
            if waits:
                await pair.ready()
            yield pair
            assert not task.done()
            assert (*pair.box.failures, *pair.radio.failures) == ()
        finally:
            await pair.radio.end()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def equipment(port: int, password: str) -> Equipment:
    gateway = Gateway(
        id="dinstar", name="UC2000", kind="dinstar", slots=2, address="127.0.0.1", port=port
    )
    lines = tuple(
        GsmLine(id=name, name=name, operator="A1", gateway="dinstar", slot=slot)
        for name, slot in ((ONE, 1), (TWO, 2))
    )
    return Equipment(gateway, lines, {"web.dinstar": password})


class TestDinstar(Conformance):
    """As its document says."""

    @pytest.fixture
    async def pair(self) -> AsyncIterator[Pair]:
        async with dinstar_pair() as pair:
            yield pair


async def test_other_firmware():
    """Basic login, long SMS part by part, a reply that stays where it is."""
    flavour = replace(FLAVOUR, joins=False, clears=False)
    async with dinstar_pair(flavour, Manners(auth="basic", password="secret")) as pair:
        assert "20.00" in (await pair.driver.ussd(ONE, "*100#")).text
        assert "20.00" in (await pair.driver.ussd(ONE, "*100#")).text
        await pair.radio.sms(CLIENT, NUMBERS[ONE], "Длинный текст " * 12)
        await pair.until(lambda: len(pair.of(PartIn)) == 3)
        assert "".join(each.text for each in pair.of(PartIn)) == "Длинный текст " * 12


async def test_one_forward_is_erased_and_others_stay():
    async with dinstar_pair() as pair:
        await pair.driver.forward(ONE, "busy", OTHER)
        await pair.driver.forward(ONE, "unreachable", CLIENT)
        await pair.driver.forward(ONE, "busy", "")
        assert await pair.driver.forwards(ONE) == {"unreachable": CLIENT}


async def test_a_wrong_password_is_told():
    async with dinstar_pair(password="guess", waits=False) as pair:
        await pair.until(lambda: pair.of(LoginRefused))
        assert pair.of(LoginRefused) == [LoginRefused(gateway="dinstar", address="127.0.0.1")]
        assert not any(each.online for each in pair.driver.reports())
        assert pair.box.http.asked == []


async def test_a_lost_answer_is_asked_for():
    async with dinstar_pair() as pair:
        pair.box.http.manners.mute.add("/api/send_sms")
        assert (await pair.driver.send_sms(ONE, CLIENT, "once")).ref
        assert [each[2] for each in pair.radio.sent] == ["once"]


async def test_what_is_told_late():
    async with dinstar_pair(patience=replace(QUICK, sms=0.2)) as pair:
        pair.box.http.manners.mute |= {"/api/query_sms_result"}
        with pytest.raises(MaybeSent) as fault:
            await pair.driver.send_sms(ONE, CLIENT, "hello")
        pair.box.http.manners.mute.clear()
        await pair.until(lambda: pair.of(LateAnswer))
        late = pair.of(LateAnswer)[0]
        assert (late.handle, late.sent) == (fault.value.handle, True)
        await pair.until(lambda: pair.of(Delivery))
        assert pair.of(Delivery)[0].ref == late.ref


async def test_a_device_that_counts_anew():
    async with dinstar_pair(patience=replace(QUICK, again=0.2)) as pair:
        for number in range(3):
            await pair.radio.sms(CLIENT, NUMBERS[ONE], f"text {number}")
        await pair.until(lambda: len(pair.of(PartIn)) == 3)
        pair.box.forget()
        await pair.radio.sms(CLIENT, NUMBERS[ONE], "after")
        await pair.until(lambda: len(pair.of(PartIn)) == 4)
        await asyncio.sleep(0.5)
        assert len(pair.of(PartIn)) == 4


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    "garbage",
    [
        b"", b"\x00\xff" * 5000, b"HTTP/1.1 200 OK\r\n\r\n[1, 2]", HEAD + b"[" * 200_000,
        HEAD + b'{"error_code": 1e999, "info": {"port": []}}', HEAD + b"x" * 2_000_000,
        HEAD + b'{"error_code": 200, "info": [7, null, {"port": "0", "reg": {}}],'
        b' "sms": [{"incoming_sms_id": 9, "port": 0, "text": "\\ud800", "number": 5}]}',
        b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="x"\r\nContent-Length: 0\r\n\r\n',
        b'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="", nonce="1", algorithm=X\r\n\r\n',
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    ],
)  # fmt: skip
async def test_garbage_ends_nothing(garbage: bytes):
    async with dinstar_pair() as pair:
        pair.box.http.manners.garbage = garbage
        await asyncio.sleep(0.3)
        with pytest.raises(Exception) as fault:  # noqa: PT011
            await pair.driver.send_sms(ONE, CLIENT, "hello")
        assert type(fault.value).__name__ in {"NotSent", "MaybeSent"}
        pair.box.http.manners.garbage = None
        await pair.ready()
        await pair.driver.send_sms(ONE, CLIENT, "again")
        assert [each[2] for each in pair.radio.sent] == ["again"]
