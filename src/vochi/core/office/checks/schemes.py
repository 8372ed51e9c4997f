"""Inbound schemes: wiring, what nodes name, and the ways of calls (`scheme.prove`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.office.problem import AnyProblem, Problem, error, warning
from vochi.core.office.routing import route
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.external import ExternalNumber
from vochi.core.scheme.nodes.go_to import GoToScheme
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.openings import lived
from vochi.core.scheme.prove import entries, prove

#: A line of extensions.conf holds 8,192 characters, an argument 4,096 of them.
_MOST_DEVICES = 250


def check_schemes(office: Office) -> Iterator[Problem]:
    """All inbound schemes, each by itself; then the ways of calls through all of them."""
    schemes = tuple(enumerate(office.inbound))
    yield from check_doubles("inbound.id_taken", ((f"inbound/{i}/id", s.id) for i, s in schemes))
    used = {entry.scheme for entry in entries(office)}
    used |= {
        node.scheme
        for scheme in office.inbound
        for node in scheme.nodes.values()
        if isinstance(node, GoToScheme) and node.scheme != scheme.id
    }
    there = _There(office)
    found: list[Problem] = []
    for index, scheme in schemes:
        place = f"inbound/{index}"
        if scheme.id not in used:
            found.append(warning("inbound.unused", place, scheme=scheme.name))
        found += _Check(place, scheme, there).problems()
    yield from lived(office, found)
    yield from prove(office)


class _There:
    """What nodes can name."""

    def __init__(self, office: Office) -> None:
        self.directory = Directory(office)
        self.numbers = frozenset(
            {person.extension for person in office.people}
            | {each.number for each in office.departments}
            | {each.number for each in office.follow_me}
        )
        self.prompts = frozenset(prompt.id for prompt in office.prompts)
        self.outbound = frozenset(scheme.id for scheme in office.outbound)


@dataclass(frozen=True)
class _Check:
    place: str
    scheme: InboundScheme
    there: _There

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
        for prompt in dict.fromkeys(node.prompts):
            if prompt not in self.there.prompts:
                yield self._error("node.unknown_prompt", name, prompt=prompt)
        unknown = [
            target
            for target in dict.fromkeys(node.targets_named)
            if not target.startswith("+") and target not in self.there.numbers
        ]
        for target in unknown:
            yield self._error("node.unknown_target", name, target=target)
        if isinstance(node, Ring | Queue) and not unknown:
            yield from self._phones(name, node)
        if isinstance(node, Ring | ExternalNumber):
            yield from self._outside(name, node)

    def _phones(self, name: str, node: Ring | Queue) -> Iterator[Problem]:
        endpoints = self.there.directory.endpoints(node.targets)
        outside = any(target.startswith("+") for target in self._numbers_of(node))
        if not endpoints and not outside:
            yield self._warning("node.no_device", name)
        if len(endpoints) > _MOST_DEVICES:
            yield self._error(
                "node.too_many_devices", name, count=str(len(endpoints)), most=str(_MOST_DEVICES)
            )

    def _numbers_of(self, node: Ring | Queue) -> Iterator[str]:
        """Everything that it rings, the steps of follow me included."""
        for target in node.targets:
            follow_me = self.there.directory.follow_mes.get(target)
            yield target
            for step in () if follow_me is None else follow_me.steps:
                yield from (each.to for each in step.targets)

    def _outside(self, name: str, node: Ring | ExternalNumber) -> Iterator[Problem]:
        """A number outside that no line can ever carry is rung by nobody."""
        outside = [target for target in node.targets_named if target.startswith("+")]
        if not outside:
            return
        outbound = node.outbound
        if outbound not in self.there.outbound:
            yield self._error("node.unknown_outbound", name, outbound=outbound or "—")
            return
        for target in outside:
            if not route(self.there.directory.office, outbound, target).lines:
                yield self._error("node.no_route", name, target=target, outbound=outbound or "")

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

    def _error(self, code: AnyProblem, node: str, **facts: str) -> Problem:
        place = f"{self.place}/nodes/{node}"
        return error(code, place, scheme=self.scheme.name, node=node, **facts)

    def _warning(self, code: AnyProblem, node: str) -> Problem:
        return warning(code, f"{self.place}/nodes/{node}", scheme=self.scheme.name, node=node)
