"""Outgoing messages in the box: durable before they are said, once, over the right line."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from box.gsm.sms_world import NUMBER, OFFICE, SmsWorld
from vochi.core.gsm.actions import CancelSms, SendSms
from vochi.core.gsm.entries import SmsOrigin
from vochi.core.office.document import Office
from vochi.core.office.policy import Policy
from vochi.core.office.sim import SimPolicy, Tariff
from vochi.core.office.upkeep import SmsPolicy
from vochi.gateways.base import Delivery, LateAnswer, LineReport, PartIn

M1, M2, M3 = ("1" * 32, "2" * 32, "3" * 32)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[SmsWorld]:
    world = SmsWorld(tmp_path / "journal.db")
    await world.start()
    yield world
    await world.kill()


async def send(
    world: SmsWorld, name: str = M1, to: str = NUMBER, text: str = "привет", **more: Any
) -> tuple[str, dict[str, Any]]:
    return await world.actions.execute(SendSms(id=name, to=to, text=text, **more))


async def test_sent_and_delivered(world: SmsWorld) -> None:
    assert await send(world) == ("done", {"parts": 1})
    assert await world.states(M1) == ["queued"]
    await world.look()
    assert world.air.gone == [("a1-1", NUMBER, "привет")]
    said = await world.out(M1)
    assert [each.state for each in said] == ["queued", "sending", "sent"]
    assert (said[1].line, said[1].iccid, said[1].chosen) == ("a1-1", "i-a1-1", "operator")
    assert said[2].ref == "1"
    await world.fleet.tell(Delivery(line="a1-1", ref="1", number=NUMBER, state="trying"))
    for _ in range(2):
        await world.fleet.tell(Delivery(line="a1-1", ref="1", number=NUMBER, state="delivered"))
    assert (await world.states(M1))[3:] == ["delivered"]
    assert world.ami.store == {f"sim/{NUMBER}": "a1-1"}


async def test_one_id_is_one_message(world: SmsWorld) -> None:
    answers = await asyncio.gather(*(send(world) for _ in range(5)))
    assert answers == [("done", {"parts": 1})] * 5
    await world.look()
    assert await send(world) == ("done", {"parts": 1})
    world.clock.move(5)
    await world.look()
    assert len(world.air.gone) == 1
    assert await world.states(M1) == ["queued", "sending", "sent"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "112"}, "bad_number"),
        ({"to": "+375 29"}, "bad_number"),
        ({"to": "909"}, "no_route"),
        ({"to": "+79161234567"}, "no_route"),
        ({"text": "\x00\x01 "}, "empty"),
        ({"text": "я" * 500}, "too_long"),
        ({"line": "nowhere"}, "no_line"),
    ],
)
async def test_what_is_refused_is_not_queued(
    world: SmsWorld, fields: dict[str, str], code: str
) -> None:
    assert (await send(world, **fields))[0] == code
    assert await world.entries() == []


async def test_with_no_gateway_online_it_waits_and_says_why(world: SmsWorld) -> None:
    for line in world.driver.lines:
        world.driver.lines[line] = LineReport(line=line, online=False)
    assert (await send(world))[0] == "done"
    await world.look()
    assert await world.states(M1) == ["queued"]
    world.clock.move(11)
    await world.look()
    assert (await world.out(M1))[-1].why == "no_line"
    world.clock.move(600)
    await world.look()
    assert [each.code for each in world.alarms] == ["sms.stuck"]
    assert await world.states(M1) == ["queued", "queued"]  # not told again and again
    world.driver.lines["mts-1"] = LineReport(line="mts-1", online=True, registered=True)
    await world.look()
    assert world.air.gone == [("mts-1", NUMBER, "привет")]
    world.clock.move(1)
    await world.look()
    assert world.alarms == ()


async def test_the_line_that_the_client_knows(world: SmsWorld) -> None:
    world.ami.store[f"sim/{NUMBER}"] = "mts-1"
    await send(world)
    await world.look()
    assert (await world.out(M1))[1].chosen == "known"
    assert world.air.gone[0][0] == "mts-1"


async def test_the_line_that_was_asked_for(world: SmsWorld) -> None:
    assert await send(world, line="mts-1") == ("done", {"parts": 1, "line": "mts-1"})
    world.driver.lines["mts-1"] = LineReport(line="mts-1", online=True, registered=False)
    await world.look()
    assert world.air.gone == []
    world.driver.lines["mts-1"] = LineReport(line="mts-1", online=True)
    await world.look()
    assert world.air.gone[0][0] == "mts-1"


async def test_paused_and_resting_lines_carry_none(world: SmsWorld) -> None:
    world.ami.store["pause/a1-1"] = "desk"
    world.ami.store["rest/mts-1"] = str(int(world.clock.now().timestamp()) + 100)
    await send(world)
    await world.look()
    assert world.air.gone == []
    world.clock.move(101)
    await world.look()
    assert world.air.gone == [("mts-1", NUMBER, "привет")]


async def test_the_cheapest_line(tmp_path: Path) -> None:
    a1, mts = OFFICE.lines
    lines = (
        a1.model_copy(update={"tariff": Tariff(sms=9), "operator": "Other"}),
        mts.model_copy(update={"tariff": Tariff(sms=5)}),
    )
    world = SmsWorld(tmp_path / "journal.db", OFFICE.model_copy(update={"lines": lines}))
    await world.start()
    await send(world)
    await world.look()
    assert (world.air.gone[0][0], (await world.out(M1))[1].chosen) == ("mts-1", "cheapest")
    await world.kill()


async def test_free_messages_are_used_up_first(tmp_path: Path) -> None:
    a1, mts = OFFICE.lines
    lines = (
        a1.model_copy(update={"tariff": Tariff(sms=9, free_sms=2), "operator": "Other"}),
        mts.model_copy(update={"tariff": Tariff(sms=5)}),
    )
    world = SmsWorld(tmp_path / "journal.db", OFFICE.model_copy(update={"lines": lines}))
    await world.start()
    for number in range(4):
        await send(world, f"{number:032x}", to=f"+37529600000{number}")
        await world.look()
        world.clock.move(70)
        if number == 2:
            await world.kill()
            await world.start()
    assert [line for line, _, _ in world.air.gone] == ["a1-1", "a1-1", "mts-1", "mts-1"]
    world.clock.move(8 * 86_400)  # December
    await send(world, M1, to="+375296000009")
    await world.look()
    assert world.air.gone[-1][0] == "a1-1"
    world.clock.move(70 * 86_400)
    await world.look()
    assert await world.scribe.read(lambda journal: journal.marks("sms.spent:")) == {}
    await world.kill()


async def test_the_daily_limit_of_a_card(tmp_path: Path) -> None:
    lines = (OFFICE.lines[0].model_copy(update={"policy": SimPolicy(day_sms=2)}),)
    world = SmsWorld(tmp_path / "journal.db", OFFICE.model_copy(update={"lines": lines}))
    await world.start()
    for number, name in enumerate((M1, M2, M3)):
        assert (await send(world, name, text=f"{number}"))[0] == "done"
        await world.look()
        world.clock.move(11)
    await world.look()
    assert [text for _, _, text in world.air.gone] == ["0", "1"]
    assert (await world.out(M3))[-1].why == "limit"
    world.driver.lines["a1-1"] = LineReport(line="a1-1", online=True, iccid="another card")
    await world.look()
    assert len(world.air.gone) == 3
    await world.kill()


async def test_one_at_a_time_and_the_pace(world: SmsWorld) -> None:
    for name in (M1, M2, M3):
        await send(world, name, line="a1-1")
    await world.look()
    await world.look()
    assert len(world.air.gone) == 1
    world.clock.move(1)
    await world.look()
    assert len(world.air.gone) == 2
    # the pace holds through a death
    await world.kill()
    await world.start()
    await world.look()
    assert len(world.air.gone) == 2
    world.clock.move(1)
    await world.look()
    assert len(world.air.gone) == 3


async def test_refusals_are_tried_again_later_elsewhere_or_never(world: SmsWorld) -> None:
    world.air.answers = ["other_line", "later", "never"]
    await send(world)
    await world.look()
    world.clock.move(2)
    await world.look()
    said = await world.out(M1)
    assert [each.line for each in said if each.state == "sending"] == ["a1-1", "mts-1"]
    world.clock.move(29)
    await world.look()
    assert len(await world.out(M1)) == len(said)
    world.clock.move(2)
    await world.look()
    last = (await world.out(M1))[-1]
    assert (last.state, last.why, last.code) == ("failed", "gateway", 42)
    assert world.air.gone == []


async def test_unknown_is_never_sent_again(world: SmsWorld) -> None:
    world.air.answers = ["lost"]
    await send(world)
    await world.look()
    for _ in range(5):
        world.clock.move(3600 * 5)
        await world.look()
    assert await world.states(M1) == ["queued", "sending", "unknown"]
    assert world.air.asked == 1
    assert [each.code for each in world.alarms] == ["sms.unknown"]
    assert (await world.actions.execute(CancelSms(id=M1)))[0] == "too_late"
    await send(world, M2)  # a person has looked at it, and written again
    await world.look()
    assert world.alarms == ()


@pytest.mark.parametrize(("sent", "state"), [(True, "sent"), (False, "failed")])
async def test_a_late_answer_settles_it(world: SmsWorld, *, sent: bool, state: str) -> None:
    world.air.answers = ["lost" if sent else "nothing"]
    await send(world)
    await world.look()
    answer = LateAnswer(line="a1-1", handle="h1", number=NUMBER, sent=sent, ref="9")
    await world.fleet.tell(answer)
    await world.fleet.tell(answer)
    await world.fleet.tell(LateAnswer(line="a1-1", handle="h7", number=NUMBER, sent=True))
    assert await world.states(M1) == ["queued", "sending", "unknown", state]
    world.clock.move(1)
    await world.look()
    assert world.alarms == ()


async def test_a_death_while_sending(world: SmsWorld) -> None:
    world.air.answers = ["hang"]
    await send(world)
    await send(world, M2)
    await world.look()
    await world.kill()
    await world.start()
    assert await world.states(M1) == ["queued", "sending", "unknown"]
    world.clock.move(5)
    await world.look()
    assert [text for _, _, text in world.air.gone] == ["привет", "привет"]
    assert await world.states(M2) == ["queued", "sending", "sent"]


async def test_a_report_before_the_answer(world: SmsWorld) -> None:
    world.air.answers = ["hang"]
    await send(world)
    await world.look()
    await world.fleet.tell(Delivery(line="a1-1", ref="4", number="375291234567", state="delivered"))
    await world.kill()
    await world.start()
    assert await world.states(M1) == ["queued", "sending", "sending", "delivered"]


async def test_cancelled_in_the_queue(world: SmsWorld) -> None:
    await send(world)
    assert (await world.actions.execute(CancelSms(id=M1)))[0] == "done"
    assert (await world.actions.execute(CancelSms(id=M1)))[0] == "too_late"
    await world.look()
    assert world.air.gone == []
    assert (await world.out(M1))[-1].why == "cancelled"


async def test_given_up_in_time(world: SmsWorld) -> None:
    world.air.answers = ["later"] * 100
    await send(world)
    for _ in range(26):
        await world.look()
        world.clock.move(3600)
    assert (await world.out(M1))[-1].why == "given_up"
    assert world.air.gone == []


def quiet(office: Office) -> Office:
    policy = SmsPolicy(pace=1, quiet_from="00:00", quiet_to="20:00")
    return office.model_copy(update={"policy": Policy(sms=policy)})


@pytest.mark.parametrize(("origin", "gone"), [("person", 1), ("missed", 0)])
async def test_quiet_hours(world: SmsWorld, origin: SmsOrigin, gone: int) -> None:
    world.office = quiet(OFFICE)
    await send(world, origin=origin)
    await world.look()
    assert len(world.air.gone) == gone
    world.clock.move(8 * 3600)  # 20:00 in Minsk
    await world.look()
    assert len(world.air.gone) == 1
    if not gone:
        assert [each.why for each in await world.out(M1)] == ["", "quiet", "", ""]


async def test_who_asked_for_none_gets_none_that_nobody_wrote(world: SmsWorld) -> None:
    world.office = quiet(OFFICE)
    await send(world, origin="missed")  # waits for the end of the quiet hours
    await world.look()
    await world.fleet.tell(PartIn(line="a1-1", sender="80291234567", text="Стоп!", key="k"))
    await world.look()
    assert (await send(world, M2, origin="missed"))[0] == "opted_out"
    assert await send(world, M3) == ("done", {"parts": 1, "stopped": True})
    await world.kill()
    await world.start()
    assert (await send(world, M2, origin="missed"))[0] == "opted_out"
    await world.look()
    world.clock.move(8 * 3600)
    await world.look()
    assert (await world.out(M1))[-1].why == "opted_out"
    assert len(world.air.gone) == 1
    await world.fleet.tell(PartIn(line="a1-1", sender=NUMBER, text="старт", key="k2"))
    await world.look()
    assert (await send(world, M2, origin="missed"))[0] == "done"


async def test_a_full_disk_sends_nothing_and_loses_nothing(world: SmsWorld) -> None:
    await send(world)
    world.scribe.left = 0
    await world.look()
    assert world.air.asked == 0
    world.scribe.left, world.scribe.is_dead = None, False
    world.clock.move(2)
    await world.look()
    assert len(world.air.gone) == 1


async def test_a_thousand_at_once(world: SmsWorld) -> None:
    names = [f"{number:032x}" for number in range(1000)]
    begun = asyncio.get_running_loop().time()
    answers = await asyncio.gather(*(send(world, name) for name in names))
    took = asyncio.get_running_loop().time() - begun
    assert {code for code, _ in answers} == {"done"}
    assert len({each.body["id"] for each in await world.entries()}) == 1000
    assert took < 100  # 10 SMS/s is the figure


async def test_the_next_start_reads_only_what_it_must(world: SmsWorld) -> None:
    await send(world)
    await world.look()
    world.clock.move(3600 * 80)
    await send(world, M2)
    await world.look()
    floor = await world.scribe.read(lambda journal: journal.mark("sms:floor"))
    assert floor == "3"
    await world.kill()
    await world.start()
    assert world.sms.sending._ledger.outbox.get(M1) is None
    assert world.sms.sending._ledger.outbox.get(M2) is not None
    assert (await send(world))[0] == "done"
    assert len(await world.out(M1)) == 3  # its id is known for ever
