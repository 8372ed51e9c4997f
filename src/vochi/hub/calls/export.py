"""The log as a table to take along: all calls that fit, in the asker's time and language."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import language_of, record
from vochi.hub.calls import search
from vochi.hub.calls.log_schemas import LogFilter
from vochi.hub.calls.schemas import CallRow
from vochi.hub.calls.streaming import Parts, from_file
from vochi.hub.offices.current import current
from vochi.hub.tables.writing import csv_parts, write_xlsx

#: Rows: a sheet of a workbook holds a million, but it is made whole before it is sent.
CSV_MOST: Final = 1_000_000
XLSX_MOST: Final = 100_000
_AT_ONCE: Final = 500
_COLUMNS: Final = (
    ("date", 11), ("time", 9), ("direction", 12), ("result", 14), ("name", 26), ("number", 18),
    ("employee", 24), ("extension", 8), ("department", 20), ("line", 18), ("waited", 10),
    ("talked", 10), ("recording", 8), ("message", 8), ("callback", 10), ("score", 8),
    ("source", 14), ("tags", 20),
)  # fmt: skip
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(who: Asker, filters: LogFilter, form: str, zone: ZoneInfo) -> HttpResponseBase:
    """The file, sent as it is made. The asking is written down."""
    language = language_of(who.account)
    asked = filters.model_dump(mode="json", exclude_none=True)
    record(who.company, "calls_exported", who.account, "calls", who.address, format=form, **asked)
    most = CSV_MOST if form == "csv" else XLSX_MOST
    rows = _table(who, filters, language, zone, most)
    if form == "csv":
        out: HttpResponseBase = Parts(csv_parts(rows))
    else:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
        write_xlsx(rows, [width for _, width in _COLUMNS], file)
        out = from_file(file)
    out["Content-Type"] = TYPES[form]
    out["Content-Disposition"] = f'attachment; filename="calls.{form}"'
    return out


def _table(
    who: Asker, filters: LogFilter, language: Language, zone: ZoneInfo, most: int
) -> Iterator[list[str]]:
    yield [say(f"log.{name}", {}, language) for name, _ in _COLUMNS]
    departments = {each.number: each.name for each in current(who.company).departments}
    cursor: str | None = None
    left = most
    while left > 0:
        limit = min(_AT_ONCE, left)
        wanted = filters.wanted(cursor, limit)
        found = search.newest(who.company, wanted, who.sight, limit)
        for row in search.with_cards(who.company, [each.row for each in found]):
            yield _cells(row, departments, language, zone)
        if len(found) < limit:
            return
        left -= len(found)
        cursor = cursors.write(found[-1].started_at, found[-1].pk)


def _cells(
    row: CallRow, departments: dict[str, str], language: Language, zone: ZoneInfo
) -> list[str]:
    at: datetime = row.started_at.astimezone(zone)
    who = row.employee or row.caller

    def mark(is_so: bool) -> str:
        return say("value.yes", {}, language) if is_so else ""

    return [
        f"{at:%Y-%m-%d}",
        f"{at:%H:%M:%S}",
        say(f"log.direction.{row.direction}", {}, language),
        say(f"log.result.{row.result}", {}, language) if row.result else "",
        row.client.name,
        row.client.number,
        who.name if who else "",
        who.extension if who else "",
        ", ".join(departments.get(number, number) for number in row.departments),
        row.line_name or "",
        f"{row.waited:.0f}",
        f"{row.talked:.0f}",
        mark(row.has_recording),
        mark(row.has_message),
        mark(row.callback_asked_at is not None),
        "" if row.score is None else str(row.score),
        row.source or "",
        ", ".join(row.tags),
    ]
