"""Ringing people, departments and follow me, whoever asks for it: a colleague, a node, a forward.

Dial((rings_target(directory, "401", outbound), ...))     one target of a Dial
Call(Place("department-901", text("c", Var(V_EXT))), (seconds, options))
Call(Place("follow-401", Text("s")), (seconds, options))
reached,<number>      a silent leg to any number inside: not a word is said, its end is told
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Application,
    Assign,
    AssignTo,
    Call,
    ComeBack,
    Dial,
    GoToIf,
    HangUp,
    Place,
)
from vochi.core.dialplan.confirm import confirm
from vochi.core.dialplan.expression import AtLeast, Func, Math, Not, Same, Text, Value, Var, text
from vochi.core.dialplan.follow_me import follow_me
from vochi.core.dialplan.hunt import OPTIONS, SECONDS, Member, hunt
from vochi.core.dialplan.person import (
    ABSENT,
    BUSY,
    BY_STATUS,
    MANAGER,
    MOBILE,
    NO_CIRCUIT,
    VIA,
    called,
    person_contexts,
    reach,
    rings,
    skip,
)
from vochi.core.dialplan.recording import HUSH, LOUD
from vochi.core.dialplan.score import FOLLOW, IF_ANSWERED, if_client
from vochi.core.dialplan.tree import Context, Extension, Step, steps
from vochi.core.office.department import Department
from vochi.core.scheme.surroundings import Sounds

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory

#: How long a colleague's phone rings before the caller is told that nobody answers.
PERSON_SECONDS = 60
#: How long a queue does not ring who has refused.
_REFUSED_SECONDS = 10


def reaching(directory: "Directory", sounds: Sounds) -> tuple[Context, ...]:
    """Every context of this room."""
    return (
        *person_contexts(directory),
        confirm(sounds),
        *(_department(directory, each) for each in directory.departments.values()),
        *(follow_me(directory, each) for each in directory.follow_mes.values()),
        _reached(directory),
        *_people(directory),
        Context(
            "reach-nobody",
            (Extension("_[+0-9]!", steps(skip("no_route"), HangUp(NO_CIRCUIT))),),
        ),
    )


def target(directory: "Directory", number: str, outbound: str | None = None) -> Value:
    """What to dial for an extension, a follow me, or a number outside."""
    if number.startswith("+"):
        return Text(f"Local/{number}@{reach(outbound)}")
    if number in directory.follow_mes:
        return Text(f"Local/{number}@reached")
    return rings(directory, number)


def member(directory: "Directory", number: str, outbound: str | None = None) -> Value:
    """The same for somebody who is rung with others: his wrap-up time is respected."""
    if number.startswith("+") or number in directory.follow_mes:
        return target(directory, number, outbound)
    return called(directory, number)


def at_once(
    directory: "Directory",
    people: Iterable[str],
    seconds: Value,
    options: Value | None,
    outbound: str | None = None,
) -> tuple[Application, ...]:
    """One Dial of everybody; empty when there is nobody."""
    everybody = tuple(dict.fromkeys(people))
    if not everybody:
        return ()
    inside = tuple(f"-{each}-" for each in everybody if not each.startswith("+"))
    alone = len(everybody) == 1
    ring = Dial(tuple(member(directory, each, outbound) for each in everybody), seconds, options)
    if alone:
        return (ring,)
    return Assign(f"__{VIA}", text(*inside) if inside else Text("")), ring, forget()


def forget() -> Application:
    """Nobody rings any more."""
    return Assign(f"__{VIA}", Text(""))


def number_rings(directory: "Directory", number: str) -> tuple[Application, ...]:
    """Ring any number inside; `DIALSTATUS` tells how it ended."""
    department = directory.departments.get(number)
    if department is not None:
        return (call_department(department),)
    if number in directory.follow_mes:
        return (call_follow_me(number),)
    return (Dial((rings(directory, number),), Text(str(PERSON_SECONDS))),)


def call_department(
    department: Department, seconds: int | None = None, options: Value | None = None
) -> Call:
    """Ring a department by its own strategy."""
    limit = Text(str(department.seconds if seconds is None else seconds))
    place = Place(f"department-{department.number}", text("c", Var(OWN_EXTENSION)))
    return Call(place, (limit, options or Text("")))


def call_follow_me(number: str, seconds: int | None = None, options: Value | None = None) -> Call:
    """Look for a person; `seconds` None: as long as the steps take."""
    limit = Text("" if seconds is None else str(seconds))
    return Call(Place(f"follow-{number}", Text("s")), (limit, options or Text("")))


def _people(directory: "Directory") -> tuple[Context, ...]:
    """`person` rings a person of whom only a fact knows the extension; `known` forgets strangers.

    `queued` is the leg of a queue to a member.
    """
    people = tuple(sorted(directory.by_extension))

    def each_by(
        ring: Callable[["Directory", str], Value], end: Application
    ) -> tuple[Extension, ...]:
        return tuple(
            Extension(each, steps(Dial((ring(directory, each),), SECONDS, OPTIONS), end))
            for each in people
        )

    stranger = Extension("_X!", steps(Assign(MANAGER, Text("")), ComeBack()))
    return (
        Context("person", each_by(rings, ComeBack())),
        Context("known", (*(Extension(each, steps(ComeBack())) for each in people), stranger)),
        Context("queued", tuple(_queued(directory, each) for each in people)),
        Context("phones", hints=tuple(_hint(directory, each) for each in people)),
    )


def _queued(directory: "Directory", extension: str) -> Extension:
    """Who has refused is left alone for a while: a queue would ring him again at once."""
    later = Func("GLOBAL", (Text(f"V_LATER{extension}"),))
    return Extension(
        extension,
        (
            Step(GoToIf(AtLeast(later, Var("EPOCH")), "later")),
            Step(Dial((called(directory, extension),))),
            Step(GoToIf(Not(Same(Var("DIALSTATUS"), Text("BUSY"))), "gone")),
            Step(AssignTo(later, Math(Var("EPOCH"), "+", Text(str(_REFUSED_SECONDS))))),
            Step(BY_STATUS, "gone"),
            Step(HangUp(BUSY), "later"),
        ),
    )


def _hint(directory: "Directory", extension: str) -> tuple[str, tuple[str, ...]]:
    """A queue rings nobody whose hint is not there: a mobile is, while its extension is."""
    if directory.mobile(extension) is not None:
        return extension, (f"Local/{extension}@{MOBILE}",)
    accounts = (device.account for device in directory.phones(extension))
    return extension, tuple(f"PJSIP/{account}" for account in accounts)


def _reached(directory: "Directory") -> Context:
    numbers = (
        *directory.by_extension,
        *(each for each in directory.departments if each not in directory.by_extension),
        *(each for each in directory.follow_mes if each not in directory.by_extension),
    )
    return Context(
        "reached",
        (
            *(
                Extension(number, steps(*number_rings(directory, number), BY_STATUS))
                for number in sorted(set(numbers))
            ),
            Extension("_[+*#0-9]!", steps(HangUp(ABSENT))),
        ),
    )


def _department(directory: "Directory", department: Department) -> Context:
    """Who calls his own department does not ring himself; for anybody else all phones ring.

    Whoever leads a client here: its talks are recorded, and scored, as the department says.
    """
    name = f"department-{department.number}"
    people = directory.extensions(department.number)
    nobody = (Assign("DIALSTATUS", Text("CHANUNAVAIL")), ComeBack())
    if not people:
        return Context(name, (Extension("_c!", steps(*nobody)),))
    before: tuple[Application, ...] = () if department.record else (HUSH,)
    after: tuple[Application, ...] = () if department.record else (LOUD,)
    options: Value = OPTIONS
    if department.score:
        options = text(OPTIONS, if_client())
        before, after = (*before, FOLLOW), (IF_ANSWERED, *after)
    if department.strategy != "ring_all":
        members = tuple(Member(each, member(directory, each), department.turn) for each in people)
        hunting = hunt(name, members, department.strategy, department.number)
        hunted = Call(Place(name, Text("s")), (SECONDS, options))
        # It asks for the score itself.
        entry = Extension("_c!", steps(*before, hunted, *after, ComeBack()))
        return Context(name, (*hunting.extensions, entry))

    def everybody_but(own: str) -> Extension:
        others = (each for each in people if each != own)
        ring = at_once(directory, others, SECONDS, options)
        rung = (*before, *ring, *after) if ring else nobody
        return Extension(f"c{own}" if own else "_c!", steps(*rung, ComeBack()))

    return Context(name, (*(everybody_but(each) for each in people), everybody_but("")))
