"""Follow Me: every target is a leg of one Dial that waits for its step, and rings on from there.

    Call(Place("follow-401", Text("s")), (seconds, options))   comes back when nobody answered

A chain of Dials would ring phones anew at each step. Here a leg `run` leads the steps: it says
which one it is on the caller's channel, legs wait for it there, and leave a group when they can
ring no more. A step in which the group is empty is over at once.
"""

from typing import TYPE_CHECKING

from vochi.core.dialplan.application import (
    Announce,
    Application,
    Assign,
    AssignTo,
    ComeBack,
    Dial,
    GoToIf,
    HangUp,
    OnHangUp,
    Place,
    WaitUntil,
)
from vochi.core.dialplan.confirm import CONFIRM, IF_CONFIRMED, LOOKING
from vochi.core.dialplan.expression import (
    AtLeast,
    Both,
    Condition,
    Func,
    Math,
    Now,
    Text,
    Value,
    Var,
    text,
)
from vochi.core.dialplan.hunt import OPTIONS, SECONDS
from vochi.core.dialplan.person import (
    BEHALF,
    BUSY,
    BY_STATUS,
    NO_ANSWER,
    VIA,
    is_in_via,
    reach,
    rings,
)
from vochi.core.dialplan.tree import Context, Extension, Step
from vochi.core.office.follow_me import FollowMe
from vochi.core.scheme.ringing import ring_follow_me
from vochi.core.scheme.world import Attempt

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory

_RING, _CALLER, _STEP, _GROUP = "V_RING", "V_CALLER", "V_STEP", "GROUP"
_NEXT, _BEGAN, _SKIPS = "V_NEXT", "V_BEGAN", "V_SKIPS"
_CATEGORY = "reach"
#: Seconds: all legs are there by then; a step that ends earlier has rung nobody.
_THERE, _SKIPPED = 0.5, 2
_ACCEPTS = 15
#: Longest of all steps together.
_LONGEST = 7200


def follow_me(directory: "Directory", the_follow_me: FollowMe) -> Context:
    """`follow-<number>`."""
    name = f"follow-{the_follow_me.number}"
    attempts = ring_follow_me(directory, the_follow_me).attempts
    begins: list[float] = [0.0]
    for step in the_follow_me.steps:
        begins.append(begins[-1] + step.seconds)
    legs = tuple(Text(f"Local/leg{index}@{name}") for index in range(len(attempts)))
    people = tuple(dict.fromkeys(each.to for each in attempts if not each.to.startswith("+")))
    return Context(
        name,
        (
            Extension(
                "s",
                (
                    Step(Assign(f"__{_CALLER}", Var("CHANNEL"))),
                    Step(Assign(f"__{_RING}", text(Var("UNIQUEID"), "f", the_follow_me.number))),
                    Step(AssignTo(_shared(), Text("0"))),
                    Step(Dial((*legs, Text(f"Local/run@{name}")), SECONDS, OPTIONS)),
                    Step(ComeBack()),
                ),
            ),
            *(
                Extension(
                    f"leg{index}",
                    _leg(directory, each, begins.index(each.begin) + 1, people),
                )
                for index, each in enumerate(attempts)
            ),
            Extension("run", _run(the_follow_me, len(attempts))),
        ),
    )


def _shared(name: str = _STEP) -> Func:
    """What all legs know: the step that the call is in, by default."""
    return Func("SHARED", (Text(name), Var(_CALLER)))


def _joins(group: str) -> Application:
    return AssignTo(Func(_GROUP, (Text(_CATEGORY),)), text(Var(_RING), group))


def _none_in(*groups: str) -> Condition:
    """No leg is in any of the groups."""
    return Both(
        tuple(
            AtLeast(Text("0"), Func("GROUP_COUNT", (text(Var(_RING), group, "@", _CATEGORY),)))
            for group in groups
        )
    )


#: Some leg rings now.
_RINGS = AtLeast(Func("GROUP_COUNT", (text(Var(_RING), "on", "@", _CATEGORY),)), 1)


def _leg(
    directory: "Directory", attempt: Attempt, step: int, people: tuple[str, ...]
) -> tuple[Step, ...]:
    outside = attempt.to.startswith("+")
    target: Value
    before: tuple[Application, ...] = (
        Assign(f"__{VIA}", text(Var(VIA), *(f"-{each}-" for each in people))),
        Assign(f"__{CONFIRM}", Text("1" if attempt.confirm else "0")),
        *((Assign(f"__{LOOKING}", _shared(LOOKING)),) if attempt.confirm else ()),
    )
    options: Value | None = None
    if outside:
        before = (*before, Assign(f"__{BEHALF}", Text(attempt.on_behalf or "")))
        target = Text(f"Local/{attempt.to}@{reach(attempt.outbound)}")
    else:
        target = rings(directory, attempt.to)
        # Who is at his mobile is asked there: twice would be once too often.
        asked = attempt.confirm and directory.mobile(attempt.to) is None
        options = IF_CONFIRMED if asked else None
    return (
        Step(_joins(f"w{step}")),
        *((Step(GoToIf(is_in_via(attempt.to), "out")),) if not outside else ()),
        Step(WaitUntil(AtLeast(_shared(), step), Text(str(_LONGEST)))),
        Step(_joins("on")),
        *(Step(each) for each in before),
        Step(Dial((target,), Text(f"{attempt.end - attempt.begin:g}"), options)),
        Step(BY_STATUS),
        *((Step(HangUp(BUSY), "out"),) if not outside else ()),
    )


def _run(the_follow_me: FollowMe, legs: int) -> tuple[Step, ...]:
    there = Func("GROUP_MATCH_COUNT", (text(Var(_RING), "@", _CATEGORY),))
    found = [
        Step(OnHangUp(Place("confirm", Text("over")))),
        Step(AssignTo(_shared(LOOKING), Var("CHANNEL"))),
        Step(WaitUntil(AtLeast(there, legs), Text(f"{_THERE:g}"))),
        Step(Assign(_NEXT, Now())),
        Step(Assign(_SKIPS, Text("0"))),
    ]
    for index, each in enumerate(the_follow_me.steps, start=1):
        told = (("fm", Text(the_follow_me.number)), ("step", Text(str(index))))
        idle = _none_in("on", f"w{index}")
        left = Math(Var(_NEXT), "-", Now())
        since = Math(Now(), "-", Var(_BEGAN))
        found += [
            Step(Assign(_BEGAN, Var(_NEXT))),
            Step(Assign(_NEXT, Math(Var(_NEXT), "+", Text(str(each.seconds))))),
            Step(AssignTo(_shared(), Text(str(index)))),
            Step(Announce("V_STEP", told)),
            Step(WaitUntil(idle, left)),
            Step(GoToIf(_RINGS, f"done{index}")),
            Step(GoToIf(AtLeast(since, _SKIPPED), f"early{index}")),
            Step(Announce("V_STEP", (*told, ("out", Text("skipped"))))),
            Step(Assign(_SKIPS, Math(Var(_SKIPS), "+", Text("1")))),
            Step(Assign(_NEXT, Now()), f"early{index}"),
            Step(Assign(_BEGAN, Now()), f"done{index}"),
        ]
    return (
        *found,
        # Who has answered in the last second may still accept.
        Step(WaitUntil(_none_in("on"), Text(str(_ACCEPTS)))),
        # A hunt that hears "no answer" of somebody whom nothing rang tries him at once again.
        Step(GoToIf(AtLeast(Var(_SKIPS), len(the_follow_me.steps)), "nothing")),
        Step(HangUp(NO_ANSWER)),
        Step(HangUp(BUSY), "nothing"),
    )
