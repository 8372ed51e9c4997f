"""Which characters one place of a pattern takes; letters of both cases are one."""

from collections.abc import Callable

Test = Callable[[str], bool]


class BadPattern(ValueError):  # noqa: N818 - says what it is
    """It cannot be used. `why`: `too_long`, `too_big`, `brackets`, `repeat`, `unsupported`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def is_word(letter: str) -> bool:
    r"""What `\w` takes."""
    return letter.isalnum() or letter == "_"


_KINDS: dict[str, Test] = {"d": lambda it: "0" <= it <= "9", "w": is_word, "s": str.isspace}
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def one(letter: str) -> Test:
    """That letter."""
    folded = letter.casefold()
    return lambda it: it == letter or it.casefold() == folded


def between(first: str, last: str) -> Test:
    """`[a-z]`."""
    return lambda it: (
        first <= it <= last or first <= it.lower() <= last or first <= it.upper() <= last
    )


def escaped(letter: str) -> Test:
    """What stands behind a backslash. Raises BadPattern."""
    if letter.lower() in _KINDS:
        test = _KINDS[letter.lower()]
        return test if letter.islower() else lambda it: not test(it)
    if letter in _ESCAPED:
        return one(_ESCAPED[letter])
    if letter.isascii() and letter.isalnum():  # \1, \Z, \x41: what means something else elsewhere
        raise BadPattern("unsupported")
    return one(letter)
