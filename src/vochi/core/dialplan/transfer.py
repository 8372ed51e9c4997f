"""Transfers and a third party by code: the number is asked for, refusals are spoken.

in-call,blind   the client goes to the number, who pressed is free
in-call,third   the number is called into the talk
number,s        sets `TO` to what is keyed after a dial tone; `#` or a pause ends it
"""

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Answer,
    Assign,
    Call,
    ComeBack,
    Do,
    GoTo,
    GoToIf,
    Place,
    Playback,
    PlayTones,
)
from vochi.core.dialplan.expression import AtLeast, Choose, Func, Not, Same, Text, Var, text
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.document import Office
from vochi.core.scheme.surroundings import Sounds

TO = "V_TO"
#: Where a phone's transfers go, set by its endpoint (Asterisk's own name).
_WHERE = Var("TRANSFER_CONTEXT")
_ASK = Call(Place("number", Text("s")))
#: Seconds before the first key; after a key; after a number of the office, which may be all.
_FIRST, _NEXT, _LAST = "7", "4", "1.5"
_MOST = 20


def transfer(office: Office) -> tuple[Context, ...]:
    """Contexts behind the features."""
    schemes = ("", *(f"-{scheme.id}" for scheme in office.outbound))
    return (_number(), *(_third(ending) for ending in schemes))


def blind_feature(sounds: Sounds) -> Extension:
    """After a refusal he has the client back at once."""
    return Extension(
        "blind",
        (
            Step(_ASK),
            Step(GoToIf(Same(Var(TO), Text("")), "back")),
            Step(Do("BlindTransfer", (Var(TO), _WHERE))),
            Step(GoToIf(Same(Var("BLINDTRANSFERSTATUS"), Text("SUCCESS")), "back")),
            Step(Playback(sounds.phrase("transfer-failed"))),
            Step(ComeBack(), "back"),
        ),
    )


def third_feature() -> Extension:
    """Both hear how the third party is called, and talk on meanwhile."""
    called = text("Local/", Var(TO), "@third", Var("TRANSFER_CONTEXT", len("out")), "/n")
    return Extension(
        "third",
        (
            Step(_ASK),
            Step(GoToIf(Same(Var(TO), Text("")), "back")),
            Step(
                Do(
                    "Originate",
                    (called, Text("app"), Text("BridgeAdd"), Var("CHANNEL"), Text(""), Text("60"),
                     text("av(__", OWN_EXTENSION, "=", Var(OWN_EXTENSION), ")")),
                )
            ),
            Step(ComeBack(), "back"),
        ),
    )  # fmt: skip


def _number() -> Context:
    inside = Same(Func("DIALPLAN_EXISTS", (Text("inside"), Var(TO))), Text("1"))
    wait = Choose(inside, Text(_LAST), Text(_NEXT))
    return Context(
        "number",
        (
            Extension(
                "s",
                (
                    Step(Assign(TO, Text(""))),
                    Step(Do("Read", (Text("V_KEY"), Text("dial"), Text("1"), Text("i"), Text("1"),
                                     Text(_FIRST)))),
                    Step(GoToIf(Same(Var("V_KEY"), Text("")), "done"), "next"),
                    Step(Assign(TO, text(Var(TO), Var("V_KEY")))),
                    Step(GoToIf(AtLeast(Func("LEN", (Var(TO),)), _MOST), "done")),
                    Step(Do("Read", (Text("V_KEY"), Text(""), Text("1"), Text(""), Text("1"),
                                     wait))),
                    Step(GoToIf(Not(Same(Var("V_KEY"), Text(""))), "next")),
                    Step(ComeBack(), "done"),
                ),
            ),
        ),
    )  # fmt: skip


def _third(ending: str) -> Context:
    """The far side of the channel that has joined the talk: it rings there for both to hear."""
    dialled = Func("FILTER", (Text("+*#0-9"), Var("EXTEN")))
    return Context(
        f"third{ending}",
        (
            Extension(
                "_[+*#0-9]!",
                steps(Answer(), PlayTones("ring"), GoTo(Place(f"moved{ending}", dialled))),
            ),
        ),
    )
