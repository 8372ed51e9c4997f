"""Tables that people take along: no cell of theirs ever reckons anything."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

_PHONE = re.compile(r"^\+[0-9]{5,15}$")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def harmless(cell: str) -> str:
    """A text that a table would take for a formula begins with an apostrophe."""
    if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _PHONE.match(cell):
        return f"'{cell}"
    return cell


def csv_parts(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """With a mark of UTF-8 and semicolons, as the tables of this part of the world open it."""
    yield b"\xef\xbb\xbf"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if text.tell() > 1 << 15:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def write_xlsx(rows: Iterable[Sequence[str]], widths: Sequence[int], out: BinaryIO) -> None:
    """One sheet whose first row is a heading; every cell is text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Vochi")
    for index, width in enumerate(widths[: len(_LETTERS)]):
        sheet.column_dimensions[_LETTERS[index]].width = width
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_printable(text))
            # Text, whatever it begins with; numbers of people are not reckoned with either.
            cell.data_type = "s"
            cell.number_format = "@"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    book.save(out)


def _printable(text: str) -> str:
    """XML has no room for control characters."""
    return "".join(c for c in text if c >= " " or c in "\t\n")[:32_000]
