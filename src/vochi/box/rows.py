"""Rows of `cel.csv` cut out of a stream of bytes (CSV by RFC 4180).

A pure function of the bytes: however they were split into writes, the rows are the same. That is
why every row, whole or torn, is looked for inside a window of `ROW_LIMIT` bytes.
"""

import re
from dataclasses import dataclass

from vochi.core.calls.entry import CEL_FIELDS

#: A row longer than this is no row: Asterisk's own buffers are far smaller.
ROW_LIMIT = 64 * 1024

# Possessive quantifiers: hostile text cannot make the expression try again and again.
_FIELD = re.compile(rb'(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))(,|\r?\n)')
_UNFINISHED = re.compile(rb'(?:"(?:[^"]++|"")*+"?|[^",\r\n]*+)\r?\Z')
# What every row of Asterisk begins with: where a torn row may be followed by a whole one.
_HEAD = re.compile(rb'"[A-Z][A-Z0-9_]*+","')
_EVENT = re.compile(rb"[A-Z][A-Z0-9_]*+")


@dataclass(frozen=True)
class Row:
    """The values of one row, or None and the bytes when it is not a CEL row (torn, garbage)."""

    values: tuple[str, ...] | None
    raw: bytes


@dataclass(frozen=True)
class _Parsed:
    """`end` is one past the row; None: more bytes are needed. No values: it cannot be a row."""

    values: tuple[bytes, ...] | None
    end: int | None


def split_rows(data: bytes, *, final: bool = False) -> tuple[tuple[Row, ...], int]:
    """The whole rows at the beginning of `data`, and how many bytes they take.

    A row whose newline has not been written stays, unless `final` says that nothing will follow.
    A row torn by a full disk or a power cut is kept as bytes, and the whole row that the engine
    wrote right behind it is found again.
    """
    rows: list[Row] = []
    start = 0
    while start < len(data):
        row, end = _next(data, start)
        if row is None:
            break
        rows.append(row)
        start = end
    if final and start < len(data):
        rows.append(Row(values=None, raw=data[start:]))
        start = len(data)
    return tuple(rows), start


def decode(raw: bytes) -> str:
    r"""Text of any bytes: what is not UTF-8, and NUL, is kept as `\xNN`."""
    return raw.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _next(data: bytes, start: int) -> tuple[Row | None, int]:
    window = data[start : start + ROW_LIMIT]
    whole = _parse(window, 0)
    if whole.end is not None and _is_row(whole.values):
        raw = window[: whole.end]
        return Row(values=tuple(map(decode, whole.values or ())), raw=raw), start + whole.end
    is_full = len(window) == ROW_LIMIT
    if whole.end is None and whole.values is not None and not is_full:
        return None, start
    # Not a row. It ends where the next whole row begins, else behind its newline.
    until = whole.end if whole.values is not None and whole.end else _line_end(window)
    if until is None and not is_full:
        return None, start
    until = until or ROW_LIMIT
    for head in _HEAD.finditer(window, 1, until):
        found = _parse(window, head.start())
        if found.values is None:
            continue
        if found.end is None:
            if is_full:
                continue
            return None, start
        if _is_row(found.values):
            until = head.start()
            break
    return Row(values=None, raw=window[:until]), start + until


def _is_row(values: tuple[bytes, ...] | None) -> bool:
    # The event is checked too: a row torn right behind its first value joins it with the next's.
    return (
        values is not None
        and len(values) == len(CEL_FIELDS)
        and _EVENT.fullmatch(values[0]) is not None
    )


def _line_end(window: bytes) -> int | None:
    end = window.find(b"\n")
    return None if end < 0 else end + 1


def _parse(window: bytes, start: int) -> _Parsed:
    values: list[bytes] = []
    place = start
    while True:
        field = _FIELD.match(window, place)
        if field is None:
            is_open = _UNFINISHED.match(window, place) is not None
            return _Parsed(values=() if is_open else None, end=None)
        quoted, plain, mark = field.groups()
        values.append(plain if quoted is None else quoted.replace(b'""', b'"'))
        place = field.end()
        if mark != b",":
            return _Parsed(values=tuple(values), end=place)
