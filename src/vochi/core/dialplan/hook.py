"""Asking a program of the company over the box: bounded in time, and right with the box dead.

    Call(HOOK, (scheme, node, seconds))     sets BRANCH, STATUS and MS

The box (`box.agi`) answers within `seconds`. One that hangs instead (its port still takes calls,
nobody answers) is left by the absolute timeout of the channel, which leads to `T` here.
"""

from typing import TYPE_CHECKING

from vochi.core.dialplan.application import Assign, AssignTo, Call, ComeBack, Do, Place
from vochi.core.dialplan.caller import CLIENT
from vochi.core.dialplan.expression import Func, Math, Text, Value, Var
from vochi.core.dialplan.tree import Context, Extension, steps

if TYPE_CHECKING:
    from vochi.core.office.document import Office

BRANCH, STATUS, MILLISECONDS = "V_BRANCH", "V_STATUS", "V_MS"
#: Our number that the caller dialled; set where a call comes from a line.
DIALLED = "V_DID"
_HOOK = Place("hook", Text("s"))
_TIMEOUT = Func("TIMEOUT", (Text("absolute"),))
#: Seconds more than the box takes at most.
_GRACE = 1


def ask_hook(scheme: Value, node: Value, seconds: int) -> Call:
    """The step of a node that asks."""
    return Call(_HOOK, (scheme, node, Text(str(seconds))))


def is_asked(office: "Office") -> bool:
    """Whether any node asks a program."""
    return any(
        node.kind == "webhook" for scheme in office.inbound for node in scheme.nodes.values()
    )


def hook(office: "Office", agi_port: int) -> tuple[Context, ...]:
    """`hook`, if any node asks."""
    if not is_asked(office):
        return ()
    scheme, node, seconds = Var("ARG1"), Var("ARG2"), Var("ARG3")
    asked = (scheme, node, Var(CLIENT), Var(DIALLED))
    nothing = AssignTo(_TIMEOUT, Text("0"))
    return (
        Context(
            "hook",
            (
                Extension(
                    "s",
                    steps(
                        Assign(BRANCH, Text("")),
                        Assign(STATUS, Text("unreachable")),
                        Assign(MILLISECONDS, Text("0")),
                        AssignTo(_TIMEOUT, Math(seconds, "+", Text(str(_GRACE)))),
                        # Else Asterisk would wait for the box although the time is up.
                        Assign("AGIEXITONHANGUP", Text("yes")),
                        Do("Ringing"),
                        Do("AGI", (Text(f"agi://127.0.0.1:{agi_port}/hook"), *asked)),
                        nothing,
                        Do("StopPlayTones"),
                        ComeBack(),
                    ),
                ),
                Extension(
                    "T",
                    steps(nothing, Assign(STATUS, Text("late")), Do("StopPlayTones"), ComeBack()),
                ),
            ),
        ),
    )
