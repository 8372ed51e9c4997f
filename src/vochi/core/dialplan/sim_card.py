"""What the policy of a SIM card asks of the dialplan (P22), with box and hub dead.

    bad,s(line, most, seconds)     a call that the line did not carry: `most` in a row, and it rests
    carried,s(line)                one that it did: nothing is held against it any more
    billed,s                       runs with `spent`: seconds as they are paid, by the card's month

A line that rests is passed over, and tried when no other line has carried the call.
"""

from collections.abc import Iterator

from vochi.core.dialplan.application import (
    Application,
    Assign,
    AssignTo,
    Call,
    ComeBack,
    GoToIf,
    Place,
)
from vochi.core.dialplan.expression import (
    AtLeast,
    Choose,
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
from vochi.core.dialplan.outgoing import ANYWAY, LINE, RESTING, TRIED
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.office.sim_limits import counts_month, rests, tariff_of

_MONTH, _STEP, _BAD, _BILLED = "V_MONTH", "V_STEP", "V_BAD", "V_BILLED"
_DAY_SECONDS, _HALF_A_DAY = "86400", "43200"
_NO = "no"


def sim_contexts(office: Office) -> tuple[Context, ...]:
    """Those that some line of the office needs."""
    found: tuple[Context, ...] = ()
    if any(rests(line) for line in office.lines):
        found += (_bad(), _carried())
    if any(counts_month(line) for line in office.lines):
        found += (_billed(),)
    return found


def answer_arguments(line: Line) -> tuple[Text, ...]:
    """Of `answered-out`: whether it is recorded; the card's month and step; whether it may rest."""
    told = [Text("record" if line.record else _NO)]
    tariff = tariff_of(line)
    counted = counts_month(line)
    told += [Text(f"{tariff.month_day:02}"), Text(str(tariff.step))] if counted else []
    if rests(line):
        told += [] if counted else [Text(_NO), Text(_NO)]
        told.append(Text("rests"))
    return tuple(told) if line.record or len(told) > 1 else ()


def at_answer(office: Office, zone: str) -> Iterator[Step]:
    """What `answered-out` does first with those arguments."""
    if any(counts_month(line) for line in office.lines):
        # The call belongs to the month in which it began, as on the bill.
        yield Step(Assign(_STEP, Text("")))
        yield Step(GoToIf(Not(AtLeast(Var("ARG3"), 1)), "unbilled"))
        yield Step(Assign(_STEP, Var("ARG3")))
        yield Step(Assign(_MONTH, text(_begun(Var("ARG2"), zone), ".", Var("ARG2"))))
        yield Step(Assign("V_BILLS", Text("1")), "unbilled")
    if any(rests(line) for line in office.lines):
        yield Step(GoToIf(Not(Same(Var("ARG4"), Text("rests"))), "answered"))
        yield Step(Call(Place("carried", Text("s")), (Var(LINE),)))
        yield Step(Assign(_BAD, Text("")), "answered")


def at_end(office: Office) -> tuple[Step, ...]:
    """What `spent` does while it counts."""
    if not any(counts_month(line) for line in office.lines):
        return ()
    return (Step(Call(Place("billed", Text("s")))),)


def month_of(line: Line, zone: str) -> Func:
    """`DB(spent/a1-1.202611.15)`: seconds billed in the card's month."""
    day = tariff_of(line).month_day
    month = Stamp("%Y%m", zone) if day == 1 else _begun(Text(f"{day:02}"), zone)
    return Func("DB", (text(f"spent/{line.id}.", month, f".{day:02}"),))


def if_it_rests(line: Line) -> tuple[Step, ...]:
    """The way to the label `resting`, the first time; the second time to who is awake."""
    if not rests(line):
        return ()
    rested = AtLeast(Func("DB", (Text(f"rest/{line.id}"),)), Math(Var("EPOCH"), "+", Text("1")))
    return (
        Step(GoToIf(Same(Var(ANYWAY), Text("1")), "awake")),
        Step(GoToIf(rested, "resting")),
        Step(Assign("V_AWAKE", Text("1")), "awake"),
    )


def note_rest(line: Line) -> tuple[Application, ...]:
    """It is told apart from lines that will not be tried again."""
    return (Assign(RESTING, text(Var(RESTING), f":{line.id}:")),)


def count_bad(line: Line) -> tuple[Step, ...]:
    """The call failed over the line."""
    policy = rests(line)
    if policy is None:
        return ()
    arguments = (Text(line.id), Text(str(policy.bad_calls)), Text(str(policy.rest_minutes * 60)))
    return (Step(Call(Place("bad", Text("s")), arguments)),)


def count_good(line: Line, label: str | None = None) -> tuple[Step, ...]:
    """The line carried the call as far as the client's phone."""
    if not rests(line):
        return ()
    return (Step(Call(Place("carried", Text("s")), (Text(line.id),)), label),)


def forget_rests(lines: tuple[Line, ...]) -> tuple[Application, ...]:
    """At the beginning of a route."""
    if not any(rests(line) for line in lines):
        return ()
    return (Assign(RESTING, Text("")), Assign(ANYWAY, Text("")))


def second_pass(lines: tuple[Line, ...]) -> Iterator[Step]:
    """At its end: lines that rest, for no other has carried the call.

    Not when a free line said that the client himself is busy.
    """
    resting = [line for line in lines if rests(line)]
    if not resting:
        return
    yield Step(GoToIf(Same(Var(RESTING), Text("")), "over"))
    yield Step(GoToIf(Matches(Var(TRIED), ".*engaged[.]"), "over"))
    yield Step(Assign(ANYWAY, Text("1")))
    for number, line in enumerate(resting):
        rested = Matches(Var(RESTING), f".*:{line.id}:")
        yield Step(GoToIf(Not(rested), f"slept{number + 1}"), f"slept{number}")
        yield Step(Call(Place(f"to-{line.id}", Var("EXTEN"))))
    yield Step(Assign(ANYWAY, Text("")), f"slept{len(resting)}")


def _begun(day: Value, zone: str) -> Value:
    """`yyyymm` in which the card's month began. Half a day more, for a day may have 25 hours."""
    today = Math(Stamp("%Y%m%d", zone), "%", Text("100"))
    back = Math(Math(today, "*", Text(_DAY_SECONDS)), "+", Text(_HALF_A_DAY))
    before = Stamp("%Y%m", zone, Math(Var("EPOCH"), "-", back))
    return Choose(AtLeast(today, day), Stamp("%Y%m", zone), before)


def _bad() -> Context:
    held = Func("DB", (text("bad/", Var("ARG1")),))
    until = Math(Var("EPOCH"), "+", Var("ARG3"))
    return Context(
        "bad",
        (
            Extension(
                "s",
                steps(
                    Assign(_BAD, Math(text("0", held), "+", Text("1"))),
                    AssignTo(held, Var(_BAD)),
                    GoToIf(Not(AtLeast(Var(_BAD), Var("ARG2"))), "end"),
                    AssignTo(Func("DB", (text("rest/", Var("ARG1")),)), until),
                    AssignTo(held, Text("0")),
                    Step(ComeBack(), "end"),
                ),
            ),
        ),
    )


def _carried() -> Context:
    """Nothing is written where nothing is held against it: most calls are good."""
    bad, rest = (Func("DB", (text(f"{each}/", Var("ARG1")),)) for each in ("bad", "rest"))
    return Context(
        "carried",
        (
            Extension(
                "s",
                steps(
                    GoToIf(Not(AtLeast(bad, 1)), "rest"),
                    AssignTo(bad, Text("0")),
                    Step(GoToIf(Not(AtLeast(rest, 1)), "end"), "rest"),
                    AssignTo(rest, Text("0")),
                    Step(ComeBack(), "end"),
                ),
            ),
        ),
    )


def _billed() -> Context:
    """`V_TALK` has a second too many, see `spent`; a talk of no second is one of one."""
    step = Var(_STEP)
    talk = Choose(AtLeast(Var("V_TALK"), 2), Math(Var("V_TALK"), "-", Text("1")), Text("1"))
    more = Math(Math(step, "-", Math(Var(_BILLED), "%", step)), "%", step)
    held = Func("DB", (text("spent/", Var(LINE), ".", Var(_MONTH)),))
    return Context(
        "billed",
        (
            Extension(
                "s",
                steps(
                    GoToIf(Not(AtLeast(step, 1)), "end"),
                    Assign(_BILLED, talk),
                    Assign(_BILLED, Math(Var(_BILLED), "+", more)),
                    AssignTo(held, Math(text("0", held), "+", Var(_BILLED))),
                    Step(ComeBack(), "end"),
                ),
            ),
        ),
    )
