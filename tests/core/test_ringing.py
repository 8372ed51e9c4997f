"""Targets as plans, and plans played out."""

import pytest

from vochi.core.office.company import Company
from vochi.core.office.department import Department
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.follow_me import FollowMe, FollowStep, FollowTarget
from vochi.core.office.person import Device, Person
from vochi.core.scheme.ringing import Meeting, Rang, plan, play_out, ring_department, ring_follow_me
from vochi.core.scheme.world import Attempt

MOBILE, HOME = "+375296666666", "+375173333333"
BUSY = Meeting("busy")


def _step(seconds: int, *targets: str) -> FollowStep:
    return FollowStep(
        seconds=seconds,
        targets=tuple(FollowTarget(to=each, confirm=each.startswith("+")) for each in targets),
    )


@pytest.fixture
def directory() -> Directory:
    """The person of S18, and a few colleagues."""
    names = ("180", "181", "182", "185")
    return Directory(
        Office(
            company=Company(name="x"),
            people=tuple(
                Person(id=f"p{each}", name=each, extension=each, outbound="all") for each in names
            ),
            devices=tuple(Device(account=each) for each in names),
            departments=(
                Department(number="901", name="A", members=("p180", "p181", "p182"), seconds=40),
                Department(
                    number="902", name="B", members=("p180", "p181"), strategy="linear", turn=10
                ),
            ),
            follow_me=(
                FollowMe(
                    number="401",
                    name="S18",
                    person="p180",
                    steps=(
                        _step(10, "180"),
                        _step(10, "180", "185"),
                        _step(30, "180", "185", MOBILE),
                        _step(30, "180", "185", MOBILE, HOME),
                    ),
                ),
            ),
        )
    )


def _times(rang: Rang) -> dict[str, tuple[float, float]]:
    return {each.to: (begin, end) for each, begin, end in rang.rang}


def _rings(_: Attempt) -> Meeting:
    return Meeting()


def test_s18_rings_each_phone_once_and_without_a_break(directory: Directory) -> None:
    the_round = ring_follow_me(directory, directory.follow_mes["401"])
    assert [(each.to, each.begin, each.end) for each in the_round.attempts] == [
        ("180", 0, 80), ("185", 10, 80), (MOBILE, 20, 80), (HOME, 50, 80),
    ]  # fmt: skip
    assert [each.outbound for each in the_round.attempts] == [None, None, "all", "all"]
    assert [each.on_behalf for each in the_round.attempts] == [None, None, "180", "180"]
    assert [each.confirm for each in the_round.attempts] == [False, False, True, True]


def test_nobody_answers_a_follow_me(directory: Directory) -> None:
    done = play_out(plan(directory, ("401",), 100, "ring_all", 15), _rings)
    assert (done.by, done.seconds) == (None, 80)
    assert _times(done) == {"180": (0, 80), "185": (10, 80), MOBILE: (20, 80), HOME: (50, 80)}


def test_a_step_in_which_nothing_can_ring_takes_no_time(directory: Directory) -> None:
    def meets(attempt: Attempt) -> Meeting:
        return BUSY if attempt.to == "180" else Meeting()

    done = play_out(plan(directory, ("401",), 100, "ring_all", 15), meets)
    assert _times(done) == {"185": (0, 70), MOBILE: (10, 70), HOME: (40, 70)}
    assert [(each.to, why) for each, why in done.not_rung] == [("180", "busy")]
    assert done.seconds == 70


def test_nothing_of_a_follow_me_can_ring(directory: Directory) -> None:
    done = play_out(plan(directory, ("401",), 100, "ring_all", 15), lambda _: BUSY)
    assert (done.seconds, done.by, done.rang) == (0, None, ())
    assert len(done.not_rung) == 4


def test_the_first_answer_wins_and_ends_all(directory: Directory) -> None:
    def meets(attempt: Attempt) -> Meeting:
        return Meeting(answers=3 if attempt.to == MOBILE else None)

    done = play_out(plan(directory, ("401",), 100, "ring_all", 15), meets)
    assert done.by is not None
    assert done.by.to == MOBILE
    assert done.seconds == 23
    assert _times(done) == {"180": (0, 23), "185": (10, 23), MOBILE: (20, 23)}


def test_seconds_of_a_node_cut_a_follow_me(directory: Directory) -> None:
    done = play_out(plan(directory, ("401",), 30, "ring_all", 15), _rings)
    assert _times(done) == {"180": (0, 30), "185": (10, 30), MOBILE: (20, 30)}


def test_who_leaves_a_step_and_comes_back_is_rung_twice(directory: Directory) -> None:
    follow_me = FollowMe(
        number="402", name="x", person="p180",
        steps=(_step(10, "180"), _step(10, "181"), _step(10, "180")),
    )  # fmt: skip
    attempts = ring_follow_me(directory, follow_me).attempts
    assert [(each.to, each.begin, each.end) for each in attempts] == [
        ("180", 0, 10), ("181", 10, 20), ("180", 20, 30),
    ]  # fmt: skip


def test_a_target_twice_in_one_step_rings_once(directory: Directory) -> None:
    follow_me = FollowMe(number="402", name="x", person="p180", steps=(_step(10, "180", "180"),))
    assert len(ring_follow_me(directory, follow_me).attempts) == 1


def test_who_rings_anyway_is_not_rung_by_his_follow_me(directory: Directory) -> None:
    the_plan = plan(directory, ("401", "180"), 30, "ring_all", 15)
    assert [each.to for each in the_plan.rounds[0].attempts] == ["185", MOBILE, HOME, "180"]


def test_hunting_goes_on_at_once_past_the_busy_and_begins_anew(directory: Directory) -> None:
    def meets(attempt: Attempt) -> Meeting:
        return BUSY if attempt.to == "181" else Meeting()

    done = play_out(plan(directory, ("901",), 40, "linear", 15), meets)
    assert [(each.to, begin, end) for each, begin, end in done.rang] == [
        ("180", 0, 15), ("182", 15, 30), ("180", 30, 40),
    ]  # fmt: skip


def test_hunting_ends_when_nobody_can_ring(directory: Directory) -> None:
    done = play_out(plan(directory, ("901",), 40, "linear", 15), lambda _: BUSY)
    assert done.seconds == 0


def test_a_department_alone_keeps_its_own_strategy(directory: Directory) -> None:
    alone = plan(directory, ("902",), 50, "ring_all", 15)
    assert [[each.to for each in one.attempts] for one in alone.rounds] == [["180"], ["181"]]
    assert (alone.seconds, alone.rounds[0].attempts[0].end) == (50, 10)
    among = plan(directory, ("902", "182"), 50, "ring_all", 15)
    assert [each.to for each in among.rounds[0].attempts] == ["180", "181", "182"]


def test_who_calls_his_own_department_does_not_ring_himself(directory: Directory) -> None:
    found = ring_department(directory, directory.departments["901"], caller="181")
    assert [each.to for each in found.rounds[0].attempts] == ["180", "182"]


def test_an_outside_target_goes_over_the_scheme_of_the_node(directory: Directory) -> None:
    (the_round,) = plan(directory, ("180", MOBILE), 30, "ring_all", 15, outbound="all").rounds
    assert [each.outbound for each in the_round.attempts] == [None, "all"]
