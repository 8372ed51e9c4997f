"""A report as a workbook. No cell reckons anything: a name is text, whatever it begins with."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.reports.schemas import CallReportOut, ReportRow
from vochi.hub.reports.tally import BACK, SPEED
from vochi.hub.reports.telling import back_part, day, speed_part

Cell = str | float | None
Rows = Iterable[Iterable[Any]]
_TOTALS = ("came", "answered", "missed", "open", "back", "himself", "closed", "hidden", "turned",
           "went", "got", "inside")  # fmt: skip
_GROUP = ("came", "answered", "missed", "open", "went", "got")
#: Hundredths of a minute are fine enough for a table.
_MINUTE = 60


def xlsx(company: int, found: CallReportOut, language: Language) -> bytes:  # noqa: ARG001 - as pdf
    """The workbook: totals, days, people, departments, lines, sources, hours."""
    book = Workbook(write_only=True)

    def word(name: str) -> str:
        return say(f"report.{name}", {}, language)

    minutes = f"{word('talk')}, {say('report.minutes', {'n': ''}, language).strip()}"
    _sheet(book, word("totals"), _totals(found, language, minutes), (52, 14, 14))
    _sheet(
        book,
        word("days"),
        [
            [word("first"), word("came"), word("answered"), word("missed"), word("went")],
            *([day(row.first, language), *(row.now[n] for n in ("came", "answered", "missed",
              "went"))] for row in found.days),
        ],
        (14, 12, 12, 12, 12),
    )  # fmt: skip
    _sheet(
        book,
        word("people"),
        [
            [word("name"), "№", word("person_came"), word("person_went"), word("person_missed"),
             minutes],
            *([row.name, row.key, row.now["came"], row.now["went"], row.now["missed"],
               round(row.now["talk"] / _MINUTE, 2)] for row in found.people),
        ],
        (32, 8, 12, 12, 26, 18),
    )  # fmt: skip
    for name, rows in (
        ("departments", found.departments), ("lines", found.lines), ("sources", found.sources),
    ):  # fmt: skip
        heads = [word("name"), "№", *(word(each) for each in _GROUP), minutes]
        _sheet(book, word(name), [heads, *map(_group, rows)], (32, 12, *[14] * 7))
    _sheet(book, word("hours")[:31], _hours(found, language), (8, *[7] * 24))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _totals(found: CallReportOut, language: Language, minutes: str) -> list[list[Cell]]:
    now, before = found.total.now, found.total.before or {}

    def period(first: str, last: str) -> str:
        return f"{first} — {last}"

    rows: list[list[Cell]] = [
        [
            say("report.title", {}, language),
            period(day(found.first, language), day(found.last, language)),
            period(day(found.before_first, language), day(found.before_last, language)),
        ]
    ]
    rows += [[say(f"report.{n}", {}, language), now[n], before.get(n)] for n in _TOTALS]
    rows.append([minutes, *(round(each.get("talk", 0) / _MINUTE, 2) for each in (now, before))])
    rows += [
        [f"{say('report.speed', {}, language)}: {speed_part(place, language)}",
         now[f"speed{place}"], before.get(f"speed{place}")]
        for place in range(len(SPEED) + 1)
    ]  # fmt: skip
    rows += [
        [f"{say('report.backs', {}, language)}: {back_part(place, language)}",
         now[f"back{place}"], before.get(f"back{place}")]
        for place in range(len(BACK) + 1)
    ]  # fmt: skip
    if found.is_limited:
        rows.append([say("report.own", {}, language)])
    return rows


def _group(row: ReportRow) -> list[Cell]:
    counted: list[Cell] = [row.now[name] for name in _GROUP]
    return [row.name, row.key, *counted, round(row.now["talk"] / _MINUTE, 2)]


def _hours(found: CallReportOut, language: Language) -> list[list[Cell]]:
    calls = {(c.weekday, c.hour): c.now["came"] + c.now["went"] for c in found.hours}
    heads: list[Cell] = ["", *(f"{hour}:00" for hour in range(24))]
    rows: list[list[Cell]] = [
        [say(f"report.day{weekday}", {}, language), *(calls.get((weekday, h)) for h in range(24))]
        for weekday in range(1, 8)
    ]
    return [heads, *rows]


def _sheet(book: Workbook, title: str, rows: Rows, widths: tuple[int, ...]) -> None:
    sheet = book.create_sheet(_title(title))
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place) if place < 26 else "A"].width = width
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)


def _title(text: str) -> str:
    """What Excel takes as a name of a sheet."""
    return "".join("-" if letter in "[]:*?/\\" else letter for letter in text)[:31]
