"""Which lines carry a call outside, and why none does: pure, the same as the compiled dialplan.

routed = route(office, "all", "+375291112233")
routed.refused  # None, or why no line is even tried
routed.lines    # lines to try, in order
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from vochi.core.countries import COUNTRIES
from vochi.core.dial_pattern import matches
from vochi.core.numbers import NumberKind, classify
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, Line
from vochi.core.office.operators import same_operator
from vochi.core.office.outbound import NumberClass, OutboundScheme, Route
from vochi.core.office.signatures import is_unsigned

#: Why no line is tried. `unknown_number`: no such number in the numbering plan of the country.
Refusal = Literal["unknown_number", "no_route", "abroad_closed", "premium_closed"]
#: Why a line does not carry a call, as in V_LINE.
LineRefusal = Literal["paused", "unsigned", "limit", "rest", "busy", "down"]
#: Why a call outside is refused, as a phrase says it.
Spoken = Refusal | Literal["no_line", "lines_busy", "limit", "unsigned"]

#: Longest silence of a line that still orders lines: 200,000 s; longer ones are alike (`_weight`).
LONGEST_AGE = 200_000
#: Cents a minute above which prices are alike.
DEAREST = 200_000


@dataclass(frozen=True)
class LineFacts:
    """What orders lines: `used` (epoch of the last call), `spent` (seconds this month), `cost`
    (cents of the next minute) by line, `cost_own` of one to the line's own network; `known` is the
    line that the client knows; `now` an epoch.
    """

    used: Mapping[str, int] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)
    cost: Mapping[str, int] = field(default_factory=dict)
    cost_own: Mapping[str, int] = field(default_factory=dict)
    known: str | None = None
    now: int = 0


NO_FACTS = LineFacts()


@dataclass(frozen=True)
class Routed:
    """`number` is the place of the route in its scheme, from 1. `emergency` needs no route.

    `unusable` names lines of the route that the office itself holds back (paused, unsigned); they
    are not in `lines`.
    """

    e164: str
    kind: NumberKind
    refused: Refusal | None
    route: Route | None = None
    number: int = 0
    lines: tuple[str, ...] = ()
    unusable: tuple[tuple[str, LineRefusal], ...] = ()


def route(office: Office, scheme: str | None, e164: str, facts: LineFacts = NO_FACTS) -> Routed:
    """Where a call of somebody with the outbound scheme `scheme` (None: without one) goes.

    `e164` is a number of `core.numbers.normalise`, or an emergency number as it is dialled.
    """
    kind = classify(e164, office.company.numbering)
    if kind == "emergency":
        return Routed(e164, kind, None, lines=tuple(line.id for line in office.lines))
    found = next((each for each in office.outbound if each.id == scheme), None)
    if found is None:
        return Routed(e164, kind, "no_route")
    if kind == "unknown" or kind == "internal":  # noqa: PLR1714 - mypy narrows only by ==
        return Routed(e164, kind, "unknown_number")
    closed = closed_by_policy(office, kind, e164)
    if closed is not None:
        return Routed(e164, kind, closed)
    number = choose(found, kind, e164, operator_of(office, e164))
    if number is None:
        return Routed(e164, kind, "no_route")
    chosen = found.routes[number - 1]
    lines, unusable = _lines(office, chosen, e164, facts)
    return Routed(e164, kind, None, chosen, number, lines, unusable)


def closed_by_policy(office: Office, kind: NumberClass, e164: str) -> Refusal | None:
    """Abroad and premium are closed unless the company's policy opens them."""
    limits = office.policy.limits
    if kind == "premium" and not limits.premium:
        return "premium_closed"
    opened = limits.abroad_minutes > 0 and any(
        e164.startswith(f"+{code}") for code in limits.countries
    )
    return "abroad_closed" if kind == "abroad" and not opened else None


