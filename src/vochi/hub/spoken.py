"""Facts of traces and tales as people say them: names for extensions, words for nodes and ports."""

from collections.abc import Mapping
from typing import Final

from vochi.core.calls.endpoint import Endpoint
from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.wording import TABLES

#: Facts that hold an extension, a SIP account or a number.
_PARTIES: Final = frozenset({"by", "to", "on", "via"})
_NUMBERS: Final = frozenset({"client", "caller", "number", "to", "by", "on", "who"})
#: Ports that nodes have by themselves; others are periods, keys and branches of the office.
_PORTS: Final[dict[Language, dict[str, str]]] = {
    "ru": {
        "next": "дальше", "nobody": "никто не ответил", "no_line": "нет свободной линии",
        "timeout": "время вышло", "wrong": "неверная клавиша", "other": "другое время",
        "holiday": "праздник", "yes": "да", "no": "нет", "none": "менеджера нет",
        "full": "очередь полна", "empty": "в очереди некому отвечать", "taken": "согласился",
        "declined": "отказался", "default": "по умолчанию", "key": "нажал клавишу",
    },
    "en": {
        "next": "on", "nobody": "nobody answered", "no_line": "no free line",
        "timeout": "time is up", "wrong": "wrong key", "other": "other time",
        "holiday": "holiday", "yes": "yes", "no": "no", "none": "no manager",
        "full": "the queue is full", "empty": "nobody to answer the queue", "taken": "agreed",
        "declined": "declined", "default": "by default", "key": "pressed the key",
    },
    "be": {
        "next": "далей", "nobody": "ніхто не адказаў", "no_line": "няма вольнай лініі",
        "timeout": "час выйшаў", "wrong": "няправільная клавіша", "other": "іншы час",
        "holiday": "свята", "yes": "так", "no": "не", "none": "менеджара няма",
        "full": "чарга поўная", "empty": "у чарзе няма каму адказваць", "taken": "згадзіўся",
        "declined": "адмовіўся", "default": "па змаўчанні", "key": "націснуў клавішу",
    },
}  # fmt: skip


def spoken(
    facts: Mapping[str, str], names: Mapping[str, str], language: Language, kind: str = ""
) -> dict[str, str]:
    """The facts with names: `names` are people and departments by short number.

    With `kind` a node is called by it instead of by its id. What has no better word stays.
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
    if "path" in said:
        said["path"] = " → ".join(_turn(each, language) for each in said["path"].split(" → "))
    if kind and "node" in said:
        said["node"] = TABLES[language].get(f"node_kind.{kind}", said["node"])
    return said


def port(name: str, language: Language) -> str:
    """A port in words; keys of a menu are what is printed on them."""
    if name.startswith("key-"):
        return {"key-star": "*", "key-hash": "#"}.get(name, name.removeprefix("key-"))
    return _PORTS[language].get(name, name)


def _turn(text: str, language: Language) -> str:
    """`sales:nobody` -> `sales: никто не ответил`."""
    node, _, name = text.rpartition(":")
    return f"{node}: {port(name, language)}" if node else text


def _party(value: str, names: Mapping[str, str]) -> str:
    """`181-2` -> `Олег Сорока 181-2`; numbers and unknown ones stay."""
    if not value or value.startswith("+"):
        return value
    extension = value if value in names else Endpoint(name=value).extension or value
    name = names.get(extension)
    return f"{name} {value}" if name else value
