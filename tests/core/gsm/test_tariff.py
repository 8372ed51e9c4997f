"""Prices, months and their ends: by table, and by what must hold of any tariff."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from offices import OFFICES

from vochi.core.gsm.costs import CarriedCall, SentSms, report
from vochi.core.gsm.tariff import (
    Used,
    billed,
    call_price,
    forecast,
    month_at,
    month_from,
    sms_price,
    with_call,
)
from vochi.core.office.document import Office
from vochi.core.office.sim import Tariff

ZONES = ("Europe/Minsk", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe")
tariffs = st.builds(
    Tariff,
    month_fee=st.integers(0, 5000),
    month_day=st.integers(1, 28),
    free_minutes=st.integers(0, 30),
    minute=st.integers(0, 100),
    minute_own=st.one_of(st.none(), st.integers(0, 50)),
    sms=st.integers(0, 30),
    free_sms=st.integers(0, 20),
    step=st.sampled_from((1, 5, 10, 30, 60)),
)


@pytest.mark.parametrize(
    ("tariff", "seconds", "used", "own", "cents"),
    [
        (Tariff(minute=10), 60, 0, False, 10),
        (Tariff(minute=10), 61, 0, False, 20),
        (Tariff(minute=10), 0, 0, False, 0),
        (Tariff(minute=10, step=1), 61, 0, False, 11),
        (Tariff(minute=10, free_minutes=1), 61, 0, False, 10),
        (Tariff(minute=10, free_minutes=1), 61, 60, False, 20),
        (Tariff(minute=10, free_minutes=2, step=1), 90, 90, False, 10),
        (Tariff(minute=10, minute_own=0), 600, 0, True, 0),
        (Tariff(minute=10, minute_own=3), 120, 0, True, 6),
        (Tariff(minute=10), 60, 0, True, 10),
    ],
)
def test_calls(tariff: Tariff, seconds: int, used: int, own: bool, cents: int) -> None:
    assert call_price(tariff, seconds, Used(seconds=used), own=own) == cents


def test_messages() -> None:
    tariff = Tariff(sms=8, free_sms=5)
    assert [sms_price(tariff, 3, Used(sms=sms)) for sms in (0, 3, 5)] == [0, 8, 24]


@given(tariffs, st.integers(0, 4000), st.integers(0, 4000))
def test_more_talk_never_costs_less(tariff: Tariff, used: int, seconds: int) -> None:
    spent = Used(seconds=billed(tariff, used))
    assert billed(tariff, seconds) >= seconds
    assert billed(tariff, seconds) - seconds < tariff.step
    assert call_price(tariff, seconds, spent) <= call_price(tariff, seconds + 1, spent)
    after = with_call(tariff, spent, seconds)
    assert call_price(tariff, seconds, spent) <= call_price(tariff, seconds, after)
    assert call_price(tariff, 60, spent) <= call_price(tariff, 60, after)


@pytest.mark.parametrize(
    ("day", "moment", "first"),
    [
        (1, "2026-11-01T00:00:00+03:00", date(2026, 11, 1)),
        (15, "2026-11-14T23:59:59+03:00", date(2026, 10, 15)),
        (15, "2026-11-14T20:59:59+00:00", date(2026, 10, 15)),
        (15, "2026-11-14T21:00:00+00:00", date(2026, 11, 15)),
        (28, "2026-01-05T12:00:00+03:00", date(2025, 12, 28)),
        (28, "2028-02-29T12:00:00+03:00", date(2028, 2, 28)),
    ],
)
def test_months(day: int, moment: str, first: date) -> None:
    assert month_at(day, datetime.fromisoformat(moment), "Europe/Minsk").first == first


@given(
    st.integers(1, 28),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES),
)
def test_a_moment_is_in_its_month(day: int, at: datetime, zone: str) -> None:
    month = month_at(day, at, zone)
    begins, ends = month.bounds(zone)
    assert begins <= at < ends
    assert (month.first.day, month.end.day) == (day, day)
    assert timedelta(days=27) < ends - begins < timedelta(days=32)
    assert 0 <= month.gone(at, zone) < 1
    assert month_at(day, ends, zone).first == month.end
    assert month_from(month.first) == month


@given(tariffs, st.integers(0, 100_000), st.floats(0.01, 1))
def test_a_forecast_is_no_less_than_what_was_spent(
    tariff: Tariff, seconds: int, gone: float
) -> None:
    used = Used(seconds=seconds)
    cents = call_price(tariff, seconds, Used())
    told = forecast(tariff, used, cents, gone)
    assert told >= tariff.month_fee + cents
    assert forecast(tariff, used, cents, 1.0) == tariff.month_fee + cents
    assert forecast(tariff, used, cents, 0.0) == tariff.month_fee + cents


def _office(**tariffs: Tariff) -> Office:
    office = OFFICES["romashka"]
    return office.model_copy(
        update={
            "lines": tuple(
                line.model_copy(update={"tariff": tariffs.get(line.id.replace("-", "_"))})
                if line.kind == "gsm"
                else line
                for line in office.lines
            )
        }
    )


def test_the_report_of_a_month() -> None:
    office = _office(
        a1_1=Tariff(month_fee=1000, free_minutes=2, minute=10, minute_own=1, sms=8, free_sms=1),
        mts_1=Tariff(month_day=15, minute=20),
    )
    zone = ZoneInfo("Europe/Minsk")

    def at(day: int, month: int = 11) -> datetime:
        return datetime(2026, month, day, 12, tzinfo=zone)

    calls = [
        CarriedCall("a1-1", at(3), 61, "+375172123456"),
        CarriedCall("a1-1", at(2), 30, "+375172123456"),
        CarriedCall("a1-1", at(4), 59.2, "+375291234567"),
        CarriedCall("a1-1", at(5), 500, "+375291234567", answered=False),
        CarriedCall("a1-1", at(5, 12), 500, "+375291234567"),
        CarriedCall("mts-1", at(14), 60, "+375291234567"),
        CarriedCall("mts-1", at(15), 60, "+375291234567"),
        CarriedCall("mts-1", at(14, 12), 60, "+375291234567"),
        CarriedCall("gone", at(20), 60, "+375291234567"),
        CarriedCall("city", at(20), 600, "112"),
    ]
    sms = [SentSms("a1-1", at(6), 2), SentSms("a1-1", at(7)), SentSms("mts-1", at(7), 3)]
    told = report(office, "2026-11", calls, sms, at(31, 12))
    by_line = {each.line: each for each in told.lines}
    first = by_line["a1-1"]
    assert (first.calls, first.minutes, first.sms) == (3, 4.0, 3)
    # 30 s and 61 s are 3 minutes, 2 of them included; then a minute within A1; 2 of 3 SMS.
    assert first.cents == 1000 + 10 + 1 + 16
    assert (first.free_minutes_left, first.free_sms_left, first.forecast) == (0, 0, first.cents)
    second = by_line["mts-1"]
    assert (second.first, second.last) == (date(2026, 11, 15), date(2026, 12, 14))
    assert (second.calls, second.cents) == (2, 40)
    assert by_line["a1-2"].cents is None
    assert by_line["gone"].name == "gone"
    assert by_line["city"].minutes == 10.0
    assert told.total == (first.cents or 0) + 40
    half = report(office, "2026-11", calls, sms, datetime(2026, 11, 16, tzinfo=zone))
    assert half.forecast > half.total
    with pytest.raises(ValueError, match="month"):
        report(office, "2026-13", (), (), at(1))
