"""Tag: marks the call with a tag or a source; the log and the client's card show it."""

from typing import ClassVar, Literal

from vochi.core.dialplan.application import Announce
from vochi.core.dialplan.expression import Encoded
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class Tag(NodeBase):
    """Sets a tag (several may gather) or the source (the last one counts), and goes on."""

    kind: Literal["tag"] = "tag"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    tag: Slug | None = None
    source: Slug | None = None

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Say it in the journal."""
        said = [
            Announce("V_TAG", ((what, Encoded(name)),))
            for what, name in (("tag", self.tag), ("source", self.source))
            if name is not None
        ]
        return steps(around.enter(), *said, *around.leave("next"))

    def outcomes(self, world: World) -> tuple[Outcome, ...]:  # noqa: ARG002 - nothing depends on it
        """The call goes on at once."""
        return (Outcome("always", (0, 0), "nothing", "next"),)
