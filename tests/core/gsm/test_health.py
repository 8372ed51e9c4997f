"""What is dead is found below 100 s, told once, and over only when it stays well."""

from dataclasses import replace

import pytest

from vochi.core.gsm.health import SYMPTOMS, Finding, Health, Signs, Symptom
from vochi.core.wording import TABLES

WELL = Signs("a1-1", "goip", speaks=True, registered=True, sim=True, network=True, signal=-71)
OTHER = replace(WELL, line="a1-2")
#: What the driver adds: it tells silence after 92 s; a keepalive is up to 30 s old.
_TOLD_LATE = {"silent": 92, "unregistered": 10}
SICK: dict[Symptom, Signs] = {
    "silent": replace(WELL, speaks=False),
    "unregistered": replace(WELL, registered=False),
    "no_sim": replace(WELL, sim=False),
    "no_network": replace(WELL, network=False),
    "no_signal": replace(WELL, signal=-113),
    "stuck": replace(WELL, in_call=True),
}


def _until(health: Health, *signs: Signs, since: float, most: float = 200) -> tuple[float, Finding]:
    now = since
    while now < since + most:
        found = health.look(signs, now)
        if found:
            return now - since, found[0]
        now += 1.0
    raise AssertionError("nothing was found")


@pytest.mark.parametrize("symptom", SICK)
def test_each_symptom_is_found_below_100_s(symptom: Symptom) -> None:
    health = Health()
    assert health.look((WELL, OTHER), 0) == ()
    took, found = _until(health, SICK[symptom], OTHER, since=10)
    assert took + _TOLD_LATE.get(symptom, 30) < 100
    assert (found.code, found.name, found.why, found.since) == ("line.dead", "a1-1", symptom, 10)


def test_every_symptom_has_words() -> None:
    for table in TABLES.values():
        assert {f"symptom.{symptom}" for symptom in SYMPTOMS} <= table.keys()


def test_a_passing_symptom_is_nothing() -> None:
    health = Health()
    for now in range(0, 600, 5):
        # Out of the network for 20 s of every minute: a weak cell, not a dead line.
        signs = SICK["no_network"] if now % 60 < 20 else WELL
        assert health.look((signs, OTHER), now) == ()


def test_one_that_comes_and_goes_is_one_finding() -> None:
    health = Health()
    raised = 0
    stood = False
    for now in range(1800):
        # Registered for 15 s after every 25 s without.
        signs = SICK["unregistered"] if now % 40 < 25 else WELL
        found = health.look((signs, OTHER), now)
        raised += bool(found) and not stood
        stood = bool(found)
    assert raised == 1


def test_relapses_take_longer_to_be_over() -> None:
    health = Health()
    now = 0.0
    took = []
    for _ in range(3):
        while not health.look((SICK["unregistered"], OTHER), now):
            now += 1
        began = now
        while health.look((WELL, OTHER), now):
            now += 1
        took.append(now - began)
    assert took == [20, 40, 80]


def test_a_dead_gateway_is_one_finding_from_the_beginning() -> None:
    lines = [replace(WELL, line=f"a1-{slot}") for slot in range(1, 9)]
    health = Health()
    health.look(lines, 0)
    codes = set()
    for now in range(1, 140):
        # SIP is asked every few seconds; keepalives run out 62 to 92 s after the death.
        signs = [
            replace(line, registered=False, speaks=now < 62 + 4 * number)
            for number, line in enumerate(lines)
        ]
        found = health.look(signs, now)
        assert len(found) <= 1
        codes |= {each.code for each in found}
    assert codes == {"gateway.offline"}
    assert found[0].name == "goip"
    assert len(found[0].lines) == 8


def test_a_gateway_that_comes_back_line_by_line_stays_one_finding() -> None:
    lines = [replace(WELL, line=f"a1-{slot}") for slot in range(1, 9)]
    health = Health()
    codes = []
    for now in range(300):
        # Dead from 10 to 100; then a line every 5 s, the last one never.
        signs = [
            line
            if now < 10 or (now > 100 + 5 * number and number < 7)
            else replace(line, registered=False, speaks=False)
            for number, line in enumerate(lines)
        ]
        codes.append([each.code for each in health.look(signs, now)])
    told = [each for each in codes if each]
    assert told[0] == ["gateway.offline"]
    assert all(each in (["gateway.offline"], ["line.dead"]) for each in told)
    assert told[-1] == ["line.dead"]
    assert codes[150] == ["gateway.offline"]


def test_one_line_of_a_gateway_whose_messages_are_silent_is_no_dead_gateway() -> None:
    _, found = _until(Health(), SICK["silent"], since=0)
    assert found.code == "line.dead"
    both = replace(WELL, speaks=False, registered=False)
    took, found = _until(Health(), both, since=0)
    assert found.code == "gateway.offline"
    assert took < 30


def test_what_a_silent_line_said_last_is_no_news() -> None:
    gone = replace(WELL, speaks=False, sim=False, network=False)
    _, found = _until(Health(), gone, OTHER, since=0)
    assert found.why == "silent"


def test_nothing_is_judged_before_it_can_be_expected() -> None:
    health = Health()
    young = replace(WELL, speaks=False, registered=False, settled=False)
    for now in range(300):
        assert health.look((young,), now) == ()


def test_a_line_without_a_driver_is_judged_by_its_registration_alone() -> None:
    plain = Signs("city", "old", speaks=None, registered=True)
    assert Health().look((plain,), 500) == ()
    health = Health()
    health.look((plain,), 0)
    _, found = _until(health, replace(plain, registered=False), replace(plain, line="b"), since=1)
    assert (found.code, found.why) == ("line.dead", "unregistered")


def test_what_was_dead_before_the_restart_stands_at_once() -> None:
    health = Health({"a1-1": (-500.0, "no_network")})
    (found,) = health.look((SICK["no_network"], OTHER), 0)
    assert found.since == -500
