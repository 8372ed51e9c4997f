"""Schedules: the port of a moment, holidays with moved working days, overlaps to the minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.calendar import FIRST_YEAR, LAST_YEAR, OFF, calendar
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.holidays import DayOff, Holidays, WorkingDay
from vochi.core.schedule import minutes, moments, overlaps, passes_midnight, port
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.schedule import Hours, Period, Schedule
from vochi.core.scheme.nodes.start import Start

MINSK = Company(name="Ромашка")
BERLIN = Company(name="Ромашка", time_zone="Europe/Berlin")


def period(name: str, *hours: tuple[str, str, str]) -> Period:
    """`("12345", "09:00", "18:00")`."""
    return Period(
        id=name,
        name=name,
        hours=tuple(
            Hours(days=tuple(map(int, days)), since=since, to=to) for days, since, to in hours
        ),
    )


WORK = Schedule(
    periods=(
        period("work", ("12345", "09:00", "18:00")),
        period("saturday", ("6", "10:00", "15:00")),
        period("night", ("5", "22:00", "06:00")),
    )
)


def at(text: str, company: Company = MINSK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(company.time_zone))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-04-13 08:59:59", "other"),
        ("2026-04-13 09:00", "work"),
        ("2026-04-13 17:59:59", "work"),
        ("2026-04-13 18:00", "other"),
        ("2026-04-18 10:00", "saturday"),
        # Friday's night is Friday's, on Saturday too
        ("2026-04-17 22:00", "night"),
        ("2026-04-18 05:59", "night"),
        ("2026-04-18 06:00", "other"),
        # 2026-04-20 is off, and 2026-04-25, a Saturday, has Monday's hours
        ("2026-04-20 12:00", "holiday"),
        ("2026-04-20 03:00", "holiday"),
        ("2026-04-25 09:00", "work"),
        ("2026-04-25 17:00", "work"),
        ("2026-04-25 18:00", "other"),
        # ...and begins while Friday's night still goes on
        ("2026-04-25 05:00", "night"),
        ("2026-04-26 12:00", "other"),
        # Radunitsa, Independence Day; a holiday on a Friday has no night
        ("2026-04-21 12:00", "holiday"),
        ("2026-07-03 23:00", "holiday"),
        ("2026-07-04 05:00", "other"),
        # what is off every year is off beyond every table
        ("2060-05-01 12:00", "holiday"),
        ("2060-05-05 12:00", "work"),
    ],
)
def test_port(when: str, expected: str) -> None:
    assert port(WORK, Holidays(), MINSK, at(when)) == expected


def test_a_schedule_without_holidays_knows_none() -> None:
    plain = WORK.model_copy(update={"holidays": False})
    assert port(plain, Holidays(), MINSK, at("2026-04-20 12:00")) == "work"
    assert port(plain, Holidays(), MINSK, at("2026-04-25 12:00")) == "saturday"


def test_own_days_come_first() -> None:
    own = Holidays(
        off=(DayOff(day=date(2026, 8, 3), to=date(2026, 8, 7), name="Отпуск"),),
        working=(
            WorkingDay(day=date(2026, 8, 5), like=3),
            WorkingDay(day=date(2026, 7, 3), like=6),
        ),
    )
    assert port(WORK, own, MINSK, at("2026-08-04 12:00")) == "holiday"
    assert port(WORK, own, MINSK, at("2026-08-05 12:00")) == "work"
    assert port(WORK, own, MINSK, at("2026-07-03 12:00")) == "saturday"
    assert port(WORK, Holidays(public=False), MINSK, at("2026-04-20 12:00")) == "work"


def test_the_moment_is_of_the_companys_clock() -> None:
    """Whatever zone the moment is told in."""
    noon = at("2026-04-13 09:30")
    assert port(WORK, Holidays(), MINSK, noon.astimezone(UTC)) == "work"
    early = datetime(2026, 4, 13, 6, 0, tzinfo=UTC)  # 9 in Minsk, 8 in Berlin
    assert port(WORK, Holidays(), MINSK, early) == "work"
    assert port(WORK, Holidays(), BERLIN, early) == "other"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_days_of_23_and_25_hours(day: str) -> None:
    night = Schedule(periods=(period("night", ("6", "22:00", "06:00")),), holidays=False)
    begin = at(f"{day} 00:00", BERLIN)
    said = [
        port(night, Holidays(), BERLIN, (begin.astimezone(UTC) + timedelta(minutes=minute)))
        for minute in range(0, 8 * 60, 10)
    ]
    hours = {"2026-03-29": 5, "2026-10-25": 7}[day]
    assert said.count("night") == hours * 6
    assert said == sorted(said, key=lambda each: each != "night")


@pytest.mark.parametrize("country", ["BY", "RU", "KZ"])
def test_public_holidays_of_every_country(country: str) -> None:
    days = calendar(Holidays(), country)
    for year in range(FIRST_YEAR, LAST_YEAR + 30):
        assert days.kind(date(year, 1, 1)) == OFF
        assert days.kind(date(year, 5, 9)) == OFF
    assert all(1 <= kind <= 7 or kind == OFF for kind in days.dates.values())
    # On a moved working day people work, though it is a Saturday or a Sunday.
    moved = [day for day, kind in days.dates.items() if kind != OFF]
    assert moved
    assert all(day.isoweekday() > 5 for day in moved)
    assert all(days.kind(day) <= 5 for day in moved)


def test_an_unknown_country_has_no_holidays() -> None:
    assert calendar(Holidays(), "XX").kind(date(2026, 1, 1)) == 4


clocks = st.tuples(st.integers(0, 23), st.sampled_from((0, 1, 30, 59))).map(
    lambda each: f"{each[0]:02}:{each[1]:02}"
)
hours_of_a_week = st.builds(
    Hours,
    days=st.lists(st.integers(1, 7), min_size=1, max_size=3, unique=True).map(tuple),
    since=clocks,
    to=st.one_of(clocks, st.just("24:00")),
)
schedules = st.builds(
    lambda hours, holidays: Schedule(
        periods=tuple(
            Period(id=f"p{index}", name="п", hours=tuple(each)) for index, each in enumerate(hours)
        ),
        holidays=holidays,
    ),
    st.lists(st.lists(hours_of_a_week, min_size=1, max_size=2), max_size=3),
    st.booleans(),
)


def covered(each: Hours) -> set[int]:
    """Minutes of the week, one by one."""
    length = minutes(each.to) - minutes(each.since) + (24 * 60 if passes_midnight(each) else 0)
    return {
        ((day - 1) * 24 * 60 + minutes(each.since) + minute) % (7 * 24 * 60)
        for day in each.days
        for minute in range(length)
    }


@settings(max_examples=60, deadline=None)
@given(schedules)
def test_overlaps_are_exact(schedule: Schedule) -> None:
    """Compared with counting every minute of a week."""
    minutes_of = {
        each.id: set().union(*(covered(hours) for hours in each.hours)) for each in schedule.periods
    }
    names = sorted(minutes_of)
    expected = {
        (one, two)
        for index, one in enumerate(names)
        for two in names[index + 1 :]
        if minutes_of[one] & minutes_of[two]
    }
    found = overlaps(schedule)
    assert {tuple(sorted((each.first, each.second))) for each in found} == expected
    for each in found:
        minute = (each.weekday - 1) * 24 * 60 + each.minute
        assert minute in minutes_of[each.first] & minutes_of[each.second]


@settings(max_examples=40, deadline=None)
@given(schedules, st.integers(1_704_067_200, 2_398_377_600), st.booleans())
def test_every_answer_has_its_moment(schedule: Schedule, epoch: int, is_minsk: bool) -> None:
    company = MINSK if is_minsk else BERLIN
    office = office_with(company, schedule, WORK)
    said = [
        tuple(port(each, office.holidays, company, moment) for each in (schedule, WORK))
        for moment in moments(office)
    ]
    assert len(said) == len(set(said))
    here = datetime.fromtimestamp(epoch, UTC)
    assert tuple(port(each, office.holidays, company, here) for each in (schedule, WORK)) in said


def test_moments_are_few_and_the_ordinary_ones_first() -> None:
    found = moments(office_with(MINSK, WORK))
    said = [port(WORK, Holidays(), MINSK, each) for each in found]
    assert sorted(said) == ["holiday", "night", "other", "saturday", "work"]
    assert said[-1] == "holiday"
    assert [each.tzinfo for each in found] == [ZoneInfo("Europe/Minsk")] * 5
    assert len(moments(office_with(MINSK))) == 1


def office_with(company: Company, *schedules: Schedule) -> Office:
    nodes = {
        f"s{index}": each.model_copy(update={"exits": dict.fromkeys(each.ports, f"s{index + 1}")})
        for index, each in enumerate(schedules)
    }
    scheme = InboundScheme(
        id="in",
        name="Вход",
        nodes={
            "start": Start(exits={"next": "s0"}),
            **nodes,
            f"s{len(schedules)}": HangUp(),
        },
    )
    return Office(company=company, inbound=(scheme,))
