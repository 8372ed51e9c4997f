"""What the line doctor's calls are for a healthy office, and for clients who call meanwhile."""

from collections.abc import AsyncIterator

import pytest
from practice import Practice, practice

from vochi.core.gsm.doctor import Trial, symptoms
from vochi.engine.tree import Tree
from vochi.lab.gsm.card import Forwarding
from vochi.lab.side import Side


async def test_a_healthy_line_is_well_and_nobody_rings(doctor: Practice) -> None:
    exam = await doctor.examine("a1-1", sms=True)
    assert exam.verdicts() == {"a1-1": None}
    assert exam.calls() == 2
    for trial, (seen,) in exam.seen.items():
        assert symptoms(trial, seen) == frozenset()
        if trial.kind == "call":
            assert seen.heard_by_called
            assert seen.heard_by_caller
            assert seen.shown == seen.expected
    assert exam.results() == {"out": "ok", "in": "ok", "sms_out": "ok", "sms_in": "ok"}
    await doctor.city.until_quiet()
    assert not any(phone.sides for phone in doctor.city.phones.values())
    events = [row["EventType"] for row in doctor.rows()]
    assert events.count("V_TEST") == 2
    assert "V_CALL" not in events
    assert await doctor.calls() == ()
    assert not list((doctor.root / "office" / "spool" / "doctor").iterdir())


async def test_a_client_who_calls_while_a_test_runs_is_not_tested(doctor: Practice) -> None:
    """His call goes its way, and the test says nothing."""
    client = doctor.city.subscriber("+375291110001")
    await _begin_test(doctor, to="a1-2")
    side = await client.call("+375296000001")
    await side.until_answered()
    assert _waited(doctor, side) < 3
    await side.hang_up()
    await doctor.city.until_quiet()
    events = [row["EventType"] for row in doctor.rows()]
    assert "V_CALL" in events
    assert "V_TEST" not in events


@pytest.mark.parametrize("number", ["+375291110001", ""])
async def test_a_client_on_the_very_line_waits_a_moment_and_is_served(
    doctor: Practice, number: str
) -> None:
    """He could be the test with another number; he is not, so the box lets him in; a box that is
    dead keeps him four seconds.
    """
    await _begin_test(doctor, to="a1-1")
    for lets_in in (True, False):
        side = await doctor.city.subscriber(number).call("+375296000001")
        if lets_in:
            await doctor.trials._end()
        await side.until_answered()
        assert side.answered_at is not None
        if lets_in:
            assert _waited(doctor, side) < 3
        else:
            assert side.answered_at - side.began_at > 3
        await side.hang_up()
        await doctor.city.until_quiet()
        await _begin_test(doctor, to="a1-1")
    assert len(await doctor.calls()) == 2


def _waited(doctor: Practice, side: Side) -> float:
    """Seconds till he was answered, without those in which the machine stood still."""
    answered = side.answered_at or 0.0
    late = doctor.city.stalls.between(side.began_at, answered)
    return answered - side.began_at - late


async def _begin_test(doctor: Practice, to: str) -> None:
    for key, value in (("until", "99999999999"), ("from", "+375296000002"), ("to", to)):
        await doctor.ami.action("DBPut", Family="doctor", Key=key, Val=value)


async def test_forwarding_on_busy_is_tried_with_a_line_that_is_busy(doctor: Practice) -> None:
    trial = Trial("busy", "life-1", "a1-1", "a1-2")

    async def is_sent_on() -> bool:
        seen = await doctor.house.doctor.try_once(trial)
        assert seen is not None
        assert not seen.voided
        await doctor.city.until_quiet()
        return seen.delivered

    assert not await is_sent_on()
    doctor.card("a1-1").forwards["busy"] = Forwarding("+375297000003")
    assert await is_sent_on()
    assert not any(phone.sides for phone in doctor.city.phones.values())


@pytest.fixture
async def doctor(tree: Tree) -> AsyncIterator[Practice]:
    async with practice(tree) as found:
        yield found
