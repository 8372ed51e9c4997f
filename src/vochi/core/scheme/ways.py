"""The ways of a call through all schemes at one moment for one class of callers, as a graph."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vochi.core.office.document import Office
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.client_check import ClientCheck
from vochi.core.scheme.nodes.go_to import GoToScheme
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.world import Outcome
from vochi.core.scheme.worlds.classes import LifeClass
from vochi.core.scheme.worlds.open_world import OpenWorld

#: Scheme and node.
Key = tuple[str, str]
_SCHEME = "scheme:"


@dataclass(frozen=True)
class Way:
    """One outcome at a node; `to` is where the call goes on, None: it is over or answered.

    `willing`: only a caller who wants it goes there, by a key. `pressed`: a key is needed for it,
    the wrong one too: no circle of it turns faster than a hand.
    """

    at: Key
    outcome: Outcome
    to: Key | None
    willing: bool
    pressed: bool = False

    @property
    def at_once(self) -> bool:
        """It may take no time at all, and nobody's hand."""
        return self.shortest == 0 and not self.pressed

    @property
    def shortest(self) -> float:
        """Seconds it takes at least."""
        return self.outcome.seconds[0]

    @property
    def longest(self) -> float:
        """Seconds it takes at most."""
        return self.outcome.seconds[1]


Graph = Mapping[Key, tuple[Way, ...]]


class Ways:
    """Ways of an office; of doubled scheme ids (which `verify` refuses) the first counts."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.schemes = {scheme.id: scheme for scheme in reversed(office.inbound)}
        self._world = OpenWorld(office)
        self._fixed: dict[Key, tuple[Way, ...]] = {}

    def node(self, key: Key) -> Node:
        """The node; KeyError when there is none."""
        return self.schemes[key[0]].nodes[key[1]]

    def wired(self, scheme: InboundScheme) -> bool:
        """Every port leads to a node, and the start is one: it can be walked."""
        start = scheme.nodes.get(scheme.start)
        return isinstance(start, Start) and all(
            node.exits.get(port) in scheme.nodes for node in scheme.nodes.values()
            for port in node.ports
        )  # fmt: skip

    def closure(self, scheme: str) -> tuple[str, ...] | None:
        """The scheme and all that it can lead into; None when one of them cannot be walked."""
        found: dict[str, None] = {}
        waiting = [scheme]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            here = self.schemes.get(name)
            if here is None or not self.wired(here):
                return None
            found[name] = None
            waiting += [n.scheme for n in here.nodes.values() if isinstance(n, GoToScheme)]
        return tuple(found)

    def start(self, scheme: str) -> Key:
        """Where a scheme begins."""
        return scheme, self.schemes[scheme].start

    def graph(self, scheme: str, life: LifeClass) -> dict[Key, tuple[Way, ...]]:
        """All that a call into the scheme can reach, nearest first."""
        world = OpenWorld(self.office, life.period, life.who.holds)
        found: dict[Key, tuple[Way, ...]] = {}
        waiting = [self.start(scheme)]
        for key in waiting:
            if key in found:
                continue
            found[key] = self._ways(key, world)
            waiting += [way.to for way in found[key] if way.to is not None]
        return found

    def _ways(self, key: Key, world: OpenWorld) -> tuple[Way, ...]:
        node = self.node(key)
        if isinstance(node, Schedule | ClientCheck):
            return self._make(key, node, world)
        if key not in self._fixed:
            self._fixed[key] = self._make(key, node, self._world)
        return self._fixed[key]

    def _make(self, key: Key, node: Node, world: OpenWorld) -> tuple[Way, ...]:
        return tuple(
            Way(
                key,
                outcome,
                self._leads(key, node, outcome),
                _willing(node, outcome),
                _willing(node, outcome) or (node.kind == "menu" and outcome.leads == "wrong"),
            )
            for outcome in node.outcomes(world)
        )

    def _leads(self, key: Key, node: Node, outcome: Outcome) -> Key | None:
        if outcome.leads in ("talk", "end"):
            return None
        if outcome.leads.startswith(_SCHEME):
            return self.start(outcome.leads.removeprefix(_SCHEME))
        return key[0], node.exits[outcome.leads]


def _willing(node: Node, outcome: Outcome) -> bool:
    match node.kind:
        case "menu":
            return outcome.leads.startswith("key-") or outcome.leads in ("talk", "end")
        case "queue":
            return outcome.leads == "key"
        case "callback":
            return outcome.leads == "taken"
        case _:
            return False


def to_reach(graph: Graph, start: Key) -> dict[Key, Way | None]:
    """The last way of a shortest path to each node; None for the start."""
    last: dict[Key, Way | None] = {start: None}
    waiting = [start]
    for key in waiting:
        for way in graph[key]:
            if way.to is not None and way.to not in last:
                last[way.to] = way
                waiting.append(way.to)
    return last


def path_to(last: Mapping[Key, Way | None], key: Key) -> tuple[Way, ...]:
    """The ways from the start to a node."""
    path: list[Way] = []
    way = last[key]
    while way is not None:
        path.append(way)
        way = last[way.at]
    return tuple(reversed(path))


def circles(graph: Graph, wanted: Callable[[Way], bool]) -> Iterable[tuple[Way, ...]]:
    """A circle for each way back that a walk in depth finds; no recursion, schemes are long."""
    done: set[Key] = set()
    for first in graph:
        path: list[Way] = []
        places: dict[Key, int] = {}
        stack: list[tuple[Key, Way | None, bool]] = [(first, None, True)]
        while stack:
            key, by, entering = stack.pop()
            if not entering:
                done.add(key)
                del places[key]
                if by is not None:
                    path.pop()
                continue
            if key in places:
                if by is not None:
                    yield (*path[places[key] :], by)
                continue
            if key in done:
                continue
            if by is not None:
                path.append(by)
            places[key] = len(path)
            stack.append((key, by, False))
            ways = (way for way in graph[key] if way.to is not None and wanted(way))
            stack += [(way.to, way, True) for way in ways if way.to is not None]
