"""Letters of the language of plain words: quotes, arrows, brackets; what stands for what."""

import re
from collections.abc import Iterator

#: Opening quote -> closing one; all are read, the first two are written.
QUOTES = {"«": "»", "“": "”", '"': '"', "„": "“"}
ARROW = "→"
_ARROWS = ("→", "->", "=>", "—>", "–>")
#: What would break a line, hide, or turn the direction of what follows.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
#: No text of a scheme is longer: the largest that an office may hold has some hundred nodes.
LONGEST = 300_000


class UnclosedQuoteError(ValueError):
    """A quote opens and does not close on its line."""


def quote(said: str, mark: str = "«") -> str:
    """Text in quotes, on one line; `unquote` gives it back letter by letter."""
    close = QUOTES[mark]
    safe = said.replace("\\", "\\\\").replace("\n", "\\n")
    safe = safe.replace(close, "\\" + close)
    return mark + _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", safe) + close


def unquote(said: str) -> str | None:
    """The text inside quotes; None: this is no quoted text."""
    close = QUOTES.get(said[:1])
    if close is None or len(said) < len('""') or closing(said, 0) != len(said) - 1:
        return None
    return _ESCAPED.sub(_plain, said[1:-1])


def _plain(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return "\n" if found[2] == "n" else found[2]


def closing(text: str, at: int) -> int:
    """Where the quote that opens at `at` closes. Raises UnclosedQuoteError."""
    close = QUOTES[text[at]]
    here = at + 1
    while here < len(text):
        if text[here] == "\\":
            here += 2
            continue
        if text[here] == close:
            return here
        here += 1
    raise UnclosedQuoteError(text)


def bare(text: str) -> Iterator[int]:
    """Places of letters that stand outside of quotes. Raises UnclosedQuoteError."""
    here = 0
    while here < len(text):
        if text[here] in QUOTES:
            here = closing(text, here) + 1
            continue
        yield here
        here += 1


def split(text: str, sign: str) -> list[str]:
    """Parts between signs that stand outside of quotes, trimmed. Raises UnclosedQuoteError."""
    cuts = [here for here in bare(text) if text[here] == sign]
    edges = zip([-1, *cuts], [*cuts, len(text)], strict=True)
    return [text[begin + 1 : end].strip() for begin, end in edges]


def arrow(line: str) -> tuple[str, str] | None:
    """Left and right of the last arrow outside of quotes; None: the line has none."""
    found: tuple[str, str] | None = None
    for here in bare(line):
        for each in _ARROWS:
            if line.startswith(each, here):
                found = line[:here].strip(), line[here + len(each) :].strip()
                break
    return found


def colon(line: str) -> tuple[str, str] | None:
    """Left and right of the first colon outside of quotes."""
    for here in bare(line):
        if line[here] == ":":
            return line[:here].strip(), line[here + 1 :].strip()
    return None


def inside(said: str) -> str | None:
    """What stands in round brackets; None: no brackets."""
    if said.startswith("(") and said.endswith(")"):
        return said[1:-1].strip()
    return None


def fold(said: str) -> str:
    """Words as they are compared: case, spaces and the letter ё make no difference."""
    return " ".join(said.split()).casefold().replace("ё", "е").replace("’", "'")
