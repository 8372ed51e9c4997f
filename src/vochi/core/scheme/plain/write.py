"""An incoming scheme in plain words."""

from collections.abc import Iterator

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.schedule import Period, Schedule
from vochi.core.scheme.plain.form import Form, forms, word
from vochi.core.scheme.plain.hours import write_hours
from vochi.core.scheme.plain.names import Names
from vochi.core.scheme.plain.slugs import slug_of
from vochi.core.scheme.plain.text import ARROW
from vochi.core.scheme.plain.values import Values


def write(scheme: InboundScheme, office: Office, language: Language) -> str:
    """The scheme as `read` reads it; names of things are those of the office."""
    writer = _Writer(Values(Names(office, {}), language), language)
    return "\n".join(writer.scheme(scheme)) + "\n"


class _Writer:
    def __init__(self, values: Values, language: Language) -> None:
        self.values, self.language = values, language

    def scheme(self, scheme: InboundScheme) -> Iterator[str]:
        title = self.values.quote(scheme.name)
        yield f"{word('inbound', self.language)} {title} ({scheme.id})"
        yield f"{word('begins', self.language)}: {scheme.start}"
        for name, node in scheme.nodes.items():
            form = forms(self.language)[node.kind]
            yield ""
            yield f"[{name}] {form.name}"
            for line in self._node(node, form):
                yield f"  {line}"

    def _node(self, node: Node, form: Form) -> Iterator[str]:
        held = node.model_dump()
        for setting in form.settings:
            value = held[setting.name]
            if setting.sort == "hours" or (not setting.is_shown and value == setting.default):
                continue
            yield f"{setting.label}: {self.values.write(setting, value, form)}"
        told: set[str] = set()
        if isinstance(node, Schedule):
            told = {period.id for period in node.periods}
            yield from self._periods(node, form)
        for way in form.ways:
            rule = way.rule
            if rule.rule == "each":
                for thing in held[rule.field]:
                    port = rule.prefix + rule.spelled.get(thing, thing)
                    told.add(port)
                    yield self._wire(way.words.replace("{value}", thing), node.exits.get(port))
            elif rule.name in node.ports:
                told.add(rule.name)
                yield self._wire(way.words, node.exits.get(rule.name))
        for port, target in node.exits.items():
            if port not in told:
                said = f"{word('port', self.language)} {self.values.quote(port)}"
                yield self._wire(said, target)

    def _periods(self, node: Schedule, form: Form) -> Iterator[str]:
        label = next(each.label for each in form.settings if each.sort == "hours")
        ids = [period.id for period in node.periods]
        for period in node.periods:
            hours = write_hours(period.hours, self.language)
            said = f"{label} {self._title(period, ids)}: {hours}"
            yield self._wire(said, node.exits.get(period.id))

    def _title(self, period: Period, ids: list[str]) -> str:
        name = self.values.quote(period.name)
        is_plain = slug_of(period.name) == period.id and ids.count(period.id) == 1
        return name if is_plain else f"{name} ({period.id})"

    def _wire(self, said: str, target: str | None) -> str:
        return f"{said} {ARROW} {self.values.special('nowhere') if target is None else target}"
