"""A table that somebody uploads: XLSX, or CSV of any usual encoding; hostile or not."""

import codecs
import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from vochi.hub.answer import Refused

#: Bytes of a file; a thousand people are some hundred thousand.
LARGEST = 5 * 1024 * 1024
#: Unpacked bytes of an XLSX: a small archive can hold a very large one.
_LARGEST_INSIDE = 60 * 1024 * 1024
MOST_ROWS = 1000
_MOST_COLUMNS = 60
_LONGEST_CELL = 300
_SEPARATORS = ";,\t|"
#: In any of these ways an archive that is no workbook breaks openpyxl.
_BROKEN = (
    BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError, TypeError,
    AttributeError, SyntaxError, RuntimeError, EOFError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """`rows` are texts by column, each with the number of its line in the file, from 1."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    kind: str
    encoding: str = ""
    separator: str = ""


def read_table(data: bytes) -> Table:
    """Read a file by what is in it, whatever it is called.

    Raises Refused 413 `table_too_big`, 422 `table_unreadable`, `table_empty`, `too_many_rows`.
    """
    if len(data) > LARGEST:
        raise Refused(413, "table_too_big", megabytes=LARGEST // 1024 // 1024)
    if data[:4] == b"PK\x03\x04":
        table = _xlsx(data)
    elif data[:4] == b"\xd0\xcf\x11\xe0" or data[:4] == b"%PDF":
        raise Refused(422, "table_unreadable")
    else:
        table = _csv(data)
    if len(table.rows) > MOST_ROWS:
        raise Refused(422, "too_many_rows", most=MOST_ROWS)
    if not table.rows:
        raise Refused(422, "table_empty")
    return table


def _csv(data: bytes) -> Table:
    text, encoding = _decoded(data)
    if "\x00" in text:
        raise Refused(422, "table_unreadable")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count) if first else ";"
    found: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, tuple(_clean(c) for c in cells[:_MOST_COLUMNS])))
            if len(found) > MOST_ROWS + 1:
                break
    except csv.Error as broken:
        raise Refused(422, "table_unreadable") from broken
    return _table(found, "csv", encoding, separator)


def _decoded(data: bytes) -> tuple[str, str]:
    """UTF-8 when it is valid, as no Russian text of another encoding is; else Windows-1251."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace"), "windows-1251"


def _xlsx(data: bytes) -> Table:
    """The first sheet; of formulas what they gave when the file was saved."""
    found: list[tuple[int, tuple[str, ...]]] = []
    try:
        inside = _unpacked(data)
        if inside <= _LARGEST_INSIDE:
            found = _first_sheet(data)
    except _BROKEN as broken:
        raise Refused(422, "table_unreadable") from broken
    if inside > _LARGEST_INSIDE:
        raise Refused(413, "table_too_big", megabytes=LARGEST // 1024 // 1024)
    return _table(found, "xlsx")


def _unpacked(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(each.file_size for each in archive.infolist())


def _first_sheet(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        # What a file says of its own size may be a lie.
        sheet.reset_dimensions()
        found: list[tuple[int, tuple[str, ...]]] = []
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            texts = tuple(_text(cell) for cell in cells[:_MOST_COLUMNS])
            if any(texts):
                found.append((number, texts))
            if len(found) > MOST_ROWS + 1 or number > 20 * MOST_ROWS:
                break
        return found
    finally:
        book.close()


def _table(
    found: list[tuple[int, tuple[str, ...]]], kind: str, encoding: str = "", separator: str = ""
) -> Table:
    if not found:
        raise Refused(422, "table_empty")
    (_, headings), *rows = found
    return Table(headings, tuple(rows), kind, encoding, separator)


def _text(cell: object) -> str:
    """A cell as people see it: `101.0` is 101."""
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()
        case _:
            return _clean(str(cell))


def _clean(text: str) -> str:
    """Trimmed, in one line; the apostrophe that keeps a table from reckoning is no part of it."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST_CELL]
    return line[1:] if line[:1] == "'" and line[1:2] in {"=", "+", "-", "@", "'"} else line
