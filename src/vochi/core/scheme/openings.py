"""Lives of callers who come to a wire that leads nowhere: what the verifier of ways leaves out.

A scheme with an open end cannot be walked. So each open end is led to a node of its own, the ways
there are looked for, and the simulator lives them through the office as it is.
"""

from collections.abc import Iterator, Sequence

from vochi.core.office.document import Office
from vochi.core.office.problem import Problem
from vochi.core.scheme.examples import Entry, lives
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.life import Example
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.prove import entries
from vochi.core.scheme.simulate import simulate
from vochi.core.scheme.ways import Way, Ways, path_to, to_reach
from vochi.core.scheme.worlds.classes import LifeClass, classes

_CODES = frozenset({"node.port_unwired", "node.unknown_exit"})
#: The node that open ends are led to; no node of a document can be called so.
_END = "*"
#: Ends that are lived, and worlds that are tried: while somebody draws, an answer must be quick.
_MOST_ENDS, _MOST_WORLDS = 24, 48

#: Scheme, node and port.
_Open = tuple[str, str, str]


def lived(office: Office, problems: Sequence[Problem]) -> Iterator[Problem]:
    """The same problems; those of open ends with an example where a call can come to them."""
    wanted: dict[_Open, None] = {}
    for problem in problems:
        end = _end_of(office, problem)
        if end is not None and len(wanted) < _MOST_ENDS:
            wanted[end] = None
    found = _examples(office, set(wanted)) if wanted else {}
    for problem in problems:
        end = _end_of(office, problem)
        example = None if end is None else found.get(end)
        yield problem if example is None else problem.model_copy(update={"example": example})


def _end_of(office: Office, problem: Problem) -> _Open | None:
    if problem.code not in _CODES:
        return None
    _, index, _, node, *_ = problem.place.split("/")
    return office.inbound[int(index)].id, node, problem.facts["port"]


def _examples(office: Office, wanted: set[_Open]) -> dict[_Open, Example]:
    search = _Search(office, wanted)
    for entry in entries(office):
        search.walk(entry)
    return search.found


class _Search:
    """`found` are the examples of the `wanted` ends that calls come to."""

    def __init__(self, office: Office, wanted: set[_Open]) -> None:
        self.office, self.wanted = office, wanted
        ended = tuple(map(_ended, office.inbound))
        self.ways = Ways(office.model_copy(update={"inbound": ended}))
        self.found: dict[_Open, Example] = {}

    def walk(self, entry: Entry) -> None:
        schemes = self.ways.schemes
        closure = self.ways.closure(entry.scheme) if entry.scheme in schemes else None
        if closure is None:
            return
        nodes = tuple(node for name in closure for node in schemes[name].nodes.values())
        for world, life in enumerate(classes(self.office, nodes)):
            if world >= _MOST_WORLDS or not self.wanted - set(self.found):
                return
            self._look(entry, life)

    def _look(self, entry: Entry, life: LifeClass) -> None:
        """Everything open that a call comes to in this world."""
        graph = self.ways.graph(entry.scheme, life)
        last = to_reach(graph, self.ways.start(entry.scheme))
        for key, leaves in graph.items():
            for way in leaves:
                end = (*key, way.outcome.leads)
                is_open = way.to is not None and way.to[1] == _END
                if is_open and end in self.wanted and end not in self.found:
                    example = self._lived(entry, life, (*path_to(last, key), way))
                    if example is not None:
                        self.found[end] = example

    def _lived(self, entry: Entry, life: LifeClass, path: Sequence[Way]) -> Example | None:
        way = path[-1]
        for guess in lives(self.ways, entry, life, path):
            tale = simulate(self.office, guess)
            if (
                tale.end == "hung_up"
                and tale.path
                and tale.path[-1] == (*way.at, way.outcome.leads)
            ):
                return Example(life=guess, tale=tale)
        return None


def _ended(scheme: InboundScheme) -> InboundScheme:
    """The scheme with every open end led to the node of ends."""
    nodes = {
        name: node.model_copy(
            update={
                "exits": {
                    port: node.exits[port] if node.exits.get(port) in scheme.nodes else _END
                    for port in node.ports
                }
            }
        )
        for name, node in scheme.nodes.items()
    }
    return scheme.model_copy(update={"nodes": {**nodes, _END: HangUp()}})
