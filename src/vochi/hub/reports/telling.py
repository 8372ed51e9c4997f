"""Figures as people read them, in their language: of letters, printed reports and tables."""

from datetime import date

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.reports.tally import BACK, SPEED


def seconds(value: float, language: Language) -> str:
    """`40 s`, `2 min 5 s`, `3 h 20 min`."""
    whole = round(value)
    if whole < 60:
        return say("report.seconds", {"n": whole}, language)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        if not rest:
            return say("report.minutes", {"n": minutes}, language)
        return say("report.minutes_seconds", {"m": minutes, "s": rest}, language)
    hours, minutes = divmod(round(whole / 60), 60)
    if not minutes:
        return say("report.hours_of", {"n": hours}, language)
    return say("report.hours_minutes", {"h": hours, "m": minutes}, language)


def day(value: date, language: Language) -> str:
    """`23.11.2026`, in English `23 Nov 2026`."""
    return f"{value.day} {value:%b %Y}" if language == "en" else f"{value:%d.%m.%Y}"


def mark(first: date, step: str, language: Language) -> str:
    """Under a bar of a chart: `23.11`, of a month `11.2026`; in English `23 Nov`, `Nov 2026`."""
    if step == "month":
        return f"{first:%b %Y}" if language == "en" else f"{first:%m.%Y}"
    return f"{first.day} {first:%b}" if language == "en" else f"{first:%d.%m}"


def share(part: float, whole: float) -> str:
    """`37 %`; a dash of nothing."""
    return f"{part / whole * 100:.0f} %" if whole else "—"


def speed_part(place: int, language: Language) -> str:
    """A part of the speed of answer: `under 5 s`."""
    return _part(place, SPEED, 1, language)


def back_part(place: int, language: Language) -> str:
    """A part of how soon clients were called back."""
    return _part(place, BACK, 60, language)


def _part(place: int, edges: tuple[int, ...], unit: int, language: Language) -> str:
    if place == 0:
        return say("report.under", {"edge": seconds(edges[0] * unit, language)}, language)
    before = seconds(edges[place - 1] * unit, language)
    if place == len(edges):
        return say("report.over", {"edge": before}, language)
    edge = seconds(edges[place] * unit, language)
    return say("report.between", {"from": before, "edge": edge}, language)
