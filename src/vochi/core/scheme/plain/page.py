"""A text as its lines, and the titles of schemes, nodes, periods in it."""

import re
from dataclasses import dataclass

from vochi.core.scheme.plain.names import is_slug
from vochi.core.scheme.plain.text import QUOTES, closing, fold, unquote

_ID = re.compile(r"\s*\(\s*([^()]*?)\s*\)\s*")
#: As long as a title of ours may be.
_LONGEST = 80


@dataclass(frozen=True)
class Page:
    """The lines that say something, with their numbers from 1, trimmed."""

    text: str

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Number and text of each."""
        numbered = enumerate(re.split(r"\r\n|\r|\n", self.text), 1)
        return tuple((number, line.strip()) for number, line in numbered if line.strip())


@dataclass(frozen=True)
class Title:
    """`«Основная» (main)`; without the brackets `id` is None."""

    name: str
    id: str | None


def header(line: str, words: str) -> Title | None:
    """The title after some words; None: the line begins otherwise. Raises UnclosedQuoteError."""
    begin = next((place for place, sign in enumerate(line) if sign in QUOTES), -1)
    if begin < 0 or fold(line[:begin]) != fold(words):
        return None
    return called(line[begin:].rstrip(":"))


def called(said: str) -> Title | None:
    """A quoted name and an id in brackets; None: not so. Raises UnclosedQuoteError."""
    said = said.strip()
    if said[:1] not in QUOTES:
        return None
    end = closing(said, 0)
    name = unquote(said[: end + 1])
    rest = said[end + 1 :]
    found = _ID.fullmatch(rest)
    if name is None or not name.strip() or len(name.strip()) > _LONGEST:
        return None
    if rest.strip() and (found is None or not is_slug(found[1])):
        return None
    return Title(name.strip(), found[1] if found else None)
