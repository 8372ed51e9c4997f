"""Voicemail: the caller leaves a message; it becomes an open item of the missed list (P08)."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.dialplan.application import Answer
from vochi.core.dialplan.expression import Text
from vochi.core.dialplan.message import LONGEST, TONE_SECONDS, take_message
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.saying import play, say
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class Voicemail(NodeBase):
    """Plays `prompt` (None: the phrase of the product), a tone, records, thanks, ends.

    `owner` is the extension or department whose item it becomes; None: everybody's. A message
    shorter than a second is none.
    """

    kind: Literal["voicemail"] = "voicemail"

    prompt: Slug | None = None
    owner: Extension | None = None
    seconds: Annotated[int, Field(ge=10, le=600)] = LONGEST

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays before the tone."""
        return () if self.prompt is None else (self.prompt,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Whose item it becomes."""
        return () if self.owner is None else (self.owner,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """The words, then the message."""
        owner = Text(self.owner or "")
        prompt = (say(around, "mail"),) if self.prompt is None else play(around, self.prompt)
        return steps(
            around.enter(),
            Answer(),
            *prompt,
            *take_message(around.sounds, owner, self.seconds),
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The caller speaks as long as he likes."""
        before = world.prompt_seconds(self.prompt or "mail") + TONE_SECONDS
        heard = self.prompt or "mail"
        return (Outcome("always", (before, before + self.seconds), "prompt", "end", heard=heard),)
