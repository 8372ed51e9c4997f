"""A report on paper: PDF, drawn here, with letters of its own in it; no browser is needed."""

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.companies.models import Company
from vochi.hub.reports import charts
from vochi.hub.reports.schemas import CallReportOut, ReportRow
from vochi.hub.reports.tally import BACK, SPEED
from vochi.hub.reports.telling import back_part, day, mark, seconds, share, speed_part
from vochi.hub.text import plain

_FONT, _BOLD = "Vochi", "Vochi-Bold"
_TEAL, _INK, _GREY = (
    colors.HexColor("#0e766e"),
    colors.HexColor("#222222"),
    colors.HexColor("#666666"),
)
_CORAL = colors.HexColor("#d8573c")
_LINE, _PALE = colors.HexColor("#dddddd"), colors.HexColor("#eef5f4")
#: Between the margins, less the padding of a frame of platypus on each side.
_WIDE = A4[0] - 32 * mm - 12
#: Rows of a table on paper: more of them are in the workbook.
_MOST = 40


@cache
def _fonts() -> None:
    here = Path(__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont(_FONT, here / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont(_BOLD, here / "DejaVuSans-Bold.ttf"))


def pdf(company: int, found: CallReportOut, language: Language) -> bytes:
    """The printed report."""
    _fonts()
    name = Company.objects.values_list("name", flat=True).get(pk=company)
    page = _Page(found, language)
    out = io.BytesIO()
    title = f"{say('report.title', {}, language)} · {plain(name, 80)}"
    document = SimpleDocTemplate(
        out, pagesize=A4, title=title, author="Vochi", leftMargin=16 * mm, rightMargin=16 * mm,
        topMargin=14 * mm, bottomMargin=16 * mm,
    )  # fmt: skip
    document.build(page.flow(title), onFirstPage=page.foot, onLaterPages=page.foot)
    return out.getvalue()


class _Page:
    def __init__(self, found: CallReportOut, language: Language) -> None:
        self.found, self.language = found, language
        self.now, self.before = found.total.now, found.total.before or {}

    def word(self, name: str, **facts: object) -> str:
        return say(f"report.{name}", facts, self.language)

    def flow(self, title: str) -> list[Flowable]:
        """What stands on the pages, in order."""
        found, language = self.found, self.language
        first, last = day(found.first, language), day(found.last, language)
        compared = self.word(
            "compared",
            first=day(found.before_first, language),
            last=day(found.before_last, language),
        )
        flow: list[Flowable] = [
            _text(title, 15, bold=True),
            _text(f"{self.word('period', first=first, last=last)} · {compared}", 9, color=_GREY),
        ]
        if found.is_limited:
            flow.append(_text(self.word("own"), 9, color=_GREY))
        flow += [Spacer(1, 4 * mm), self._headline(), Spacer(1, 5 * mm)]
        flow += self._section("totals", _table(self._totals(), (80, 30, 30)))
        if len(found.days) > 1 and self.now["came"]:
            flow += self._section(f"by_{found.step}", self._days())
        flow += self._section("hours", self._heat())
        flow += self._section("speed", _table(self._parts("speed"), (80, 30, 30)))
        if any(self.now[f"back{place}"] for place in range(len(BACK) + 1)):
            flow += self._section("backs", _table(self._parts("back"), (80, 30, 30)))
        if found.people:
            flow += self._section("people", _table(self._people(), (55, 24, 24, 38, 32)))
        for name, rows in (
            ("departments", found.departments), ("lines", found.lines), ("sources", found.sources),
        ):  # fmt: skip
            if rows:
                flow += self._section(name, _table(self._group(rows), (46, 25, 24, 27, 27, 24)))
        return flow

    def foot(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """The number of the page."""
        canvas.setFont(_FONT, 8)
        canvas.setFillColor(_GREY)
        canvas.drawRightString(A4[0] - 16 * mm, 9 * mm, self.word("page", page=document.page))

    def _section(self, name: str, body: Flowable) -> list[Flowable]:
        return [KeepTogether([_text(self.word(name), 11, bold=True), Spacer(1, 1.5 * mm), body]),
                Spacer(1, 5 * mm)]  # fmt: skip

    def _headline(self) -> Table:
        """The three figures that an owner looks at first."""
        now, before, found = self.now, self.before, self.found
        slowest = seconds(found.slowest.seconds, self.language) if found.slowest else "—"
        told = [
            (self.word("open"), f"{now['open']:.0f}", f"({before.get('open', 0):.0f})"),
            (self.word("answered_share"), share(now["answered"], now["came"]),
             f"({share(before.get('answered', 0), before.get('came', 0))})"),
            (self.word("slowest"), slowest, ""),
        ]  # fmt: skip
        cells = [
            [_text(title, 9, color=_GREY), _text(value, 20, bold=True), _text(was, 9, color=_GREY)]
            for title, value, was in told
        ]
        return Table([cells], colWidths=[_WIDE / 3] * 3, style=[
            ("BACKGROUND", (0, 0), (-1, -1), _PALE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("INNERGRID", (0, 0), (-1, -1), 3, colors.white),
            ("TOPPADDING", (0, 0), (-1, -1), 6), ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ])  # fmt: skip

    def _totals(self) -> list[list[str]]:
        names = ("came", "answered", "missed", "open", "back", "himself", "closed", "hidden",
                 "turned", "went", "got", "inside")  # fmt: skip
        rows = [[self.word(n), _n(self.now[n]), f"({_n(self.before.get(n, 0))})"] for n in names]
        talk, was = self.now["talk"], self.before.get("talk", 0)
        rows.append([self.word("talk"), seconds(talk, self.language),
                     f"({seconds(was, self.language)})"])  # fmt: skip
        if self.now["answered"]:
            wait = seconds(self.now["wait"] / self.now["answered"], self.language)
            rows.append([self.word("wait"), wait, ""])
        return rows

    def _parts(self, name: str) -> list[list[str]]:
        edges, part = (SPEED, speed_part) if name == "speed" else (BACK, back_part)
        counters = [f"{name}{place}" for place in range(len(edges) + 1)]
        total = sum(self.now[each] for each in counters)
        return [
            [part(place, self.language), _n(self.now[each]), share(self.now[each], total)]
            for place, each in enumerate(counters)
        ]

    def _people(self) -> list[list[str]]:
        heads = [self.word("name"), self.word("person_came"), self.word("person_went"),
                 self.word("person_missed"), self.word("talk")]  # fmt: skip
        rows = [
            [f"{row.name} · {row.key}", _n(row.now["came"]), _n(row.now["went"]),
             _n(row.now["missed"]), seconds(row.now["talk"], self.language)]
            for row in self.found.people[:_MOST]
        ]  # fmt: skip
        return [heads, *rows]

    def _group(self, found: tuple[ReportRow, ...]) -> list[list[str]]:
        heads = [self.word("name"), *(self.word(n) for n in ("came", "answered", "missed", "went")),
                 self.word("talk")]  # fmt: skip
        rows = [
            [row.name, *(_n(row.now[n]) for n in ("came", "answered", "missed", "went")),
             seconds(row.now["talk"], self.language)]
            for row in found[:_MOST]
        ]  # fmt: skip
        return [heads, *rows]

    def _days(self) -> Drawing:
        """Calls in that were answered and missed, by day, week or month."""
        found = self.found
        names = {"answered": _TEAL, "missed": _CORAL}
        return charts.bars(
            _FONT,
            _WIDE,
            [mark(row.first, found.step, self.language) for row in found.days],
            [
                charts.Series(self.word(name), color, tuple(row.now[name] for row in found.days))
                for name, color in names.items()
            ],
        )

    def _heat(self) -> Drawing:
        """Calls in and out by hour and weekday: the darker, the more."""
        calls = {(c.weekday, c.hour): c.now["came"] + c.now["went"] for c in self.found.hours}
        most = max(calls.values(), default=1) or 1
        left, high = 9 * mm, 5.4 * mm
        wide = (_WIDE - left) / 24
        drawing = Drawing(_WIDE, high * 8)
        for hour in range(24):
            drawing.add(_mark(left + (hour + 0.5) * wide, high * 7 + 4, str(hour)))
        for weekday in range(1, 8):
            down = high * (7 - weekday)
            drawing.add(String(0, down + 4, self.word(f"day{weekday}"), fontName=_FONT, fontSize=7,
                               fillColor=_GREY))  # fmt: skip
            for hour in range(24):
                number = calls.get((weekday, hour), 0)
                shade = colors.linearlyInterpolatedColor(_PALE, _TEAL, 0, most, number)
                drawing.add(_box(left + hour * wide, down, wide - 1, high - 1, shade))
                if number:
                    ink = colors.white if number > most / 2 else _INK
                    at = left + (hour + 0.5) * wide
                    drawing.add(_mark(at, down + 5, _n(number), ink, 5.5))
        return drawing


def _mark(at: float, up: float, text: str, color: colors.Color = _GREY, size: float = 7) -> String:
    return String(at, up, text, fontName=_FONT, fontSize=size, fillColor=color, textAnchor="middle")


def _box(left: float, down: float, wide: float, high: float, color: colors.Color) -> Rect:
    found = Rect(left, down, wide, high)
    found.fillColor, found.strokeColor = color, None
    return found


def _text(
    text: str, size: float, *, bold: bool = False, color: colors.Color = _INK
) -> Paragraph:  # fmt: skip
    style = ParagraphStyle("text", fontName=_BOLD if bold else _FONT, fontSize=size,
                           leading=size * 1.35, textColor=color)  # fmt: skip
    # Names are strangers' words: a paragraph would read tags in them.
    return Paragraph(escape(plain(text, 300)), style)


def _table(rows: list[list[str]], widths: tuple[int, ...]) -> Table:
    """A table whose first row is its heading when it has more than three columns."""
    has_head = len(widths) > 3
    cells: list[list[Flowable | str]] = [
        [_text(cell, 8.5, bold=has_head and number == 0) if place == 0 or number == 0 else cell
         for place, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]  # fmt: skip
    if not has_head:
        cells = [[_text(row[0], 8.5), *row[1:]] for row in rows]
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), _FONT, 8.5), ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
    ]  # fmt: skip
    return Table(cells, colWidths=[each * mm for each in widths], style=style, hAlign="LEFT",
                 repeatRows=1 if has_head else 0)  # fmt: skip


def _n(number: float) -> str:
    return f"{number:,.0f}".replace(",", "\u00a0")
