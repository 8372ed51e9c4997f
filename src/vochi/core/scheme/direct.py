"""Numbers of the office that a caller may dial in a menu, and how that goes.

They ring as if a colleague had dialled them (context `inside`); no second V_CALL is written.
"""

from typing import TYPE_CHECKING

from vochi.core.dialplan.application import Assign, ComeBack, Place
from vochi.core.dialplan.expression import Text, Var
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.scheme.world import Outcome, Span, World

if TYPE_CHECKING:
    from vochi.core.office.document import Office

#: Set by `direct`: the number, or empty when the office has no such number.
NUMBER = "V_DIRECT"
#: How long one person rings when somebody dials him.
_SECONDS = 60.0
_TURN = 15.0


def numbers(office: "Office") -> tuple[str, ...]:
    """People, departments, follow me, conferences that ask for a PIN; sorted.

    Whoever calls from outside would else sit in on any meeting by trying its number.
    """
    return tuple(
        sorted(
            {
                *(person.extension for person in office.people),
                *(each.number for each in office.departments),
                *(each.number for each in office.follow_me),
                *(each.number for each in office.conferences if each.pin is not None),
            }
        )
    )


def direct(office: "Office") -> Context:
    """`direct`: looks a dialled number up; Gosub, digits are the extension."""
    found = (
        Extension(number, steps(Assign(NUMBER, Text(number)), ComeBack()))
        for number in numbers(office)
    )
    lost = Extension("_[0-9*#]!", steps(Assign(NUMBER, Text("")), ComeBack()))
    return Context("direct", (*found, lost))


def lookup() -> Place:
    """Where to look up what stands in the keys that were pressed."""
    return Place("direct", Var("V_KEYS"))


def outcomes(world: World, number: str, after: Span) -> tuple[Outcome, ...]:
    """Who dialled a number talks, or is told why not and the call ends."""
    office = world.office
    if any(each.number == number for each in office.conferences):
        return (Outcome("dialled", after, "prompt", "talk", by=number),)
    departments = {each.number: float(each.seconds) for each in office.departments}
    steps_of = {
        each.number: float(sum(step.seconds for step in each.steps)) for each in office.follow_me
    }
    seconds = departments.get(number, steps_of.get(number, _SECONDS))
    found = []
    for rung in world.rings(world.plan((number,), seconds, "ring_all", _TURN)):
        span = (after[0] + rung.seconds[0], after[1] + rung.seconds[1])
        if rung.how == "answered":
            found.append(Outcome("dialled", span, "ringback", "talk", by=rung.by, why=rung.why))
        else:
            told = "busy" if rung.how == "all_busy" else "nobody"
            found.append(Outcome(rung.how, span, "ringback", "end", heard=told, why=rung.why))
    return tuple(found)
