"""What can be said of a kind of node, in one language: its settings and its ways out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from vochi.core.office.company import Language
from vochi.core.scheme.kinds import Ports, kinds, models
from vochi.core.wording import TABLES
from vochi.core.wording.forms import WordedKind, WordedPorts, worded

#: How a setting is spelled. What the constructor picks from the office is a sort of its own.
Sort = Literal[
    "prompt", "music", "targets", "members", "owner", "outbound", "scheme", "slug", "phone",
    "prefix", "key", "url", "text", "count", "flag", "choice", "test", "hours",
    "lines", "codes", "operators", "choices",
]  # fmt: skip
_SLUGS = frozenset({"list", "tag", "source"})
_NEVER = object()
#: A phrase of the product is said where no recording is named; a hang-up says nothing.
_NOTHING: Mapping[Sort, str] = {
    "prompt": "usual_phrase", "music": "ringback", "owner": "everybody",
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """`choices`: value -> words. `default` is `NEVER` where it must be told. `is_shown`: it is
    written also when it has its default.
    """

    name: str
    label: str
    sort: Sort
    default: object = _NEVER
    is_shown: bool = True
    is_optional: bool = False
    unit: str = ""
    least: int | None = None
    most: int | None = None
    choices: Mapping[str, str] | None = None
    #: The word for what is not set.
    nothing: str = "nothing"

    @property
    def is_needed(self) -> bool:
        """Without it the node means nothing."""
        return self.default is _NEVER


@dataclass(frozen=True)
class Way:
    """A rule of ports: `words` with `{value}` where it makes several."""

    rule: Ports
    words: str

    def read(self, said: str) -> str | None:
        """The value that was said; empty where the rule has none; None: these are other words."""
        before, _, after = self.words.partition("{value}")
        form = re.escape(before)
        if "{value}" in self.words:
            form += "(.+)" + re.escape(after)
        found = re.fullmatch(form, said, re.IGNORECASE)
        if found is None:
            return None
        return found[1].strip() if found.groups() else ""


@dataclass(frozen=True)
class Form:
    """`lists` are fields that are told by ways out alone (keys of a menu, branches of a hook)."""

    kind: str
    name: str
    about: str
    settings: tuple[Setting, ...]
    ways: tuple[Way, ...]
    lists: Mapping[str, Way]
    #: `what` of a client check -> its words and the setting that goes with it.
    tests: Mapping[str, tuple[str, Setting | None]]

    def setting(self, name: str) -> Setting | None:
        """The setting of a field."""
        return next((each for each in self.settings if each.name == name), None)


@lru_cache(maxsize=8)
def forms(language: Language) -> Mapping[str, Form]:
    """Every kind by its code."""
    return {each.kind: _form(worded(each, language)) for each in kinds()}


def _form(kind: WordedKind) -> Form:
    lists = {
        rule.field: Way(rule, rule.words)
        for rule in kind.ports
        if rule.rule == "each" and rule.key is None
    }
    fields = kind.form["properties"]
    model = next(each for each in models() if each.model_fields["kind"].default == kind.kind)
    settings = []
    for name, schema in fields.items():
        if name in lists:
            continue
        known = model.model_fields[name]
        setting = setting_of(
            name, schema, _sort(kind, name, schema), kind.units.get(name, ""),
            default=_NEVER if known.is_required() else known.default,
            is_shown=name in kind.summary or known.is_required(),
        )  # fmt: skip
        if kind.kind == "hangup":
            setting = replace(setting, nothing="nothing")
        settings.append(setting)
    return Form(
        kind=kind.kind,
        name=kind.name,
        about=kind.about,
        settings=tuple(settings),
        ways=tuple(
            Way(rule, rule.words) for rule in kind.ports if not _is_period(rule)
        ),
        lists=lists,
        tests=_tests(kind, fields.get("test", {})),
    )  # fmt: skip


def setting_of(
    name: str, schema: Mapping[str, Any], sort: Sort, unit: str, *, default: object, is_shown: bool
) -> Setting:
    """A setting as its JSON Schema tells it."""
    ways = [schema, *schema.get("anyOf", ())]
    bounds = {key: way[key] for way in ways for key in ("minimum", "maximum") if key in way}
    return Setting(
        name=name,
        label=schema["title"],
        sort=sort,
        default=default,
        is_shown=is_shown,
        is_optional=any(way.get("type") == "null" for way in ways),
        unit=unit,
        least=bounds.get("minimum"),
        most=bounds.get("maximum"),
        choices=schema.get("words"),
        nothing=_NOTHING.get(sort, "nothing"),
    )


def _sort(kind: WordedKind, name: str, schema: Mapping[str, Any]) -> Sort:
    pick = kind.picks.get(name)
    if name == "test":
        return "test"
    if any(rule.field == name and _is_period(rule) for rule in kind.ports):
        return "hours"
    if pick is not None:
        return "slug" if pick in _SLUGS else pick  # type: ignore[return-value]
    if schema.get("type") == "boolean":
        return "flag"
    return "choice" if schema.get("words") else "count"


def _is_period(rule: WordedPorts) -> bool:
    return rule.rule == "each" and rule.key is not None


def _tests(kind: WordedKind, schema: Mapping[str, Any]) -> Mapping[str, tuple[str, Setting | None]]:
    found: dict[str, tuple[str, Setting | None]] = {}
    for way in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        fields = way.get("properties", {})
        ((what, words),) = fields["what"]["words"].items()
        others = [
            setting_of(
                name, each, "prefix" if kind.picks[f"test.{name}"] == "prefix" else "slug", "",
                default=_NEVER, is_shown=True,
            )
            for name, each in fields.items()
            if name != "what"
        ]  # fmt: skip
        found[what] = words, (others[0] if others else None)
    return found


def word(name: str, language: Language) -> str:
    """A word of the language of plain words itself, as it is written."""
    return TABLES[language][f"plain.word.{name}"].partition("|")[0]


def words(prefix: str, language: Language) -> Iterator[tuple[str, str]]:
    """Words of one sort as they are read, by what they stand for: `1` -> `пн`, `понедельник`."""
    whole = f"plain.word.{prefix}."
    for code, said in TABLES[language].items():
        if code.startswith(whole):
            yield from ((code.removeprefix(whole), each) for each in said.split("|"))
