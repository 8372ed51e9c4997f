"""Start: where a call from a line enters a scheme."""

from typing import ClassVar, Literal

from vochi.core.scheme.nodes.base import NodeBase


class Start(NodeBase):
    """Does nothing but announce the call and go on."""

    kind: Literal["start"] = "start"
    ports: ClassVar[tuple[str, ...]] = ("next",)
