"""What every kind of node has; a kind is one file beside this one."""

from abc import abstractmethod
from typing import ClassVar

from pydantic import Field

from vochi.core.dialplan.tree import Context, Step
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World


class NodeBase(Frozen):
    """Settings are the fields of a kind; `fixed_ports` are the exits that every such node has.

    `x`, `y` place the node in the constructor and mean nothing to a call.
    """

    fixed_ports: ClassVar[tuple[str, ...]] = ()

    exits: dict[str, Slug] = Field(default_factory=dict)
    x: int = 0
    y: int = 0

    @property
    def ports(self) -> tuple[str, ...]:
        """The named exits of this very node; each must be wired."""
        return self.fixed_ports

    @property
    def prompts(self) -> tuple[str, ...]:
        """Ids of prompts of the office that it plays; the verifier looks whether they are there."""
        return ()

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Numbers that it rings: extensions, departments, follow me, conferences, E.164."""
        return ()

    @abstractmethod
    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Steps that do what `outcomes` tells."""

    def beside(self, around: Surroundings) -> tuple[Context, ...]:  # noqa: ARG002 - for kinds
        """Contexts of its own that `compile` leads to."""
        return ()

    @abstractmethod
    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """Everything that can happen to a caller here."""
