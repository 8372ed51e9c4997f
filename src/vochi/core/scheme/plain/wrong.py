"""What a reader of plain words could not understand: the line, what is wrong, what was meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.scheme.plain.text import fold


class WordProblem(Frozen):
    """`line` from 1; `code` is worded by `core.wording`; `closest` is what was likely meant."""

    line: int
    code: str
    facts: dict[str, str] = Field(default_factory=dict)
    closest: str | None = None


class Wrong(Exception):  # noqa: N818 - no error of ours: a sentence of somebody
    """A piece of text that is not understood; whoever knows the line makes a problem of it."""

    def __init__(self, code: str, closest: str | None = None, **facts: str) -> None:
        super().__init__(code)
        self.code, self.closest, self.facts = code, closest, facts

    def at(self, line: int) -> WordProblem:
        """The problem on its line."""
        return WordProblem(line=line, code=self.code, facts=self.facts, closest=self.closest)


def closest(said: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like what was said; None: none does."""
    by_fold = {fold(each): each for each in known}
    found = get_close_matches(fold(said), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None
