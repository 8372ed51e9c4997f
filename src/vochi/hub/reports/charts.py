"""A chart on paper: calls in by day, week or month, what was answered below what was not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

_HIGH, _FOOT, _LEGEND = 38 * mm, 5 * mm, 6 * mm
_SIZE = 7.0
Anchor = Literal["start", "middle", "end"]
_GREY, _GRID = colors.HexColor("#666666"), colors.HexColor("#e4e4e4")
#: Wider bars than this look like blocks.
_WIDEST = 9 * mm
#: Bars at least so high that a reader sees that there was something.
_LEAST = 0.8


@dataclass(frozen=True)
class Series:
    """One colour of the bars: what it is of, and how many of it by bar."""

    name: str
    color: colors.Color
    counts: tuple[float, ...]


def bars(font: str, wide: float, labels: Sequence[str], series: Sequence[Series]) -> Drawing:
    """Stacked bars, the first series lowest, with an axis of round numbers and a legend above."""
    totals = [sum(counts) for counts in zip(*(one.counts for one in series), strict=True)]
    top, step = _scale(max(totals, default=0))
    drawing = Drawing(wide, _FOOT + _HIGH + _LEGEND)
    left = _width(f"{top:.0f}", font) + 5
    for mark in range(0, top + 1, step):
        up = _FOOT + _HIGH * mark / top
        drawing.add(Line(left, up, wide, up, strokeColor=_GRID, strokeWidth=0.5))
        drawing.add(_text(font, left - 4, up - 2.4, str(mark), "end"))
    slot = (wide - left) / max(len(labels), 1)
    bar = min(slot * 0.72, _WIDEST)
    for place in range(len(labels)):
        at, up = left + slot * (place + 0.5) - bar / 2, _FOOT
        for one in series:
            if count := one.counts[place]:
                high = max(_HIGH * count / top, _LEAST)
                drawing.add(_rect(at, up, bar, high, one.color))
                up += high
    widest = max((_width(label, font) for label in labels), default=0.0)
    every = next(n for n in range(1, len(labels) + 2) if n * slot >= widest + 8)
    for place in range(0, len(labels), every):
        drawing.add(_text(font, left + slot * (place + 0.5), 2, labels[place], "middle"))
    along = left
    for one in series:
        up = _FOOT + _HIGH + 7
        drawing.add(_rect(along, up - 0.5, 6, 6, one.color))
        drawing.add(_text(font, along + 9, up, one.name, "start"))
        along += 9 + _width(one.name, font) + 12
    return drawing


def _scale(most: float) -> tuple[int, int]:
    """The top of the axis and the step of its marks: 1, 2 or 5 of some power, at most 5 marks."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * 4 >= most:
                return max(-int(-most // step), 1) * step, step
        power *= 10


def _width(text: str, font: str) -> float:
    return float(stringWidth(text, font, _SIZE))


def _text(font: str, at: float, up: float, text: str, anchor: Anchor) -> String:
    return String(at, up, text, fontName=font, fontSize=_SIZE, fillColor=_GREY, textAnchor=anchor)


def _rect(left: float, down: float, wide: float, high: float, color: colors.Color) -> Rect:
    found = Rect(left, down, wide, high)
    found.fillColor, found.strokeColor = color, None
    return found
