"""What the policy of a SIM card holds back, by which line a call goes then, and what is told."""

import pytest
from offices import OFFICES

from vochi.core.calls.allowance import LiveLeg, reached
from vochi.core.gsm.resting import resting
from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.policy import Limits, Policy
from vochi.core.office.routing import LineFacts, LineRefusal, route, why_not
from vochi.core.office.sim import SimPolicy, Tariff
from vochi.core.office.sim_limits import LineCounts, day_minutes, held_by_policy
from vochi.core.office.verify import verify

MOBILE = Route(classes=("mobile",), lines=("a1-1", "a1-2"))
A1, MTS = "+375291234567", "+375297654321"


def _office(
    *routes: Route,
    policies: dict[str, SimPolicy] | None = None,
    tariffs: dict[str, Tariff] | None = None,
    limits: Limits | None = None,
) -> Office:
    office = OFFICES["romashka"]
    lines = tuple(
        line.model_copy(
            update={
                "policy": (policies or {}).get(line.id, SimPolicy()),
                "tariff": (tariffs or {}).get(line.id),
            }
        )
        if line.kind == "gsm"
        else line
        for line in office.lines
    )
    scheme = OutboundScheme(id="all", name="Все", routes=routes or (MOBILE,))
    return office.model_copy(
        update={
            "lines": lines, "outbound": (scheme,), "policy": Policy(limits=limits or Limits()),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"a1-1": "rest"}, (None, "a1-2")),
        ({"a1-1": "rest", "a1-2": "busy"}, (None, "a1-1")),
        ({"a1-1": "rest", "a1-2": "rest"}, (None, "a1-1")),
        ({"a1-1": "limit", "a1-2": "rest"}, (None, "a1-2")),
        ({"a1-1": "limit", "a1-2": "down"}, ("limit", None)),
    ],
)
def test_a_resting_line_is_the_last(
    states: dict[str, LineRefusal], expected: tuple[str | None, str | None]
) -> None:
    assert why_not(route(_office(), "all", A1), states.get) == expected
    assert why_not(route(_office(), None, "112"), lambda _: "rest")[0] is None


def test_own_prices_are_for_own_numbers() -> None:
    cheapest = MOBILE.model_copy(update={"order": "cheapest", "lines": ("a1-1", "mts-1")})
    own = {"a1-1": Tariff(minute=10, minute_own=1), "mts-1": Tariff(minute=5)}
    office = _office(cheapest, tariffs=own)
    facts = LineFacts(cost={"a1-1": 10, "mts-1": 5}, cost_own={"a1-1": 1})
    assert route(office, "all", A1, facts).lines == ("a1-1", "mts-1")
    assert route(office, "all", MTS, facts).lines == ("mts-1", "a1-1")
    # Nobody has told a price of its own network: what stands in the store is of no use.
    plain = _office(cheapest, tariffs={"a1-1": Tariff(minute=10), "mts-1": Tariff(minute=5)})
    assert route(plain, "all", A1, facts).lines == ("mts-1", "a1-1")


@pytest.mark.parametrize(
    ("policy", "counts", "why"),
    [
        (SimPolicy(), LineCounts({"a1-1": 9**9}, {"a1-1": 9**9}, {"a1-1": 9**9}), None),
        (SimPolicy(day_minutes=2), LineCounts(day={"a1-1": 119}), None),
        (SimPolicy(day_minutes=2), LineCounts(day={"a1-1": 120}), "limit"),
        (SimPolicy(month_minutes=2), LineCounts(month={"a1-1": 120}), "limit"),
        (SimPolicy(bad_calls=2), LineCounts(rest={"a1-1": 1000}), None),
        (SimPolicy(bad_calls=2), LineCounts(rest={"a1-1": 1001}), "rest"),
    ],
)
def test_held_by_policy(policy: SimPolicy, counts: LineCounts, why: str | None) -> None:
    office = _office(policies={"a1-1": policy})
    (line,) = (each for each in office.lines if each.id == "a1-1")
    assert held_by_policy(office, line, counts, 1000) == why


def test_the_smaller_of_two_limits_of_a_day_holds() -> None:
    office = _office(policies={"a1-1": SimPolicy(day_minutes=5)}, limits=Limits(line_minutes=9))
    told = {line.id: day_minutes(office, line) for line in office.lines}
    assert (told["a1-1"], told["a1-2"], told["city"]) == (5, 9, 9)


def test_a_month_that_is_used_up_is_told() -> None:
    office = _office(policies={"a1-1": SimPolicy(month_minutes=10)})
    leg = LiveLeg("PJSIP/a1-1-1", "180", "a1-1", "all.1", is_abroad=False, since=900)
    day = "20261123"
    assert reached(office, day, {}, (leg,), 1000, {"a1-1": 499}) == ()
    (over,) = reached(office, day, {}, (leg,), 1000, {"a1-1": 500})
    assert (over.what, over.who, over.minutes, over.legs) == ("line_month", "a1-1", 10, (leg,))
    assert reached(office, day, {}, (), 1000, {"a1-2": 9999}) == ()


def test_rests_and_what_is_left() -> None:
    office = _office(
        MOBILE,
        Route(classes=("city",), lines=("a1-1", "gone")),
        policies={"a1-1": SimPolicy(bad_calls=2), "a1-2": SimPolicy(bad_calls=2)},
    )
    (rest,) = resting(office, {"a1-1": 1500, "a1-2": 999, "mts-1": 5000}, 1000, ())
    assert (rest.line, rest.until, rest.last_of) == ("a1-1", 1500, (("all", 2),))
    (rest,) = resting(office, {"a1-1": 1500}, 1000, ("a1-2",))
    assert rest.last_of == (("all", 1), ("all", 2))
    assert tuple(resting(office, {"a1-1": 1500}, 1000, ("a1-1",))) == ()


def test_what_cannot_work_is_said() -> None:
    office = _office(
        MOBILE.model_copy(update={"order": "cheapest", "lines": ("a1-1", "mts-1", "city")}),
        Route(classes=("city",), lines=("a1-2",)),
        policies={
            "a1-1": SimPolicy(day_minutes=60, month_minutes=30),
            "a1-2": SimPolicy(bad_calls=3),
        },
        tariffs={
            "a1-1": Tariff(free_minutes=10),
            "life-1": Tariff(minute=5, minute_own=1),
        },
    )
    lines = tuple(
        line.model_copy(update={"operator": "Никто"}) if line.id == "life-1" else line
        for line in office.lines
    )
    office = office.model_copy(update={"lines": lines})
    found = [each for each in verify(office) if each.code.startswith(("tariff.", "policy."))]
    assert {each.severity for each in found} == {"warning"}
    assert [(each.code, each.place) for each in found] == [
        ("tariff.never_paid", "lines/0/tariff/minute"),
        ("policy.day_over_month", "lines/0/policy/day_minutes"),
        ("policy.rests_alone", "lines/1/policy/bad_calls"),
        ("tariff.own_unknown", "lines/3/tariff/minute_own"),
        ("tariff.price_unknown", "outbound/0/routes/0/order"),
        ("tariff.price_unknown", "outbound/0/routes/0/order"),
    ]
