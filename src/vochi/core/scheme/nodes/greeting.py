"""Greeting: the caller hears it to the end, only then the call goes on (S25)."""

from typing import ClassVar, Literal

from vochi.core.dialplan.application import Answer, Playback
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Outcome, Surroundings, World


class Greeting(NodeBase):
    """Answers the call and plays the prompt to its end."""

    kind: Literal["greeting"] = "greeting"
    ports: ClassVar[tuple[str, ...]] = ("next",)

    prompt: Slug

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Answer, play, leave."""
        sound = around.sounds.sound(self.prompt)
        return steps(around.enter(), Answer(), Playback(sound), *around.leave("next"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The whole prompt is heard."""
        seconds = world.prompt_seconds(self.prompt)
        return (Outcome("always", (seconds, seconds), "prompt", "next"),)
