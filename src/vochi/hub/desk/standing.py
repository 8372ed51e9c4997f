"""Alarms that stand now, as the boxes told them."""

from pydantic import TypeAdapter, ValidationError

from vochi.core.link import BoxAlarm
from vochi.hub.link.models import Box

KEPT: TypeAdapter[tuple[BoxAlarm, ...]] = TypeAdapter(tuple[BoxAlarm, ...])


def of(company: int) -> tuple[BoxAlarm, ...]:
    """All alarms of the company's boxes; what an older box wrote otherwise is left out."""
    found: list[BoxAlarm] = []
    for text in Box.objects.of(company).order_by("pk").values_list("alarms", flat=True):
        try:
            found += KEPT.validate_json(text)
        except ValidationError:
            continue
    return tuple(found)


def spent_lines(company: int) -> frozenset[str]:
    """Lines whose minutes of the day or of the SIM card's month are used up."""
    return frozenset(
        alarm.facts.get("who", "")
        for alarm in of(company)
        if alarm.code == "line.month_used"
        or (alarm.code == "limit.reached" and alarm.facts.get("what") == "line")
    )


def resting_lines(company: int) -> frozenset[str]:
    """Lines that rest after bad calls."""
    codes = {"line.rests", "line.rests_last"}
    return frozenset(alarm.facts.get("line", "") for alarm in of(company) if alarm.code in codes)
