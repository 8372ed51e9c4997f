"""One call outside over one line: may it, is there room, how the number is written, how it ended.

to-<line>     E.164 in; comes back when the line cannot, with a word in `V_TRIED`
as-<line>     writes the number as the line wants it
over-<line>   dials, asking nothing: emergency calls begin here
"""

from vochi.core.countries import COUNTRIES, Country
from vochi.core.dialplan.application import (
    Announce,
    Assign,
    AssignTo,
    ComeBack,
    Dial,
    Do,
    GoTo,
    GoToIf,
    HangUp,
    Place,
)
from vochi.core.dialplan.ends import BY_DIAL_STATUS, REFUSED
from vochi.core.dialplan.expression import (
    AtLeast,
    Both,
    Choose,
    Encoded,
    Func,
    Not,
    Option,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.limits import line_room
from vochi.core.dialplan.outgoing import LINE, MAY, MODE, PAYER, SHOWN, TRIED, WARNING, inherited
from vochi.core.dialplan.sim_card import (
    answer_arguments,
    count_bad,
    count_good,
    if_it_rests,
    note_rest,
)
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.directory import numbers_of
from vochi.core.office.document import Office
from vochi.core.office.line import Line, SipTrunk
from vochi.core.office.signatures import is_unsigned
from vochi.core.office.sim_limits import day_minutes, month_minutes, rests

#: Group of channels that a line carries now, both ways; each channel of it joins by its endpoint.
LINE_GROUP = "line"
#: Q.850: call rejected.
_REJECTED = "21"


def over_line(line: Line, office: Office) -> tuple[Context, ...]:
    """The three contexts of a line."""
    country = COUNTRIES[office.company.country]
    return (
        Context(f"to-{line.id}", (Extension("_[+0-9]!", _allowed(line, office)),)),
        Context(
            f"as-{line.id}",
            tuple(
                Extension(pattern, steps(GoTo(Place(f"over-{line.id}", number))))
                for pattern, number in _written(line, country)
            ),
        ),
        Context(f"over-{line.id}", _attempt(line, office)),
    )


def shows_other(line: Line, office: Office) -> bool:
    """Whether calls over the line may show another number of ours than its first."""
    return isinstance(line, SipTrunk) and any(
        route.number_shown is not None and line.id in route.lines
        for scheme in office.outbound
        for route in scheme.routes
    )


def shown() -> Context:
    """Runs on the line's leg before it is dialled: which number of ours the client sees.

    `s` gets the line's own number, for when the route names none.
    """
    number = Func("CONNECTEDLINE", (Text("num"), Text("i")))
    wanted = Choose(Same(Var(SHOWN), Text("")), Var("ARG1"), Var(SHOWN))
    name = Func("CONNECTEDLINE", (Text("name"), Text("i")))
    return Context(
        "shown",
        (
            Extension(
                "s", steps(AssignTo(number, wanted), AssignTo(name, Text("")), ComeBack())
            ),
        ),
    )  # fmt: skip


def carried(line: str) -> Func:
    """How many calls a line carries now."""
    return Func("GROUP_COUNT", (Text(f"{line}@{LINE_GROUP}"),))


def _is_down(line: Line) -> Same:
    """Not registered, or it does not answer when it is asked every few seconds."""
    return Same(Func("PJSIP_DIAL_CONTACTS", (Text(line.id),)), Text(""))


def _failed(line: Line, why: str, word: str, label: str | None = None) -> tuple[Step, ...]:
    said = Announce("V_LINE", (("line", Encoded(line.id)), ("why", Text(why))))
    return (
        Step(said, label),
        Step(Assign(TRIED, text(Var(TRIED), f"{word}."))),
        Step(ComeBack()),
    )


def _rests(line: Line) -> tuple[Step, ...]:
    said, *then = _failed(line, "rest", "rest", "resting")
    return (said, *steps(*note_rest(line)), *then)


def _allowed(line: Line, office: Office) -> tuple[Step, ...]:
    """What is known before the call; nobody is asked, so a line that cannot costs no time."""
    if line.paused:
        return _failed(line, "paused", "paused")
    if is_unsigned(office, line):
        return _failed(line, "unsigned", "unsigned")
    is_limited = (day_minutes(office, line) or month_minutes(line)) is not None
    return steps(
        GoToIf(Not(Same(Func("DB", (Text(f"pause/{line.id}"),)), Text(""))), "paused"),
        GoToIf(AtLeast(carried(line.id), line.channels), "full"),
        GoToIf(_is_down(line), "down"),
        *if_it_rests(line),
        *line_room(office, line),
        Step(GoToIf(Same(Var(MODE), Text("_ask")), "asked"), "enough"),
        GoTo(Place(f"as-{line.id}", Var("EXTEN"))),
        # Back to who asked, past the route.
        Step(Assign(MAY, Text("yes")), "asked"),
        Assign(MODE, Text("")),
        Do("StackPop"),
        ComeBack(),
        *_failed(line, "paused", "paused", "paused"),
        *_failed(line, "busy", "busy", "full"),
        *_failed(line, "down", "down", "down"),
        *(_failed(line, "limit", "limit", "limit") if is_limited else ()),
        *((_rests(line)) if rests(line) else ()),
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


def _attempt(line: Line, office: Office) -> tuple[Extension, ...]:
    tried = ("line", Encoded(line.id))
    options = [Option("U", (Text("answered-out"), *answer_arguments(line)))]
    if shows_other(line, office):
        number = Text((*numbers_of(line), "")[0])
        options.append(Option("b", (Text("shown"), Text("s"), Option("1", (number,)))))
    # Nothing was heard of the client: it is the line that says no, not he. Asterisk tells the two
    # apart by what came before the refusal alone.
    silent = Both((Same(Var("RINGTIME"), Text("")), Same(Var("PROGRESSTIME"), Text(""))))

    # A gateway says so when the client rejects the call; an operator, when he does not serve us.
    # The first must not ring again over another line, the second should.
    rejected: tuple[Step, ...] = ()
    refused: tuple[Step, ...] = ()
    engaged: tuple[Step, ...] = ()
    if not isinstance(line, SipTrunk):
        rejected = (Step(GoToIf(Same(Var("HANGUPCAUSE"), Text(_REJECTED)), "refused")),)
        refused = (Step(GoTo(REFUSED), "refused"),)
        # A gateway whose card is taken says busy as well, at once: another card may be free.
        engaged = (
            Step(GoToIf(Not(silent), "busy")),
            *_failed(line, "busy", "engaged"),
        )
    bad = count_bad(line)
    busy = count_good(line, "busy" if engaged else None)
    return (
        # The number is the extension here: it is then what the line's leg is called in CEL.
        Extension(
            "_[+0-9]!",
            (
                Step(Announce("V_LINE", (tried, ("by", Var(PAYER))))),
                Step(Assign(inherited(LINE), Text(line.id))),
                Step(AssignTo(Func("DB", (Text(f"used/{line.id}"),)), Var("EPOCH"))),
                Step(
                    Dial(
                        (text("PJSIP/", Var("EXTEN"), f"@{line.id}"),),
                        options=text(*options, Var(WARNING)),
                    )
                ),
                Step(GoTo(Place(f"over-{line.id}", Var("DIALSTATUS")))),
            ),
        ),
        Extension("ANSWER", steps(GoTo(BY_DIAL_STATUS))),
        Extension("BUSY", (*engaged, *busy, _ended("busy" if engaged and not busy else None))),
        Extension("CANCEL", steps(HangUp(16))),
        Extension(
            "CHANUNAVAIL",
            (
                Step(GoToIf(_is_down(line), "down")),
                *rejected,
                *bad,
                *_failed(line, "failed", "failed"),
                *_failed(line, "down", "down", "down"),
                *refused,
            ),
        ),
        Extension("CONGESTION", (*bad, *_failed(line, "busy", "busy"))),
        Extension(
            "NOANSWER",
            (
                Step(GoToIf(silent, "failed")),
                *count_good(line),
                _ended(),
                *_labelled("failed", (*bad, *_failed(line, "failed", "failed"))),
            ),
        ),
        Extension("_[A-Z]!", (*bad, *_failed(line, "unknown", "failed"))),
    )


def _ended(label: str | None = None) -> Step:
    return Step(GoTo(BY_DIAL_STATUS), label)


def _labelled(label: str, those: tuple[Step, ...]) -> tuple[Step, ...]:
    return (Step(those[0].application, label), *those[1:])
