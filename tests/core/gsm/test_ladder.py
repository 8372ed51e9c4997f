"""Line, gateway, power: in order, within limits, never in a call, and the same after a restart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from vochi.core.gsm.entries import Repaired
from vochi.core.gsm.ladder import Done, Move, Patient, climb, entry_of, limit
from vochi.core.office.upkeep import RepairPolicy

T = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
POLICY = RepairPolicy()
LINE = Patient("goip", T, "silent", "a1-1", "plug", ("a1-1", "a1-2"))
GATEWAY = replace(LINE, line="")


def _free(_: str) -> int:
    return 0


def _play(
    patient: Patient,
    hours: float,
    history: tuple[Done, ...] = (),
    policy: RepairPolicy = POLICY,
    ok: bool = True,
) -> list[tuple[str, int]]:
    """What is climbed and at which minute, when nothing helps."""
    past = list(history)
    climbed = []
    for step in range(int(hours * 360)):
        now = T + timedelta(seconds=10 * step)
        for move in climb([patient], policy, past, _free, now):
            if move.refusal is None:
                climbed.append((move.rung, step // 6))
                past.append(Done(now, entry_of(move.rung, patient, ok=ok, why="")))
    return climbed


def test_the_whole_ladder_of_a_line() -> None:
    assert _play(LINE, 20) == [("restart_line", 0), ("restart_gateway", 2), ("cut_power", 6)]


def test_a_gateway_begins_above() -> None:
    assert _play(GATEWAY, 20) == [("restart_gateway", 0), ("cut_power", 4)]


def test_without_a_socket_the_ladder_is_shorter() -> None:
    assert [rung for rung, _ in _play(replace(LINE, socket=""), 20)] == [
        "restart_line", "restart_gateway",
    ]  # fmt: skip


def test_power_is_cut_once_a_day() -> None:
    cuts = [minute for rung, minute in _play(GATEWAY, 72) if rung == "cut_power"]
    assert len(cuts) == 3
    assert all(later - sooner >= 24 * 60 for sooner, later in pairwise(cuts))


@pytest.mark.parametrize("why", ["no_sim", "no_network", "no_signal"])
def test_the_radio_of_one_line_is_no_reason_to_restart_the_others(why: str) -> None:
    patient = replace(LINE, why=why)  # type: ignore[arg-type]
    assert _play(patient, 5) == [("restart_line", 0)]


def test_what_cannot_be_done_is_passed_at_once() -> None:
    climbed = _play(LINE, 0.2, ok=False)
    assert climbed == [("restart_line", 0), ("restart_gateway", 0), ("cut_power", 0)]


def test_what_could_not_be_done_is_tried_again_later() -> None:
    climbed = _play(GATEWAY, 1.1, ok=False)
    assert [minute for rung, minute in climbed if rung == "cut_power"] == [0, 30, 60]


def test_never_in_a_call_unless_dead_for_long() -> None:
    def talks_on_the_other(line: str) -> int:
        return int(line == "a1-2")

    history = [Done(T, entry_of("restart_line", LINE, ok=True, why=""))]

    def at(seconds: int) -> Move:
        (move,) = climb([LINE], POLICY, history, talks_on_the_other, T + timedelta(seconds=seconds))
        return move

    assert (at(130).rung, at(130).refusal) == ("restart_gateway", "in_call")
    assert at(POLICY.force_after - 1).refusal == "in_call"
    assert at(POLICY.force_after).refusal is None


def test_a_call_on_another_line_does_not_keep_a_line_from_its_restart() -> None:
    (move,) = climb([LINE], POLICY, [], lambda line: int(line == "a1-2"), T)
    assert (move.rung, move.refusal) == ("restart_line", None)


def test_each_rung_waits_for_the_one_before() -> None:
    history = [Done(T, entry_of("restart_line", LINE, ok=True, why=""))]
    assert climb([LINE], POLICY, history, _free, T + timedelta(seconds=119)) == ()
    (move,) = climb([LINE], POLICY, history, _free, T + timedelta(seconds=120))
    assert move.rung == "restart_gateway"


def test_two_dead_lines_restart_their_gateway_once() -> None:
    other = replace(LINE, line="a1-2")
    history = [Done(T, entry_of("restart_line", each, ok=True, why="")) for each in (LINE, other)]
    moves = climb([LINE, other], POLICY, history, _free, T + timedelta(minutes=3))
    assert [move.rung for move in moves] == ["restart_gateway"]
    done = Done(T + timedelta(minutes=3), entry_of("restart_gateway", LINE, ok=True, why=""))
    for minutes in (4, 6):
        later = T + timedelta(minutes=minutes)
        assert climb([LINE, other], POLICY, [*history, done], _free, later) == ()


def test_a_restart_that_a_person_asked_for_settles_too() -> None:
    by = Done(T, Repaired(what="restart_gateway", gateway="goip", ok=True, by="anna"))
    assert climb([LINE], POLICY, [by], _free, T + timedelta(seconds=100)) == ()


def test_an_old_episode_does_not_count_but_its_limits_do() -> None:
    old = [Done(T - timedelta(minutes=m), entry_of("restart_line", LINE, ok=True, why=""))
           for m in (120, 3)]  # fmt: skip
    (move,) = climb([LINE], POLICY, old[:1], _free, T)
    assert (move.rung, move.refusal) == ("restart_line", None)
    (move,) = climb([LINE], POLICY, old, _free, T)
    assert (move.rung, move.refusal) == ("restart_line", "too_soon")


def test_a_refusal_is_no_try() -> None:
    refused = [Done(T, Move(GATEWAY, "cut_power", "in_call").entry)]
    assert limit("cut_power", GATEWAY, POLICY, refused, T) is None
    assert [rung for rung, _ in _play(GATEWAY, 1, tuple(refused))][-1] == "cut_power"


def test_a_clock_that_was_set_back_locks_nothing() -> None:
    future = [Done(T + timedelta(days=900), entry_of("cut_power", GATEWAY, ok=True, why=""))]
    assert limit("cut_power", GATEWAY, POLICY, future, T) is None


def test_disabled_and_exhausted_are_said() -> None:
    (move,) = climb([LINE], RepairPolicy(enabled=False), [], _free, T)
    assert move.refusal == "disabled"
    history = [Done(T, entry_of("restart_line", LINE, ok=True, why=""))]
    plain = replace(LINE, why="no_network")
    (move,) = climb([plain], POLICY, history, _free, T + timedelta(hours=1))
    assert move.refusal == "exhausted"


def test_a_limit_holds_beside_what_the_future_holds() -> None:
    """A clock that was a year ahead once: what was done yesterday counts all the same."""
    cut = entry_of("cut_power", GATEWAY, ok=True, why="")
    past = [Done(T - timedelta(hours=1), cut), Done(T + timedelta(days=365), cut)]
    assert limit("cut_power", GATEWAY, POLICY, past, T) == timedelta(hours=23)


def test_what_the_future_holds_keeps_nobody_from_repair() -> None:
    """A box without a battery wakes in 1970 and finds that everything is still to come."""
    future = tuple(
        Done(T + timedelta(days=900), entry_of(rung, LINE, ok=True, why=""))
        for rung in ("restart_line", "restart_gateway", "cut_power")
    )
    assert [rung for rung, _ in _play(LINE, 20, future)] == [
        "restart_line", "restart_gateway", "cut_power",
    ]  # fmt: skip
