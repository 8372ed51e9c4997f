"""Transfers and a third party by code: the number is asked for, refusals are spoken.

in-call,blind   the client goes to the number, who pressed is free
in-call,third   the number is called into the talk
number,s        sets `TO` to what is keyed after a dial tone; `#` or a pause ends it
"""

from typing import Literal

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Announce,
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
from vochi.core.dialplan.expression import AtLeast, Choose, Func, Not, Option, Same, Text, Var, text
from vochi.core.dialplan.outgoing import BEHALF, MAY, TO, WHY, inherited
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.contexts import transfer_context
from vochi.core.office.document import Office
from vochi.core.scheme.surroundings import Sounds

#: Where a phone's transfers go, set by its endpoint (Asterisk's own name).
_WHERE = Var("TRANSFER_CONTEXT")
_ASK = Call(Place("number", Text("s")))
#: Seconds before the first key; after a key; after a number of the office, which may be all.
_FIRST, _NEXT, _LAST = "7", "4", "1.5"
_MOST = 20
#: Set by the desk: whom to call.
CONSULTED = "V_CONSULT"


def transfer(office: Office) -> tuple[Context, ...]:
    """Contexts behind the features."""
    schemes = ("", *(f"-{scheme.id}" for scheme in office.outbound))
    return (_number(), *(_third(ending) for ending in schemes))


def third_context(office: Office, extension: str) -> str:
    """Context in which a number is called into a talk of the extension. KeyError: no such one."""
    return transfer_context(office, extension).replace("out", "third", 1)


def blind_feature(sounds: Sounds) -> Extension:
    """After a refusal he has the client back at once."""
    return Extension(
        "blind",
        (
            *_asked(),
            Step(Do("BlindTransfer", (Var(TO), _WHERE))),
            Step(GoToIf(Same(Var("BLINDTRANSFERSTATUS"), Text("SUCCESS")), "back")),
            Step(Playback(sounds.phrase("transfer-failed"))),
            *_refused("blind"),
        ),
    )


def attended_feature() -> Extension:
    """The client hears music while both employees talk; who transfers puts down to hand on."""
    return Extension(
        "attended",
        (
            *_asked(),
            # The channel that Asterisk calls with inherits for whom it is.
            Step(Assign(inherited(BEHALF), Var(OWN_EXTENSION))),
            Step(Do("AttendedTransfer", (Var(TO),))),
            *_refused("attended"),
        ),
    )


def consult_feature() -> Extension:
    """Like `attended`, when the desk has told the number and knows that it can be called."""
    return Extension(
        "consult",
        steps(
            Assign(inherited(BEHALF), Var(OWN_EXTENSION)),
            Do("AttendedTransfer", (Func("FILTER", (Text("+*#0-9"), Var(CONSULTED))),)),
            ComeBack(),
        ),
    )


def _asked() -> tuple[Step, ...]:
    """What can be called is known before anybody is disturbed."""
    return (
        Step(_ASK),
        Step(GoToIf(Same(Var(TO), Text("")), "back")),
        Step(Call(Place("may", Var(OWN_EXTENSION)))),
        Step(GoToIf(Not(Same(Var(MAY), Text("yes"))), "refused")),
    )


def _refused(kind: Literal["blind", "attended", "third"]) -> tuple[Step, ...]:
    said = (
        ("by", Var(OWN_EXTENSION)),
        ("to", Func("URIENCODE", (Var(TO),))),
        ("why", Var(WHY)),
        ("kind", Text(kind)),
    )
    return (
        Step(ComeBack(), "back"),
        Step(Announce("V_XFER", said), "refused"),
        Step(Call(Place("told", Var(MAY)))),
        Step(ComeBack()),
    )


def third_feature() -> Extension:
    """Both hear how the third party is called, and talk on meanwhile."""
    # Never with `/n`: when the bridge has two parties again, Asterisk then stops sending to one of
    # them half of the time (seen on 22.10.1).
    called = text("Local/", Var(TO), "@third", Var("TRANSFER_CONTEXT", len("out")))
    return Extension(
        "third",
        (
            *_asked(),
            Step(
                Do(
                    "Originate",
                    (called, Text("app"), Text("BridgeAdd"), Var("CHANNEL"), Text(""), Text("60"),
                     Option("av", (text(f"{inherited(BEHALF)}=", Var(OWN_EXTENSION)),))),
                )
            ),
            *_refused("third"),
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
