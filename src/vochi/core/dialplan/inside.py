"""Calls inside: extensions, departments, follow me, and what is no number at all."""

from vochi.core.dialplan.announce import Announcer
from vochi.core.dialplan.application import Application, Call, Do, GoTo, Place
from vochi.core.dialplan.conference import CONTEXT as CONFERENCE
from vochi.core.dialplan.ends import BY_DIAL_STATUS, NOT_A_NUMBER
from vochi.core.dialplan.expression import Func, Text, Var
from vochi.core.dialplan.reach import number_rings
from vochi.core.dialplan.recording import RECORD_INSIDE
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.directory import Directory

#: Anything that a phone can dial.
_ANYTHING = "_[+*#0-9a-zA-Z]!"


#: Asterisk runs `h` when a channel ends: that is no number which somebody dialled.
_HUNG_UP = Extension("h", steps(Do("NoOp")))


def inside(directory: Directory, announcer: Announcer) -> tuple[Context, ...]:
    """`inside` rings; `said-inside` announces and goes there; `unknown` refuses."""
    rooms = {each.number for each in directory.office.conferences}
    people = {*directory.by_extension, *directory.departments, *directory.follow_mes}
    numbers = sorted({*people, *rooms})
    is_recorded = "internal" in directory.office.policy.recording.directions
    dialled = Func("FILTER", (Text("0-9"), Var("EXTEN")))

    def recorded(number: str) -> tuple[Application, ...]:
        """A room decides for itself."""
        return (Call(RECORD_INSIDE),) if is_recorded and number in people else ()

    return (
        Context(
            "said-inside",
            tuple(
                Extension(
                    number,
                    steps(
                        announcer.internal(Text(number)),
                        *recorded(number),
                        GoTo(Place("inside", Text(number))),
                    ),
                )
                for number in numbers
            ),
        ),
        Context(
            "inside",
            (
                *(
                    Extension(number, steps(*number_rings(directory, number), GoTo(BY_DIAL_STATUS)))
                    for number in sorted(people)
                ),
                *(
                    Extension(number, steps(GoTo(Place(CONFERENCE, Text(number)))))
                    for number in sorted(rooms - people)
                ),
            ),
        ),
        Context(
            "said-unknown",
            (
                Extension(_ANYTHING, steps(announcer.internal(dialled), GoTo(NOT_A_NUMBER))),
                _HUNG_UP,
            ),
        ),
        Context("unknown", (Extension(_ANYTHING, steps(GoTo(NOT_A_NUMBER))), _HUNG_UP)),
    )
