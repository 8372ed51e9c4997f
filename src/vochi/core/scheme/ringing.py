"""Whom ringing reaches and when: targets become rounds of attempts, and a plan is played out.

Pure; the dialplan is compiled from the same plans (`dialplan.reach`), the simulator plays them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Literal

from vochi.core.office.department import Department
from vochi.core.office.follow_me import FollowMe
from vochi.core.scheme.world import Attempt, RingPlan, Round, Strategy

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory

Why = Literal["busy", "absent", "no_line"]


@dataclass(frozen=True)
class Meeting:
    """How one target meets a ring: it rings, and is answered after `answers` seconds of it (None:
    never), or it cannot ring at all. `not_before`: nobody answers before that second of the plan.
    """

    how: Literal["rings"] | Why = "rings"
    answers: float | None = None
    not_before: float = 0.0


@dataclass(frozen=True)
class Rang:
    """What came of a plan: who answered and when, who rang from when to when, who could not."""

    by: Attempt | None
    seconds: float
    rang: tuple[tuple[Attempt, float, float], ...]
    not_rung: tuple[tuple[Attempt, Why], ...]


def plan(
    directory: "Directory",
    targets: tuple[str, ...],
    seconds: float,
    strategy: Strategy,
    turn: float,
    *,
    outbound: str | None = None,
) -> RingPlan:
    """Targets (extensions, departments, follow me, E.164) as rounds, `seconds` in all.

    `ring_all` is one round. A department alone is rung by its own strategy; among other targets
    its people ring like everybody. Any other strategy rings one person after another, `turn`
    seconds each, and begins anew after the last one; a follow me takes the time of its steps.
    The order is that of the document: what facts make of it (`turn/`, `idle/`), calls know.
    """
    if strategy == "ring_all":
        alone = directory.departments.get(targets[0]) if len(targets) == 1 else None
        if alone is not None and alone.strategy != "ring_all":
            return replace(ring_department(directory, alone), seconds=seconds)
        attempts = (
            attempt
            for target in targets
            for each in _people(directory, target)
            for attempt in _attempts(directory, each, seconds, outbound)
        )
        return RingPlan((Round(_each_once(attempts)),), seconds)
    people = everybody(directory, targets)
    return RingPlan(
        tuple(Round(_attempts(directory, each, turn, outbound)) for each in people),
        seconds,
        again=True,
    )


def ring_department(
    directory: "Directory", department: Department, caller: str | None = None
) -> RingPlan:
    """The people of a department by its own strategy; who calls his own does not ring himself."""
    people = tuple(each for each in directory.extensions(department.number) if each != caller)
    return plan(directory, people, department.seconds, department.strategy, department.turn)


def ring_follow_me(directory: "Directory", follow_me: FollowMe) -> Round:
    """The steps as attempts that overlap: who stays in the next step rings on without a break."""
    person = directory.by_id.get(follow_me.person)
    own = None if person is None else person.extension
    outbound = None if person is None else person.outbound
    found: list[Attempt] = []
    begin = 0.0
    for step in follow_me.steps:
        for target in step.targets:
            before = next(
                (i for i, each in enumerate(found) if (each.to, each.end) == (target.to, begin)),
                None,
            )
            if before is not None:
                found[before] = replace(found[before], end=begin + step.seconds)
            elif not any(each.to == target.to and each.end > begin for each in found):
                outside = target.to.startswith("+")
                found.append(
                    Attempt(
                        target.to,
                        begin,
                        begin + step.seconds,
                        target.confirm,
                        own if outside else None,
                        outbound if outside else None,
                        follow_me.number,
                    )
                )
        begin += step.seconds
    return Round(tuple(found))


def play_out(the_plan: RingPlan, meets: Callable[[Attempt], Meeting]) -> Rang:
    """Play a plan against a world that stands still: each target always meets a ring alike.

    When nothing rings of those that go by one clock, the next one of it begins at once, and the
    later ones are earlier by as much. A pass through all rounds in which nothing rang is the last.
    """
    limit = the_plan.seconds if the_plan.seconds is not None else inf
    play = _Play(meets, limit)
    going = True
    while going:
        before = len(play.rang)
        going = all(play.goes_on_after(each) for each in the_plan.rounds)
        going = going and the_plan.again and len(play.rang) > before
    return Rang(play.by, play.now, tuple(play.rang), tuple(dict.fromkeys(play.not_rung)))


@dataclass
class _Play:
    meets: Callable[[Attempt], Meeting]
    limit: float
    now: float = 0.0
    by: Attempt | None = None
    rang: list[tuple[Attempt, float, float]] = field(default_factory=list)
    not_rung: list[tuple[Attempt, Why]] = field(default_factory=list)

    def goes_on_after(self, the_round: Round) -> bool:
        """Play one round; false when somebody has answered or the time is over."""
        waiting = sorted(the_round.attempts, key=lambda each: each.begin)
        start = {each.clock: self.now for each in waiting}
        ringing: list[_Ringing] = []
        while waiting or ringing:
            for clock, begun in start.items():
                mine = [each for each in waiting if each.clock == clock]
                if mine and not any(each.attempt.clock == clock for each in ringing):
                    start[clock] = min(begun, self.now - mine[0].begin)
            due = [each for each in waiting if start[each.clock] + each.begin <= self.now]
            if due:
                waiting = [each for each in waiting if each not in due]
                ringing += [each for attempt in due for each in self._begin(attempt)]
                continue
            ends = [min(each.end, each.answers) for each in ringing]
            begins = [start[each.clock] + each.begin for each in waiting]
            self.now = min(self.limit, *ends, *begins)
            self.by = next(
                (each.attempt for each in ringing if each.answers == self.now < each.end), None
            )
            over = self.by is not None or self.now >= self.limit
            ended = [each for each in ringing if over or each.end <= self.now]
            ringing = [each for each in ringing if each not in ended]
            self.rang += [(each.attempt, each.began, self.now) for each in ended]
            if over:
                return False
        return True

    def _begin(self, attempt: Attempt) -> Iterator["_Ringing"]:
        met = self.meets(attempt)
        if met.how != "rings":
            self.not_rung.append((attempt, met.how))
            return
        answers = inf if met.answers is None else max(self.now + met.answers, met.not_before)
        yield _Ringing(attempt, self.now, self.now + attempt.end - attempt.begin, answers)


@dataclass(frozen=True)
class _Ringing:
    attempt: Attempt
    began: float
    end: float
    answers: float


def everybody(directory: "Directory", targets: tuple[str, ...]) -> tuple[str, ...]:
    """Departments as their people; each target once."""
    return tuple(dict.fromkeys(each for target in targets for each in _people(directory, target)))


def follow_me_seconds(directory: "Directory", target: str) -> int:
    """How long all steps take; 0 for anything but a follow me."""
    found = directory.follow_mes.get(target)
    return 0 if found is None else sum(step.seconds for step in found.steps)


def _people(directory: "Directory", target: str) -> tuple[str, ...]:
    return directory.extensions(target) if target in directory.departments else (target,)


def _attempts(
    directory: "Directory", target: str, seconds: float, outbound: str | None
) -> tuple[Attempt, ...]:
    follow_me = directory.follow_mes.get(target)
    if follow_me is not None:
        return ring_follow_me(directory, follow_me).attempts
    if target.startswith("+"):
        return (Attempt(target, 0, seconds, outbound=outbound),)
    return (Attempt(target, 0, seconds),)


def _each_once(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Who is rung from the beginning is not rung once more by a follow me."""
    found = tuple(attempts)
    first = {each.to: each for each in reversed(found) if not each.clock}
    return tuple(dict.fromkeys(each for each in found if each is first.get(each.to, each)))
