"""The phone book of desk phones (P27): one list of names, in the XML of each maker.

Yealink: `YealinkIPPhoneDirectory` of the XML Browser guide. Grandstream: `AddressBook` of the
downloadable XML phonebook guide, accounts counted from 0. Gigaset: the central phone book of N610,
N670 and N870 (`LocalDirectory`), and the answer of its search protocol 1.4 (`get_list`).
Names are strangers' text: what XML cannot hold is left out, everything else is escaped.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from vochi.core.frozen import Frozen

Maker = Literal["yealink", "grandstream", "gigaset"]

#: Entries that the smallest usual model of a maker keeps; a phone cuts off or refuses more.
MOST: Final[dict[Maker, int]] = {"yealink": 1000, "grandstream": 1000, "gigaset": 2000}
#: Signs of a name that the screens show; Gigaset refuses longer fields.
_NAME: Final[dict[Maker, int]] = {"yealink": 60, "grandstream": 40, "gigaset": 32}
#: Numbers of one entry that the format has room for.
_NUMBERS: Final[dict[Maker, int]] = {"yealink": 3, "grandstream": 3, "gigaset": 6}
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_GIGASET: Final = ("office1", "mobile1", "home1", "office2", "mobile2", "home2")
_SEARCHED: Final = ("hm", "mb", "of")
_KINDS: Final = ("Work", "Mobile", "Home")


class Entry(Frozen):
    """A person, department or client, and how he is dialled; `is_inside`: a short number."""

    name: str
    numbers: tuple[str, ...]
    is_inside: bool = False


def book(maker: Maker, title: str, entries: Sequence[Entry]) -> str:
    """The whole book as the phones of a maker fetch it, colleagues before clients, by name."""
    shown = _fitting(maker, entries)
    match maker:
        case "yealink":
            return _yealink(title, shown)
        case "grandstream":
            return _grandstream(shown)
        case "gigaset":
            return _gigaset(shown)


def found(entries: Sequence[Entry], first: int, most: int, total: int) -> str:
    """The answer to a Gigaset that searches: `first` counts from 1, `total` is of all that fit."""
    shown = _fitting("gigaset", entries)[:most]
    last = first + len(shown) - 1
    rows = [
        f"<entry><ln>{escape(entry.name)}</ln>"
        + "".join(
            f"<{tag}>{escape(number)}</{tag}>"
            for tag, number in zip(_SEARCHED, entry.numbers, strict=False)
        )
        + "</entry>"
        for entry in shown
    ]
    place = f' first="{first}" last="{last}"' if shown else ' notfound="hm"'
    head = f'<list response="get_list" type="pb" total="{total}"{place}'
    return _HEAD + (f"{head}>\n" + "\n".join(rows) + "\n</list>\n" if rows else f"{head}/>\n")


def _yealink(title: str, entries: Iterable[Entry]) -> str:
    rows = [
        "  <DirectoryEntry>\n"
        f"    <Name>{escape(entry.name)}</Name>\n"
        + "".join(f"    <Telephone>{escape(number)}</Telephone>\n" for number in entry.numbers)
        + "  </DirectoryEntry>\n"
        for entry in entries
    ]
    return (
        f"{_HEAD}<YealinkIPPhoneDirectory>\n  <Title>{escape(_clean(title, 40))}</Title>\n"
        + "".join(rows)
        + "</YealinkIPPhoneDirectory>\n"
    )


def _grandstream(entries: Iterable[Entry]) -> str:
    rows = []
    for number, entry in enumerate(entries, 1):
        phones = "".join(
            f'    <Phone type="{kind}">\n'
            f"      <phonenumber>{escape(each)}</phonenumber>\n"
            "      <accountindex>0</accountindex>\n"
            "    </Phone>\n"
            for kind, each in zip(_KINDS, entry.numbers, strict=False)
        )
        rows.append(
            f"  <Contact>\n    <id>{number}</id>\n    <FirstName></FirstName>\n"
            f"    <LastName>{escape(entry.name)}</LastName>\n    <Frequent>0</Frequent>\n"
            f"{phones}    <Primary>0</Primary>\n  </Contact>\n"
        )
    return f"{_HEAD}<AddressBook>\n  <version>1</version>\n{''.join(rows)}</AddressBook>\n"


def _gigaset(entries: Iterable[Entry]) -> str:
    rows = []
    for entry in entries:
        filled = dict(zip(_GIGASET, entry.numbers, strict=False))
        numbers = " ".join(f"{field}={quoteattr(filled.get(field, ''))}" for field in _GIGASET)
        rows.append(f'<entry surname={quoteattr(entry.name)} name="" {numbers}/>\n')
    return f"{_HEAD}<!DOCTYPE LocalDirectory>\n<list>\n{''.join(rows)}</list>\n"


def _fitting(maker: Maker, entries: Iterable[Entry]) -> list[Entry]:
    """Entries as the screens of a maker can show them; those without a name or number are none."""
    shown = []
    for entry in entries:
        name = _clean(entry.name, _NAME[maker])
        numbers = tuple(filter(None, map(_dialled, entry.numbers)))[: _NUMBERS[maker]]
        if name and numbers:
            shown.append(Entry(name=name, numbers=numbers, is_inside=entry.is_inside))
        if len(shown) == MOST[maker]:
            break
    return sorted(shown, key=lambda one: (not one.is_inside, one.name.casefold(), one.numbers))


def _clean(text: str, most: int) -> str:
    """One line without signs that XML has no room for or that turn the direction of writing."""
    kept = (
        " " if sign in "\t\n\r" else sign
        for sign in text
        if sign in "\t\n\r" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
    )
    return " ".join("".join(kept).split())[:most].rstrip()


def _dialled(number: str) -> str:
    """What a phone dials: digits with the plus; names of senders of SMS are no numbers."""
    digits = number.removeprefix("+")
    return number if digits.isascii() and digits.isdigit() and len(digits) <= 20 else ""
