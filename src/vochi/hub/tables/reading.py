"""A table that somebody uploads: XLSX, or CSV of any usual encoding; hostile or not.

Rows are read one after another: a table of any length takes the memory of a few.
"""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from vochi.hub.answer import Refused

_SEPARATORS = ";,\t|"
_PART = 1 << 16
#: In any of these ways an archive that is no workbook breaks openpyxl.
_BROKEN = (
    BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError, TypeError,
    AttributeError, SyntaxError, RuntimeError, EOFError, zlib.error,
)  # fmt: skip

#: The number of a line in the file, from 1, and its cells.
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Limits:
    """Bytes of a file, unpacked bytes of an XLSX (a small archive can hold a very large one),
    columns, letters of a cell.
    """

    largest: int
    inside: int
    columns: int = 60
    cell: int = 300


@dataclass(frozen=True)
class Sheet:
    """An open table: `kind` is `csv` or `xlsx`; `encoding` and `separator` are of a CSV."""

    file: BinaryIO
    limits: Limits
    kind: str
    encoding: str = ""
    separator: str = ""

    def rows(self) -> Iterator[Row]:
        """Rows that say anything, from the first. Raises Refused 422 `table_unreadable`."""
        self.file.seek(0)
        return _sheet_rows(self) if self.kind == "xlsx" else _csv_rows(self)


def open_sheet(file: BinaryIO, limits: Limits) -> Sheet:
    """Know a file by what is in it, whatever it is called.

    Raises Refused 413 `table_too_big`, 422 `table_unreadable`.
    """
    size = file.seek(0, io.SEEK_END)
    if size > limits.largest:
        raise _too_big(limits.largest)
    file.seek(0)
    head = file.read(4)
    if head == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(file) as archive:
                inside = sum(each.file_size for each in archive.infolist())
        except _BROKEN as broken:
            raise Refused(422, "table_unreadable") from broken
        if inside > limits.inside:
            raise _too_big(limits.inside)
        return Sheet(file, limits, "xlsx")
    if head in {b"\xd0\xcf\x11\xe0", b"%PDF"}:
        raise Refused(422, "table_unreadable")
    encoding = encoding_of(file)
    return Sheet(file, limits, "csv", encoding, _separator(file, encoding))


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 when it is valid, as no Russian text of another encoding is; else Windows-1251.

    Raises Refused 422 `table_unreadable` for what is no text.
    """
    file.seek(0)
    head = file.read(2)
    if head in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    found = "utf-8"
    while part := file.read(_PART):
        if b"\0" in part:
            raise Refused(422, "table_unreadable")
        if found == "utf-8":
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                found = "windows-1251"
    if found == "utf-8":
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            found = "windows-1251"
    return found


def text_of(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file as text from its beginning, ends of lines as they are."""
    file.seek(0)
    codec = {"utf-8": "utf-8-sig", "windows-1251": "cp1251"}.get(encoding, encoding)
    return io.TextIOWrapper(file, codec, "replace", newline="")


def let_go(text: io.TextIOWrapper, file: BinaryIO) -> None:
    """Leave the file to whoever opened it; he may have closed it by now."""
    if not file.closed:
        text.detach()


def clean(text: str, longest: int) -> str:
    """Trimmed, in one line; the apostrophe that keeps a table from reckoning is no part of it."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:longest]
    return line[1:] if line[:1] == "'" and line[1:2] in {"=", "+", "-", "@", "'"} else line


def _separator(file: BinaryIO, encoding: str) -> str:
    text = text_of(file, encoding)
    try:
        for line in text:
            if "\0" in line:
                raise Refused(422, "table_unreadable")
            if line.strip():
                return max(_SEPARATORS, key=line.count)
        return ";"
    finally:
        let_go(text, file)


def _csv_rows(sheet: Sheet) -> Iterator[Row]:
    text = text_of(sheet.file, sheet.encoding)
    try:
        reader = csv.reader(text, delimiter=sheet.separator)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if any("\0" in cell for cell in cells):
                    raise Refused(422, "table_unreadable")
                limits = sheet.limits
                yield (
                    reader.line_num,
                    tuple(clean(cell, limits.cell) for cell in cells[: limits.columns]),
                )
    except csv.Error as broken:
        raise Refused(422, "table_unreadable") from broken
    finally:
        let_go(text, sheet.file)


def _sheet_rows(sheet: Sheet) -> Iterator[Row]:
    """The first sheet; of formulas what they gave when the file was saved."""
    try:
        book = load_workbook(sheet.file, read_only=True, data_only=True, keep_links=False)
        try:
            first = book.worksheets[0]
            # What a file says of its own size may be a lie.
            first.reset_dimensions()
            empty = 0
            for number, cells in enumerate(first.iter_rows(values_only=True), start=1):
                texts = tuple(_text(cell, sheet.limits) for cell in cells[: sheet.limits.columns])
                empty = 0 if any(texts) else empty + 1
                if not empty:
                    yield number, texts
                if empty > 20_000:
                    return
        finally:
            book.close()
    except _BROKEN as broken:
        raise Refused(422, "table_unreadable") from broken


def _text(cell: object, limits: Limits) -> str:
    """A cell as people see it: `101.0` is 101."""
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
        case _:
            return clean(str(cell), limits.cell)


def _too_big(size: int) -> Refused:
    return Refused(413, "table_too_big", megabytes=size // 1024 // 1024)
