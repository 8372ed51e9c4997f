"""Names as Latin letters, for ids and logins that people can dictate."""

from collections.abc import Container

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "є": "e", "'": "", "’": "",
}  # fmt: skip
_LONGEST = 30


def latin(text: str) -> str:
    """`Анна Климович` -> `anna-klimovich`; what has no letters of ours is left out."""
    written = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in written).split()
    return "-".join(words)[:_LONGEST].strip("-")


def free_slug(text: str, taken: Container[str], otherwise: str) -> str:
    """The slug of a text, with a number behind it when somebody has it."""
    base = latin(text) or otherwise
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
