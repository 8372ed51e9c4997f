"""E.164 -> route of an outbound scheme -> lines in their order.

The class of a number (the tables of the country) is told by its pattern; conditions of a route on
digits are asked one by one, so the first route that fits carries the call, as in
`office.routing.route`.
"""

from collections.abc import Iterator
from typing import Literal

from vochi.core.countries import COUNTRIES
from vochi.core.dialplan.application import (
    Application,
    Assign,
    Call,
    GoTo,
    GoToIf,
    GoToPlaceIf,
    Place,
)
from vochi.core.dialplan.ends import (
    ABROAD_CLOSED,
    CLIENT_BUSY,
    LIMIT,
    LINES_BUSY,
    NO_LINE,
    NO_ROUTE,
    NOT_A_NUMBER,
    PIN,
    PREMIUM_CLOSED,
    UNSIGNED,
)
from vochi.core.dialplan.expression import (
    AtLeast,
    Choose,
    Condition,
    Either,
    Func,
    Matches,
    Math,
    Not,
    Same,
    Stamp,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.limits import counted
from vochi.core.dialplan.outgoing import (
    CLASS,
    CLIENT,
    LEFT,
    MODE,
    NETWORK,
    OWN_REFUSAL,
    ROUTE,
    SHOWN,
    TRIED,
    inherited,
)
from vochi.core.dialplan.sim_card import forget_rests, second_pass
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.office.operators import same_operator
from vochi.core.office.outbound import NumberClass, OutboundScheme, Route
from vochi.core.office.routing import DEAREST, LONGEST_AGE, of_class, own_price
from vochi.core.scheme.surroundings import Sounds

_EXTEN = Var("EXTEN")
_LONGEST, _SHORTEST = len("+") + 15, len("+") + 7
_ORDER, _NEXT = "V_ORDER", "V_NEXT"
_KNOWN_WEIGHT = "-16000000"


def choice(office: Office, scheme: OutboundScheme, sounds: Sounds) -> Context:
    """`choose-<scheme>`: the extension is E.164; what has no class is no number."""
    country = COUNTRIES[office.company.country]
    extensions = [
        Extension(
            f"_+{each.pattern}",
            steps(
                *(_of_length() if each.pattern.endswith("!") else ()),
                *_chosen(office, scheme, sounds, each.kind, each.operator, each.pattern),
            ),
        )
        for each in country.ranges
    ]
    own = Extension(f"_+{country.code}!", steps(GoTo(NOT_A_NUMBER)))
    abroad = _chosen(office, scheme, sounds, "abroad", None, "")
    return Context(
        f"choose-{scheme.id}",
        (
            *extensions,
            own,
            Extension("_+Z!", steps(*_of_length(), *abroad)),
            Extension("_+0!", steps(GoTo(NOT_A_NUMBER))),
        ),
    )


def routes(office: Office, scheme: OutboundScheme) -> Iterator[Context]:
    """`route-<scheme>-<number>`: lines are tried; one that carries the call does not come back."""
    for number, route in enumerate(scheme.routes, start=1):
        yield Context(
            f"route-{scheme.id}-{number}",
            (Extension("_[+0-9]!", _route(office, f"{scheme.id}.{number}", route)),),
        )


def tries(office: Office) -> tuple[Context, Context]:
    """`try`: a line by its id, for `V_CLIENT`; `nolines`: why none of them carried the call."""

    def said(word: str) -> Matches:
        return Matches(Var(TRIED), f".*{word}[.]")

    return (
        Context(
            "try",
            tuple(
                Extension(_key(line.id), steps(GoTo(Place(f"to-{line.id}", Var(CLIENT)))))
                for line in {line.id: line for line in office.lines}.values()
            ),
        ),
        Context(
            "nolines",
            (
                Extension(
                    "_[+0-9]!",
                    steps(
                        # A free line was told so: the client himself is.
                        GoToPlaceIf(said("engaged"), CLIENT_BUSY),
                        GoToPlaceIf(said("busy"), LINES_BUSY),
                        GoToPlaceIf(said("limit"), LIMIT),
                        GoToPlaceIf(said("unsigned"), UNSIGNED),
                        GoTo(NO_LINE),
                    ),
                ),
            ),
        ),
    )


def _key(line: str) -> str:
    """The line as an extension: Asterisk overlooks dashes there, `a1-1` would be `a11`."""
    return line.replace("-", "_")


def _of_length() -> tuple[Application, ...]:
    length = Func("LEN", (_EXTEN,))
    return (
        GoToPlaceIf(AtLeast(length, _LONGEST + 1), NOT_A_NUMBER),
        GoToPlaceIf(Not(AtLeast(length, _SHORTEST)), NOT_A_NUMBER),
    )


def _chosen(  # noqa: PLR0917 - what is known of the numbers of one pattern
    office: Office,
    scheme: OutboundScheme,
    sounds: Sounds,
    kind: NumberClass,
    operator: str | None,
    pattern: str,
) -> Iterator[Application]:
    limits = office.policy.limits
    if kind == "premium" and not limits.premium:
        yield GoTo(PREMIUM_CLOSED)
        return
    if kind == "abroad":
        opened = _begins(limits.countries, "") if limits.abroad_minutes else None
        if opened is None:
            yield GoTo(ABROAD_CLOSED)
            return
        yield GoToPlaceIf(Not(opened), ABROAD_CLOSED)
    yield Assign(inherited(CLASS), Text("abroad" if kind == "abroad" else ""))
    if _asks_network(office, scheme):
        yield Assign(NETWORK, Text(_networks(office).get(operator or "", "")))
    for number, route in enumerate(scheme.routes, start=1):
        place = Place(f"route-{scheme.id}-{number}", _EXTEN)
        fits = _fits(route, kind, operator, pattern)
        if fits == "all":
            yield GoTo(place)
            return
        if fits != "none":
            yield GoToPlaceIf(fits, place)
    own = "" if scheme.refused is None else sounds.sound(scheme.refused)
    yield Assign(OWN_REFUSAL, Text(own))
    yield GoTo(NO_ROUTE)


def _fits(
    route: Route, kind: NumberClass, operator: str | None, pattern: str
) -> Condition | Literal["all", "none"]:
    """Which numbers of the pattern a route carries."""
    parts = []
    if of_class(route, kind, operator):
        if not route.countries:
            return "all"
        parts += _each(route.countries, pattern)
    parts += _each(tuple(each.removeprefix("+") for each in route.begins), pattern)
    return Either(tuple(parts)) if parts else "none"


def _begins(codes: tuple[str, ...], pattern: str) -> Condition | None:
    parts = _each(codes, pattern)
    return Either(tuple(parts)) if parts else None


def _each(codes: tuple[str, ...], pattern: str) -> list[Condition]:
    """Conditions that can hold for numbers of the pattern (empty: any number)."""
    known = pattern[: min((pattern.find(each) for each in "XZN[!" if each in pattern), default=0)]
    return [
        Matches(_EXTEN, f"[+]{code}")
        for code in dict.fromkeys(codes)
        if code.startswith(known) or known.startswith(code)
    ]


def _route(office: Office, name: str, route: Route) -> tuple[Step, ...]:
    minutes = route.call_minutes or office.policy.limits.call_minutes
    call = min(minutes, office.policy.limits.call_minutes) * 60
    day = "" if route.minutes is None else str(route.minutes * 60)
    known = {line.id: line for line in reversed(office.lines)}
    lines = tuple(line for line in dict.fromkeys(route.lines) if line in known)
    carrying = tuple(known[line] for line in lines)
    again = tuple(second_pass(carrying))
    pin: tuple[Application, ...] = ()
    if route.pin:
        # A client who is being transferred, or a leg of somebody's Dial, has no PIN to key.
        pin = (
            GoToPlaceIf(Not(Same(Var(MODE), Text(""))), PIN),
            Call(Place("pin", Text("s"))),
        )
    return steps(
        *pin,
        Call(Place("allowance", Text("s")), (Text(name), Text(day), Text(str(call)))),
        GoToPlaceIf(Not(AtLeast(Var(LEFT), 1)), LIMIT),
        Assign(inherited(ROUTE), Text(name)),
        Assign(inherited(CLIENT), _EXTEN),
        Assign(inherited(SHOWN), Text(route.number_shown or "")),
        Assign(TRIED, Text("")),
        *forget_rests(carrying),
        *_tries(office, route, lines),
        *(Step(each.application, "none" if n == 0 else each.label) for n, each in enumerate(again)),
        Step(GoTo(Place("nolines", _EXTEN)), "over" if again else "none"),
    )


def _networks(office: Office) -> dict[str, str]:
    """Operators of the country's tables by name, each with a number of ours."""
    told = (each.operator for each in COUNTRIES[office.company.country].ranges)
    found = dict.fromkeys(each for each in told if each is not None)
    return {name: str(number) for number, name in enumerate(found, start=1)}


def _asks_network(office: Office, scheme: OutboundScheme) -> bool:
    priced = {line.id for line in office.lines if own_price(line)}
    return any(each.order == "cheapest" and priced & set(each.lines) for each in scheme.routes)


def _cost(office: Office, line: Line) -> Value:
    """Cents of the next minute; less within the line's own network, where its tariff says so."""
    cost = counted(Func("DB", (Text(f"cost/{line.id}"),)))
    numbers = _networks(office)
    own = next((numbers[each] for each in numbers if same_operator(each, line.operator)), None)
    if own is None or not own_price(line):
        return cost
    within = counted(Func("DB", (Text(f"cost/{line.id}.own"),)))
    return Choose(Same(Var(NETWORK), Text(own)), within, cost)


def _tries(office: Office, route: Route, lines: tuple[str, ...]) -> Iterator[Step]:
    if route.order == "listed" and not route.sticky:
        for line in lines:
            yield Step(Call(Place(f"to-{line}", _EXTEN)))
        return
    weights = tuple(
        text(f"{_key(line)}:", _weight(office, route, line, place))
        for place, line in enumerate(lines)
    )
    if weights:
        yield Step(Assign(_ORDER, Func("SORT", weights)))
        yield Step(Assign(_NEXT, Func("SHIFT", (Text(_ORDER),))), "next")
        yield Step(GoToIf(Same(Var(_NEXT), Text("")), "none"))
        yield Step(Call(Place("try", Var(_NEXT))))
        yield Step(GoToIf(Same(Text("1"), Text("1")), "next"))


def _weight(office: Office, route: Route, line: str, place: int) -> Value:
    """As `office.routing` weighs: the least is first."""
    weight: Value
    match route.order:
        case "listed":
            weight = Text(str(place))
        case "least_used":
            age = Math(Var("EPOCH"), "-", counted(Func("DB", (Text(f"used/{line}"),))))
            most = Text(str(LONGEST_AGE))
            known = Choose(AtLeast(age, LONGEST_AGE), most, age)
            weight = Math(Text(str(place)), "-", Math(Text("64"), "*", known))
        case "least_spent":
            month = Stamp("%Y%m", office.company.time_zone)
            spent = counted(Func("DB", (text(f"spent/{line}.", month),)))
            whole = Math(spent, "-", Math(spent, "%", Text("60")))
            weight = Math(whole, "+", Text(str(place)))
        case "cheapest":
            cost = _cost(office, next(each for each in office.lines if each.id == line))
            capped = Choose(AtLeast(cost, DEAREST), Text(str(DEAREST)), cost)
            weight = Math(Math(Text("64"), "*", capped), "+", Text(str(place)))
    if not route.sticky:
        return weight
    knows = Same(Func("DB", (text("sim/", _EXTEN),)), Text(line))
    return Choose(knows, Text(_KNOWN_WEIGHT), weight)
