"""Operators as people write them and as the tables of prefixes name them."""

_ALIASES = {
    "a1": "a1",
    "а1": "a1",
    "velcom": "a1",
    "mts": "mts",
    "мтс": "mts",
    "life": "life",
    "лайф": "life",
}


def same_operator(left: str, right: str) -> bool:
    """Whether two names mean one operator: `МТС` is `MTS`, `life:)` is `Life`."""
    return _key(left) == _key(right)


def _key(name: str) -> str:
    bare = "".join(letter for letter in name.casefold() if letter.isalnum())
    return _ALIASES.get(bare, bare)
