"""The verifier of ways (B01): walks every path of every class of lives, and proves what it finds.

What people could doubt is told only when the simulator lives it too: that life and its tale are
the example of the problem. A wait is counted until a person answers, or the last node is reached
(a voicemail, a hang-up with words); circles that only a caller's own key turns are his choice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from vochi.core.office.document import Office
from vochi.core.office.line import SipTrunk
from vochi.core.office.problem import AnyProblem, Problem, Severity
from vochi.core.scheme.examples import Entry, lives
from vochi.core.scheme.life import Example, Tale
from vochi.core.scheme.longest import longest_path, wait_in
from vochi.core.scheme.nodes.client_check import ClientCheck
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.silence import silent_ends
from vochi.core.scheme.simulate import notice_of, simulate
from vochi.core.scheme.ways import Graph, Key, Way, Ways, circles, path_to, to_reach
from vochi.core.scheme.worlds.classes import LifeClass, classes

_Holds = Callable[[Tale], bool]
#: Graphs of one entry that are looked through for circles, waits and silence.
_MOST_GRAPHS = 64
#: Circles that are told; whoever made more of them has enough to mend.
_MOST_CIRCLES = 8


def prove(office: Office) -> tuple[Problem, ...]:
    """What can go wrong on the ways of calls; wiring that is broken is the business of others.

    A scheme that cannot be walked, or leads into one, is left out.
    """
    return tuple(_Proof(office).problems())


def entries(office: Office) -> tuple[Entry, ...]:
    """Each way in from outside; one per scheme and line."""
    found: dict[Entry, None] = {}
    for line in office.lines:
        if line.inbound is not None:
            found[Entry(line.id, None, line.inbound)] = None
        if isinstance(line, SipTrunk):
            for number, scheme in line.by_number.items():
                found[Entry(line.id, number, scheme)] = None
    return tuple(found)


@dataclass
class _Proof:
    office: Office
    found: dict[tuple[str, str], Problem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ways = Ways(self.office)
        self.places = {
            scheme.id: f"inbound/{index}"
            for index, scheme in reversed(tuple(enumerate(self.office.inbound)))
        }
        self.reached: set[Key] = set()
        self.ports: dict[Key, set[str]] = {}
        self.walked: set[str] = set()

    def problems(self) -> Iterator[Problem]:
        told: set[str] = set()
        for entry in entries(self.office):
            closure = self.ways.closure(entry.scheme) if entry.scheme in self.places else None
            if closure is None or entry.scheme in told:
                continue
            told.add(entry.scheme)
            self.walked.update(closure)
            self._walk(entry, closure)
        self._never()
        yield from self.found.values()

    def _walk(self, entry: Entry, closure: tuple[str, ...]) -> None:
        nodes = tuple(node for name in closure for node in self.ways.schemes[name].nodes.values())
        human = False
        graphs: set[frozenset[tuple[Key, str]]] = set()
        for life in classes(self.office, nodes):
            graph = self.ways.graph(entry.scheme, life)
            self.reached.update(graph)
            for key, ways in graph.items():
                self.ports.setdefault(key, set()).update(way.outcome.leads for way in ways)
                human = human or any(self._is_good_end(way) for way in ways)
            choices = frozenset(
                (key, way.outcome.leads)
                for key, ways in graph.items()
                if isinstance(self.ways.node(key), Schedule | ClientCheck)
                for way in ways
            )
            # Classes that differ only in what this call never comes to have the same graph.
            if choices in graphs or len(graphs) >= _MOST_GRAPHS:
                continue
            graphs.add(choices)
            self._circles(entry, life, graph)
            self._waits(entry, life, graph)
            self._silence(entry, life, graph)
        if not human:
            line = next(each for each in self.office.lines if each.id == entry.line)
            scheme = self.ways.schemes[entry.scheme]
            self._tell("scheme.nobody_ever", (scheme.id, ""), None, "warning", line=line.name)

    def _is_good_end(self, way: Way) -> bool:
        kind = self.ways.node(way.at).kind
        return (
            way.outcome.leads == "talk"
            or kind == "voicemail"
            or (kind == "callback" and way.outcome.leads == "taken")
        )

    def _circles(self, entry: Entry, life: LifeClass, graph: Graph) -> None:
        """Circles that need no will of the caller: at once, or for ever."""
        last = to_reach(graph, self.ways.start(entry.scheme))
        at_once: set[frozenset[Key]] = set()
        for turn in circles(graph, lambda way: way.at_once):
            circle = _from_nearest(turn, last)
            at_once.add(frozenset(way.at for way in circle))
            if self._knows("node.loop", circle[0].at) or self._has("node.loop") >= _MOST_CIRCLES:
                continue
            example = self._example(entry, life, path_to(last, circle[0].at), _loops, circle)
            self._tell("node.loop", circle[0].at, example, path=_words(circle))
        for turn in circles(graph, lambda way: not way.willing):
            circle = _from_nearest(turn, last)
            known = frozenset(way.at for way in circle) in at_once
            if known or self._knows("scheme.endless", circle[0].at):
                continue
            if self._has("scheme.endless") >= _MOST_CIRCLES:
                break
            example = self._example(entry, life, path_to(last, circle[0].at), _loops, circle)
            if example is not None:
                self._tell("scheme.endless", circle[0].at, example, path=_words(circle))

    def _waits(self, entry: Entry, life: LifeClass, graph: Graph) -> None:
        limit = self.office.policy.limits.longest_wait
        path = longest_path(self.ways, graph, self.ways.start(entry.scheme))
        line = next(each for each in self.office.lines if each.id == entry.line)
        _, spent = notice_of(self.office, line)
        if (
            path is None
            or (seconds := spent + sum(wait_in(self.ways, way) for way in path)) <= limit
        ):
            return
        place = path[-1].at
        for way in path:
            spent += wait_in(self.ways, way)
            if spent > limit:
                place = way.at
                break
        if self._knows("scheme.too_long", place):
            return
        example = self._example(entry, life, path, lambda tale: waits(tale) > limit)
        if example is not None:
            self._tell("scheme.too_long", place, example, seconds=f"{seconds:g}",
                       limit=f"{limit:g}", path=_words(path))  # fmt: skip

    def _silence(self, entry: Entry, life: LifeClass, graph: Graph) -> None:
        for path in silent_ends(graph, self.ways.start(entry.scheme)):
            place = path[-1].at
            if self._knows("scheme.ends_in_silence", place):
                continue

            def ends_here(tale: Tale, place: Key = place) -> bool:
                return tale.end == "hung_up" and tale.path[-1][:2] == place

            example = self._example(entry, life, path, ends_here)
            if example is not None:
                self._tell("scheme.ends_in_silence", place, example, "warning")

    def _never(self) -> None:
        """Nodes that wires reach and no call does, and exits of choices that never come."""
        for name in self.walked:
            scheme = self.ways.schemes[name]
            wired = _wired(self.ways, name)
            for node_id in wired:
                key, node = (name, node_id), scheme.nodes[node_id]
                if key not in self.reached:
                    self._tell("node.never_reached", key, None, "warning")
                    continue
                wanted: tuple[str, ...] = ()
                if isinstance(node, Schedule):
                    wanted = tuple(period.id for period in node.periods)
                elif isinstance(node, ClientCheck):
                    wanted = node.ports
                for port in wanted:
                    if port not in self.ports[key]:
                        self._tell("node.port_never", key, None, "warning", port=port)

    def _example(
        self, entry: Entry, life: LifeClass, path: Sequence[Way], holds: _Holds,
        circle: Sequence[Way] = (),
    ) -> Example | None:  # fmt: skip
        """The first life that the simulator lives so."""
        for guess in lives(self.ways, entry, life, path, circle):
            tale = simulate(self.office, guess)
            if holds(tale):
                return Example(life=guess, tale=tale)
        return None

    def _place(self, key: Key) -> str:
        scheme, node = key
        return f"{self.places[scheme]}/nodes/{node}" if node else self.places[scheme]

    def _knows(self, code: AnyProblem, key: Key) -> bool:
        return (code, self._place(key)) in self.found

    def _has(self, code: AnyProblem) -> int:
        return sum(known == code for known, _ in self.found)

    def _tell(
        self, code: AnyProblem, key: Key, example: Example | None,
        severity: Severity = "error", **facts: str,
    ) -> None:  # fmt: skip
        place = self._place(key)
        said = {"scheme": self.ways.schemes[key[0]].name, "node": key[1], **facts}
        problem = Problem(code=code, place=place, facts=said, severity=severity, example=example)
        known = self.found.get((code, place))
        if known is None or (known.example is None and example is not None):
            self.found[code, place] = problem


def waits(tale: Tale) -> float:
    """Seconds until a person answers or the last node is entered."""
    if tale.end in ("talk", "gave_up", "loop"):
        return tale.waited
    entered = [moment.at for moment in tale.moments if moment.code == "life.enters"]
    return entered[-1] if entered else tale.waited


def _loops(tale: Tale) -> bool:
    return tale.end == "loop"


def _words(path: Sequence[Way]) -> str:
    """The nodes of a way by name, and the scheme where it changes."""
    names: list[str] = []
    scheme = path[0].at[0]
    for key in (*(way.at for way in path), path[-1].to):
        if key is None:
            continue
        names.append(key[1] if key[0] == scheme else f"{key[0]}: {key[1]}")
        scheme = key[0]
    return " → ".join(names)


def _from_nearest(circle: Sequence[Way], last: dict[Key, Way | None]) -> tuple[Way, ...]:
    """The circle from the node that a call comes to first."""
    order = {key: number for number, key in enumerate(last)}
    first = min(range(len(circle)), key=lambda index: order.get(circle[index].at, len(order)))
    return (*circle[first:], *circle[:first])


def _wired(ways: Ways, scheme: str) -> tuple[str, ...]:
    nodes = ways.schemes[scheme].nodes
    found: dict[str, None] = {}
    waiting = [ways.schemes[scheme].start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            waiting += nodes[name].exits.values()
    return tuple(name for name in nodes if name in found)
