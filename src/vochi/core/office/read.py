"""The whole office as one readable YAML file, and back."""

from collections.abc import Iterator, Mapping

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vochi.core.office.document import Office
from vochi.core.office.problem import Problem, error

#: An office of 5,000 people is about 1 MB.
_LARGEST = 8_000_000
#: Written even when they are defaults: they say what a thing is.
_ALWAYS = frozenset({"format", "version", "kind", "what"})
#: What a thing is comes first, where it leads and where it is drawn last.
_FIRST, _LAST = frozenset({"kind"}), frozenset({"exits", "x", "y"})
#: Places where pydantic puts the kind of a thing between its index and its field.
_TAGGED = frozenset({"lines", "nodes"})


class UnreadableOffice(Exception):  # noqa: N818 - it is not an error of ours
    """The text is no office; `problems` say where and why, all at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{each.place}: {each.code}" for each in problems))
        self.problems = problems


def read_office(text: str) -> Office:
    """Read a document; raises UnreadableOffice, whatever the text is."""
    if len(text) > _LARGEST:
        raise UnreadableOffice((error("file.too_big", ""),))
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as trouble:
        raise UnreadableOffice((_not_yaml(trouble),)) from None
    except RecursionError:
        raise UnreadableOffice((error("file.not_an_office", ""),)) from None
    if not isinstance(found, dict):
        raise UnreadableOffice((error("file.not_an_office", ""),))
    _whole_numbers(found)
    try:
        return Office.model_validate(found)
    except ValidationError as trouble:
        raise UnreadableOffice(tuple(map(_invalid, trouble.errors()))) from None


def write_office(office: Office) -> str:
    """Write a document; fields in the order of the models, defaults left out."""
    return yaml.dump(_bare(office), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Loader(yaml.SafeLoader):
    """Every scalar is text, so that 180 and +375291234567 stay what they look like.

    Aliases are refused: a few lines of them can unfold to gigabytes. So are doubled keys.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "alias", self.get_mark())
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"double key {name!r}", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _list(dumper: yaml.SafeDumper, items: list[object]) -> yaml.Node:
    """A list of words stands in one line, a list of things has a line for each field."""
    words = not any(isinstance(item, (dict, list)) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=words)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """The ends of lines of Unicode are folded on reading unless they are escaped."""
    style = '"' if set(text) & set("\r\n\x85\u2028\u2029\ufeff") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(str, _text)


def _whole_numbers(found: dict[object, object]) -> None:
    """Numbers that must be one of a few: pydantic does not read those from text."""
    numbering = found.get("numbering")
    for holder, key in ((found, "format"), (numbering, "length")):
        if isinstance(holder, dict) and str(holder.get(key, "")).isdecimal():
            holder[key] = int(str(holder[key])[:9])


def _bare(value: object) -> object:
    if isinstance(value, BaseModel):
        return dict(_fields(value))
    if isinstance(value, Mapping):
        return {key: _bare(held) for key, held in value.items()}
    if isinstance(value, tuple):
        return [_bare(each) for each in value]
    return value


def _fields(model: BaseModel) -> Iterator[tuple[str, object]]:
    fields = type(model).model_fields
    ordered = sorted(fields, key=lambda name: (name in _LAST, name not in _FIRST))
    for name in ordered:
        field = fields[name]
        held = getattr(model, name)
        if name in _ALWAYS or held != field.get_default(call_default_factory=True):
            yield name, _bare(held)


def _not_yaml(trouble: yaml.YAMLError) -> Problem:
    mark = trouble.problem_mark if isinstance(trouble, yaml.MarkedYAMLError) else None
    if mark is None:
        return error("file.not_yaml", "", line="?")
    return error("file.not_yaml", f"line {mark.line + 1}", line=str(mark.line + 1))


def _invalid(detail: ErrorDetails) -> Problem:
    place = "/".join(map(str, _untagged(detail["loc"])))
    match detail["type"]:
        case "extra_forbidden":
            return error("field.unknown", place)
        case "missing":
            return error("field.missing", place)
        case _:
            shown = str(detail["input"])
            value = shown if len(shown) <= 60 else f"{shown[:59]}…"
            return error("field.invalid", place, value=value, why=detail["msg"])


def _untagged(place: tuple[int | str, ...]) -> Iterator[int | str]:
    for index, part in enumerate(place):
        if index >= 2 and place[index - 2] in _TAGGED and isinstance(part, str):
            continue
        yield part
