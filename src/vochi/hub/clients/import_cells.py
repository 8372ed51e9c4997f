"""Cells of a line as what a card would say; what cannot be read is told with its column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from vochi.core.numbers import Numbering, normalise
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.answer import Refused
from vochi.hub.clients.fields import OwnFieldOut, read_value
from vochi.hub.clients.services import emails
from vochi.hub.clients.state import CardState, PhoneState
from vochi.hub.people.columns import NONE, YES, key

_NUMBERS = re.compile(r"[,;\n|]|/(?=\s*[+0-9(])")
_LISTED = re.compile(r"\s*[,;|]\s*")
#: What a table makes of a long number when nobody stops it.
_LOST = re.compile(r"^[0-9][.,][0-9]+E\+[0-9]+$", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%dT%H:%M:%S")
_KINDS = {"phone": "", "mobile": "mobile", "work": "work", "home": "home"}


@dataclass(frozen=True)
class Words:
    """What a company knows: people by name, short number and id; tags by name; own fields."""

    numbering: Numbering
    language: Language
    people: Mapping[str, str]
    tags: Mapping[str, str]
    fields: Mapping[str, OwnFieldOut]


@dataclass
class Said:
    """What a line says: `new_tags` are names that no tag has yet."""

    line: int
    state: CardState = field(default_factory=CardState)
    note: str = ""
    new_tags: list[str] = field(default_factory=list)
    problems: list[dict[str, JsonValue]] = field(default_factory=list)


def read_line(words: Words, line: int, cells: Sequence[tuple[str, str]]) -> Said:
    """A line as a card; with `problems` it makes none."""
    return _Reading(words, Said(line)).read(cells)


class _Reading:
    def __init__(self, words: Words, said: Said) -> None:
        self._words, self._said = words, said

    def read(self, cells: Sequence[tuple[str, str]]) -> Said:
        phones: dict[str, PhoneState] = {}
        addresses: list[str] = []
        tags: list[str] = []
        values: dict[str, JsonValue] = {}
        single: dict[str, str] = {}
        notes: list[str] = []
        for column, text in cells:
            match column:
                case "phone" | "mobile" | "work" | "home":
                    self._phones(column, text, phones)
                case "email":
                    self._emails(text, addresses)
                case "tags":
                    tags += self._tags(text)
                case "note":
                    notes.append(text)
                case "responsible":
                    single["responsible"] = self._person(text)
                case _ if column.startswith("values."):
                    self._value(column.removeprefix("values."), text, values)
                case _:
                    single.setdefault(column, text)
        full = " ".join(
            filter(None, (single.get(c) for c in ("last_name", "first_name", "middle_name")))
        )
        self._said.note = "\n".join(notes)[:5000]
        self._said.state = CardState(
            name=(single.get("name") or full)[:120],
            company_name=single.get("company", "")[:120],
            phones=tuple(phones.values())[:20],
            emails=tuple(dict.fromkeys(addresses))[:20],
            tags=tuple(sorted(set(tags)))[:20],
            responsible=single.get("responsible", ""),
            values=values,
        )
        if self._said.state.is_empty and not self._said.problems:
            self._wrong("clients.nothing", "")
        return self._said

    def _wrong(self, code: str, column: str, **facts: JsonValue) -> None:
        text = say(code, facts, self._words.language)
        self._said.problems.append({"code": code, "column": column, "text": text})

    def _phones(self, column: str, text: str, phones: dict[str, PhoneState]) -> None:
        if _LOST.match(text.strip()):
            self._wrong("clients.number_lost", column, number=text.strip())
            return
        for each in filter(None, map(str.strip, _NUMBERS.split(text))):
            bare = each.removesuffix(".0")
            number = normalise(bare, self._words.numbering)
            if number is None and re.fullmatch(r"375[0-9]{9}|7[0-9]{10}", bare):
                number = normalise(f"+{bare}", self._words.numbering)
            if number is None:
                self._wrong("clients.bad_number", column, number=each[:40])
            else:
                phones.setdefault(number, PhoneState(number=number, kind=_KINDS[column]))

    def _emails(self, text: str, found: list[str]) -> None:
        for each in filter(None, _LISTED.split(text.strip().lower())):
            try:
                found += emails([each])
            except Refused:
                self._wrong("clients.bad_email", "email", email=each[:80])

    def _tags(self, text: str) -> list[str]:
        slugs = []
        for each in filter(None, _LISTED.split(text.strip())):
            slug = self._words.tags.get(key(each))
            if slug is None:
                self._said.new_tags.append(each[:40])
            else:
                slugs.append(slug)
        return slugs

    def _person(self, text: str) -> str:
        found = self._words.people.get(key(text))
        if found is None:
            self._wrong("clients.no_person", "responsible", name=text[:60])
        return found or ""

    def _value(self, slug: str, text: str, values: dict[str, JsonValue]) -> None:
        own = self._words.fields.get(slug)
        if own is None:
            return
        read = read_value(own, _typed(own, text.strip()))
        if read is None:
            self._wrong("clients.bad_value", f"values.{slug}", field=own.name, value=text[:60])
        else:
            values[slug] = read


def _typed(own: OwnFieldOut, text: str) -> JsonValue:
    slugs = {key(each.name): each.slug for each in own.choices} | {
        each.slug: each.slug for each in own.choices
    }
    match own.kind:
        case "number":
            plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
            if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", plain):
                return None
            return float(plain) if "." in plain else int(plain)
        case "date":
            return _date(text)
        case "choice":
            return slugs.get(key(text), text)
        case "choices":
            return [slugs.get(key(each), each) for each in _LISTED.split(text) if each]
        case "yesno":
            return True if key(text) in YES else False if key(text) in NONE else None
        case _:
            return text


def _date(text: str) -> str:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return text
