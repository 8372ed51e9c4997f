"""What every kind of node has; a kind is one file beside this one."""

from abc import abstractmethod
from typing import ClassVar

from pydantic import Field

from vochi.core.dialplan.tree import Step
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug
from vochi.core.scheme.surroundings import Outcome, Surroundings, World


class NodeBase(Frozen):
    """Settings are the fields of a kind; `ports` are the named exits that must be wired.

    `x`, `y` place the node in the constructor and mean nothing to a call.
    """

    ports: ClassVar[tuple[str, ...]] = ()

    exits: dict[str, Slug] = Field(default_factory=dict)
    x: int = 0
    y: int = 0

    @abstractmethod
    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """Steps that do what `outcomes` tells."""

    @abstractmethod
    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """Everything that can happen to a caller here."""
