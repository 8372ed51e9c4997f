"""Ring: phones ring until one answers; the caller hears ring-back or music (S25)."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import Answer, Application, Call, Do, GoToIf, Place, Wait
from vochi.core.dialplan.expression import Both, Either, Not, Option, Same, Text, Value, Var, text
from vochi.core.dialplan.hunt import RANG, Member, hunt
from vochi.core.dialplan.reach import at_once, call_department, call_follow_me, member
from vochi.core.dialplan.recording import HUSH, LOUD, is_unrecorded
from vochi.core.dialplan.score import FOLLOW, IF_ANSWERED, OPTION, is_scored
from vochi.core.dialplan.tree import Context, Step, steps
from vochi.core.office.ids import E164, Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.ringing import everybody, follow_me_seconds
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, Strategy, World

if TYPE_CHECKING:
    from vochi.core.office.directory import Directory


class Ring(NodeBase):
    """Rings people, departments, follow me (401) and numbers outside, for `seconds` in all.

    `ring_all`: all at once; the other strategies ring one person after another, `turn` seconds
    each: as listed, from where the last call ended, longest idle first, by chance. Numbers
    outside go over the outbound scheme `outbound`. `after`: phones ring from this second on, the
    caller hears `music` from the first (a greeting, S25); needs `music`.

    `music`: None is the operator's ring-back; `default` is the music on hold of the box; any
    other value is the id of a prompt of the office. With music the call is answered at once and
    the caller hears it while the phones ring; an employee can take the call at any moment.
    """

    kind: Literal["ring"] = "ring"
    fixed_ports: ClassVar[tuple[str, ...]] = ("nobody",)

    targets: Annotated[tuple[Extension | E164, ...], Field(min_length=1)]
    seconds: Annotated[int, Field(ge=5, le=600)] = 30
    music: Slug | None = None
    strategy: Strategy = "ring_all"
    turn: Annotated[int, Field(ge=5, le=120)] = 15
    after: Annotated[int, Field(ge=0, le=120)] = 0
    outbound: Slug | None = None

    @property
    def ports(self) -> tuple[str, ...]:
        """`no_line` only where somebody outside is rung."""
        outside = any(target.startswith("+") for target in self.targets)
        return (*self.fixed_ports, *(("no_line",) if outside else ()))

    @property
    def prompts(self) -> tuple[str, ...]:
        """The music, when it is a prompt."""
        return () if self.music in (None, "default") else (self.music,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Whom it rings."""
        return self.targets

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Ring; an answered call never comes to the last steps."""
        directory = around.phones
        music = None if self.music is None else Text(around.sounds.music(self.music))
        options: Value | None = None if music is None else Option("m", (music,))
        before: tuple[Application, ...] = ()
        asked: tuple[Application, ...] = ()
        if is_scored(directory, self.targets):
            options = text(options or "", OPTION)
            before, asked = (FOLLOW,), (IF_ANSWERED,)
        if is_unrecorded(directory, self.targets):
            before, asked = (*before, HUSH), (*asked, LOUD)
        if music is not None:
            before = (*before, Answer())
            if self.after:
                before = (*before, Do("StartMusicOnHold", (music,)), Wait(self.after))
        ring = self._ring(directory, around, options)
        if not ring:
            return steps(around.enter(), *around.leave("nobody"))
        no_line: tuple[Step, ...] = ()
        ask: tuple[Application, ...] = ()
        if self._only_outside:
            silent = Either(
                tuple(Same(Var("DIALSTATUS"), Text(each)) for each in ("CONGESTION", "CHANUNAVAIL"))
            )
            nobody_rang = Not(Same(Var(RANG), Text("1")))
            hunted = self.strategy != "ring_all"
            ask = (GoToIf(Both((silent, nobody_rang)) if hunted else silent, "noline"),)
            (left, go_on) = around.leave("no_line")
            no_line = (Step(left, "noline"), Step(go_on))
        return steps(
            around.enter(), *before, *ring, *asked, *ask, *around.leave("nobody"), *no_line
        )

    def beside(self, around: Surroundings) -> tuple[Context, ...]:
        """Where one after another is rung."""
        if self.strategy == "ring_all":
            return ()
        directory = around.phones
        people = everybody(directory, self.targets)
        members = tuple(
            Member(
                each,
                member(directory, each, self.outbound),
                follow_me_seconds(directory, each) or self.turn,
            )
            for each in people
        )
        key = f"{around.scheme}-{around.node}"
        return (hunt(self._hunt(around), members, self.strategy, key),) if members else ()

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """Somebody answers, nobody does, or no phone can ring at all."""
        hears: Literal["ringback", "music"] = "ringback" if self.music is None else "music"
        the_plan = world.plan(
            self.targets, self.seconds, self.strategy, self.turn, outbound=self.outbound
        )
        leads = {"answered": "talk", "no_line": "no_line" if self._only_outside else "nobody"}
        return tuple(
            Outcome(
                rung.how,
                (rung.seconds[0] + self._silent, rung.seconds[1] + self._silent),
                hears,
                leads.get(rung.how, "nobody"),
                by=rung.by,
                heard=self.music,
                why=rung.why,
            )
            for rung in world.rings(the_plan)
        )

    @property
    def _silent(self) -> int:
        """Seconds before phones ring."""
        return self.after if self.music is not None else 0

    @property
    def _only_outside(self) -> bool:
        return all(target.startswith("+") for target in self.targets)

    def _hunt(self, around: Surroundings) -> str:
        return f"hunt-{around.scheme}.{around.node}"

    def _ring(
        self, directory: "Directory", around: Surroundings, options: Value | None
    ) -> tuple[Application, ...]:
        """Empty when there is nobody to ring."""
        people = everybody(directory, self.targets)
        if not people:
            return ()
        limit = Text(str(self.seconds))
        if self.strategy != "ring_all":
            place = Place(self._hunt(around), Text("s"))
            return (Call(place, (limit, options or Text(""))),)
        only = self.targets[0] if len(self.targets) == 1 else None
        department = directory.departments.get(only or "")
        if department is not None and department.strategy != "ring_all":
            return (call_department(department, self.seconds, options),)
        if only in directory.follow_mes:
            return (call_follow_me(str(only), self.seconds, options),)
        return at_once(directory, people, limit, options, self.outbound)
