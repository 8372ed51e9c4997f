"""The Yeastar driver against the emulated one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from gateways.conformance import Conformance
from gateways.pair import CLIENT, LONG, NUMBERS, ONE, PACE, TWO, Pair, card
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Equipment, GatewayFault, LateAnswer, LoginRefused, MaybeSent, PartIn
from vochi.gateways.text.connection import Patience as Speaking
from vochi.gateways.yeastar.driver import Yeastar
from vochi.gateways.yeastar.patience import Patience
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.manager import Manners
from vochi.lab.yeastar.box import Flavour, YeastarBox

#: A stall of the machine must not look like an answer that was lost.
QUICK = Patience(
    Speaking(answer=4.0, silent=6.0, first=0.05, longest=0.2),
    poll=0.05, pace=0.01, sms=4.0, ussd=4.0, late=10.0,
)  # fmt: skip


class YeastarPair(Pair):
    loses = True
    tells_why = False
    box: YeastarBox
    task: asyncio.Task[None]

    def slot(self, line: str) -> Slot:
        return Slot("tg", 1 if line == ONE else 2)

    async def power_off(self) -> None:
        await self.box.power_off()

    async def power_on(self) -> None:
        await self.box.power_on()

    async def swap(self, line: str, other: SimCard | None) -> None:
        self.box.swap(self.slot(line).number, other)

    def lose_answer(self) -> None:
        self.box.manager.manners.is_mute = True


@asynccontextmanager
async def yeastar_pair(
    flavour: Flavour | None = None,
    password: str = "secret",
    patience: Patience = QUICK,
    *,
    echoes: bool = True,
    waits: bool = True,
) -> AsyncIterator[YeastarPair]:
    pair = YeastarPair(Radio(asyncio.get_running_loop().time, pace=PACE))
    for line in (ONE, TWO):
        pair.radio.insert(pair.slot(line), card(line))
    manners = Manners(password="secret", echoes=echoes)
    async with YeastarBox("tg", 2, pair.radio, flavour, manners) as pair.box:
        gateway = Gateway(
            id="tg", name="TG200", kind="yeastar", slots=2, address="127.0.0.1",
            port=pair.box.manager.port,
        )  # fmt: skip
        lines = tuple(
            GsmLine(id=name, name=name, operator="A1", gateway="tg", slot=slot)
            for name, slot in ((ONE, 1), (TWO, 2))
        )
        driver = Yeastar(Equipment(gateway, lines, {"web.tg": password}), pair.tell, patience)
        pair.driver = driver
        task = pair.task = asyncio.create_task(driver.run())
        try:
            if waits:
                await pair.ready()
            yield pair
            assert not task.done() or task.cancelled()
            assert (*pair.box.failures, *pair.radio.failures) == ()
        finally:
            await pair.radio.end()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


class TestYeastar(Conformance):
    """As its document says."""

    @pytest.fixture
    async def pair(self) -> AsyncIterator[Pair]:
        async with yeastar_pair() as pair:
            yield pair


class TestOther(Conformance):
    """Firmware that counts parts from 0, tells ports, gives no ids and does not echo ours."""

    @pytest.fixture
    async def pair(self) -> AsyncIterator[Pair]:
        flavour = Flavour(first=0, place="GsmPort", ids=False, bom=True)
        async with yeastar_pair(flavour, echoes=False) as pair:
            yield pair


@pytest.mark.parametrize("first", [0, 1])
async def test_parts_are_counted_from_one(first: int):
    async with yeastar_pair(Flavour(first=first)) as pair:  # type: ignore[arg-type]
        await pair.radio.sms(CLIENT, NUMBERS[ONE], LONG)
        await pair.until(lambda: "".join(each.text for each in pair.of(PartIn)) == LONG)
        parts = pair.of(PartIn)
        assert [each.part for each in parts] == list(range(1, len(parts) + 1))
        assert {(each.parts, each.ref) for each in parts} == {(len(parts), parts[0].ref)}


async def test_a_wrong_password_is_told():
    async with yeastar_pair(password="guess", waits=False) as pair:
        await pair.until(lambda: pair.of(LoginRefused))
        assert pair.of(LoginRefused) == [LoginRefused(gateway="tg", address="127.0.0.1")]
        assert not any(each.online for each in pair.driver.reports())


async def test_what_is_told_late():
    async with yeastar_pair(patience=replace(QUICK, sms=0.1)) as pair:
        pair.radio.pace = 0.2
        with pytest.raises(MaybeSent) as fault:
            await pair.driver.send_sms(ONE, CLIENT, "hello")
        await pair.until(lambda: pair.of(LateAnswer))
        assert pair.of(LateAnswer)[0].handle == fault.value.handle
        assert pair.of(LateAnswer)[0].sent


async def test_a_question_does_not_keep_an_sms_waiting(monkeypatch: pytest.MonkeyPatch):
    async with yeastar_pair() as pair:
        asked, sent, answer = asyncio.Event(), asyncio.Event(), pair.radio.ussd

        async def ussd(slot: Slot, code: str) -> object:
            asked.set()
            await sent.wait()
            return await answer(slot, code)

        monkeypatch.setattr(pair.radio, "ussd", ussd)
        asking = asyncio.create_task(pair.driver.ussd(ONE, "*100#"))
        await asked.wait()
        await pair.driver.send_sms(TWO, CLIENT, "meanwhile")
        assert not asking.done()
        sent.set()
        assert "20.00" in (await asking).text


async def test_what_has_come_is_told_before_the_end():
    """An SMS lies nowhere else: an office that is published meanwhile must not lose it."""
    async with yeastar_pair() as pair:
        came, gate = asyncio.Event(), asyncio.Event()

        async def hold(_: object) -> None:
            came.set()
            await gate.wait()

        pair.hold = hold
        await pair.radio.sms(CLIENT, NUMBERS[ONE], "hello")
        await came.wait()
        pair.task.cancel()
        await asyncio.sleep(0.05)
        assert not pair.task.done()
        gate.set()
        await asyncio.wait({pair.task})
        assert [each.text for each in pair.of(PartIn)] == ["hello"]


@pytest.mark.parametrize(
    "garbage",
    [
        b"", b"\x00\xff" * 5000, b"x" * 300_000, b"Event: " * 100_000, b"a: b\r\n" * 100_000,
        b"Response: Success\r\n\r\n" * 50 + b"Event: ReceivedSMS\r\n\r\n" * 50,
        b"Response: Success\r\n\r\nEvent: ReceivedSMS\r\nGsmSpan: 999999999999999999999\r\n\r\n",
        b"Event: ReceivedSMS\r\nGsmSpan: 2\r\nIndex: -1\r\nTotal: x\r\nContent: %zz%FF%\r\n\r\n",
    ],
)  # fmt: skip
async def test_garbage_ends_nothing(garbage: bytes):
    async with yeastar_pair() as pair:
        manager = pair.box.manager
        manager.manners.garbage = garbage
        await pair.power_off()
        await pair.power_on()
        await asyncio.sleep(0.4)
        with pytest.raises(GatewayFault):
            await pair.driver.send_sms(ONE, CLIENT, "hello")
        manager.manners.garbage = None
        await pair.power_off()
        await pair.power_on()
        await pair.ready()
        await pair.driver.send_sms(ONE, CLIENT, "again")
        assert [each[2] for each in pair.radio.sent] == ["again"]
