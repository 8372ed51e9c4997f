"""Which line carries a call outside, and what the day still allows."""

import pytest
from offices import OFFICES

from vochi.core.calls.allowance import LiveLeg, reached
from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.policy import Limits, Policy, Signature
from vochi.core.office.routing import LineFacts, LineRefusal, route, why_not
from vochi.core.office.verify import verify

DAY = "20261123"


def _office(*routes: Route, limits: Limits | None = None, certified: bool = True) -> Office:
    office = OFFICES["romashka"]
    lines = tuple(
        line.model_copy(update={"certified": certified}) if line.kind == "trunk" else line
        for line in office.lines
    )
    return office.model_copy(
        update={
            "outbound": (OutboundScheme(id="all", name="all", routes=routes),),
            "policy": Policy(limits=limits or Limits()),
            "lines": lines,
        }
    )


MOBILE = Route(classes=("mobile",), lines=("a1-1", "a1-2"))


@pytest.mark.parametrize(
    ("number", "refused"),
    [
        ("+375291234567", None),
        ("+375172123456", "no_route"),
        ("+375991234567", "unknown_number"),
        ("+37529123", "unknown_number"),
        ("+442071234567", "abroad_closed"),
        ("+375902123456", "unknown_number"),
        ("+3759021234567", "premium_closed"),
    ],
)
def test_refusals(number: str, refused: str | None) -> None:
    assert route(_office(MOBILE), "all", number).refused == refused


def test_abroad_needs_policy_and_route() -> None:
    abroad = Route(classes=("abroad",), countries=("44",), lines=("city",))
    opened = Limits(countries=("44", "48"), abroad_minutes=10)
    assert route(_office(abroad), "all", "+442071234567").refused == "abroad_closed"
    office = _office(abroad, limits=opened)
    assert route(office, "all", "+442071234567").lines == ("city",)
    assert route(office, "all", "+48221234567").refused == "no_route"
    assert route(office, "all", "+74951234567").refused == "abroad_closed"
    nothing = Limits(countries=("44",), abroad_minutes=0)
    assert route(_office(abroad, limits=nothing), "all", "+442071234567").refused == "abroad_closed"


def test_emergency_passes_without_a_scheme_over_every_line() -> None:
    office = _office()
    routed = route(office, None, "112")
    assert routed.refused is None
    assert routed.lines == tuple(line.id for line in office.lines)
    assert route(office, None, "+375291234567").refused == "no_route"


def test_order_of_lines() -> None:
    facts = LineFacts(used={"a1-1": 900, "a1-2": 500}, spent={"a1-1": 60, "a1-2": 59}, now=1000)
    used = _office(MOBILE.model_copy(update={"order": "least_used"}))
    spent = _office(MOBILE.model_copy(update={"order": "least_spent"}))
    sticky = _office(MOBILE.model_copy(update={"sticky": True}))
    number = "+375291234567"
    assert route(used, "all", number, facts).lines == ("a1-2", "a1-1")
    assert route(spent, "all", number, facts).lines == ("a1-2", "a1-1")
    known = LineFacts(known="a1-2")
    assert route(sticky, "all", number, known).lines == ("a1-2", "a1-1")
    assert route(sticky, "all", number, LineFacts(known="mts-1")).lines == ("a1-1", "a1-2")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({}, (None, "a1-1")),
        ({"a1-1": "busy"}, (None, "a1-2")),
        ({"a1-1": "busy", "a1-2": "down"}, ("lines_busy", None)),
        ({"a1-1": "paused", "a1-2": "down"}, ("no_line", None)),
        ({"a1-1": "limit", "a1-2": "down"}, ("limit", None)),
    ],
)
def test_why_not(states: dict[str, LineRefusal], expected: tuple[str | None, str | None]) -> None:
    routed = route(_office(MOBILE), "all", "+375291234567")
    assert why_not(routed, states.get) == expected


def test_a_line_that_is_not_certified_waits_for_a_signature() -> None:
    city = Route(classes=("city",), lines=("city",))
    office = _office(city, certified=False)
    routed = route(office, "all", "+375172123456")
    assert (routed.lines, routed.unusable) == ((), (("city", "unsigned"),))
    assert why_not(routed, lambda _: None) == ("unsigned", None)
    assert "line.unsigned" in {each.code for each in verify(office)}
    signed = Signature.model_validate(
        {"line": "city", "rule": "certified-operator", "by": "Анна", "at": "2026-11-01T09:00:00Z"}
    )
    policy = Policy(signatures=(signed,))
    office = office.model_copy(update={"policy": policy})
    assert route(office, "all", "+375172123456").lines == ("city",)
    assert "line.unsigned" not in {each.code for each in verify(office)}
    russia = office.model_copy(
        update={
            "policy": Policy(),
            "company": office.company.model_copy(update={"country": "RU", "area_code": "495"}),
        }
    )
    assert "line.unsigned" not in {each.code for each in verify(russia)}


def _leg(channel: str, since: int, *, abroad: bool = False) -> LiveLeg:
    return LiveLeg(channel, "180", "city", "all.1", abroad, since)


def test_calls_at_one_time_share_the_day() -> None:
    office = _office(MOBILE, limits=Limits(person_minutes=1))
    one, two = _leg("a", 970), _leg("b", 980)
    assert reached(office, DAY, {f"180.{DAY}": 9}, (one, two), 1000) == ()
    (over,) = reached(office, DAY, {f"180.{DAY}": 10}, (one, two), 1000)
    assert (over.what, over.who, over.legs) == ("day", "180", (one, two))
    assert reached(office, "20261124", {f"180.{DAY}": 9000}, (), 1000) == ()


def test_every_limit_is_told_apart() -> None:
    limits = Limits(person_minutes=None, line_minutes=2, abroad_minutes=1, countries=("44",))
    office = _office(MOBILE.model_copy(update={"minutes": 3}), limits=limits)
    counted = {
        f"180.{DAY}": 99_999, f"city.{DAY}": 120, f"180.abroad.{DAY}": 60, f"180.all.1.{DAY}": 180,
        f"180.gone.7.{DAY}": 99_999, f"x.{DAY}": 1, f"..{DAY}": 5,
    }  # fmt: skip
    found = {(each.what, each.who, each.minutes) for each in reached(office, DAY, counted, (), 0)}
    assert found == {("line", "city", 2), ("abroad", "180", 1), ("route", "180", 3)}


def test_what_is_wrong_is_said() -> None:
    route_ = Route(
        classes=("abroad", "premium", "city"), lines=("a1-1", "city"), pin=True,
        number_shown="+375173999999",
    )  # fmt: skip
    office = _office(route_, limits=Limits(countries=("44",)))
    lines = tuple(
        line.model_copy(
            update={
                "replaces": (
                    {"number": "+375172345678", "to": "+375170000000", "name": "x"},
                    {"number": "+375172345678", "to": "+375173000000", "name": "y"},
                    {"number": "+375296000001", "to": "+375173000000", "name": "z"},
                )
            }
        )
        if line.kind == "trunk"
        else line
        for line in office.lines
    )
    office = Office.model_validate(
        office.model_copy(update={"lines": lines}).model_dump(mode="json", warnings=False)
        | {"outbound": [{**office.outbound[0].model_dump(mode="json"), "refused": "nothing"}]}
    )
    codes = {each.code for each in verify(office)}
    assert {
        "route.closed", "route.no_pin", "route.number_not_ours", "route.number_not_shown",
        "route.unknown_prompt", "limits.no_abroad_minutes", "line.replaces_unknown",
        "line.replaces_twice", "line.replaces_own",
    } <= codes  # fmt: skip
