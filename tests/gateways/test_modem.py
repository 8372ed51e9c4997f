"""The driver of modems against an emulated Asterisk: chan_quectel and chan_dongle."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from gateways.conformance import Conformance
from gateways.pair import CLIENT, HOSTILE, NUMBERS, ONE, PACE, TWO, Pair, card
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.gateways.base import Equipment, LateAnswer, LoginRefused, MaybeSent, PartIn
from vochi.gateways.modem.driver import Modem
from vochi.gateways.modem.patience import Patience
from vochi.gateways.text.connection import Patience as Speaking
from vochi.lab.gsm.card import SimCard, Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.manager import Manners
from vochi.lab.modem.box import Flavour, ModemBox

#: A stall of the machine must not look like an answer that was lost.
QUICK = Patience(
    Speaking(answer=4.0, silent=6.0, first=0.05, longest=0.2),
    poll=0.05, sms=4.0, ussd=4.0, late=10.0, twin=0.1,
)  # fmt: skip
FLAVOUR = Flavour(restart_seconds=0.1)


class ModemPair(Pair):
    loses = True
    headers = False
    tells_why = False
    multiline = False
    box: ModemBox

    def slot(self, line: str) -> Slot:
        return Slot("usb", 1 if line == ONE else 2)

    async def power_off(self) -> None:
        await self.box.power_off()

    async def power_on(self) -> None:
        await self.box.power_on()

    async def swap(self, line: str, other: SimCard | None) -> None:
        self.box.swap(line, other)

    def lose_answer(self) -> None:
        self.box.manager.manners.is_mute = True


@asynccontextmanager
async def modem_pair(
    prefix: str = "Quectel",
    flavour: Flavour = FLAVOUR,
    patience: Patience = QUICK,
    password: str = "secret",
    *,
    waits: bool = True,
) -> AsyncIterator[ModemPair]:
    pair = ModemPair(Radio(asyncio.get_running_loop().time, pace=PACE))
    for line in (ONE, TWO):
        pair.radio.insert(pair.slot(line), card(line))
    manners = Manners(password="secret")
    box = ModemBox("usb", (ONE, TWO), prefix, pair.radio, flavour=flavour, manners=manners)
    async with box as pair.box:
        gateway = Gateway(
            id="usb", name="USB", kind="dongle" if prefix == "Dongle" else "quectel", slots=2,
            address="127.0.0.1", port=pair.box.manager.port,
        )  # fmt: skip
        lines = tuple(
            GsmLine(id=name, name=name, operator="A1", gateway="usb", slot=slot)
            for name, slot in ((ONE, 1), (TWO, 2))
        )
        equipment = Equipment(gateway, lines, {"web.usb": password})
        pair.driver = driver = Modem(equipment, pair.tell, prefix, patience)
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


class TestQuectel(Conformance):
    """With ids, and texts as they are."""

    @pytest.fixture
    async def pair(self) -> AsyncIterator[Pair]:
        async with modem_pair() as pair:
            yield pair


class TestDongle(Conformance):
    """Without ids, the exact text first, nothing said of menus."""

    @pytest.fixture
    async def pair(self) -> AsyncIterator[Pair]:
        flavour = replace(FLAVOUR, ids=False, is_exact_first=True, cusd=False)
        async with modem_pair("Dongle", flavour) as pair:
            yield pair


@pytest.mark.parametrize("is_exact_first", [True, False])
async def test_two_events_are_one_sms(is_exact_first: bool):
    async with modem_pair(flavour=replace(FLAVOUR, is_exact_first=is_exact_first)) as pair:
        for _ in range(2):
            await pair.radio.sms(CLIENT, NUMBERS[ONE], HOSTILE[1])
        await pair.until(lambda: len(pair.of(PartIn)) >= 2)
        await asyncio.sleep(0.5)
        assert [each.text for each in pair.of(PartIn)] == [HOSTILE[1]] * 2


async def test_only_lines():
    """A version that has no exact event: empty lines are lost, words are not."""
    async with modem_pair(flavour=replace(FLAVOUR, exact=False)) as pair:
        await pair.radio.sms(CLIENT, NUMBERS[ONE], "one\n\ntwo")
        await pair.until(lambda: pair.of(PartIn))
        assert pair.of(PartIn)[0].text == "one\ntwo"


@pytest.mark.parametrize("cusd", [True, False])
async def test_a_choice_from_a_menu(cusd: bool):
    async with modem_pair(flavour=replace(FLAVOUR, cusd=cusd)) as pair:
        assert (await pair.driver.ussd(ONE, "*141#")).menu
        assert (await pair.driver.ussd(ONE, "2")).menu
        reply = await pair.driver.ussd(ONE, "1")
        assert not reply.menu
        assert NUMBERS[ONE] in reply.text


@pytest.mark.parametrize("ids", [True, False])
async def test_a_late_word_is_of_the_right_sms(ids: bool):
    flavour = replace(FLAVOUR, ids=ids)
    async with modem_pair(flavour=flavour, patience=replace(QUICK, sms=0.1)) as pair:
        pair.radio.pace = 0.2
        with pytest.raises(MaybeSent) as fault:
            await pair.driver.send_sms(ONE, CLIENT, "slow")
        pair.radio.pace = PACE
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        with suppress(MaybeSent):
            await pair.driver.send_sms(ONE, CLIENT, "next")
        await pair.until(lambda: len(pair.inbox(CLIENT)) == 2)
        await pair.until(lambda: pair.of(LateAnswer))
        assert pair.of(LateAnswer)[0].handle == fault.value.handle


async def test_a_wrong_password_is_told():
    async with modem_pair(password="guess", waits=False) as pair:
        await pair.until(lambda: pair.of(LoginRefused))
        assert not any(each.online for each in pair.driver.reports())
