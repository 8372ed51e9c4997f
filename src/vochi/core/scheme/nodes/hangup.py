"""Hang up: the end of a path, with a reason that the caller's network is told."""

from typing import Literal

from vochi.core.dialplan.application import Announce, Application, Busy, Congestion
from vochi.core.dialplan.application import HangUp as EndChannel
from vochi.core.dialplan.expression import Text
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

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
        why = Announce("V_END", (("why", Text("hangup")),))
        return steps(around.enter(), why, end[self.cause])

    def outcomes(self, world: World) -> tuple[Outcome, ...]:  # noqa: ARG002 - nothing depends on it
        """The call is over."""
        if self.cause == "normal":
            return (Outcome("always", (0, 0), "nothing", "end"),)
        return (Outcome("always", (0, _TONE_SECONDS), self.cause, "end"),)
