"""Start: where a call from a line enters a scheme."""

from typing import ClassVar, Literal

from vochi.core.dialplan.tree import Step, steps
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class Start(NodeBase):
    """Does nothing but announce the call and go on."""

    kind: Literal["start"] = "start"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Enter and leave."""
        return steps(around.enter(), *around.leave("next"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:  # noqa: ARG002 - nothing depends on it
        """The call goes on at once."""
        return (Outcome("always", (0, 0), "nothing", "next"),)
