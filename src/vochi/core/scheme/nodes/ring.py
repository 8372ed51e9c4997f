"""Ring: phones ring until one answers; the caller hears ring-back or music (S25)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import Answer, Application
from vochi.core.dialplan.application import Ring as RingPhones
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import E164, Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, Strategy, World


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
        """Dial everything in one go; an answered call never comes to the last steps."""
        endpoints = around.phones.endpoints(self.targets)
        music = None if self.music is None else around.sounds.music(self.music)
        dial: tuple[Application, ...] = ()
        if endpoints:
            answer = () if music is None else (Answer(),)
            dial = (*answer, RingPhones(endpoints, self.seconds, music))
        return steps(around.enter(), *dial, *around.leave("nobody"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """Somebody answers, nobody does, or no phone can ring at all."""
        hears: Literal["ringback", "music"] = "ringback" if self.music is None else "music"
        plan = world.plan(
            self.targets, self.seconds, self.strategy, self.turn, outbound=self.outbound
        )
        found = []
        for rung in world.rings(plan):
            leads = {"answered": "talk", "no_line": self.ports[-1]}.get(rung.how, "nobody")
            before = self.after if leads != "no_line" else 0
            seconds = (before + rung.seconds[0], before + rung.seconds[1])
            found.append(Outcome(rung.how, seconds, hears, leads, by=rung.by, why=rung.why))
        return tuple(found)
