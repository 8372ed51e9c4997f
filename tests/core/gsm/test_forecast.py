"""When the money of a card ends."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vochi.core.gsm.forecast import Point, ends_on, spent_a_day

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def daily(*cents: int, step: timedelta = DAY) -> list[Point]:
    """One balance a day; the last one now."""
    return [(NOW - step * (len(cents) - 1 - n), each) for n, each in enumerate(cents)]


def test_an_even_fall() -> None:
    assert spent_a_day(daily(1000, 900, 800, 700), NOW) == 100
    assert ends_on(daily(1000, 900, 800, 700), NOW) == (NOW + 7 * DAY).date()


def test_a_top_up_is_no_income_of_a_day() -> None:
    assert spent_a_day(daily(300, 200, 2200, 2100, 2000), NOW) == 100
    assert ends_on(daily(300, 200, 2200, 2100, 2000), NOW) == (NOW + 20 * DAY).date()


def test_one_mad_day_is_not_the_rule() -> None:
    points = daily(10_000, 9900, 9800, 5000, 4900, 4800, 4700, 4600)
    assert spent_a_day(points, NOW) == 100  # the plain mean says 771


def test_quiet_weekends_are_in_it() -> None:
    spent = spent_a_day(daily(2000, 1900, 1800, 1800, 1800, 1700, 1600, 1500), NOW)
    assert spent is not None
    assert 60 < spent < 80


def test_a_monthly_fee_is_seen_over_a_month() -> None:
    balances = [5000] * 20 + [3000] * 15
    spent = spent_a_day(daily(*balances), NOW)
    assert spent is not None
    assert 50 < spent < 70


def test_unknown_when_little_is_known() -> None:
    assert ends_on([], NOW) is None
    assert ends_on(daily(500), NOW) is None
    assert ends_on(daily(500, 400), NOW) is None
    assert ends_on(daily(500, 490, 480, step=timedelta(hours=1)), NOW) is None
    assert ends_on(daily(500, 500, 500, 500), NOW) is None
    assert ends_on(daily(100, 200, 300, 400), NOW) is None


def test_what_ended_has_ended() -> None:
    assert ends_on(daily(300, 200, 100, 0, 0), NOW) == (NOW - DAY).date()
    assert ends_on(daily(-100, -200, -300), NOW) is None  # a contract


def test_an_end_that_is_past_is_today() -> None:
    long_ago = [(at - 20 * DAY, cents) for at, cents in daily(400, 300, 200, 100)]
    assert ends_on(long_ago, NOW) == NOW.date()


@given(
    st.lists(
        st.tuples(st.integers(-100, 100), st.integers(-(10**9), 10**9)), max_size=40
    )
)  # fmt: skip
def test_never_raises_and_never_lies_in_the_past(told: list[tuple[int, int]]) -> None:
    points = [(NOW + timedelta(hours=7 * hours), cents) for hours, cents in told]
    day = ends_on(points, NOW)
    known = [cents for at, cents in sorted(points) if at <= NOW]
    if day is not None and known and known[-1] > 0:
        assert day >= NOW.date()
