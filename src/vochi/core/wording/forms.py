"""A kind of node in words: its form with titles, its ways out with names."""

from typing import Any

from vochi.core.office.company import Language
from vochi.core.scheme.forms import choices_of
from vochi.core.scheme.kinds import Kind, Ports
from vochi.core.wording import TABLES


class WordedPorts(Ports):
    """A rule with the name of its ports; `{value}` in it is the thing, as people know it."""

    words: str


class WordedKind(Kind):
    """A kind in one language. Every field of `form` has its `title`, where it needs one a
    `description`, and `words` for each value where they are counted.
    """

    name: str
    about: str
    group_name: str
    ports: tuple[WordedPorts, ...]


def worded(kind: Kind, language: Language) -> WordedKind:
    """Every name of a kind in `language`; what has none shows its code."""
    table = TABLES[language]
    return WordedKind(
        **kind.model_dump(exclude={"ports", "form"}),
        name=table[f"kind.{kind.kind}"],
        about=table[f"kind.{kind.kind}.about"],
        group_name=table[f"group.{kind.group}"],
        ports=tuple(_ports(rule, kind.kind, table) for rule in kind.ports),
        form=_titled(kind.form, kind.kind, "", table),
    )


def way(kind: str, port: str, table: dict[str, str]) -> str:
    """The name of a way out: that of the kind, or of all kinds."""
    return _first(table, f"way.{kind}.{port}", f"way.{port}")


def _ports(rule: Ports, kind: str, table: dict[str, str]) -> WordedPorts:
    return WordedPorts(**rule.model_dump(), words=way(kind, rule.name or rule.field, table))


def _titled(schema: dict[str, Any], kind: str, path: str, table: dict[str, str]) -> dict[str, Any]:
    titled = {**schema}
    if path:
        short = path.rpartition(".")[2]
        titled["title"] = _first(table, f"node_field.{kind}.{path}", f"node_field.{short}")
        about = table.get(f"node_about.{kind}.{path}") or table.get(f"node_about.{short}")
        if about:
            titled["description"] = about
        if choices := choices_of(schema):
            titled["words"] = {
                value: _first(
                    table,
                    f"node_value.{kind}.{path}.{value}",
                    f"node_value.{short}.{value}",
                )
                for value in choices
            }
    if "properties" in schema:
        titled["properties"] = {
            name: _titled(each, kind, f"{path}.{name}" if path else name, table)
            for name, each in schema["properties"].items()
        }
    if "properties" in schema.get("items", {}):
        inner = _titled(schema["items"], kind, path, table)
        titled["items"] = {**schema["items"], "properties": inner["properties"]}
    for ways in ("oneOf", "anyOf"):
        if ways in schema:
            titled[ways] = [
                {**each, "properties": _titled(each, kind, path, table)["properties"]}
                if "properties" in each
                else each
                for each in schema[ways]
            ]
    return titled


def _first(table: dict[str, str], own: str, shared: str) -> str:
    return table.get(own) or table.get(shared) or own
