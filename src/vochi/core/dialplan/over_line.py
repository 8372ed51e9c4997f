"""One call outside over one line: is there room, how the number is written, how it ended."""

from vochi.core.countries import COUNTRIES, Country
from vochi.core.dialplan.application import (
    Announce,
    ComeBack,
    DialOut,
    GoTo,
    GoToIf,
    HangUp,
    Place,
)
from vochi.core.dialplan.ends import BY_DIAL_STATUS, REFUSED
from vochi.core.dialplan.expression import (
    AtLeast,
    Encoded,
    Func,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.company import Company
from vochi.core.office.line import Line, SipTrunk

#: Group of channels that a line carries now, both ways; each channel of it joins by its endpoint.
LINE_GROUP = "line"
#: Q.850: call rejected.
_REJECTED = "21"


def over_line(line: Line, company: Company) -> tuple[Context, ...]:
    """`to-<line>`: E.164 or an emergency number in; comes back only when the line cannot."""
    country = COUNTRIES[company.country]
    return (
        Context(
            f"to-{line.id}",
            tuple(
                Extension(pattern, steps(GoTo(Place(f"over-{line.id}", number))))
                for pattern, number in _written(line, country)
            ),
        ),
        Context(f"over-{line.id}", _attempt(line)),
    )


def _written(line: Line, country: Country) -> list[tuple[str, Value]]:
    """How the line wants a number: `+375291234567`, `80291234567` or `375291234567`."""
    short = [(number, Var("EXTEN")) for number in country.emergency]
    if line.dial == "e164":
        return [*short, ("_+X!", Var("EXTEN"))]
    if line.dial == "digits":
        return [*short, ("_+X!", Var("EXTEN", 1))]
    own = [
        (f"_+{each.pattern}", text(each.trunk, Var("EXTEN", 1 + len(country.code))))
        for each in country.ranges
    ]
    return [*short, *own, ("_+X!", text(country.international[0], Var("EXTEN", 1)))]


def _attempt(line: Line) -> tuple[Extension, ...]:
    carried = Func("GROUP_COUNT", (Text(f"{line.id}@{LINE_GROUP}"),))
    tried = ("line", Encoded(line.id))

    def failed(why: str, label: str | None = None) -> tuple[Step, ...]:
        said = Announce("V_LINE", (tried, ("why", Text(why))))
        return Step(said, label), Step(ComeBack())

    # A gateway says so when the client rejects the call; an operator, when he does not serve us.
    # The first must not ring again over another line, the second should.
    rejected: tuple[Step, ...] = ()
    refused: tuple[Step, ...] = ()
    if not isinstance(line, SipTrunk):
        rejected = (Step(GoToIf(Same(Var("HANGUPCAUSE"), Text(_REJECTED)), "refused")),)
        refused = (Step(GoTo(REFUSED), "refused"),)
    return (
        # The number is the extension here: it is then what the line's leg is called in CEL.
        Extension(
            "_[+0-9]!",
            (
                Step(GoToIf(AtLeast(carried, line.channels), "full")),
                Step(Announce("V_LINE", (tried,))),
                Step(DialOut(line.id, Var("EXTEN"), "record" if line.record else None)),
                Step(GoTo(Place(f"over-{line.id}", Var("DIALSTATUS")))),
                *failed("busy", "full"),
            ),
        ),
        Extension("ANSWER", steps(HangUp(16))),
        Extension("BUSY", steps(GoTo(BY_DIAL_STATUS))),
        Extension("CANCEL", steps(HangUp(16))),
        Extension(
            "CHANUNAVAIL",
            (
                Step(GoToIf(Same(Func("PJSIP_DIAL_CONTACTS", (Text(line.id),)), Text("")), "down")),
                *rejected,
                *failed("failed"),
                *failed("down", "down"),
                *refused,
            ),
        ),
        Extension("CONGESTION", failed("busy")),
        Extension("NOANSWER", steps(GoTo(BY_DIAL_STATUS))),
        Extension("_[A-Z]!", failed("unknown")),
    )
