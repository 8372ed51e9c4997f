"""Calls outside: what people dial becomes E.164 and goes to the choice of a route.

    phone-<scheme>   phones dial here: announced (`V_CALL`), refusals are spoken
    out-<scheme>     targets of transfers: a client who cannot go there comes back, see `ends`
    reach-<scheme>   a leg outside in somebody's Dial; the extension is E.164, `V_BEHALF` calls.
                     Silent; when no line carries it: `V_SKIP`, and the leg ends at once
    ask-<scheme>     Gosub, the extension as dialled: `V_MAY` is `yes`, else the name of the end
                     (`linesbusy`, `noline`, `noroute`, `abroad`, ...); nobody is called.
                     `Gosub(may,<own extension>,1)` asks for `V_TO`; `Gosub(told,${V_MAY},1)`
                     says why not

Each exists without `-<scheme>` for people who have none.
"""

from collections.abc import Iterable, Iterator

from vochi.core.countries import COUNTRIES, Country
from vochi.core.dialplan.announce import OWN_EXTENSION, Announcer
from vochi.core.dialplan.application import (
    Application,
    Assign,
    Call,
    ComeBack,
    GoTo,
    GoToIf,
    GoToPlaceIf,
    Place,
)
from vochi.core.dialplan.choice import choice, routes, tries
from vochi.core.dialplan.ends import NO_ROUTE
from vochi.core.dialplan.expression import (
    AtLeast,
    Choose,
    Encoded,
    Func,
    Not,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.limits import limit_contexts
from vochi.core.dialplan.outgoing import (
    BEHALF,
    CLASS,
    CLIENT,
    MAY,
    MODE,
    PAYER,
    SECONDS,
    TO,
    TRIED,
    WHY,
    Mode,
    inherited,
)
from vochi.core.dialplan.over_line import carried, shown
from vochi.core.dialplan.pin import pins
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.scheme.surroundings import Sounds

_EXTEN = Var("EXTEN")
#: Anything that a phone can dial.
_ANYTHING = "_[+*#0-9a-zA-Z]!"
#: Asterisk overlooks dashes when it matches (`8-029-1234567`), and an open pattern lets any
#: character in: what is cut and put together are the digits alone.
_DIALLED = "V_DIALLED"
_DIGITS = Assign(_DIALLED, Func("FILTER", (Text("0-9"), _EXTEN)))


def outside(office: Office, announcer: Announcer, sounds: Sounds) -> tuple[Context, ...]:
    """Contexts of every outbound scheme, of people without one, and of emergency numbers."""
    country = COUNTRIES[office.company.country]
    contexts = [
        *_emergency(office, country, announcer),
        _one("asked-inside", Assign(MAY, Text("yes")), _mode(""), ComeBack()),
        *_entries(""),
        *_forms(office, country, "", announcer),
    ]
    for scheme in office.outbound:
        contexts += _entries(f"-{scheme.id}")
        contexts += _forms(office, country, f"-{scheme.id}", announcer)
        contexts.append(choice(office, scheme, sounds))
        contexts += routes(office, scheme)
    contexts += [_may(office), shown()]
    return (*contexts, *tries(office), *pins(office, sounds), *limit_contexts(office, sounds))


def _entries(ending: str) -> Iterator[Context]:
    def entry(prefix: str, name: str) -> Context:
        parts = [f"{prefix}{part}" for part in ("emergency", "inside", f"outside{ending}")]
        codes = ("codes",) if prefix else ()
        return Context(f"{name}{ending}", includes=(*parts, *codes, f"{prefix}unknown"))

    # What a transfer names is a stranger's text until `moved` knows it: only what can be dialled.
    dialled = Func("FILTER", (Text("+*#0-9"), _EXTEN))
    by = Func("CUT", (Text("V_BY"), Text("-"), Text("1")))
    yield entry("said-", "phone")
    # A number of one key is no number; with `!` in place of `.` an attended transfer would take
    # its first key for all of it.
    yield _one(
        f"out{ending}",
        # No client is sent on: an employee asks somebody first, who pays is told by his channel.
        GoToPlaceIf(Same(Var("BLINDTRANSFER"), Text("")), Place(f"moved{ending}", dialled)),
        Call(Place("record-on", Text("s"))),
        Assign("V_BY", Var("BLINDTRANSFER", len("PJSIP/"))),
        Assign(inherited(BEHALF), by),
        Assign(TO, dialled),
        _mode("_moved"),
        GoTo(Place(f"moved{ending}", dialled)),
        pattern="_[+*#0-9a-zA-Z].",
    )
    yield entry("", "moved")
    yield _one(
        f"reach{ending}",
        _mode("_reach"),
        Assign(TO, Func("FILTER", (Text("+0-9"), _EXTEN))),
        GoTo(Place(f"reaching{ending}", Var(TO))),
    )
    yield Context(f"reaching{ending}", includes=("emergency", f"outside{ending}", "unknown"))
    yield _one(
        f"ask{ending}", _mode("_ask"), Assign(MAY, Text("")), GoTo(Place(f"asked{ending}", dialled))
    )
    yield Context(f"asked{ending}", includes=(f"outside{ending}", "asked-inside"))


def _may(office: Office) -> Context:
    """`may,<own extension>`: `ask` for `V_TO` in the scheme of that person."""
    no_route = (Assign(MAY, Text("noroute")), Assign(WHY, Text("no_route")))
    return Context(
        "may",
        (
            *(
                Extension(
                    person.extension,
                    steps(GoTo(Place(_named("ask", person.outbound), Var(TO)))),
                )
                for person in {each.extension: each for each in office.people}.values()
            ),
            # Somebody whom a publication has just taken out, in the middle of his talk.
            Extension("_X!", steps(*no_route, ComeBack())),
        ),
    )


def _named(name: str, scheme: str | None) -> str:
    return name if scheme is None else f"{name}-{scheme}"


def _one(name: str, *applications: Application, pattern: str = _ANYTHING) -> Context:
    return Context(name, (Extension(pattern, steps(*applications)),))


def _mode(mode: Mode) -> Application:
    return Assign(MODE, Text(mode))


def _emergency(office: Office, country: Country, announcer: Announcer) -> tuple[Context, ...]:
    """Emergency numbers pass before every rule and limit, over any line, from any phone.

    Lines with room first, then full ones: no call is cut, a network may still let one through.
    """
    lines = tuple({line.id: line for line in office.lines}.values())
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
        Context("route-emergency", (Extension("_X!", (*_rescue(lines),)),)),
    )


