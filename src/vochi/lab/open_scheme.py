"""The main scheme of a good office, open at one wire: a fault is put in there."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from vochi.lab.drawing import Doc

#: Code, and the node (or place, with a slash) that it is told of.
Told = tuple[str, str]
Fault = Callable[["OpenScheme"], Told]


@dataclass(frozen=True)
class OpenScheme:
    """The main scheme of a document, open at one wire that every class of callers can reach."""

    document: Doc
    random: Random
    node: str
    port: str

    @property
    def nodes(self) -> Doc:
        nodes: Doc = self.document["inbound"][0]["nodes"]
        return nodes

    @property
    def target(self) -> str:
        found: str = self.nodes[self.node]["exits"][self.port]
        return found

    def lead(self, to: str) -> None:
        """The open wire leads there now; what is lost from sight goes."""
        self.nodes[self.node]["exits"][self.port] = to
        self.prune()

    def put(self, name: str, **node: object) -> str:
        """A node is put into the wire; it must lead on to `target` by itself."""
        self.nodes[name] = dict(node)
        self.nodes[self.node]["exits"][self.port] = name
        self.prune()
        return name

    def prune(self) -> None:
        """Leave nothing that no wire reaches: it would be a fault of its own."""
        reached: set[str] = set()
        waiting = ["start"]
        while waiting:
            name = waiting.pop()
            if name in self.nodes and name not in reached:
                reached.add(name)
                waiting += self.nodes[name].get("exits", {}).values()
        for name in [each for each in self.nodes if each not in reached]:
            del self.nodes[name]


def ring(scheme: OpenScheme, **more: object) -> Doc:
    """A node that rings somebody, and leads on to where the wire led."""
    return {"kind": "ring", "targets": ["180"], "seconds": 10,
            "exits": {"nobody": scheme.target}, **more}  # fmt: skip
