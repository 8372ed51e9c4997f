"""Sections of Asterisk's configuration files, and the only writer of them.

Values may hold what people typed (names). `conf_value` makes them harmless: in these files only
`;` and the end of a line mean something inside a value.
"""

import re
from dataclasses import dataclass
from unicodedata import category

_NAME = re.compile(r"[A-Za-z0-9_.+-]+")
_CALLER_NAME_BYTES = 79
_KEY = re.compile(r"[A-Za-z0-9_()-]+")


@dataclass(frozen=True)
class Section:
    """`[name]` with its options in order; a key may come several times."""

    name: str
    options: tuple[tuple[str, str], ...] = ()


def render_sections(*sections: Section, includes: tuple[str, ...] = ()) -> str:
    """Write a whole file."""
    heads = [f"#include {_checked(_NAME, name)}\n" for name in includes]
    return "\n".join([*heads, *map(_section, sections)])


def conf_value(text: str) -> str:
    """Write any text as a value: control characters become spaces, `;` is escaped."""
    return _one_line(text).replace(";", "\\;")


def quoted_name(text: str) -> str:
    """Write any text as the name of a caller id, as it stands before `<101>`.

    Asterisk keeps 79 bytes and cuts in the middle of a letter: we cut before it.
    """
    shown = _one_line(text).encode()[:_CALLER_NAME_BYTES].decode(errors="ignore").strip()
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(text: str) -> str:
    """Control characters and ends of lines become spaces; what joins emoji stays."""
    kinds = {"Cc", "Zl", "Zp", "Cs"}
    return "".join(" " if category(letter) in kinds else letter for letter in text).strip()


def _section(section: Section) -> str:
    lines = [f"[{_checked(_NAME, section.name)}]"]
    lines += [f"{_checked(_KEY, key)} = {conf_value(held)}" for key, held in section.options]
    return "\n".join(lines) + "\n"


def _checked(allowed: re.Pattern[str], name: str) -> str:
    if not allowed.fullmatch(name):
        raise ValueError(f"not a name for a configuration: {name!r}")
    return name
