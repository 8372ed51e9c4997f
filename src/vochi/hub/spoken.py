"""Facts of traces and tales as people say them: names for extensions, words for nodes and ports."""

from collections.abc import Mapping
from typing import Final

from vochi.core.calls.endpoint import Endpoint
from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.wording import TABLES

#: Facts that hold an extension, a SIP account or a number.
_PARTIES: Final = frozenset({"by", "to", "on", "via", "owner", "employee"})
_NUMBERS: Final = frozenset({"client", "caller", "number", "to", "by", "on", "who"})


def spoken(
    facts: Mapping[str, str], names: Mapping[str, str], language: Language
) -> dict[str, str]:
    """The facts with names: `names` are people and departments by short number.

    What has no better word stays. Nodes: see `node_words`.
    """
    said = dict(facts)
    for key, value in facts.items():
        if key in _PARTIES:
            said[key] = _party(value, names)
        if key in _NUMBERS and value.startswith("+"):
            said[key] = pretty(value)
    for key in ("out", "port"):
        if key in said:
            said[key] = port(said[key], language)
    return said


def port(name: str, language: Language) -> str:
    """A port in words; keys of a menu are what is printed on them."""
    if name.startswith("key-"):
        return {"key-star": "*", "key-hash": "#"}.get(name, name.removeprefix("key-"))
    return TABLES[language].get(f"out.{name}", name)


def _party(value: str, names: Mapping[str, str]) -> str:
    """`181-2` -> `Олег Сорока 181-2`; numbers and unknown ones stay."""
    if not value or value.startswith("+"):
        return value
    extension = value if value in names else Endpoint(name=value).extension or value
    name = names.get(extension)
    return f"{name} {value}" if name else value


def short_names(office: Office) -> dict[str, str]:
    """Names of people, departments, follow me by their short numbers."""
    short = {each.number: each.name for each in office.follow_me}
    short |= {each.number: each.name for each in office.departments}
    return short | {person.extension: person.name for person in office.people}