def _rescue(lines: tuple[Line, ...]) -> Iterator[Step]:
    for variable in (PAYER, SECONDS, CLASS):
        yield Step(Assign(inherited(variable), Text("")))
    yield Step(Assign(inherited(CLIENT), _EXTEN))
    yield Step(Assign(TRIED, Text("")))
    for attempt in ("room", "full"):
        for number, line in enumerate(lines):
            is_full = AtLeast(carried(line.id), line.channels)
            other = is_full if attempt == "room" else Not(is_full)
            label = f"{attempt}{number}"
            yield Step(GoToIf(other, f"{attempt}{number + 1}"), label)
            yield Step(Call(Place(f"over-{line.id}", _EXTEN)))
        yield Step(Assign("V_PASS", Text(attempt)), f"{attempt}{len(lines)}")
    yield Step(GoTo(Place("nolines", _EXTEN)))


def _forms(
    office: Office, country: Country, ending: str, announcer: Announcer
) -> tuple[Context, Context]:
    """Every way to dial a number leads to the same E.164; without a scheme it leads nowhere."""
    written: list[tuple[str, Value, Value]] = []
    for form in country.all_forms(office.company.area_code):
        digits = Var(_DIALLED, form.strip)
        written.append((f"_{form.pattern}", text(f"+{form.add}", digits),
                        text(Encoded(f"+{form.add}"), digits)))  # fmt: skip
    plus = Var(_DIALLED)
    written.append(("_+XXXXXXX!", text("+", plus), text(Encoded("+"), plus)))
    said = Context(
        f"said-outside{ending}",
        tuple(
            Extension(pattern, steps(_DIGITS, announcer.outbound(field), *_pays(e164, ending)))
            for pattern, e164, field in written
        ),
    )
    unsaid = Context(
        f"outside{ending}",
        tuple(
            Extension(pattern, steps(_DIGITS, *_pays(e164, ending))) for pattern, e164, _ in written
        ),
    )
    return said, unsaid


def _pays(e164: Value, ending: str) -> Iterable[Application]:
    """The phone's own extension, else the one for whom the channel calls."""
    payer = Choose(Same(Var(OWN_EXTENSION), Text("")), Var(BEHALF), Var(OWN_EXTENSION))
    return (
        Assign(TO, e164),
        Assign(inherited(PAYER), payer),
        GoTo(Place(f"choose{ending}", e164) if ending else NO_ROUTE),
    )
