"""Calls inside: extensions, departments, and what is no number at all."""

from vochi.core.dialplan.announce import Announcer
from vochi.core.dialplan.application import GoTo, Place, Ring
from vochi.core.dialplan.ends import BY_DIAL_STATUS, NOT_A_NUMBER, UNREACHABLE
from vochi.core.dialplan.expression import Func, Text, Var
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.directory import Directory

#: How long a colleague's phone rings before the caller is told that nobody answers.
_SECONDS = 60
#: Anything that a phone can dial.
_ANYTHING = "_[+*#0-9a-zA-Z]!"


def inside(directory: Directory, announcer: Announcer) -> tuple[Context, ...]:
    """`inside` rings; `said-inside` announces and goes there; `unknown` refuses."""
    numbers = {person.extension: _SECONDS for person in directory.office.people}
    numbers |= {each.number: each.seconds for each in directory.office.departments}
    ordered = sorted(numbers.items())
    dialled = Func("FILTER", (Text("0-9"), Var("EXTEN")))
    return (
        Context(
            "said-inside",
            tuple(
                Extension(
                    number,
                    steps(announcer.internal(Text(number)), GoTo(Place("inside", Text(number)))),
                )
                for number, _ in ordered
            ),
        ),
        Context("inside", tuple(_rings(directory, *each) for each in ordered)),
        Context(
            "said-unknown",
            (Extension(_ANYTHING, steps(announcer.internal(dialled), GoTo(NOT_A_NUMBER))),),
        ),
        Context("unknown", (Extension(_ANYTHING, steps(GoTo(NOT_A_NUMBER))),)),
    )


def _rings(directory: Directory, number: str, seconds: int) -> Extension:
    endpoints = directory.endpoints((number,))
    if not endpoints:
        return Extension(number, steps(GoTo(UNREACHABLE)))
    return Extension(number, steps(Ring(endpoints, seconds), GoTo(BY_DIAL_STATUS)))
