"""An incoming scheme out of plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.schedule import Period
from vochi.core.scheme.plain.form import Form, Setting, forms, word
from vochi.core.scheme.plain.hours import read_hours
from vochi.core.scheme.plain.mentioned import mentioned
from vochi.core.scheme.plain.names import Names, is_slug
from vochi.core.scheme.plain.page import Page, header
from vochi.core.scheme.plain.slugs import slug_of
from vochi.core.scheme.plain.text import UnclosedQuoteError, arrow, colon, fold, unquote
from vochi.core.scheme.plain.values import Values
from vochi.core.scheme.plain.wrong import WordProblem, Wrong, closest

_NODE: TypeAdapter[Node] = TypeAdapter(Node)


def read(
    text: str, office: Office, old: InboundScheme, language: Language
) -> InboundScheme | tuple[WordProblem, ...]:
    """The scheme that the text tells, in the place of `old`; or everything that is not understood.

    Nodes that `old` has stay where they are drawn. What `old` names and the office has no more may
    be named on.
    """
    names = Names(office, mentioned(old))
    return _Reader(Page(text), Values(names, language), old, language).read()


@dataclass
class _Draft:
    """A node as far as it is read. `lines`: field or port -> line."""

    line: int
    form: Form
    held: dict[str, Any] = field(default_factory=dict)
    wires: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


class _Reader:
    def __init__(self, page: Page, values: Values, old: InboundScheme, language: Language) -> None:
        self.page, self.values, self.old, self.language = page, values, old, language
        self.problems: list[WordProblem] = []
        self.nodes: dict[str, _Draft] = {}
        self.name, self.start = old.name, ""
        self.start_line = 1
        #: The node whose lines these are; None after one that is not understood.
        self.here: _Draft | None = None
        self.has_nodes = False

    def read(self) -> InboundScheme | tuple[WordProblem, ...]:
        lines = self.page.lines
        begin = self._title(lines[0]) if lines else self._no_title()
        for number, said in lines[begin:]:
            try:
                self._line(number, said)
            except Wrong as wrong:
                self.problems.append(wrong.at(number))
            except UnclosedQuoteError:
                self.problems.append(WordProblem(line=number, code="plain.quote"))
        nodes = self._built()
        start = self._start()
        if self.problems:
            return tuple(sorted(self.problems, key=lambda each: each.line))
        return InboundScheme(id=self.old.id, name=self.name, start=start, nodes=nodes)

    def _no_title(self) -> int:
        self._wrong(1, Wrong("plain.no_title", expected=word("inbound", self.language)))
        return 0

    def _title(self, line: tuple[int, str]) -> int:
        number, said = line
        try:
            title = header(said, word("inbound", self.language))
        except UnclosedQuoteError:
            title = None
        if title is None:
            self._wrong(number, Wrong("plain.no_title", expected=word("inbound", self.language)))
            return 0 if said.startswith("[") else 1
        self.name = title.name
        if title.id is not None and title.id != self.old.id:
            self._wrong(number, Wrong("plain.other_scheme", self.old.id, id=self.old.id))
        return 1

    def _line(self, number: int, said: str) -> None:
        if said.startswith("["):
            self.has_nodes = True
            self.here = None
            self.here = self._node(number, said)
            return
        if not self.has_nodes:
            told = colon(said)
            if told is None or fold(told[0]) != fold(word("begins", self.language)):
                raise Wrong("plain.no_node", said=said)
            self.start, self.start_line = told[1].strip("[] "), number
            return
        if self.here is not None:
            self._of_node(number, said, self.here)

    def _node(self, number: int, said: str) -> _Draft:
        name, closed, kind = said[1:].partition("]")
        name = name.strip()
        if not closed:
            raise Wrong("plain.bracket")
        if not is_slug(name):
            raise Wrong("plain.slug", said=name)
        if name in self.nodes:
            raise Wrong("plain.node_twice", name=name, line=str(self.nodes[name].line))
        known = {form.name: form for form in forms(self.language).values()}
        wanted = fold(kind.strip().rstrip(":"))
        for form_name, form in known.items():
            if fold(form_name) == wanted:
                self.nodes[name] = _Draft(number, form)
                return self.nodes[name]
        # Wires to it are not to blame.
        self.nodes[name] = _Draft(number, forms(self.language)["hangup"])
        raise Wrong("plain.unknown_kind", closest(kind, known), said=kind.strip())

    def _of_node(self, number: int, said: str, node: _Draft) -> None:
        told = colon(said)
        label = told[0] if told else ""
        hours = next((each for each in node.form.settings if each.sort == "hours"), None)
        if hours is not None and fold(said).startswith(fold(hours.label) + " "):
            self._period(number, said, node, hours)
            return
        for setting in node.form.settings:
            if told and fold(setting.label) == fold(label) and setting.sort != "hours":
                self._setting(number, told[1], node, setting)
                return
        wire = arrow(said)
        if wire is not None:
            port = self._way(wire[0], node)
            self._wire(number, node, port, wire[1])
            return
        labels = [each.label for each in node.form.settings]
        ways = [each.words.replace("{value}", "…") for each in node.form.ways]
        guess = closest(label or said, [*labels, *ways])
        raise Wrong("plain.unknown_line", guess, said=label or said, kind=node.form.name)

    def _setting(self, number: int, said: str, node: _Draft, setting: Setting) -> None:
        if setting.name in node.lines:
            raise Wrong("plain.said_twice", said=setting.label)
        node.lines[setting.name] = number
        node.held[setting.name] = self.values.read(setting, said, node.form)

    def _period(self, number: int, said: str, node: _Draft, label: Setting) -> None:
        """`Часы «Рабочее время» (work): пн–пт 09:00–18:00 → sales`."""
        wire = arrow(said)
        told = colon(wire[0] if wire else said)
        if told is None:
            raise Wrong("plain.period", label=label.label)
        title = header(told[0], label.label)
        if title is None:
            raise Wrong("plain.period", label=label.label)
        port = title.id or _free(slug_of(title.name), [each.id for each in node.periods])
        node.lines.setdefault("periods", number)
        hours = read_hours(told[1], self.language)
        if wire is not None:
            self._wire(number, node, port, wire[1])
        try:
            node.periods.append(Period(id=port, name=title.name, hours=hours))
        except ValidationError:
            raise Wrong("plain.period", label=label.label) from None

    def _way(self, said: str, node: _Draft) -> str:
        """The port that is meant; a key or a branch that is told so is one from now on."""
        by_name = said.split(maxsplit=1)
        if len(by_name) > 1 and fold(by_name[0]) == fold(word("port", self.language)):
            name = unquote(by_name[1])
            if name is not None:
                return name
        for way in node.form.ways:
            value = way.read(" ".join(said.split()))
            if value is None:
                continue
            rule = way.rule
            if rule.rule != "each":
                return rule.name
            if rule.prefix == "" and not is_slug(value):
                raise Wrong("plain.slug", said=value)
            if rule.prefix and (len(value) != 1 or value not in "0123456789*#"):
                raise Wrong("plain.key", said=value)
            node.held.setdefault(rule.field, ())
            node.held[rule.field] += (value,)
            return rule.prefix + rule.spelled.get(value, value)
        if not node.form.ways:
            raise Wrong("plain.no_ways", kind=node.form.name)
        ways = [each.words.replace("{value}", "…") for each in node.form.ways]
        guess = closest(said, ways)
        raise Wrong("plain.unknown_way", guess, said=said, ways="; ".join(ways))

    def _wire(self, number: int, node: _Draft, port: str, said: str) -> None:
        target = None
        if not self.values.is_special(said, "nowhere"):
            target = said.strip("[] ")
        before = node.wires.get(port)
        if before is not None and before[1] != target:
            raise Wrong("plain.wired_twice", line=str(before[0]))
        node.wires[port] = number, target

    def _built(self) -> dict[str, Node]:
        named = {target for node in self.old.nodes.values() for target in node.exits.values()}
        lost = named - set(self.old.nodes)
        nodes: dict[str, Node] = {}
        for name, draft in self.nodes.items():
            exits: dict[str, str] = {}
            for port, (number, target) in draft.wires.items():
                if target is None:
                    continue
                if target not in self.nodes and target not in lost:
                    guess = closest(target, self.nodes)
                    self._wrong(number, Wrong("plain.unknown_node", guess, said=target))
                exits[port] = target
            for setting in draft.form.settings:
                if setting.is_needed and setting.name not in draft.lines:
                    self._wrong(draft.line, Wrong("plain.needed", said=setting.label))
            held = {"kind": draft.form.kind, **draft.held, "exits": exits}
            if any(each.sort == "hours" for each in draft.form.settings):
                held["periods"] = tuple(draft.periods)
            if name in self.old.nodes:
                held |= {"x": self.old.nodes[name].x, "y": self.old.nodes[name].y}
            if not self.problems:
                self._build(name, draft, held, nodes)
        return nodes

    def _build(
        self, name: str, draft: _Draft, held: dict[str, Any], nodes: dict[str, Node]
    ) -> None:
        try:
            nodes[name] = _NODE.validate_python(held)
        except ValidationError as wrong:
            fields = {str(each["loc"][1]) for each in wrong.errors() if len(each["loc"]) > 1}
            for each in sorted(fields):
                setting = draft.form.setting(each)
                number = draft.lines.get(each, draft.line)
                label = setting.label if setting else each
                self._wrong(number, Wrong("plain.not_allowed", said=label))

    def _start(self) -> str:
        starts = [name for name, draft in self.nodes.items() if draft.form.kind == "start"]
        if not self.start:
            if not starts:
                self._wrong(self.start_line, Wrong("plain.no_start"))
                return ""
            return "start" if "start" in starts else starts[0]
        if self.start not in self.nodes and self.start != self.old.start:
            guess = closest(self.start, self.nodes)
            self._wrong(self.start_line, Wrong("plain.unknown_node", guess, said=self.start))
        return self.start

    def _wrong(self, line: int, wrong: Wrong) -> None:
        self.problems.append(wrong.at(line))


def _free(wish: str, taken: Iterable[str]) -> str:
    found, number = wish, 2
    while found in taken:
        found, number = f"{wish[:36]}-{number}", number + 1
    return found