def choose(
    scheme: OutboundScheme, kind: NumberClass, e164: str, operator: str | None
) -> int | None:
    """Number of the first route that fits, from 1."""
    for number, each in enumerate(scheme.routes, start=1):
        if any(e164.startswith(begin) for begin in each.begins):
            return number
        if of_class(each, kind, operator) and (
            not each.countries or any(e164.startswith(f"+{code}") for code in each.countries)
        ):
            return number
    return None


def of_class(route: Route, kind: NumberClass, operator: str | None) -> bool:
    """Whether a route carries the class, and the operator where it asks for one."""
    of_operator = not route.operators or (
        operator is not None and any(same_operator(operator, each) for each in route.operators)
    )
    return kind in route.classes and of_operator


def operator_of(office: Office, e164: str) -> str | None:
    """Operator of a number by the table of the company's country."""
    country = COUNTRIES.get(office.company.country)
    for each in () if country is None else country.ranges:
        if matches(each.pattern, e164.removeprefix("+")):
            return each.operator
    return None


def why_not(
    routed: Routed, state: Callable[[str], LineRefusal | None]
) -> tuple[Spoken | None, str | None]:
    """(why the call is refused, None) or (None, line that will carry it) as lines are now.

    `state` tells of a line what holds it back at this moment; None: it is free. A line that rests
    carries the call when no other does.
    """
    if routed.refused is not None:
        return routed.refused, None
    told: set[LineRefusal] = {why for _, why in routed.unusable}
    resting: str | None = None
    for line in routed.lines:
        why = state(line)
        if why is None:
            return None, line
        if why == "rest":
            resting = resting or line
        told.add(why)
    if resting is not None:
        return None, resting
    if routed.kind == "emergency":
        return "no_line", None
    if "busy" in told:
        return "lines_busy", None
    if "limit" in told:
        return "limit", None
    return ("unsigned" if "unsigned" in told else "no_line"), None


def own_price(line: Line) -> bool:
    """Whether calls to the line's own network have a price of their own."""
    tariff = line.tariff if isinstance(line, GsmLine) else None
    return tariff is not None and tariff.minute_own is not None


def in_order(
    route: Route, lines: tuple[str, ...], facts: LineFacts, own: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Lines of a route as they are tried; for those of `own` the call stays in their network."""
    facts = replace(
        facts, cost={**facts.cost, **{line: facts.cost_own.get(line, 0) for line in own}}
    )
    weights = {line: _weight(route, line, place, facts) for place, line in enumerate(lines)}
    return tuple(sorted(lines, key=lambda line: weights[line]))


def _weight(route: Route, line: str, place: int, facts: LineFacts) -> int:
    """The least is first; whole numbers that a float of 32 bits holds, for so Asterisk sorts."""
    if route.sticky and facts.known == line:
        return -16_000_000
    match route.order:
        case "listed":
            return place
        case "least_used":
            age = facts.now - facts.used.get(line, 0)
            return place - 64 * min(age, LONGEST_AGE)
        case "least_spent":
            spent = facts.spent.get(line, 0)
            return spent - spent % 60 + place
        case "cheapest":
            return 64 * min(facts.cost.get(line, 0), DEAREST) + place


def _lines(
    office: Office, route: Route, e164: str, facts: LineFacts
) -> tuple[tuple[str, ...], tuple[tuple[str, LineRefusal], ...]]:
    by_id = {line.id: line for line in reversed(office.lines)}
    listed = tuple(line for line in dict.fromkeys(route.lines) if line in by_id)
    held = tuple(
        (line, why) for line in listed if (why := _held_back(office, by_id[line])) is not None
    )
    kept = {line for line, _ in held}
    theirs = operator_of(office, e164) if route.order == "cheapest" else None
    own = frozenset(
        line
        for line in listed
        if theirs is not None
        and own_price(by_id[line])
        and same_operator(by_id[line].operator, theirs)
    )
    ordered = in_order(route, listed, facts, own)
    return tuple(line for line in ordered if line not in kept), held


def _held_back(office: Office, line: Line) -> LineRefusal | None:
    if line.paused:
        return "paused"
    return "unsigned" if is_unsigned(office, line) else None
