"""An outgoing scheme in plain words, and back: its rules one after another.

Исходящая схема «Основная» (main)

[1] Правило
  Виды номеров: мобильные
  Линии: «A1-1», «A1-2»
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.scheme.forms import choices_of, form_of
from vochi.core.scheme.plain.form import Setting, Sort, setting_of, word
from vochi.core.scheme.plain.mentioned import mentioned_outside
from vochi.core.scheme.plain.names import Names
from vochi.core.scheme.plain.page import Page, header
from vochi.core.scheme.plain.text import UnclosedQuoteError, colon, fold
from vochi.core.scheme.plain.values import Values
from vochi.core.scheme.plain.wrong import WordProblem, Wrong, closest
from vochi.core.wording import TABLES

_SORTS: Mapping[str, Sort] = {
    "classes": "choices", "operators": "operators", "countries": "codes", "begins": "codes",
    "lines": "lines", "order": "choice", "sticky": "flag", "number_shown": "phone", "pin": "flag",
    "minutes": "count", "call_minutes": "count",
}  # fmt: skip
_UNITS = {"minutes": "minutes", "call_minutes": "minutes"}
#: Written although they have their default.
_SHOWN = frozenset({"lines", "order"})


@lru_cache(maxsize=8)
def settings(language: Language) -> tuple[Setting, ...]:
    """What can be said of a rule."""
    table = TABLES[language]
    found = []
    for name, schema in form_of(Route)["properties"].items():
        choices = choices_of(schema.get("items", schema))
        words = {
            value: table["class." + value if name == "classes" else f"plain.route.{name}.{value}"]
            for value in choices
        }
        titled = {**schema, "title": table[f"plain.route.{name}"], "words": words}
        known = Route.model_fields[name]
        found.append(
            setting_of(
                name, titled, _SORTS[name], _UNITS.get(name, ""),
                default=() if known.is_required() else known.default, is_shown=name in _SHOWN,
            )
        )  # fmt: skip
    return tuple(found)


def _refused(language: Language) -> Setting:
    return Setting(
        "refused", word("refused", language), "prompt", default=None, is_optional=True,
        nothing="usual_phrase",
    )  # fmt: skip


def write_outgoing(scheme: OutboundScheme, office: Office, language: Language) -> str:
    """The scheme as `read_outgoing` reads it."""
    values = Values(Names(office, {}), language)
    return "\n".join(_written(scheme, values, language)) + "\n"


def _written(scheme: OutboundScheme, values: Values, language: Language) -> Iterator[str]:
    yield f"{word('outbound', language)} {values.quote(scheme.name)} ({scheme.id})"
    refused = _refused(language)
    if scheme.refused is not None:
        yield f"{refused.label}: {values.write(refused, scheme.refused)}"
    for number, route in enumerate(scheme.routes, 1):
        yield ""
        yield f"[{number}] {word('route', language)}"
        held = route.model_dump()
        for setting in settings(language):
            value = held[setting.name]
            if setting.is_shown or value != setting.default:
                said = values.write(setting, value)
                yield f"  {setting.label}: {said}".rstrip()


def read_outgoing(
    text: str, office: Office, old: OutboundScheme, language: Language
) -> OutboundScheme | tuple[WordProblem, ...]:
    """The scheme that the text tells, in the place of `old`; or what is not understood."""
    values = Values(Names(office, mentioned_outside(old)), language)
    return _Reader(values, old, language).read(Page(text))


class _Reader:
    def __init__(self, values: Values, old: OutboundScheme, language: Language) -> None:
        self.values, self.old, self.language = values, old, language
        self.problems: list[WordProblem] = []
        #: Line of a rule, and what is said of it; before the first rule: of the scheme.
        self.routes: list[tuple[int, dict[str, Any]]] = []
        self.scheme: dict[str, Any] = {"name": old.name}

    def read(self, page: Page) -> OutboundScheme | tuple[WordProblem, ...]:
        if not page.lines:
            self._no_title(1)
        for place, (number, said) in enumerate(page.lines):
            try:
                if place == 0:
                    self._title(number, said)
                else:
                    self._line(number, said)
            except Wrong as wrong:
                self.problems.append(wrong.at(number))
            except UnclosedQuoteError:
                self.problems.append(WordProblem(line=number, code="plain.quote"))
        built = [route for each in self.routes if (route := self._route(*each)) is not None]
        if self.problems:
            return tuple(sorted(self.problems, key=lambda each: each.line))
        return OutboundScheme(id=self.old.id, routes=tuple(built), **self.scheme)

    def _no_title(self, line: int) -> None:
        wrong = Wrong("plain.no_title", expected=word("outbound", self.language))
        self.problems.append(wrong.at(line))

    def _title(self, number: int, said: str) -> None:
        title = header(said, word("outbound", self.language))
        if title is None:
            self._no_title(number)
            return
        self.scheme["name"] = title.name
        if title.id is not None and title.id != self.old.id:
            raise Wrong("plain.other_scheme", self.old.id, id=self.old.id)

    def _line(self, number: int, said: str) -> None:
        if said.startswith("["):
            inside, closed, _ = said[1:].partition("]")
            if not closed or not inside.strip().isdigit():
                raise Wrong("plain.no_route", said=said, word=word("route", self.language))
            self.routes.append((number, {}))
            return
        told = colon(said)
        if not self.routes:
            refused = _refused(self.language)
            if told is None or fold(told[0]) != fold(refused.label):
                raise Wrong("plain.no_route", said=said, word=word("route", self.language))
            self.scheme["refused"] = self.values.read(refused, told[1])
            return
        known = settings(self.language)
        for setting in known:
            if told is not None and fold(told[0]) == fold(setting.label):
                held = self.routes[-1][1]
                if setting.name in held:
                    raise Wrong("plain.said_twice", said=setting.label)
                held[setting.name] = self.values.read(setting, told[1])
                return
        label = told[0] if told else said
        guess = closest(label, [each.label for each in known])
        raise Wrong("plain.unknown_line", guess, said=label, kind=word("route", self.language))

    def _route(self, line: int, held: dict[str, Any]) -> Route | None:
        try:
            return Route.model_validate({"lines": (), **held})
        except ValidationError as wrong:
            labels = {each.name: each.label for each in settings(self.language)}
            for name in sorted({str(each["loc"][0]) for each in wrong.errors()}):
                said = labels.get(name, name)
                self.problems.append(Wrong("plain.not_allowed", said=said).at(line))
            return None
