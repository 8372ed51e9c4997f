"""Alarms that stand now, as the boxes and rooms of the hub told them."""

from collections.abc import Callable
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from vochi.core.link import BoxAlarm
from vochi.hub.link.models import Box

#: Alarms of rooms of the hub, by company (`hub.hooks`).
SOURCES: list[Callable[[int], tuple[BoxAlarm, ...]]] = []
KEPT: TypeAdapter[tuple[BoxAlarm, ...]] = TypeAdapter(tuple[BoxAlarm, ...])


def of(company: int) -> tuple[BoxAlarm, ...]:
    """All alarms of the company."""
    found = list(of_boxes(company))
    for source in SOURCES:
        found += source(company)
    return tuple(found)


def of_boxes(company: int) -> tuple[BoxAlarm, ...]:
    """Those of its boxes, which alone know of lines; what an older box wrote otherwise is left
    out.
    """
    texts = Box.objects.of(company).order_by("pk").values_list("alarms", flat=True)
    return tuple(alarm for text in texts for alarm in _read(text))


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[BoxAlarm, ...]:
    try:
        return KEPT.validate_json(text)
    except ValidationError:
        return ()


def spent_lines(alarms: tuple[BoxAlarm, ...]) -> frozenset[str]:
    """Lines whose minutes of the day or of the SIM card's month are used up."""
    return frozenset(
        alarm.facts.get("who", "")
        for alarm in alarms
        if alarm.code == "line.month_used"
        or (alarm.code == "limit.reached" and alarm.facts.get("what") == "line")
    )


def resting_lines(alarms: tuple[BoxAlarm, ...]) -> frozenset[str]:
    """Lines that rest after bad calls."""
    codes = {"line.rests", "line.rests_last"}
    return frozenset(alarm.facts.get("line", "") for alarm in alarms if alarm.code in codes)
