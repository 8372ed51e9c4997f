"""The reverse view (B05): everything that can make a phone ring, with the way that leads there."""

from collections.abc import Iterator

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.scheme.examples import Entry
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.go_to import GoToScheme
from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.prove import entries

#: Scheme and node.
_Key = tuple[str, str]
#: Scheme, node, and the port by which the call leaves it.
Turn = tuple[str, str, str]


class Rings(Frozen):
    """One thing that can ring an extension; `code` is worded by `core.wording`.

    `rings.line`: a call over `line` (to `number`, None: to any of the line) that comes to `node`.
    `rings.dialled`: a colleague, or a transfer, dials `via` (himself, a department, follow me).
    `rings.parked`: he is the colleague, or the department, that takes what others parked.
    `via` is the department or follow me through which he rings; `why` the kind of the node; `path`
    are the exits that a call takes on the shortest way there.
    """

    code: str
    line: str | None = None
    number: str | None = None
    scheme: str | None = None
    node: str | None = None
    why: str | None = None
    via: str | None = None
    path: tuple[Turn, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)


def who_rings(office: Office, extension: str) -> tuple[Rings, ...]:
    """All that can ring the extension: lines first, then calls inside; empty when nothing can."""
    return tuple(_View(office, extension).everything())


class _View:
    def __init__(self, office: Office, extension: str) -> None:
        self.office, self.extension = office, extension
        self.directory = Directory(office)
        self.schemes = {scheme.id: scheme for scheme in reversed(office.inbound)}
        #: Numbers that ring him -> through what (None: his own).
        self.numbers: dict[str, str | None] = {extension: None}
        for department in office.departments:
            if extension in self.directory.extensions(department.number):
                self.numbers[department.number] = department.number
        for each in office.follow_me:
            if extension in self.directory.extensions(each.number):
                self.numbers[each.number] = each.number

    def everything(self) -> Iterator[Rings]:
        if self.extension not in self.directory.by_extension:
            return
        for entry in entries(self.office):
            yield from self._line(entry)
        for number, via in self.numbers.items():
            yield Rings(
                code="rings.dialled", via=via, facts={"number": number, "to": self.extension}
            )
        for person in self.office.people:
            if person.colleague == self.extension:
                yield self._parked(person.extension, None)
        if self.office.parking.department in self.numbers:
            yield self._parked("*", self.office.parking.department)

    def _parked(self, by: str, via: str | None) -> Rings:
        return Rings(code="rings.parked", via=via, facts={"by": by, "to": self.extension})

    def _line(self, entry: Entry) -> Iterator[Rings]:
        names = {line.id: line.name for line in self.office.lines}
        for key, path in self._reached(entry.scheme):
            node = self.schemes[key[0]].nodes[key[1]]
            for via in self._rung_by(node):
                yield Rings(
                    code="rings.line",
                    line=entry.line,
                    number=entry.number,
                    scheme=key[0],
                    node=key[1],
                    why=node.kind,
                    via=via,
                    path=path,
                    facts={
                        "line": names[entry.line],
                        "number": entry.number or "",
                        "scheme": self.schemes[key[0]].name,
                        "node": key[1],
                        "node_kind": node.kind,
                        "via": via or self.extension,
                        "to": self.extension,
                        "path": " → ".join(f"{name}:{port}" for _, name, port in path),
                    },
                )

    def _rung_by(self, node: Node) -> Iterator[str | None]:
        """Through what the node rings him; nothing when it does not."""
        if node.kind == "voicemail":
            return
        for target in dict.fromkeys(node.targets_named):
            if target in self.numbers:
                yield self.numbers[target]
        if isinstance(node, Manager) or (isinstance(node, Menu) and node.extensions):
            yield None

    def _reached(self, scheme: str) -> Iterator[tuple[_Key, tuple[Turn, ...]]]:
        """Nodes that wires reach from the scheme's start, nearest first, with the way there."""
        first = self._start(scheme)
        waiting: list[tuple[_Key, tuple[Turn, ...]]] = [] if first is None else [(first, ())]
        seen = {first}
        for key, path in waiting:
            yield key, path
            node = self.schemes[key[0]].nodes[key[1]]
            turns = [
                (port, (key[0], node.exits[port])) for port in node.ports if port in node.exits
            ]
            if isinstance(node, GoToScheme):
                other = self._start(node.scheme)
                turns = [] if other is None else [(f"scheme:{node.scheme}", other)]
            for port, to in turns:
                if to not in seen and to[1] in self.schemes[to[0]].nodes:
                    seen.add(to)
                    waiting.append((to, (*path, (*key, port))))

    def _start(self, name: str) -> _Key | None:
        scheme = self.schemes.get(name)
        if scheme is None or scheme.start not in scheme.nodes:
            return None
        return name, scheme.start
