"""An inbound scheme: nodes wired from port to node."""

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.core.scheme.nodes import Node


class InboundScheme(Frozen):
    """A graph of nodes by id; the call enters at `start`, a node of kind `start`.

    Wires live in the nodes: `node.exits[port]` is the id of the next node.
    """

    id: Slug
    name: Title
    start: Slug = "start"
    nodes: dict[Slug, Node]
