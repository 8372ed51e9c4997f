"""Calls outside: what people dial becomes E.164, its class chooses a route, a route tries lines."""

from vochi.core.countries import COUNTRIES, Country
from vochi.core.dialplan.announce import Announcer
from vochi.core.dialplan.application import Application, Call, GoTo, Place
from vochi.core.dialplan.ends import NO_LINE, NO_ROUTE
from vochi.core.dialplan.expression import Encoded, Func, Text, Value, Var, text
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.document import Office
from vochi.core.office.operators import same_operator
from vochi.core.office.outbound import NumberClass, OutboundScheme

_EXTEN = Var("EXTEN")
#: Anything that a phone can dial.
_ANYTHING = "_[+*#0-9a-zA-Z]!"


def outside(office: Office, announcer: Announcer) -> tuple[Context, ...]:
    """Contexts of every outbound scheme, of people without one, and of emergency numbers."""
    country = COUNTRIES[office.company.country]
    contexts = [
        *_emergency(office, country, announcer),
        *_entries(""),
        *_forms(office, country, "", announcer),
    ]
    for scheme in office.outbound:
        contexts += _entries(f"-{scheme.id}")
        contexts += _forms(office, country, f"-{scheme.id}", announcer)
        contexts.append(_choice(country, scheme))
        contexts += [
            _route(f"route-{scheme.id}-{number}", route.lines)
            for number, route in enumerate(scheme.routes, start=1)
        ]
    return tuple(contexts)


def _entries(ending: str) -> tuple[Context, ...]:
    """Where phones dial (announced) and where transfers go (not announced), see `contexts`."""

    def entry(prefix: str, name: str) -> Context:
        parts = ("emergency", "inside", f"outside{ending}", "unknown")
        return Context(f"{name}{ending}", includes=tuple(f"{prefix}{part}" for part in parts))

    # What a transfer names is a stranger's text until `moved` knows it: only what can be dialled.
    dialled = Func("FILTER", (Text("+*#0-9"), _EXTEN))
    transferred = Extension(
        _ANYTHING,
        steps(Call(Place("record-on", Text("s"))), GoTo(Place(f"moved{ending}", dialled))),
    )
    return (
        entry("said-", "phone"),
        Context(f"out{ending}", (transferred,)),
        entry("", "moved"),
    )


def _emergency(office: Office, country: Country, announcer: Announcer) -> tuple[Context, ...]:
    """Emergency numbers pass before every rule, over any line, from any phone."""
    lines = tuple(line.id for line in office.lines)
    return (
        Context(
            "said-emergency",
            tuple(
                Extension(
                    number,
                    steps(announcer.outbound(Text(number)), GoTo(Place("route-emergency", _EXTEN))),
                )
                for number in country.emergency
            ),
        ),
        Context(
            "emergency",
            tuple(
                Extension(number, steps(GoTo(Place("route-emergency", _EXTEN))))
                for number in country.emergency
            ),
        ),
        _route("route-emergency", lines),
    )


def _forms(
    office: Office, country: Country, ending: str, announcer: Announcer
) -> tuple[Context, Context]:
    """Every way to dial a number leads to the same E.164; without a scheme it leads nowhere."""
    written: list[tuple[str, Value, Value]] = []
    for form in country.all_forms(office.company.area_code):
        digits = _digits(form.pattern, form.strip)
        written.append((f"_{form.pattern}", text(f"+{form.add}", digits),
                        text(Encoded(f"+{form.add}"), digits)))  # fmt: skip
    plus = _digits("!", 1)
    written.append(("_+XXXXXXX!", text("+", plus), text(Encoded("+"), plus)))

    def context(name: str, *, announced: bool) -> Context:
        return Context(
            f"{name}{ending}",
            tuple(
                Extension(
                    pattern,
                    steps(
                        *((announcer.outbound(field),) if announced else ()),
                        GoTo(Place(f"choose{ending}", e164) if ending else NO_ROUTE),
                    ),
                )
                for pattern, e164, field in written
            ),
        )

    return context("said-outside", announced=True), context("outside", announced=False)


def _digits(pattern: str, strip: int) -> Value:
    """What was dialled from `strip` on; an open pattern lets any character in, so filter it."""
    dialled = Var("EXTEN", strip)
    return Func("FILTER", (Text("0-9"), dialled)) if pattern.endswith("!") else dialled


def _choice(country: Country, scheme: OutboundScheme) -> Context:
    """E.164 -> route, by the tables of the country; what has no class has no route."""
    extensions = [
        Extension(f"_+{each.pattern}", steps(_chosen(scheme, each.kind, each.operator)))
        for each in country.ranges
    ]
    own = Extension(f"_+{country.code}!", steps(GoTo(NO_ROUTE)))
    abroad = Extension("_+X!", steps(_chosen(scheme, "abroad", None)))
    return Context(f"choose-{scheme.id}", (*extensions, own, abroad))


def _chosen(scheme: OutboundScheme, kind: NumberClass, operator: str | None) -> Application:
    for number, route in enumerate(scheme.routes, start=1):
        of_operator = not route.operators or (
            operator is not None
            and any(same_operator(operator, wanted) for wanted in route.operators)
        )
        if kind in route.classes and of_operator:
            return GoTo(Place(f"route-{scheme.id}-{number}", _EXTEN))
    return GoTo(NO_ROUTE)


def _route(name: str, lines: tuple[str, ...]) -> Context:
    """Lines are tried in order; one that carries the call does not come back."""
    tries = (Call(Place(f"to-{line}", _EXTEN)) for line in dict.fromkeys(lines))
    return Context(name, (Extension("_[+0-9]!", steps(*tries, GoTo(NO_LINE))),))
