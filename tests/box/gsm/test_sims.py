"""The map of SIM cards, by the real driver: who is where, and what the journal says of it."""

from pathlib import Path

import pytest

from box.conftest import until
from box.gsm.cards import ANNA, LINES, Cards, card, office
from vochi.core.office.gateway import Gateway
from vochi.lab.gsm.card import CallMoment, Slot


async def test_each_slot_is_told_once_and_a_restart_tells_nothing(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        for line in LINES:
            body = await cards.until_entry("sim", lambda it, line=line: it["line"] == line)
            assert body["iccid"] == card(line).iccid
            assert (body["online"], body["registered"], body["swapped_from"]) == (True, True, "")
        await cards.until_entry("gateway", lambda it: it["online"])
        learnt = await cards.until_entry("number", lambda it: it["line"] == "a1-1")
        assert learnt["number"] == ANNA
        assert cards.rooms.sims.number("a1-1") == ANNA
        await cards.rooms.sims.look()
        kinds = ("sim", "gateway", "number")
        before = [await cards.entries(kind) for kind in kinds]
        await cards.restart()
        await cards.rooms.sims.look()
        assert [await cards.entries(kind) for kind in kinds] == before
        assert cards.rooms.sims.number("a1-1") == ANNA


async def test_a_swap_is_seen_by_the_card_not_by_the_slot(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1")
        old, new = card("a1-1"), card("a1-1", 2)
        # Out and in again is no swap.
        cards.swap("a1-1", None)
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1" and not it["iccid"])
        cards.swap("a1-1", old)
        await until(lambda: cards.rooms.sims.iccid("a1-1") == old.iccid)
        await cards.rooms.sims.look()
        assert "sim.swapped" not in cards.alarms()
        cards.swap("a1-1", new)
        told = await cards.until_entry("sim", lambda it: bool(it["swapped_from"]))
        assert (told["line"], told["iccid"]) == ("a1-1", new.iccid)
        assert told["swapped_from"] == old.iccid
        await until(lambda: "sim.swapped" in cards.alarms())
        (alarm,) = cards.rooms.alarms["sims"]
        assert alarm.facts == {
            "line": "a1-1", "name": "A1-1", "old": old.iccid, "new": new.iccid,
        }  # fmt: skip
        # The alarm outlives the box, and is over after a day; the swap is told once.
        await cards.restart()
        await until(lambda: "sim.swapped" in cards.alarms())
        cards.clock.pass_time(hours=25)
        await cards.rooms.sims.look()
        assert "sim.swapped" not in cards.alarms()
        swaps = [it for it in await cards.entries("sim") if it["swapped_from"]]
        assert len(swaps) == 1


async def test_a_swap_while_the_box_was_dead_is_a_swap(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.until_entry("sim", lambda it: it["line"] == "mts-1")
        await cards.rooms.kill()
        cards.swap("mts-1", card("mts-1", 2))
        cards.rooms = type(cards.rooms)(cards)
        told = await cards.until_entry("sim", lambda it: bool(it["swapped_from"]))
        assert told["swapped_from"] == card("mts-1").iccid


async def test_signal_alone_is_told_at_most_every_ten_minutes(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        mine = next(it for it in cards.radio.cards.values() if it.number == ANNA)
        first = await cards.until_entry("sim", lambda it: it["line"] == "a1-1")
        assert first["signal"] == -113 + 2 * mine.signal
        mine.signal = 5
        await until(lambda: (it := cards.rooms.sims.seen("a1-1")) is not None and it.signal == -103)
        await cards.rooms.sims.look()
        told = [it["signal"] for it in await cards.entries("sim") if it["line"] == "a1-1"]
        assert told == [first["signal"]]
        cards.clock.pass_time(minutes=11)
        await cards.until_entry("sim", lambda it: it["signal"] == -103)


async def test_a_call_is_told_and_keeps_the_line_from_being_asked(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1")
        cards.radio.call_changed(Slot("goip", 1), CallMoment("out", "talking", ANNA))
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1" and it["call"] != "idle")
        assert not cards.rooms.sims.is_idle("a1-1")
        assert cards.rooms.sims.is_idle("mts-1")


async def test_another_office_keeps_the_driver_unless_it_is_about_it(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        driver = cards.rooms.fleet.of_gateway("goip")
        await cards.publish(office(a1_1={"name": "Другое имя", "policy": {"day_sms": 5}}))
        assert cards.rooms.fleet.of_gateway("goip") is driver
        await cards.publish(office(a1_1={"slot": 7}))
        assert cards.rooms.fleet.of_gateway("goip") is not driver
        await cards.publish(office().model_copy(update={"gateways": ()}))
        assert cards.rooms.fleet.of_gateway("goip") is None
        assert cards.rooms.fleet.driver("a1-1") is None
        two = (Gateway(id="goip", name="Шлюз"), Gateway(id="two", name="Второй"))
        await cards.publish(office().model_copy(update={"gateways": two}))
        assert cards.rooms.fleet.of_gateway("two") is not None


async def test_what_another_room_found_out_is_in_the_entry(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.until_entry("gateway", lambda it: it["online"])
        cards.rooms.sims.gateways.describe(
            "goip", firmware="1.1-67", warnings=("gateway.backdoor",)
        )
        told = await cards.until_entry("gateway", lambda it: bool(it["warnings"]))
        assert (told["online"], told["firmware"]) == (True, "1.1-67")


async def test_who_does_not_speak_is_offline(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1")
        await cards.until_entry("gateway", lambda it: it["online"])
        await cards.rooms.kill()
        await cards.goip.power_off()
        # Dead since before the box began: at first nobody is blamed.
        cards.rooms = type(cards.rooms)(cards)
        await until(lambda: cards.rooms.sims.seen("a1-1") is not None)
        await cards.rooms.sims.look()
        assert [it["online"] for it in await cards.entries("gateway")] == [True]
        cards.clock.pass_time(seconds=101)
        gone = await cards.until_entry("sim", lambda it: it["line"] == "a1-1" and not it["online"])
        assert gone["iccid"] == card("a1-1").iccid
        await cards.until_entry("gateway", lambda it: not it["online"])
        await cards.goip.power_on()
        await cards.until_online()
        told = [it["online"] for it in await cards.entries("gateway")]
        assert told[:3] == [True, False, True]
        swaps = [it for it in await cards.entries("sim") if it["swapped_from"]]
        assert swaps == []


async def test_a_driver_that_is_gone_leaves_its_lines_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Cards(tmp_path) as cards:
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1" and it["online"])
        monkeypatch.setattr(cards.rooms.workshop, "make", lambda *_: None)
        await cards.publish(office(a1_1={"slot": 3}))
        assert cards.rooms.fleet.driver("a1-1") is None
        for _ in range(3):
            cards.clock.pass_time(seconds=101)
            await cards.rooms.sims.look()
        await cards.until_entry("sim", lambda it: it["line"] == "a1-1" and not it["online"])
