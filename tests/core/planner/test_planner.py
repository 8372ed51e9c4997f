"""The planner against the simulator: half a year of each profile; `bench planner` plays a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.planner.forecast import forecasts
from vochi.core.planner.wish import Leg, busy_times, replay, wishes
from vochi.lab.planner.played import play
from vochi.lab.planner.profile import PROFILES, Profile

#: One line more than the log was made with: calm traffic, where a formula may go beyond the log.
CALM = [p for p in PROFILES if not (p.bursts or p.retry or p.callers)]


def told(profile: Profile, weeks: int, more: int = 0) -> tuple[float, float]:
    """(the share that hears busy as it is told, as it was)."""
    log = play(profile, profile.lines, seed=7, weeks=weeks)
    legs = [Leg(began, ended, way == "in", call) for began, ended, way, call in log.legs]
    number = profile.lines + more
    (found,) = forecasts(legs, log.refused, profile.lines, log.seconds / 3600, [number])
    was = log if not more else play(profile, number, seed=7, weeks=weeks)
    return found.blocked, was.blocked


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_within_15_percent(profile: Profile) -> None:
    # A few bursts a week are few: half as many weeks would tell of chance.
    found, was = told(profile, 20 if profile.bursts else 8)
    assert found == pytest.approx(was, rel=0.15)


@pytest.mark.parametrize("profile", [p for p in CALM if p.lines < 4], ids=lambda p: p.name)
def test_one_line_more_of_calm_traffic(profile: Profile) -> None:
    found, was = told(profile, 12, more=1)
    # So short a time of one line more has so few busy calls that chance alone is some of it.
    assert found == pytest.approx(was, rel=0.2, abs=0.004)


def test_what_employees_were_refused_is_exact() -> None:
    profile = Profile("x", 2, 25, out=1.0)
    log = play(profile, 2, weeks=4)
    legs = [Leg(began, ended, way == "in", call) for began, ended, way, call in log.legs]
    (found,) = forecasts(legs, log.refused, 2, log.seconds / 3600, [2])
    assert found.lost_out * 4 == pytest.approx(len(log.refused), rel=0.02)
    assert found.lost_in == 0


def test_an_empty_log_loses_nobody() -> None:
    for each in forecasts([], [], 2, 24 * 7, [1, 2, 3]):
        assert (each.blocked, each.lost_in, each.lost_out) == (0, 0, 0)


def test_a_leg_goes_with_its_call() -> None:
    """The second call finds the only line busy, so nobody is led on to a mobile afterwards."""
    legs = [Leg(0, 100, True, 1), Leg(50, 300, True, 2), Leg(200, 300, False, 2)]
    played = replay(wishes(legs, [], 3), 1)
    assert (played.wished_in, played.wished_out, played.lost_in, played.lost_out) == (2, 0, 1, 0)


legs = st.lists(
    st.builds(
        lambda began, seconds, is_in: Leg(began, began + seconds, is_in, 0),
        st.integers(0, 3000), st.integers(1, 500), st.booleans(),
    ),
    max_size=40,
)  # fmt: skip


@given(legs, st.integers(1, 6))
def test_busy_times_are_as_counted_second_by_second(found: list[Leg], lines: int) -> None:
    times = busy_times(found, lines)
    for second in range(0, 3600, 7):
        at = second + 0.5
        busy = sum(leg.began <= at < leg.ended for leg in found)
        # More legs than lines: the office had more lines then; all are busy as long as that lasts.
        assert any(a <= at < b for a, b in times) == (busy >= lines)


@given(legs, st.integers(1, 5))
def test_more_lines_lose_no_more(found: list[Leg], lines: int) -> None:
    wished = wishes(found, [], 6)
    alone = [wish._replace(call=0) for wish in wished]
    assert replay(alone, lines + 1).lost_in <= replay(alone, lines).lost_in + len(alone) // 3
    everybody = len(found) + 1
    assert replay(alone, everybody).lost_in == replay(alone, everybody).lost_out == 0
