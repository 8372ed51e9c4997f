"""Forwarding by the real driver: as the office says, on whatever card, and only what is ours."""

from pathlib import Path
from typing import Any

from box.conftest import until
from box.gsm.cards import ANNA, BORIS, CITY, QUICK, Cards, card, office
from vochi.core.gsm.actions import AskUssd, EndUssd, RenewForwards
from vochi.core.office.sim import ForwardReason
from vochi.lab.gsm.card import CallMoment, Forwarding, SimCard, Slot

BUSY = {"reason": "busy", "to": BORIS}
LATE = {"reason": "no_reply", "to": CITY, "seconds": 15}


def mine(cards: Cards) -> SimCard:
    found = cards.radio.card(Slot("goip", 1))
    assert found is not None
    return found


def network(cards: Cards) -> dict[ForwardReason, Forwarding]:
    """What the network of the first line has."""
    return dict(mine(cards).forwards)


async def told(cards: Cards) -> list[tuple[str, str, bool, str]]:
    return [
        (it["reason"], it["to"], it["ok"], it["cause"]) for it in await cards.entries("forward")
    ]


def with_forwards(*forwards: dict[str, Any]) -> dict[str, Any]:
    return {"a1_1": {"forwards": list(forwards)}}


async def test_the_network_has_what_the_office_says(tmp_path: Path) -> None:
    async with Cards(tmp_path, office(**with_forwards(BUSY, LATE))) as cards:
        want = {"busy": Forwarding(BORIS, 0), "no_reply": Forwarding(CITY, 15)}
        await until(lambda: network(cards) == want)
        await cards.until_entry("forward", lambda it: it["reason"] == "no_reply" and it["ok"])
        (first, _) = await cards.entries("forward")
        assert first["iccid"] == card("a1-1").iccid
        assert first["version"] == 1
        # Published otherwise: what is not wanted any more is cleared, the rest is left alone.
        await cards.publish(office(**with_forwards(BUSY)))
        await cards.rooms.forwards.look()
        assert network(cards) == {"busy": Forwarding(BORIS, 0)}
        assert (await told(cards))[2:] == [("no_reply", "", True, "office")]
        # A restart of the box tells nothing anew.
        await cards.restart()
        await cards.rooms.forwards.look()
        assert len(await told(cards)) == 3


