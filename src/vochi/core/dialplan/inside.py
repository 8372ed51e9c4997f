"""Calls inside: extensions, departments, and what is no number at all."""

from vochi.core.dialplan.announce import OWN_EXTENSION, Announcer
from vochi.core.dialplan.application import GoTo, Place, Ring
from vochi.core.dialplan.ends import BY_DIAL_STATUS, NOT_A_NUMBER, UNREACHABLE
from vochi.core.dialplan.expression import Func, Text, Var
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.department import Department
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
        Context("inside", tuple(_number(directory, *each) for each in ordered)),
        *(_department(directory, each) for each in directory.departments.values()),
        Context(
            "said-unknown",
            (Extension(_ANYTHING, steps(announcer.internal(dialled), GoTo(NOT_A_NUMBER))),),
        ),
        Context("unknown", (Extension(_ANYTHING, steps(GoTo(NOT_A_NUMBER))),)),
    )


def _number(directory: Directory, number: str, seconds: int) -> Extension:
    if number in directory.departments:
        return Extension(number, steps(GoTo(Place(f"department-{number}", Var(OWN_EXTENSION)))))
    return _rings(number, directory.endpoints((number,)), seconds)


def _department(directory: Directory, department: Department) -> Context:
    """Who calls his own department does not ring himself; for anybody else all phones ring.

    A caller from outside has no extension: the department's own number then stays the extension.
    """
    endpoints = directory.endpoints((department.number,))
    members = directory.extensions(department.number)
    own = (
        _rings(
            member,
            tuple(each for each in endpoints if not _is_of(each, member)),
            department.seconds,
        )
        for member in dict.fromkeys(members)
    )
    return Context(
        f"department-{department.number}", (*own, _rings("_X!", endpoints, department.seconds))
    )


def _is_of(endpoint: str, extension: str) -> bool:
    return endpoint.partition("-")[0] == extension


def _rings(name: str, endpoints: tuple[str, ...], seconds: int) -> Extension:
    if not endpoints:
        return Extension(name, steps(GoTo(UNREACHABLE)))
    return Extension(name, steps(Ring(endpoints, seconds), GoTo(BY_DIAL_STATUS)))
