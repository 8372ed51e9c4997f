"""The order `cheapest`: what is included first, then what costs least; as the bill says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from offices import OFFICES

from vochi.core.gsm.cheapest import prices
from vochi.core.gsm.costs import CarriedCall, report
from vochi.core.gsm.rehearsal import Learnt, Wanted, learn
from vochi.core.gsm.spending import best_fixed, by_price, fixed_orders, spend
from vochi.core.gsm.tariff import Used
from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.routing import DEAREST
from vochi.core.office.sim import Tariff

START = datetime(2026, 11, 2, 6, tzinfo=UTC)
NUMBERS = ("+375291234567", "+375297654321", "+375251112233")


def _office(*tariffs: Tariff | None) -> Office:
    office = OFFICES["romashka"]
    gsm = [line for line in office.lines if line.kind == "gsm"][: len(tariffs)]
    lines = tuple(
        line.model_copy(update={"tariff": tariff})
        for line, tariff in zip(gsm, tariffs, strict=True)
    )
    route = Route(classes=("mobile",), lines=tuple(line.id for line in lines), order="cheapest")
    scheme = OutboundScheme(id="all", name="all", routes=(route,))
    return office.model_copy(update={"lines": lines, "outbound": (scheme,)})


def _one_by_one(*talks: tuple[str, int]) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(START + timedelta(hours=number), each, seconds)
        for number, (each, seconds) in enumerate(talks)
    )


def test_prices() -> None:
    office = _office(Tariff(minute=20, free_minutes=9), Tariff(minute=10, minute_own=0), None)
    assert prices(office, {}) == {"a1-1": 1, "a1-2": 10, "a1-2.own": 0, "mts-1": DEAREST}
    # A talk of three minutes: one of them is paid already.
    assert prices(office, {"a1-1": Used(seconds=7 * 60)})["a1-1"] == 8
    assert prices(office, {"a1-1": Used(seconds=9 * 60)})["a1-1"] == 20
    listed = office.outbound[0].routes[0].model_copy(update={"order": "listed"})
    scheme = office.outbound[0].model_copy(update={"routes": (listed,)})
    assert prices(office.model_copy(update={"outbound": (scheme,)}), {}) == {}


def test_included_minutes_go_first_then_the_cheaper_line() -> None:
    office = _office(Tariff(minute=10), Tariff(minute=30, free_minutes=6))
    calls = _one_by_one(*((NUMBERS[2], 180),) * 4)
    assert spend(office, calls, by_price(office, "all")).cents == 60
    assert best_fixed(office, calls)[0].cents == 120


def test_a_busy_card_lets_the_next_carry() -> None:
    office = _office(Tariff(minute=10), Tariff(minute=30))
    calls = tuple(Wanted(START, NUMBERS[2], 60) for _ in range(3))
    told = spend(office, calls, by_price(office, "all"))
    assert (told.cents, told.carried, told.lost) == (40, 2, 1)


tariffs = st.builds(
    Tariff,
    month_day=st.integers(1, 28),
    free_minutes=st.just(0),
    minute=st.integers(1, 50),
    minute_own=st.one_of(st.none(), st.integers(0, 20)),
    step=st.just(1),
)
talks = st.lists(st.tuples(st.sampled_from(NUMBERS), st.integers(1, 900)), min_size=1, max_size=25)


@settings(deadline=None, max_examples=60)
@given(st.lists(tariffs, min_size=2, max_size=3), talks)
def test_calls_one_by_one_cost_no_more_than_by_any_order(
    told: list[Tariff], wanted: list[tuple[str, int]]
) -> None:
    """Where no call waits for another's line and prices stand still, the rule cannot be beaten."""
    office = _office(*told)
    calls = _one_by_one(*wanted)
    mine = spend(office, calls, by_price(office, "all"))
    assert mine.cents <= best_fixed(office, calls)[0].cents
    assert (mine.carried, mine.lost) == (len(calls), 0)


@settings(deadline=None, max_examples=40)
@given(st.lists(tariffs, min_size=2, max_size=3), talks)
def test_the_report_says_what_was_spent(told: list[Tariff], wanted: list[tuple[str, int]]) -> None:
    told = [each.model_copy(update={"month_day": 1, "free_minutes": 3}) for each in told]
    office = _office(*told)
    calls = _one_by_one(*wanted)
    order = fixed_orders(office)[0]
    carried = [CarriedCall(order[0], each.at, each.seconds, each.number) for each in calls]
    bill = report(office, "2026-11", carried, (), START + timedelta(days=60))
    assert bill.total == spend(office, calls, lambda *_: order).cents


def test_what_last_month_taught_saves_included_minutes_for_when_they_are_missed() -> None:
    """Card one is cheap and often busy; the included minutes of the dear one are for then."""
    office = _office(Tariff(minute=2), Tariff(minute=40, free_minutes=20))
    alone, both = [NUMBERS[2]], [NUMBERS[2], NUMBERS[2]]
    calls = tuple(
        Wanted(START + timedelta(hours=hour), number, 120)
        for hour in range(40)
        for number in (alone if hour < 30 else both)
    )
    learnt = learn(office, calls)
    assert learnt.worth["a1-2"] >= 2
    plain = spend(office, calls, by_price(office, "all")).cents
    taught = spend(office, calls, by_price(office, "all", learnt)).cents
    assert taught == best_fixed(office, calls)[0].cents < plain


def test_steps_that_are_paid_whole_make_a_minute_dearer() -> None:
    office = _office(Tariff(minute=10, step=60), Tariff(minute=12, step=1))
    calls = _one_by_one(*((NUMBERS[2], 20),) * 40)
    learnt = learn(office, calls)
    assert learnt.stretch == {"a1-1": 3.0, "a1-2": 1.0}
    assert prices(office, {}, learnt) == {"a1-1": 30, "a1-2": 12}
    assert learn(office, calls[:5]) == Learnt()
    assert prices(office, {}, Learnt()) == prices(office, {})


@settings(deadline=None, max_examples=60)
@given(st.lists(tariffs, min_size=1, max_size=3), talks)
def test_what_is_learnt_is_bounded(told: list[Tariff], wanted: list[tuple[str, int]]) -> None:
    """Whatever was learnt is bounded, and priced for the dialplan as before."""
    office = _office(*(each.model_copy(update={"free_minutes": 5}) for each in told))
    learnt = learn(office, _one_by_one(*wanted, *wanted, *((NUMBERS[0], 30),) * 30))
    assert all(1 <= cents <= 50 for cents in learnt.worth.values())
    assert all(0 <= cents <= DEAREST for cents in prices(office, {}, learnt).values())
