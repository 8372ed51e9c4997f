"""The lab's networks, judged by their own rules."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from vochi.lab.gsm.alphabet import split
from vochi.lab.gsm.card import CallMoment, Part, Report, SimCard, Slot, UssdRefused
from vochi.lab.gsm.radio import Radio

ONE, TWO = Slot("goip", 1), Slot("goip", 2)
ANNA, BORIS, CLIENT = "+375296000001", "+375297000003", "+375291112233"


class Ear:
    """A modem that notes what comes; `deaf` has no room for SMS."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.reports: list[Report] = []
        self.deaf = False

    def received(self, part: Part) -> bool:
        if not self.deaf:
            self.parts.append(part)
        return not self.deaf

    def reported(self, report: Report) -> None:
        self.reports.append(report)

    def pushed(self, text: str) -> None: ...

    def call_changed(self, moment: CallMoment) -> None: ...


@contextmanager
def city() -> Iterator[tuple[Radio, Ear, Ear]]:
    radio = Radio(lambda: 0.0, pace=0.001)
    ears = Ear(), Ear()
    for slot, ear, number, operator in (
        (ONE, ears[0], ANNA, "A1"), (TWO, ears[1], BORIS, "МТС"),
    ):  # fmt: skip
        radio.attach(slot, ear)
        radio.insert(slot, SimCard(f"8937501{slot.number}", "25701", number, operator, 1234))
    yield radio, *ears
    assert radio.failures == []


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("", [0]), ("a" * 160, [160]), ("a" * 161, [153, 8]), ("€" * 80, [80]),
        ("a" * 152 + "€" + "b" * 7, [152, 8]), ("ы" * 70, [70]), ("ы" * 71, [67, 4]),
        ("😀" * 35, [35]), ("ы" * 66 + "😀" + "ы" * 4, [66, 5]),
    ],
)  # fmt: skip
def test_texts_are_cut_as_the_air_wants_them(text: str, sizes: list[int]) -> None:
    assert [len(each) for each in split(text)] == sizes
    assert "".join(split(text)) == text


async def test_a_long_text_comes_once_and_is_reported_part_by_part() -> None:
    with city() as (radio, anna, _):
        done = await radio.send(ONE, "80291112233", "ы" * 150)
        while len(anna.reports) < 3:
            await asyncio.sleep(0.001)
        assert [sms.text for sms in radio.subscriber_inbox[CLIENT]] == ["ы" * 150]
        assert sorted(each.ref for each in anna.reports) == list(done.refs)
        assert radio.card(ONE).cents == 1234 - 3 * 8  # type: ignore[union-attr]


async def test_a_card_writes_to_a_card_and_the_network_keeps_what_finds_nobody() -> None:
    with city() as (radio, _, boris):
        radio.detach(TWO)
        await radio.sms(ANNA, BORIS, "раз")
        boris.deaf = True
        radio.attach(TWO, boris)
        assert boris.parts == []
        boris.deaf = False
        radio.network_back(TWO)
        await radio.sms(CLIENT, BORIS, "д" * 100, reverse=True)
        assert [each.text for each in boris.parts] == ["раз", "д" * 33, "д" * 67]
        assert [each.text for each in radio.card(TWO).inbox] == ["раз", "д" * 100]  # type: ignore[union-attr]


async def test_what_a_network_refuses_has_its_code() -> None:
    with city() as (radio, anna, _):
        card = radio.card(ONE)
        assert card is not None
        for fault, code in (
            ("no_money", 500), ("barred", 8), ("congested", 42), ("no_network", 331),
        ):  # fmt: skip
            card.faults = {fault}  # type: ignore[arg-type]
            assert (await radio.send(ONE, CLIENT, "а")).code == code
        card.faults = set()
        assert (await radio.send(ONE, "nobody", "а")).code == 304
        radio.remove(ONE)
        assert (await radio.send(ONE, CLIENT, "а")).code == 310
        assert radio.subscriber_inbox[CLIENT] == []
        assert anna.reports == []


async def test_menus_are_dialogues() -> None:
    with city() as (radio, _, _):
        assert "12.34р" in (await radio.ussd(ONE, "*100#", "1")).text  # type: ignore[union-attr]
        menu = await radio.ussd(ONE, "*141#", "2")
        assert menu is not None
        assert menu.menu
        assert (await radio.ussd(ONE, "2", "2")).menu  # type: ignore[union-attr]
        assert await radio.ussd(ONE, "1", "2") == (f"Ваш номер: {ANNA}", False)
        assert (await radio.ussd(ONE, "1", "2")).text == "UNKNOWN APPLICATION"  # type: ignore[union-attr]
        radio.card(ONE).faults.add("no_ussd")  # type: ignore[union-attr]
        with pytest.raises(UssdRefused):
            await radio.ussd(ONE, "*100#")


async def test_forwarding_is_kept_by_the_card_and_money_by_the_network() -> None:
    with city() as (radio, _, _):
        card = radio.card(ONE)
        assert card is not None
        assert await radio.forward(ONE, "busy", "80297000003")
        assert card.forwards["busy"] == (BORIS, 0)
        assert not await radio.forward(ONE, "always", ANNA)
        assert await radio.forward(ONE, "busy", "")
        assert card.forwards == {}
        radio.call_changed(ONE, CallMoment("out", "ended", CLIENT, talked=61))
        assert card.cents == 1234 - 24
