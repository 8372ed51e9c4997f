"""Variables in texts that people send often: `Здравствуйте, {имя|клиент}!` (S22).

A variable has one name in each language of the product; after `|` stands what is said when it is
not known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What each variable is called: the name that the API uses, then those that people may write.
NAMES: dict[str, tuple[str, ...]] = {
    "name": ("name", "имя", "імя"),
    "company": ("company", "компания", "кампанія"),
    "number": ("number", "номер", "нумар"),
    "manager": ("manager", "менеджер"),
    "employee": ("employee", "сотрудник", "супрацоўнік"),
    "office": ("office", "фирма", "фірма"),
    "date": ("date", "дата"),
}
_KNOWN = {word: name for name, words in NAMES.items() for word in words}
_BRACES = re.compile(r"\{([^{}|]{0,40})(?:\|([^{}]{0,80}))?\}")


@dataclass(frozen=True)
class Filled:
    """The text, and the words in braces that it still has: unknown ones, or without a value."""

    text: str
    missing: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put values in place of variables; what has none stays in its braces.

    Values are strangers' words: they are put in once and never read for variables again.
    """
    missing: list[str] = []

    def said(found: re.Match[str]) -> str:
        word, otherwise = found[1].strip(), found[2]
        value = values.get(_KNOWN.get(word.casefold(), ""), "").strip()
        if value:
            return value
        if otherwise is not None:
            return otherwise.strip()
        missing.append(word)
        return found[0]

    whole = _BRACES.sub(said, text)
    return Filled(whole, tuple(dict.fromkeys(missing)))


def unknown(text: str) -> tuple[str, ...]:
    """Words in braces that are no variables, each once."""
    words = (found[1].strip() for found in _BRACES.finditer(text))
    return tuple(dict.fromkeys(word for word in words if word.casefold() not in _KNOWN))


def named(text: str) -> frozenset[str]:
    """The variables that a text uses, by the names of the API."""
    words = (_KNOWN.get(found[1].strip().casefold()) for found in _BRACES.finditer(text))
    return frozenset(word for word in words if word is not None)
