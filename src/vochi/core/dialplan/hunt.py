"""Hunting: one target after another, in an order that facts decide, until the time is over.

    Call(Place("hunt-x", Text("s")), (seconds, options))    comes back when nobody answered

Phones that are busy or absent are passed at once. After the last target the first one comes
again, unless nobody rang in the whole pass. `V_RANG` is 1 when somebody rang.
"""

from dataclasses import dataclass

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Application,
    Assign,
    AssignTo,
    ComeBack,
    Dial,
    GoTo,
    GoToIf,
    Place,
)
from vochi.core.dialplan.expression import (
    AtLeast,
    Both,
    Choose,
    Func,
    Math,
    Not,
    Now,
    Same,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.score import IF_ANSWERED
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.scheme.world import Strategy

#: What options and seconds are called where they are read.
SECONDS, OPTIONS = Var("ARG1"), Var("ARG2")
RANG = "V_RANG"
_ORDER, _NEXT, _UNTIL, _LEFT, _FIRST, _ALL = (
    "V_ORDER", "V_NEXT", "V_UNTIL", "V_LEFT", "V_FIRST", "V_ALL",
)  # fmt: skip
_NOTHING = Text("")
#: Seconds: with less left nobody is rung any more.
_LEAST = 1


@dataclass(frozen=True)
class Member:
    """Whom to ring: `name` is an extension or E.164, `longest` the seconds of his turn."""

    name: str
    target: Value
    longest: int
    before: tuple[Application, ...] = ()


def hunt(name: str, members: tuple[Member, ...], strategy: Strategy, turn_key: str) -> Context:
    """`turn_key` is where round robin keeps who is next (`turn/<key>`)."""
    here = name
    names = tuple(each.name for each in members)
    nexts = dict(zip(names, names[1:] + names[:1], strict=True))
    round_robin = strategy == "round_robin"

    def member(each: Member) -> Extension:
        keep = AssignTo(_turn(turn_key), Text(nexts[each.name]))
        ring = Dial(
            (each.target,),
            Choose(AtLeast(Var(_LEFT), each.longest), Text(str(each.longest)), Var(_LEFT)),
            OPTIONS,
        )
        return Extension(
            f"m{each.name}",
            (
                *steps(*((keep,) if round_robin else ()), *each.before, ring, IF_ANSWERED),
                Step(GoToIf(Not(Same(Var("DIALSTATUS"), Text("NOANSWER"))), "on")),
                Step(Assign(RANG, Text("1"))),
                Step(GoTo(Place(here, Text("next"))), "on"),
            ),
        )

    return Context(
        name,
        (
            Extension(
                "s",
                steps(
                    Assign(_UNTIL, Math(Now(), "+", SECONDS)),
                    Assign(_ALL, Text("-".join(names))),
                    Assign(RANG, Text("0")),
                    Assign("DIALSTATUS", Text("CHANUNAVAIL")),
                    GoTo(Place(here, Text("order"))),
                ),
            ),
            Extension(
                "order",
                steps(
                    *_order(names, strategy, turn_key),
                    GoTo(Place(here, Text("next"))),
                ),
            ),
            Extension("next", _next(here)),
            *(member(each) for each in members),
        ),
    )


def _next(here: str) -> tuple[Step, ...]:
    own = Both((Same(Var(_NEXT), Var(OWN_EXTENSION)), Not(Same(Var(_NEXT), _NOTHING))))
    return (
        Step(Assign(_LEFT, Math(Var(_UNTIL), "-", Now())), "again"),
        # A negative number behind the 0 of AtLeast is none: `over` is asked the other way round.
        Step(GoToIf(Same(Var(_LEFT, 0, 1), Text("-")), "over")),
        Step(GoToIf(Not(AtLeast(Var(_LEFT), _LEAST)), "over")),
        Step(Assign(_NEXT, Func("SHIFT", (Text(_ORDER),)))),
        Step(GoToIf(own, "again")),
        Step(GoToIf(Same(Var(_NEXT), _NOTHING), "pass")),
        Step(GoTo(Place(here, text("m", Var(_NEXT))))),
        Step(GoToIf(Not(Same(Var(RANG), Text("1"))), "over"), "pass"),
        Step(Assign(RANG, Text("0"))),
        Step(GoTo(Place(here, Text("order")))),
        Step(ComeBack(), "over"),
    )


def _turn(key: str) -> Func:
    return Func("DB", (Text(f"turn/{key}"),))


def _order(names: tuple[str, ...], strategy: Strategy, turn_key: str) -> tuple[Application, ...]:
    """SORT gives names by their number, the smallest first, with commas between: SHIFT's own."""
    first: tuple[Application, ...] = ()
    if strategy == "round_robin":
        # 1 for the first name; 0 when nobody is kept, or one who is no member any more.
        found = Func("FIELDNUM", (Text(_ALL), Text("-"), _turn(turn_key)))
        first = (
            Assign(_FIRST, found),
            Assign(_FIRST, Choose(Same(Var(_FIRST), Text("0")), Text("1"), Var(_FIRST))),
        )
    count = len(names)

    def key(index: int, name: str) -> Value:
        match strategy:
            case "round_robin":
                ahead = Math(Text(str(index + 1 + count)), "-", Var(_FIRST))
                return Math(ahead, "%", Text(str(count)))
            case "least_recent":
                # Minus the seconds since then: SORT keeps 24 bits of a number.
                talked = text("0", Func("DB", (Text(f"idle/{name}"),)))
                return Math(talked, "-", Var("EPOCH"))
            case "random":
                return Func("RAND", (Text("0"), Text("1000000")))
            case _:
                return Text(str(index))

    sorted_names = Func(
        "SORT", tuple(text(f"{name}:", key(index, name)) for index, name in enumerate(names))
    )
    return (*first, Assign(_ORDER, sorted_names))
