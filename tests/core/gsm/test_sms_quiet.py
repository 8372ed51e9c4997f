"""Quiet hours: over midnight, over both changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.quiet import quiet_until
from vochi.core.office.upkeep import SmsPolicy

MINSK, VILNIUS = ZoneInfo("Europe/Minsk"), ZoneInfo("Europe/Vilnius")


def quiet(begin: str | None, end: str | None) -> SmsPolicy:
    return SmsPolicy(quiet_from=begin, quiet_to=end)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-22T20:59:59+03:00", None),
        ("2026-11-22T21:00:00+03:00", "2026-11-23T08:00:00+03:00"),
        ("2026-11-23T07:59:59+03:00", "2026-11-23T08:00:00+03:00"),
        ("2026-11-23T08:00:00+03:00", None),
        ("2026-11-23T12:00:00+03:00", None),
    ],
)
def test_over_midnight(at: str, until: str | None) -> None:
    found = quiet_until(SmsPolicy(), MINSK, datetime.fromisoformat(at))
    assert found == (None if until is None else datetime.fromisoformat(until))


def test_within_a_day_and_none_at_all() -> None:
    noon = datetime(2026, 11, 23, 12, 30, tzinfo=MINSK)
    end = datetime(2026, 11, 23, 13, 0, tzinfo=MINSK)
    assert quiet_until(quiet("12:00", "13:00"), MINSK, noon) == end
    for none in (quiet(None, "13:00"), quiet("12:00", None), quiet("12:00", "12:00")):
        assert quiet_until(none, MINSK, noon) is None


def test_an_end_that_the_clock_leaves_out() -> None:
    """On 29 March 2026 the clock of Vilnius goes from 03:00 to 04:00."""
    night = datetime(2026, 3, 29, 1, 0, tzinfo=VILNIUS)
    found = quiet_until(quiet("21:00", "03:30"), VILNIUS, night)
    assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 04:00 there


def test_an_end_that_comes_twice() -> None:
    """On 25 October 2026 03:00-04:00 comes twice: it is quiet till the first 03:30, and again."""
    policy = quiet("21:00", "03:30")
    before = datetime(2026, 10, 25, 2, 0, tzinfo=VILNIUS)
    assert quiet_until(policy, VILNIUS, before) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    again = datetime(2026, 10, 25, 3, 10, tzinfo=VILNIUS, fold=1)
    assert quiet_until(policy, VILNIUS, again) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


@given(
    begin=clocks,
    end=clocks,
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - made aware below
    zone=st.sampled_from([MINSK, VILNIUS, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]),
)
def test_it_is_quiet_exactly_till_then(begin: str, end: str, at: datetime, zone: ZoneInfo) -> None:
    policy, moment = quiet(begin, end), at.replace(tzinfo=UTC)
    until = quiet_until(policy, zone, moment)
    if until is None:
        return
    assert moment < until <= moment + timedelta(hours=25)
    assert quiet_until(policy, zone, until) is None
    step = timedelta(minutes=1)
    while moment < until:
        assert quiet_until(policy, zone, moment) is not None
        moment += step * 17
