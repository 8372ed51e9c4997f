"""A file of clients as lines that cards are made of: tables and vCards alike."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from vochi.hub.answer import Refused
from vochi.hub.tables.reading import Limits, clean, encoding_of, open_sheet
from vochi.hub.tables.vcard import Property, parts, plain, read_cards

LARGEST = 40 * 1024 * 1024
LIMITS = Limits(largest=LARGEST, inside=400 * 1024 * 1024, cell=5000)
MOST_LINES = 100_000
_MOST_VALUES = 40
#: The number of a line, and pairs of column and text; a column may be there several times.
Line = tuple[int, list[tuple[str, str]]]
#: Columns of a vCard are known by themselves.
VCARD: tuple[tuple[str, str], ...] = (
    ("FN", "name"), ("ORG", "company"), ("TEL", "phone"), ("EMAIL", "email"),
    ("CATEGORIES", "tags"), ("NOTE", "note"),
)  # fmt: skip


def kind_of(file: BinaryIO) -> str:
    """`vcard`, `csv` or `xlsx`, by what is in it."""
    file.seek(0)
    head = file.read(400)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    is_card = head.lstrip(b"\xef\xbb\xbf \r\n\t").upper().startswith(b"BEGIN:VCARD")
    return "vcard" if is_card else ""


def headings_of(file: BinaryIO) -> tuple[str, str, str, tuple[str, ...]]:
    """Kind, encoding, separator and headings. Raises Refused as `open_sheet`, `table_empty`."""
    if kind_of(file) == "vcard":
        return "vcard", encoding_of(file), "", tuple(name for name, _ in VCARD)
    sheet = open_sheet(file, LIMITS)
    found = list(islice(sheet.rows(), 2))
    if len(found) < 2:
        raise Refused(422, "table_empty")
    return sheet.kind, sheet.encoding, sheet.separator, found[0][1]


def lines(path: Path, columns: Sequence[str]) -> Iterator[Line]:
    """Line after line; `columns` are of the headings in their order.

    Raises Refused 422 `table_unreadable`, `too_many_rows`.
    """
    with path.open("rb") as file:
        found = (
            _cards(file) if kind_of(file) == "vcard" else _rows(file, columns)
        )  # fmt: skip
        for number, line in enumerate(found):
            if number >= MOST_LINES:
                raise Refused(422, "too_many_rows", most=MOST_LINES)
            yield line


def _rows(file: BinaryIO, columns: Sequence[str]) -> Iterator[Line]:
    for place, (number, cells) in enumerate(open_sheet(file, LIMITS).rows()):
        if place:
            yield (
                number,
                [(c, cell) for c, cell in zip(columns, cells, strict=False) if c and cell],
            )


def _cards(file: BinaryIO) -> Iterator[Line]:
    for number, card in read_cards(file, encoding_of(file)):
        said: list[tuple[str, str]] = []
        names = {each.name for each in card}
        for each in card:
            said += _said(each, has_name="fn" in names)
        yield number, [(c, text) for c, text in said if text][:_MOST_VALUES]


def _said(each: Property, *, has_name: bool) -> list[tuple[str, str]]:
    match each.name:
        case "fn":
            return [("name", clean(plain(each.value), 300))]
        case "n" if not has_name:
            family, given, more = (*parts(each.value), "", "", "")[:3]
            return [("name", clean(" ".join(filter(None, (family, given, more))), 300))]
        case "org":
            return [("company", clean(parts(each.value)[0], 300))]
        case "tel":
            number = plain(each.value).removeprefix("tel:")
            kind = next((k for t, k in _TYPES if t in each.types), "phone")
            return [(kind, clean(number, 100))]
        case "email":
            return [("email", clean(plain(each.value), 300))]
        case "categories":
            return [("tags", clean(text, 100)) for text in parts(each.value, ",")]
        case "note":
            return [("note", plain(each.value)[:5000])]
        case _:
            return []


_TYPES = (("cell", "mobile"), ("mobile", "mobile"), ("work", "work"), ("home", "home"))
