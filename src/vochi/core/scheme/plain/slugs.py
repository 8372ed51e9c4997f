"""A name of ours for what people call something: `Рабочее время` -> `rabochee-vremya`."""

import re

_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n",
        "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
        "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "",
        "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
_LONGEST = 40


def slug_of(name: str) -> str:
    """Letters and digits of the name; `other-time` where none is left of it."""
    spelled = name.casefold().translate(_LETTERS)
    found = re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")[:_LONGEST].strip("-")
    return found or "period"
