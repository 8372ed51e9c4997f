"""Announcement: a prompt that a key may cut short, if allowed."""

from typing import ClassVar, Literal

from vochi.core.dialplan.application import Answer, Application, Progress
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.asking import keyed, listen
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.saying import play
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

#: Any key ends it.
_ALL_KEYS = frozenset("0123456789*#")


class Announcement(NodeBase):
    """Plays the prompt, before the answer (early media, not paid for by the caller) if `unpaid`."""

    kind: Literal["announcement"] = "announcement"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    prompt: Slug
    skippable: bool = False
    unpaid: bool = False

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays."""
        return (self.prompt,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Open the caller's ear, or answer; play; leave."""
        if self.skippable:
            opened: Application = Progress() if self.unpaid else Answer()
            said = listen(around, around.sounds.sound(self.prompt), unpaid=self.unpaid)
            return steps(around.enter(), opened, *said, *around.leave("next"))
        answer = () if self.unpaid else (Answer(),)
        said = play(around, self.prompt, unpaid=self.unpaid)
        return steps(around.enter(), *answer, *said, *around.leave("next"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The whole prompt is heard, or as much of it as the caller wants."""
        if not self.skippable:
            seconds = world.prompt_seconds(self.prompt)
            return (Outcome("always", (seconds, seconds), "prompt", "next", heard=self.prompt),)
        pressed = keyed(world, _ALL_KEYS, self.prompt, 0)
        spans = [each.seconds for each in pressed]
        span = min(first for first, _ in spans), max(last for _, last in spans)
        return (Outcome("always", span, "prompt", "next", heard=self.prompt),)
