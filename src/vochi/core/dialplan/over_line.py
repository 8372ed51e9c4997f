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
    Record,
    StopRecording,
    Wait,
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
#: 1 on a channel that a phone began whose owner is not recorded; lines that it dials inherit it.
QUIET = "V_QUIET"
#: Q.850: call rejected.
_REJECTED = "21"
#: Seconds; a frame of voice is 20 ms.
_SOME_FRAMES = 0.1


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


def recorder() -> Context:
    """What runs on a line's side when the client answers: the client is left in the recording."""
    file = text(Var("UNIQUEID"), ".raw")
    return Context(
        "record",
        (
            Extension(
                "s",
                (
                    Step(GoToIf(Same(Var(QUIET), Text("1")), "quiet")),
                    Step(Record()),
                    Step(Announce("V_REC", (("file", file),))),
                    Step(ComeBack(), "quiet"),
                ),
            ),
        ),
    )


def record_on() -> Context:
    """What a transferred client passes: his recording goes on with whom he talks next.

    Asterisk decodes what a recording hears of the other side by one path that counts RTP
    sequence numbers. A second phone counts from elsewhere: half of the time all its frames are
    taken for lost, and the recording has no employee (seen 20 of 40 on 22.10.1; asterisk#507).
    A recording that is let go of and begun again gets a new path; the old one is dropped with
    the next frames of the client, so wait for some.
    """
    return Context(
        "record-on",
        (
            Extension(
                "s",
                (
                    Step(GoToIf(Same(Var("MIXMONITOR_FILENAME"), Text("")), "quiet")),
                    Step(StopRecording()),
                    Step(Wait(_SOME_FRAMES)),
                    Step(Record(onto=True)),
                    Step(ComeBack(), "quiet"),
                ),
            ),
        ),
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
