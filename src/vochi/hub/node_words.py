"""Nodes of inbound schemes as people say them: what one does, with whom, which prompt it plays."""

from collections.abc import Mapping

from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.phrases import WORDS
from vochi.core.scheme.kinds import kinds
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.nodes.go_to import GoToScheme
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.nodes.tag import Tag
from vochi.core.wording import TABLES
from vochi.core.wording.forms import way
from vochi.hub.spoken import port


def way_out(it: NodeBase, port: str, language: Language) -> str | None:
    """A way out as the drawing names it; None where the node has no such one."""
    table, kind = TABLES[language], str(getattr(it, "kind", ""))
    rules = next((each.ports for each in kinds() if each.kind == kind), ())
    for rule in rules:
        words = way(kind, rule.name or rule.field, table)
        if rule.rule != "each":
            if rule.name == port:
                return words
            continue
        for thing in getattr(it, rule.field, ()):
            own = str(getattr(thing, rule.key) if rule.key else thing)
            if rule.prefix + rule.spelled.get(own, own) == port:
                shown = str(getattr(thing, rule.shown)) if rule.shown else own
                return words.format(value=shown)
    return None


class NodeWords:
    """`short`: names of people, departments and the like by their short numbers."""

    def __init__(self, office: Office, short: Mapping[str, str], language: Language) -> None:
        self._schemes = {scheme.id: scheme for scheme in office.inbound}
        self._prompts = {prompt.id: prompt.name for prompt in office.prompts}
        self._short = short
        self._language: Language = language

    def node(self, scheme: str | None, node: str | None) -> Node | None:
        """The node itself; None when the office has no such one."""
        found = self._schemes.get(scheme or "")
        return found.nodes.get(node or "") if found else None

    def of(self, scheme: str | None, node: str | None, kind: str = "") -> str | None:
        """`Людям и отделам: Отдел продаж`; of an unknown node its kind, else None."""
        it = self.node(scheme, node)
        kind = it.kind if it else kind
        if not kind:
            return None
        word = TABLES[self._language].get(f"kind.{kind}", kind)
        about = self.about(scheme, node)
        return f"{word}: {about}" if about else word

    def kind(self, scheme: str | None, node: str | None, kind: str = "") -> str:
        """Its kind alone, in words; of an unknown node its id."""
        it = self.node(scheme, node)
        kind = it.kind if it else kind
        return TABLES[self._language].get(f"kind.{kind}", node or "")

    def about(self, scheme: str | None, node: str | None) -> str:
        """Whom it rings, what it plays, where it leads; empty when its kind says it all."""
        it = self.node(scheme, node)
        return ", ".join(self._about(it)) if it else ""

    def exit(self, scheme: str | None, node: str | None, name: str) -> str:
        """A port as the drawing names it; of an unknown node in words that fit every kind."""
        if name.startswith("scheme:"):
            return self._scheme(name.removeprefix("scheme:"))
        it = self.node(scheme, node)
        return (it and way_out(it, name, self._language)) or port(name, self._language)

    def field(self, scheme: str | None, node: str | None, name: str) -> str:
        """A setting as the constructor names it; empty where it has no name there."""
        it, table = self.node(scheme, node), TABLES[self._language]
        title = it and table.get(f"node_field.{it.kind}.{name}", table.get(f"node_field.{name}"))
        return title[:1].lower() + title[1:] if title else ""

    def thing(self, id_: str) -> str:
        """A prompt, a person, a department or a scheme by its name; what is unknown stays."""
        found = self._prompts.get(id_) or self._short.get(id_)
        return found or (self._scheme(id_) if id_ in self._schemes else self._party(id_))

    def way(self, turns: tuple[tuple[str, str, str], ...]) -> str:
        """A path through nodes; that one is left by its only way out goes without saying."""
        said = []
        for scheme, node, name in turns:
            word = self.of(scheme, node) or node
            said.append(word if name == "next" else f"{word} ({self.exit(scheme, node, name)})")
        return " → ".join(said)

    def heard(self, sound: str) -> str:
        """A prompt of the office by its name, a phrase of the product by its words."""
        if sound in self._prompts:
            return f"«{self._prompts[sound]}»"
        said = {str(phrase): text for phrase, text in WORDS[self._language].items()}.get(sound)
        return f"«{said}»" if said else sound

    def _about(self, it: Node) -> tuple[str, ...]:
        if isinstance(it, Schedule):
            return tuple(period.name for period in it.periods)
        if isinstance(it, GoToScheme):
            return (self._scheme(it.scheme),)
        if isinstance(it, Tag):
            return tuple(filter(None, (it.tag, it.source)))
        if it.targets_named:
            return tuple(map(self._party, it.targets_named))
        return tuple(self._prompts.get(prompt, prompt) for prompt in it.prompts)

    def _party(self, number: str) -> str:
        return pretty(number) if number.startswith("+") else self._short.get(number, number)

    def _scheme(self, scheme: str) -> str:
        found = self._schemes.get(scheme)
        return found.name if found else scheme
