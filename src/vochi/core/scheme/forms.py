"""JSON Schemas that a screen makes forms of: without references, without what no form shows."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

#: What every node has and no form shows: a canvas does.
_DRAWN = frozenset({"kind", "exits", "x", "y"})
#: Words of ours for whoever reads the source: people read those of `core.wording`.
_OURS = frozenset({"title", "description"})


def form_of(model: type[BaseModel]) -> dict[str, Any]:
    """The settings of a node as a JSON Schema (2020-12) that refers to nothing outside."""
    schema = model.model_json_schema()
    bare: dict[str, Any] = _inlined(schema, schema.get("$defs", {}))
    bare["properties"] = {
        name: each for name, each in bare["properties"].items() if name not in _DRAWN
    }
    return bare


def fields_of(form: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a form with its path: `periods`, `periods.hours`, `periods.hours.days`."""
    for name, each in form.get("properties", {}).items():
        own = f"{path}.{name}" if path else name
        yield own, each
        yield from fields_of(each, own)
        yield from fields_of(each.get("items", {}), own)
        for way in (*each.get("oneOf", ()), *each.get("anyOf", ())):
            yield from fields_of(way, own)


def choices_of(field: dict[str, Any]) -> tuple[str, ...]:
    """The values that a field may have, where they are counted: each needs a name."""
    found = [*map(str, field.get("enum", ()))]
    if "const" in field:
        found.append(str(field["const"]))
    for way in field.get("anyOf", ()):
        found += choices_of(way)
    return tuple(found)


def _inlined(value: Any, known: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_inlined(each, known) for each in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _inlined(known[value["$ref"].rpartition("/")[2]], known)
    bare = {
        name: _inlined(each, known)
        for name, each in value.items()
        if name not in ("$defs", "discriminator") and not (name in _OURS and isinstance(each, str))
    }
    if "discriminator" in value:
        bare["discriminator"] = {"propertyName": value["discriminator"]["propertyName"]}
    return bare
