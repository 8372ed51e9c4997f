"""Patterns of digits as Asterisk reads them, matched the same way here."""

import re
from functools import lru_cache

_SETS = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", "!": "[0-9]*", "+": r"\+"}


@lru_cache(maxsize=512)
def _expression(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    inside = False
    for letter in pattern:
        parts.append(letter if inside else _SETS.get(letter, letter))
        inside = (inside or letter == "[") and letter != "]"
    return re.compile("".join(parts))


def matches(pattern: str, digits: str) -> bool:
    """Whether `digits` fit a pattern (without the leading `_` of a dialplan)."""
    return _expression(pattern).fullmatch(digits) is not None
