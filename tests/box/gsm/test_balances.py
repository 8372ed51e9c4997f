"""Balances by the real driver: the schedule, what is kept, and alarms."""

from pathlib import Path

import pytest

from box.conftest import until
from box.gsm.cards import ANNA, Cards, card, office
from vochi.core.gsm.actions import AskBalance, AskUssd
from vochi.core.office.sim import OperatorProfile, Question
from vochi.gateways.base import PartIn
from vochi.lab.gsm.card import CallMoment, Menu, SimCard, Slot


def anna(cards: Cards) -> SimCard:
    found = cards.radio.card(Slot("goip", 1))
    assert found is not None
    return found


async def asked(cards: Cards) -> list[str]:
    """Lines asked by schedule, in order."""
    await cards.rooms.balances.look()
    return [it["line"] for it in await cards.entries("balance")]


async def test_a_person_asks_now(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        anna(cards).cents = 1234
        code, facts = await cards.do(AskBalance(line="a1-1"))
        assert code == "done"
        assert (facts["cents"], facts["currency"]) == (1234, "BYN")
        assert str(facts["raw"]).startswith("Баланс:12.34р.")
        (entry,) = await cards.entries("balance")
        assert (entry["cents"], entry["raw"]) == (1234, facts["raw"])
        assert entry["iccid"] == card("a1-1").iccid
        assert (await cards.do(AskBalance(line="none")))[0] == "no_line"
        await cards.publish(office(a1_1={"operator": "Неизвестный"}))
        assert (await cards.do(AskBalance(line="a1-1")))[0] == "not_supported"


async def test_each_card_is_asked_on_its_schedule(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        assert await asked(cards) == []  # the network settles first
        cards.clock.pass_time(minutes=2)
        assert sorted(await asked(cards)) == ["a1-1", "mts-1"]
        cards.clock.pass_time(hours=10)
        assert len(await asked(cards)) == 2
        await cards.restart()
        cards.clock.pass_time(minutes=2)
        assert len(await asked(cards)) == 2  # the journal says when they were asked
        cards.clock.pass_time(hours=2)
        cards.clock.go_to(12)
        assert len(await asked(cards)) == 4


async def test_nobody_is_asked_at_night_or_in_a_call(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.rooms.balances.look()
        cards.clock.go_to(3)
        assert await asked(cards) == []
        cards.clock.go_to(12)
        cards.radio.call_changed(Slot("goip", 1), CallMoment("out", "talking", ANNA))
        await until(lambda: not cards.rooms.sims.is_idle("a1-1"))
        assert await asked(cards) == ["mts-1"]


async def test_what_cannot_be_read_is_kept_and_asked_again(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        anna(cards).ussd["*100#"] = Menu("Запрос принят. Ожидайте SMS")
        code, facts = await cards.do(AskBalance(line="a1-1"))
        assert (code, facts["cents"], facts["why"]) == ("done", None, "no_sum")
        (entry,) = await cards.entries("balance")
        assert (entry["cents"], entry["raw"]) == (None, "Запрос принят. Ожидайте SMS")
        # The SMS that the network promised; a person cannot pretend to be it.
        await cards.rooms.fleet._tell(part("+375291112233", "Баланс 99,99 руб"))
        await cards.rooms.fleet._tell(part("A1", "Ваш баланс 3,21 руб"))
        told = await cards.until_entry("balance", lambda it: it["cents"] is not None)
        assert (told["cents"], told["raw"]) == (321, "Ваш баланс 3,21 руб")
        await cards.rooms.fleet._tell(part("A1", "Баланс 55,00 руб"))
        assert len(await cards.entries("balance")) == 2


def part(sender: str, text: str) -> PartIn:
    return PartIn(line="a1-1", sender=sender, text=text, key=f"{sender}{text}")


async def test_what_failed_is_asked_again_soon_and_then_less_often(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        anna(cards).faults.add("no_ussd")
        await cards.rooms.balances.look()
        cards.clock.pass_time(minutes=2)
        assert (await asked(cards)).count("a1-1") == 1
        assert (await cards.entries("balance"))[0]["why"] == "refused"
        cards.clock.pass_time(minutes=10)
        assert (await asked(cards)).count("a1-1") == 1
        cards.clock.pass_time(minutes=6)
        assert (await asked(cards)).count("a1-1") == 2
        cards.clock.pass_time(minutes=16)
        assert (await asked(cards)).count("a1-1") == 2
        anna(cards).faults.clear()
        cards.clock.pass_time(minutes=50)
        assert (await asked(cards)).count("a1-1") == 3
        assert (await cards.entries("balance"))[-1]["cents"] == 2000


async def test_an_office_s_own_profile_is_used(tmp_path: Path) -> None:
    own = OperatorProfile(
        name="Velcom", balance=Question(code="*555#", pattern=r"всего ([\d,]+)"), currency="BYN"
    )
    async with Cards(tmp_path, office().model_copy(update={"operators": (own,)})) as cards:
        anna(cards).ussd["*555#"] = Menu("Баланс 1,00 руб, всего 7,77")
        _, facts = await cards.do(AskBalance(line="a1-1"))
        assert facts["cents"] == 777


async def test_low_money_and_its_end_are_alarms(tmp_path: Path) -> None:
    told = office(a1_1={"policy": {"low_balance": 300}})
    async with Cards(tmp_path, told) as cards:
        mine = anna(cards)
        for cents in (1000, 800, 600, 400):
            mine.cents = cents
            await cards.do(AskBalance(line="a1-1"))
            cards.clock.pass_time(days=1)
        assert cards.alarms() == {"sim.ends_on"}
        (alarm,) = cards.rooms.alarms["balances"]
        assert alarm.facts["name"] == "A1-1"
        assert alarm.facts["balance"] == "4,00 BYN"
        mine.cents = 200
        await cards.do(AskBalance(line="a1-1"))
        assert cards.alarms() == {"sim.ends_on", "sim.low_balance"}
        # They stand through a restart of the box, without asking anybody.
        await cards.restart()
        await until(lambda: cards.alarms() == {"sim.ends_on", "sim.low_balance"})
        mine.cents = 50_00
        await cards.do(AskBalance(line="a1-1"))
        assert cards.alarms() == set()


async def test_another_card_has_money_of_its_own(tmp_path: Path) -> None:
    told = office(a1_1={"policy": {"low_balance": 300}})
    async with Cards(tmp_path, told) as cards:
        anna(cards).cents = 100
        await cards.do(AskBalance(line="a1-1"))
        assert "sim.low_balance" in cards.alarms()
        cards.swap("a1-1", card("a1-1", 2))
        await until(lambda: cards.rooms.sims.iccid("a1-1") == card("a1-1", 2).iccid)
        assert cards.rooms.balances.ledger("a1-1").points == ()
        await cards.do(AskBalance(line="a1-1"))
        assert "sim.low_balance" not in cards.alarms()


async def test_a_menu_in_the_way_is_no_failure(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        assert (await cards.do(AskBalance(line="a1-1")))[0] == "busy"
        assert await cards.entries("balance") == []


@pytest.mark.parametrize("number", ["", "garbage"])
async def test_the_own_number_is_asked_for_once(tmp_path: Path, number: str) -> None:
    async with Cards(tmp_path) as cards:
        line = cards.goip.line("a1-1")
        # A card that does not know its own number: the network does.
        mine = anna(cards)
        cards.swap("a1-1", SimCard("8937501000000007777", "257010000007777", number, "A1"))
        other = anna(cards)
        assert other is not mine
        other.ussd["*141*2*1#"] = Menu("Ваш номер: +375 29 600-77-77, тариф Смарт")
        await until(lambda: cards.rooms.sims.iccid("a1-1") == other.iccid)
        await cards.rooms.balances.look()
        cards.clock.pass_time(minutes=2)
        await cards.rooms.balances.look()
        told = await cards.until_entry("number", lambda it: it["number"] == "+375296007777")
        assert told["iccid"] == other.iccid
        assert cards.rooms.sims.number("a1-1") == "+375296007777"
        await cards.rooms.balances.look()
        codes = [text for _, text in line.seen if text.startswith("USSD") and "*141*2*1#" in text]
        assert len(codes) == 1
