"""What an argument of an application is made of: our own text, and what Asterisk fills in.

Text of people never enters the dialplan: contexts and extensions are named by ids, prompts by
their content. `Text` therefore holds only our own words, which `render` checks.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Text:
    """Literal characters, written as they are; `render` refuses any that mean something."""

    text: str


@dataclass(frozen=True)
class Var:
    """`${NAME}`, or from character `start` on: `${NAME:start}`, `length` characters of it."""

    name: str
    start: int = 0
    length: int | None = None


@dataclass(frozen=True)
class Func:
    """`${NAME(args)}`: a function read; arguments are joined by commas."""

    name: str
    args: "tuple[Value, ...]"


@dataclass(frozen=True)
class Encoded:
    """Text for a field of a user event: url-encoded by us, whatever it holds."""

    text: str


@dataclass(frozen=True)
class Joined:
    """Parts written one after another."""

    parts: "tuple[Value, ...]"


@dataclass(frozen=True)
class Same:
    """`$["left" = "right"]`, compared as text."""

    left: "Value"
    right: "Value"


@dataclass(frozen=True)
class AtLeast:
    """`$[left >= right]`, compared as numbers; an empty value counts as 0."""

    left: "Value"
    right: "int | Value"


@dataclass(frozen=True)
class Not:
    """The condition does not hold."""

    what: "Condition"


@dataclass(frozen=True)
class Both:
    """All conditions hold."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Either:
    """One of the conditions holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Matches:
    """The text matches a regular expression of ours from its beginning (`$["x" : "re"]`)."""

    what: "Value"
    expression: str


@dataclass(frozen=True)
class Choose:
    """`${IF($[condition]?yes:no)}`."""

    condition: "Condition"
    yes: "Value"
    no: "Value"


@dataclass(frozen=True)
class Math:
    """`$[left op right]` of whole numbers."""

    left: "Value"
    op: Literal["+", "-", "*", "/", "%"]
    right: "Value"


@dataclass(frozen=True)
class Stamp:
    """`${STRFTIME(epoch,zone,form)}`: a moment in a time zone (`Europe/Minsk`), as in strftime(3).

    `epoch` is seconds since 1970, None: now.
    """

    form: Literal["%Y%m%d", "%Y%m", "%u", "%H", "%H%M"]
    zone: str
    epoch: "Value | None" = None


@dataclass(frozen=True)
class AtOnce:
    """`a&b`: targets of a Dial that ring at once, sounds that are played one after another."""

    parts: "tuple[Value, ...]"


@dataclass(frozen=True)
class Option:
    """`U(a^b)`: an option of an application with its arguments; `Joined` are several options."""

    letters: str
    arguments: "tuple[Value, ...]"


@dataclass(frozen=True)
class Unread:
    """`NAME(of)`: a function that another one reads, so it is named only (`IMPORT`)."""

    name: str
    of: "Value"


@dataclass(frozen=True)
class Pattern:
    """A regular expression of ours as an argument (`CHANNELS`)."""

    expression: str


@dataclass(frozen=True)
class Now:
    """Seconds since 1970 with thousandths, `1763862000.123`."""


Value = (
    Text
    | Var
    | Func
    | Encoded
    | Joined
    | Choose
    | Math
    | Stamp
    | AtOnce
    | Option
    | Unread
    | Pattern
    | Now
)
Condition = Same | AtLeast | Not | Both | Either | Matches


def text(*parts: str | Value) -> Value:
    """Join words of ours and values; a single part stays as it is."""
    values = tuple(Text(part) if isinstance(part, str) else part for part in parts)
    return values[0] if len(values) == 1 else Joined(values)
