"""Ring: phones ring until one answers; the caller hears ring-back or music (S25)."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vochi.core.dialplan.application import Answer, Application
from vochi.core.dialplan.application import Ring as RingPhones
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Outcome, Surroundings, World


class Ring(NodeBase):
    """Rings people and departments, all devices at once, for `seconds`.

    `music`: None is the operator's ring-back; `default` is the music on hold of the box; any
    other value is the id of a prompt of the office. With music the call is answered at once and
    the caller hears it while the phones ring; an employee can take the call at any moment.
    """

    kind: Literal["ring"] = "ring"
    ports: ClassVar[tuple[str, ...]] = ("nobody",)

    targets: Annotated[tuple[Extension, ...], Field(min_length=1)]
    seconds: Annotated[int, Field(ge=5, le=600)] = 30
    music: Slug | None = None

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
        nobody = Outcome("none_reachable", (0, 0), hears, "nobody")
        if not world.endpoints(self.targets):
            return (nobody,)
        return (
            Outcome("answered", (0, self.seconds), hears, "talk"),
            Outcome("nobody_answered", (self.seconds, self.seconds), hears, "nobody"),
            Outcome("all_busy", (0, self.seconds), hears, "nobody"),
            nobody,
        )
