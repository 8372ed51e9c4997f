"""Go to: the call goes on in another scheme, from its start."""

from typing import Literal

from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class GoToScheme(NodeBase):
    """Has no ports: the other scheme leads on."""

    kind: Literal["go_to"] = "go_to"

    scheme: Slug

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Say where to, and go there. KeyError: no such scheme."""
        return steps(around.enter(), *around.go_on(self.scheme))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:  # noqa: ARG002 - nothing depends on it
        """The call goes on at once."""
        return (Outcome("always", (0, 0), "nothing", f"scheme:{self.scheme}"),)
