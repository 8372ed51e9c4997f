"""Greeting: the caller hears it to the end, only then the call goes on (S25)."""

from typing import ClassVar, Literal

from vochi.core.dialplan.application import Answer
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.saying import play
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class Greeting(NodeBase):
    """Answers the call and plays the prompt to its end."""

    kind: Literal["greeting"] = "greeting"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    prompt: Slug

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays."""
        return (self.prompt,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Answer, play, leave."""
        said = play(around, self.prompt)
        return steps(around.enter(), Answer(), *said, *around.leave("next"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The whole prompt is heard."""
        seconds = world.prompt_seconds(self.prompt)
        return (Outcome("always", (seconds, seconds), "prompt", "next", heard=self.prompt),)
