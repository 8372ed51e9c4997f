"""What every kind of node has; a kind is one file beside this one."""

from typing import ClassVar

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug


class NodeBase(Frozen):
    """Settings are the fields of a kind; `ports` are the named exits that must be wired.

    `x`, `y` place the node in the constructor and mean nothing to a call.
    """

    ports: ClassVar[tuple[str, ...]] = ()

    exits: dict[str, Slug] = {}
    x: int = 0
    y: int = 0
