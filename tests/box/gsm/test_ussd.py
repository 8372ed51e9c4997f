"""USSD by the real driver: menus, one dialogue a line, nothing said that is not in the journal."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from box.conftest import until
from box.gsm.cards import Cards
from vochi.box.journal import Journal
from vochi.core.gsm.actions import AskUssd, EndUssd
from vochi.lab.gsm.card import Menu, Slot


async def test_a_menu_is_walked_and_every_turn_is_kept(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        code, facts = await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        assert (code, facts["menu"]) == ("done", True)
        assert "Номер и тариф" in str(facts["text"])
        dialogue = str(facts["dialogue"])
        code, facts = await cards.do(
            AskUssd(line="a1-1", code="2", dialogue=dialogue, by="anna")
        )  # fmt: skip
        assert (code, facts["menu"], facts["dialogue"]) == ("done", True, dialogue)
        code, facts = await cards.do(
            AskUssd(line="a1-1", code="1", dialogue=dialogue, by="anna")
        )  # fmt: skip
        assert (code, facts["menu"]) == ("done", False)
        assert facts["text"] == "Ваш номер: +375296000001"
        turns = [(it["state"], it["by"]) for it in await cards.entries("ussd")]
        assert [state for state, _ in turns] == ["asked", "menu", "asked", "menu", "asked", "done"]
        assert {by for _, by in turns} == {"anna"}
        assert {it["id"] for it in await cards.entries("ussd")} == {dialogue}
        # It is over.
        told = await cards.do(AskUssd(line="a1-1", code="1", dialogue=dialogue, by="anna"))
        assert told == ("too_late", {})
        assert cards.rooms.ussd.is_free("a1-1")


async def test_one_dialogue_a_line(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        _, facts = await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        assert (await cards.do(AskUssd(line="a1-1", code="*100#", by="boris")))[0] == "busy"
        # Another line is another network.
        assert (await cards.do(AskUssd(line="mts-1", code="*100#", by="boris")))[0] == "done"
        # One's own menu stands in nobody's way.
        code, _ = await cards.do(AskUssd(line="a1-1", code="*100#", by="anna"))
        assert code == "done"
        closed = await cards.until_entry("ussd", lambda it: it["state"] == "closed")
        assert closed["id"] == facts["dialogue"]


async def test_two_at_once_are_one(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        asked = [AskUssd(line="a1-1", code="*100#", by=who) for who in ("anna", "boris")]
        told = await asyncio.gather(*map(cards.do, asked))
        assert sorted(code for code, _ in told) == ["busy", "done"]


async def test_a_person_ends_a_dialogue_or_it_ends_by_itself(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        _, facts = await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        wrong = EndUssd(line="a1-1", dialogue="0123")
        assert await cards.do(wrong) == ("too_late", {})
        end = EndUssd(line="a1-1", dialogue=str(facts["dialogue"]))
        assert await cards.do(end) == ("done", {})
        assert cards.rooms.ussd.is_free("a1-1")
        await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        cards.clock.pass_time(seconds=121)
        # Nobody need wait for the look: whoever comes finds the way free.
        code, _ = await cards.do(AskUssd(line="a1-1", code="*100#", by="boris"))
        assert code == "done"


async def test_what_cannot_be_asked(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        assert (await cards.do(AskUssd(line="none", code="*100#")))[0] == "no_line"
        for setting in ("**21*80291234567*11#", "**04*1234*4321*4321#"):
            assert (await cards.do(AskUssd(line="a1-1", code=setting)))[0] == "service_code"
        mine = cards.radio.card(Slot("goip", 1))
        assert mine is not None
        mine.faults.add("no_ussd")
        code, _ = await cards.do(AskUssd(line="a1-1", code="*100#"))
        assert code == "refused"
        failed = await cards.until_entry("ussd", lambda it: it["state"] == "failed")
        assert failed["why"] == "refused"
        mine.faults.discard("no_ussd")
        assert (await cards.do(AskUssd(line="a1-1", code="*100#")))[0] == "done"
        await cards.goip.line("mts-1").stop()
        cards.rooms.fleet.report("mts-1")
        await cards.publish(cards.office.model_copy(update={"gateways": ()}))  # type: ignore[union-attr]
        assert (await cards.do(AskUssd(line="mts-1", code="*100#")))[0] == "no_line"


async def test_a_hung_question_is_given_up_when_a_person_says_so(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        mine = cards.radio.card(Slot("goip", 1))
        assert mine is not None
        mine.faults.add("ussd_silent")
        asking = asyncio.create_task(cards.do(AskUssd(line="a1-1", code="*100#", by="anna")))
        asked = await cards.until_entry("ussd", lambda it: it["state"] == "asked")
        told = await cards.do(EndUssd(line="a1-1", dialogue=asked["id"]))
        assert told == ("done", {})
        assert (await asyncio.wait_for(asking, 10))[0] == "no_answer"
        await cards.until_entry("ussd", lambda it: it["state"] == "closed")
        assert cards.rooms.ussd.is_free("a1-1")


async def test_a_box_that_was_killed_closes_what_stood(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        _, facts = await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        await cards.restart()
        closed = await cards.until_entry("ussd", lambda it: it["state"] == "closed")
        assert (closed["id"], closed["why"]) == (facts["dialogue"], "restarted")
        assert (await cards.do(AskUssd(line="a1-1", code="*100#", by="boris")))[0] == "done"
        await cards.restart()
        closed_ones = [it for it in await cards.entries("ussd") if it["state"] == "closed"]
        assert len(closed_ones) == 1


async def test_nothing_is_said_that_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Cards(tmp_path) as cards:

        def full(*_: object) -> None:
            raise sqlite3.OperationalError("disk full")

        with monkeypatch.context() as broken:
            broken.setattr(Journal, "write", full)
            with pytest.raises(sqlite3.OperationalError):
                await cards.do(AskUssd(line="a1-1", code="*100#", by="anna"))
        said = [text for _, text in cards.goip.line("a1-1").seen if text.startswith("USSD")]
        assert said == []
        assert (await cards.do(AskUssd(line="a1-1", code="*100#", by="anna")))[0] == "done"


async def test_hostile_answers_stay_text(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        mine = cards.radio.card(Slot("goip", 1))
        assert mine is not None
        wild = "${SHELL(reboot)}\x07<b>;DONE 5\n'\"|" + "я" * 1400
        mine.ussd["*100#"] = Menu(wild)
        code, facts = await cards.do(AskUssd(line="a1-1", code="*100#"))
        assert code == "done"
        assert str(facts["text"]).startswith("${SHELL(reboot)}\x07<b>")
        assert len(str(facts["text"])) <= 3000


async def test_what_the_network_says_by_itself(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        cards.radio.push(Slot("goip", 1), "Вы подключили услугу; 1,00 руб.")
        told = await cards.until_entry("ussd", lambda it: it["state"] == "pushed")
        assert (told["line"], told["text"]) == ("a1-1", "Вы подключили услугу; 1,00 руб.")
        for n in range(70):
            cards.radio.push(Slot("goip", 1), f"реклама {n}")
        line = cards.goip.line("a1-1")
        pushed = lambda: sum(text.startswith("USSN") for _, text in line.seen)  # noqa: E731
        await until(lambda: pushed() >= 71 * 2)
        assert len([it for it in await cards.entries("ussd") if it["state"] == "pushed"]) <= 60
