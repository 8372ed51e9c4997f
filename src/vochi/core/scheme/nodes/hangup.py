"""Hang up: the end of a path, with a reason that the caller's network is told."""

from typing import Literal

from vochi.core.dialplan.application import Announce, Answer, Application, Busy, Congestion
from vochi.core.dialplan.application import HangUp as EndChannel
from vochi.core.dialplan.expression import Text
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.saying import play
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Hears, Outcome, World

#: Q.850: normal clearing.
_NORMAL = 16
#: How long a caller who was answered hears the tone.
_TONE_SECONDS = 10


class HangUp(NodeBase):
    """`normal` ends quietly, `busy` and `congestion` sound so on the caller's side.

    With `prompt` the caller hears it first, to its end.
    """

    kind: Literal["hangup"] = "hangup"

    cause: Literal["normal", "busy", "congestion"] = "normal"
    prompt: Slug | None = None

    @property
    def prompts(self) -> tuple[str, ...]:
        """The last words."""
        return () if self.prompt is None else (self.prompt,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Say why, then end."""
        end: dict[str, Application] = {
            "normal": EndChannel(_NORMAL),
            "busy": Busy(_TONE_SECONDS),
            "congestion": Congestion(_TONE_SECONDS),
        }
        why = Announce("V_END", (("why", Text("hangup")), ("cause", Text(self.cause))))
        return steps(around.enter(), why, *self._last_words(around), end[self.cause])

    def _last_words(self, around: Surroundings) -> tuple[Application | Step, ...]:
        """Who is told that we are busy does not pay for it; else we answer, to be surely heard."""
        if self.prompt is None:
            return ()
        unpaid = self.cause != "normal"
        return (*(() if unpaid else (Answer(),)), *play(around, self.prompt, unpaid=unpaid))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The call is over, after the last words."""
        said = 0 if self.prompt is None else world.prompt_seconds(self.prompt)
        tone = 0 if self.cause == "normal" else _TONE_SECONDS
        hears: Hears = "nothing" if self.cause == "normal" else self.cause
        if self.prompt is not None:
            hears = "prompt"
        return (Outcome("always", (said, said + tone), hears, "end", heard=self.prompt),)
