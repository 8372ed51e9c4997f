"""A table of people: read whole, for there are few of them."""

import io
from dataclasses import dataclass
from itertools import islice

from vochi.hub.answer import Refused
from vochi.hub.tables.reading import Limits, Row, open_sheet

#: Bytes of a file; a thousand people are some hundred thousand.
LARGEST = 5 * 1024 * 1024
_LIMITS = Limits(largest=LARGEST, inside=60 * 1024 * 1024)
MOST_ROWS = 1000


@dataclass(frozen=True)
class Table:
    """`rows` are texts by column, each with the number of its line in the file, from 1."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str
    encoding: str = ""
    separator: str = ""


def read_table(data: bytes) -> Table:
    """Read a file by what is in it, whatever it is called.

    Raises Refused 413 `table_too_big`, 422 `table_unreadable`, `table_empty`, `too_many_rows`.
    """
    sheet = open_sheet(io.BytesIO(data), _LIMITS)
    found = list(islice(sheet.rows(), MOST_ROWS + 2))
    if len(found) > MOST_ROWS + 1:
        raise Refused(422, "too_many_rows", most=MOST_ROWS)
    if len(found) < 2:
        raise Refused(422, "table_empty")
    (_, headings), *rows = found
    return Table(headings, tuple(rows), sheet.kind, sheet.encoding, sheet.separator)
