"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): read card after card, and written."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from vochi.hub.tables.reading import let_go, text_of

_LONGEST = 20_000
#: Properties of a card, and letters of one of them, that are looked at.
_MOST = 200
_CHARSETS = {"utf-8": "utf-8", "windows-1251": "cp1251", "cp1251": "cp1251"}


@dataclass(frozen=True)
class Property:
    """A line of a card: `TEL;TYPE=WORK,VOICE:+375 29 ...`; the name and its types are small."""

    name: str
    types: frozenset[str]
    value: str


def read_cards(file: BinaryIO, encoding: str) -> Iterator[tuple[int, list[Property]]]:
    """Cards, each with the number of the line on which it begins."""
    begun: int | None = None
    card: list[Property] = []
    for number, line in _unfolded(file, encoding):
        upper = line.strip().upper()
        if upper == "BEGIN:VCARD":
            begun, card = number, []
        elif upper == "END:VCARD" and begun is not None:
            yield begun, card
            begun = None
        elif begun is not None and len(card) < _MOST and (found := _property(line)):
            card.append(found)


def parts(value: str, separator: str = ";") -> list[str]:
    """The parts of `Lis;Anna;;;`, with what was escaped as it was meant."""
    found = re.split(rf"(?<!\\){re.escape(separator)}", value)
    return [plain(each) for each in found]


def plain(value: str) -> str:
    """A value without its escapes."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value).strip()


def write_card(version: str, properties: list[tuple[str, str]]) -> str:
    """A card; names carry their parameters, values are escaped by the caller's `escaped`."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    lines += [f"{name}:{value}" for name, value in properties]
    return "".join(_folded(line) for line in [*lines, "END:VCARD"])


def escaped(text: str) -> str:
    """Text as a value: RFC 6350, 3.4."""
    told = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", told)


def _folded(line: str) -> str:
    """At most 75 octets a line, letters whole; no line end of a stranger's."""
    out, size = [], 0
    for letter in line.replace("\r", " ").replace("\n", " "):
        wide = len(letter.encode("utf-8", "replace"))
        if size + wide > 73:
            out.append("\r\n ")
            size = 1
        out.append(letter)
        size += wide
    return "".join(out) + "\r\n"


def _unfolded(file: BinaryIO, encoding: str) -> Iterator[tuple[int, str]]:
    text = text_of(file, encoding)
    try:
        held, begun = "", 0
        for number, raw in enumerate(text, start=1):
            line = raw.rstrip("\r\n")
            is_more = line[:1] in {" ", "\t"}
            is_soft = held.endswith("=") and "QUOTED-PRINTABLE" in held.upper()
            if held and (is_more or is_soft):
                if len(held) < _LONGEST:
                    held = held[:-1] + line if is_soft else held + line[1:]
                continue
            if held:
                yield begun, held
            held, begun = line, number
        if held:
            yield begun, held
    finally:
        let_go(text, file)


def _property(line: str) -> Property | None:
    head, colon, value = line.partition(":")
    if not colon:
        return None
    name, *params = head.split(";")
    types: set[str] = set()
    charset = "utf-8"
    is_quoted = False
    for param in params:
        key, equals, said = param.partition("=")
        upper = key.strip().upper()
        if upper == "CHARSET":
            charset = _CHARSETS.get(said.strip().lower(), "utf-8")
        elif "QUOTED-PRINTABLE" in param.upper():
            is_quoted = True
        elif upper == "TYPE" or not equals:
            types |= {each.strip().lower() for each in (said or key).strip('"').split(",")}
    if is_quoted:
        value = quopri.decodestring(value.encode("ascii", "ignore")).decode(charset, "replace")
    return Property(name.rpartition(".")[2].strip().lower(), frozenset(types), value)
