"""Inbound schemes: wiring, reach, and loops that would turn on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass

from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem, ProblemCode, error, warning
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.greeting import Greeting
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.worlds.open_world import OpenWorld

#: A line of extensions.conf holds 8,192 characters, an argument 4,096 of them.
_MOST_DEVICES = 250


def check_schemes(office: Office) -> Iterator[Problem]:
    """All inbound schemes, each by itself."""
    schemes = tuple(enumerate(office.inbound))
    yield from check_doubles("inbound.id_taken", ((f"inbound/{i}/id", s.id) for i, s in schemes))
    used = {line.inbound for line in office.lines}
    used |= {
        scheme
        for line in office.lines
        if line.kind == "trunk"
        for scheme in line.by_number.values()
    }
    numbers = frozenset(
        {person.extension for person in office.people}
        | {each.number for each in office.departments}
    )
    prompts = frozenset(prompt.id for prompt in office.prompts)
    world = OpenWorld(office)
    for index, scheme in schemes:
        place = f"inbound/{index}"
        if scheme.id not in used:
            yield warning("inbound.unused", place, scheme=scheme.name)
        yield from _Check(place, scheme, world, numbers, prompts).problems()


@dataclass(frozen=True)
class _Check:
    place: str
    scheme: InboundScheme
    world: OpenWorld
    numbers: frozenset[str]
    prompts: frozenset[str]

    def problems(self) -> Iterator[Problem]:
        nodes = self.scheme.nodes
        start = nodes.get(self.scheme.start)
        if start is None:
            yield self._error("inbound.no_start", self.scheme.start)
        elif not isinstance(start, Start):
            yield self._error("inbound.start_kind", self.scheme.start)
        reached = self._reached()
        for name, node in nodes.items():
            yield from self._wires(name, node)
            yield from self._settings(name, node)
            if isinstance(node, Start) and name != self.scheme.start:
                yield self._error("node.second_start", name)
            elif start is not None and name not in reached:
                yield self._error("node.unreachable", name)
        yield from self._loops()

    def _wires(self, name: str, node: Node) -> Iterator[Problem]:
        for port in node.ports:
            if port not in node.exits:
                yield self._error("node.port_unwired", name, port=port)
        for port, target in node.exits.items():
            if port not in node.ports:
                yield self._error("node.port_unknown", name, port=port)
            elif target not in self.scheme.nodes:
                yield self._error("node.unknown_exit", name, port=port, target=target)

    def _settings(self, name: str, node: Node) -> Iterator[Problem]:
        if isinstance(node, Greeting) and node.prompt not in self.prompts:
            yield self._error("node.unknown_prompt", name, prompt=node.prompt)
        if not isinstance(node, Ring):
            return
        if node.music not in (None, "default") and node.music not in self.prompts:
            yield self._error("node.unknown_prompt", name, prompt=str(node.music))
        unknown = [target for target in node.targets if target not in self.numbers]
        for target in unknown:
            yield self._error("node.unknown_target", name, target=target)
        endpoints = self.world.endpoints(node.targets)
        if not endpoints and not unknown:
            facts = {"scheme": self.scheme.name, "node": name}
            yield warning("node.no_device", f"{self.place}/nodes/{name}", **facts)
        if len(endpoints) > _MOST_DEVICES:
            yield self._error(
                "node.too_many_devices", name, count=str(len(endpoints)), most=str(_MOST_DEVICES)
            )

    def _reached(self) -> set[str]:
        reached: set[str] = set()
        waiting = [self.scheme.start]
        while waiting:
            name = waiting.pop()
            node = self.scheme.nodes.get(name)
            if node is not None and name not in reached:
                reached.add(name)
                waiting += node.exits.values()
        return reached

    def _loops(self) -> Iterator[Problem]:
        """A circle of ways that may take no time would turn without end, and burn the engine."""
        quick = {name: self._quick_exits(node) for name, node in self.scheme.nodes.items()}
        told: set[frozenset[str]] = set()
        for circle in _circles(quick):
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                yield self._error("node.loop", circle[0], path=" → ".join((*circle, circle[0])))

    def _quick_exits(self, node: Node) -> tuple[str, ...]:
        return tuple(
            node.exits[outcome.leads]
            for outcome in node.outcomes(self.world)
            if outcome.seconds[0] == 0 and outcome.leads in node.exits
        )

    def _error(self, code: ProblemCode, node: str, **facts: str) -> Problem:
        place = f"{self.place}/nodes/{node}"
        return error(code, place, scheme=self.scheme.name, node=node, **facts)


def _circles(exits: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """One circle for each way back that a walk in depth finds; no recursion, schemes are long."""
    done: set[str] = set()
    for first in exits:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(first, True)]
        while stack:
            name, entering = stack.pop()
            if not entering:
                done.add(path.pop())
                continue
            if name in path:
                yield tuple(path[path.index(name) :])
                continue
            if name in done or name not in exits:
                continue
            path.append(name)
            stack.append((name, False))
            stack += [(target, True) for target in exits[name]]