async def test_what_the_owner_set_by_hand_is_his(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        by_hand = {"unreachable": Forwarding(CITY, 0)}
        mine(cards).forwards.update({"unreachable": Forwarding(CITY, 0)})
        await cards.publish(office(**with_forwards(BUSY)))
        await cards.rooms.forwards.look()
        await cards.publish(office())
        await cards.rooms.forwards.look()
        cards.clock.go_to(4, 40)
        await cards.rooms.forwards.look()
        assert network(cards) == by_hand
        # Only a person may say: just what the office says, and nothing else.
        code, facts = await cards.do(RenewForwards(line="a1-1"))
        assert code == "done"
        assert facts == {"always": "ok", "busy": "ok", "no_reply": "ok", "unreachable": "ok"}
        assert network(cards) == {}
        assert (await told(cards))[-1] == ("unreachable", "", True, "person")


async def test_a_new_card_is_told_and_the_old_one_keeps_its_own(tmp_path: Path) -> None:
    async with Cards(tmp_path, office(**with_forwards(BUSY))) as cards:
        await until(lambda: network(cards) == {"busy": Forwarding(BORIS, 0)})
        old, new = mine(cards), card("a1-1", 2)
        cards.swap("a1-1", new)
        await until(lambda: new.forwards == {"busy": Forwarding(BORIS, 0)})
        told_of = await cards.until_entry("forward", lambda it: it["iccid"] == new.iccid)
        assert told_of["ok"] is True
        # The old card comes into the other slot, whose line forwards nothing: ours is cleared.
        cards.swap("mts-1", old)
        await until(lambda: old.forwards == {})
        cleared = await cards.until_entry("forward", lambda it: it["line"] == "mts-1")
        assert (cleared["iccid"], cleared["to"]) == (old.iccid, "")


async def test_at_night_it_is_set_again(tmp_path: Path) -> None:
    async with Cards(tmp_path, office(**with_forwards(BUSY))) as cards:
        await until(lambda: bool(network(cards)))
        await cards.until_entry("forward", lambda it: it["ok"])
        mine(cards).forwards.clear()  # somebody has typed ##002#
        for hour in (12, 18, 23):
            cards.clock.go_to(hour)
            await cards.rooms.forwards.look()
        assert network(cards) == {}
        nightly = []
        for minute in range(0, 180, 15):
            cards.clock.go_to(3 + minute // 60, minute % 60)
            await cards.rooms.forwards.look()
            nightly.append([cause for *_, cause in await told(cards)].count("nightly"))
        assert network(cards) == {"busy": Forwarding(BORIS, 0)}
        assert nightly[-1] == 1


async def test_a_refusal_is_tried_again_and_told(tmp_path: Path) -> None:
    async with Cards(tmp_path, office()) as cards:
        mine(cards).faults.add("no_forward")
        await cards.publish(office(**with_forwards(BUSY)))
        await cards.rooms.forwards.look()
        assert await told(cards) == [("busy", BORIS, False, "office")]
        assert "sim.forward_failed" not in cards.alarms()
        await cards.rooms.forwards.look()
        assert len(await told(cards)) == 1  # not before a minute has gone
        cards.clock.pass_time(minutes=1.1)
        await cards.rooms.forwards.look()
        assert len(await told(cards)) == 2
        (alarm,) = cards.rooms.alarms["forwards"]
        assert alarm.code == "sim.forward_failed"
        assert (alarm.facts["reasons"], alarm.facts["number"]) == ("busy", BORIS)
        code, facts = await cards.do(RenewForwards(line="a1-1"))
        assert code == facts["busy"] == "refused"
        mine(cards).faults.clear()
        cards.clock.pass_time(minutes=61)
        await cards.rooms.forwards.look()
        assert network(cards) == {"busy": Forwarding(BORIS, 0)}
        assert cards.alarms() == set()


async def test_never_in_a_call(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        cards.radio.call_changed(Slot("goip", 1), CallMoment("in", "talking", ANNA))
        await until(lambda: not cards.rooms.sims.is_idle("a1-1"))
        await cards.publish(office(**with_forwards(BUSY)))
        await cards.rooms.forwards.look()
        assert network(cards) == {}
        cards.radio.call_changed(Slot("goip", 1), CallMoment("in", "ended", ANNA))
        await until(lambda: network(cards) == {"busy": Forwarding(BORIS, 0)})


async def test_not_while_somebody_speaks_with_the_network(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        _, facts = await cards.do(AskUssd(line="a1-1", code="*141#", by="anna"))
        await cards.publish(office(**with_forwards(BUSY)))
        await cards.rooms.forwards.look()
        assert network(cards) == {}
        await cards.do(EndUssd(line="a1-1", dialogue=str(facts["dialogue"])))
        await cards.rooms.forwards.look()
        assert network(cards) == {"busy": Forwarding(BORIS, 0)}


async def test_a_box_killed_in_between_tells_it_again(tmp_path: Path) -> None:
    """The answer is lost with the box: what may be set is known to be ours."""
    async with Cards(tmp_path, office(**with_forwards(BUSY)), flavour=QUICK) as cards:
        await until(lambda: bool(network(cards)))
        await cards.until_entry("forward", lambda it: it["ok"])
        key = f"forwards:{card('a1-1').iccid}"
        # As it stands when the box dies between the word and the answer.
        mark = await cards.rooms.scribe.read(lambda journal: journal.mark(key))
        assert mark is not None
        lost = mark.replace('"ok":true', '"ok":false')
        await cards.rooms.scribe.write(marks={key: lost})
        cards.office = office()
        await cards.restart()
        cards.clock.pass_time(minutes=2)
        await until(lambda: network(cards) == {})


async def test_of_what_is_not_there(tmp_path: Path) -> None:
    async with Cards(tmp_path) as cards:
        assert await cards.do(RenewForwards(line="none")) == ("no_line", {})
        await cards.goip.power_off()
        cards.swap("mts-1", None)
        cards.rooms.fleet.of_gateway("goip")
        await cards.publish(office().model_copy(update={"gateways": ()}))
        assert await cards.do(RenewForwards(line="a1-1")) == ("no_line", {})
