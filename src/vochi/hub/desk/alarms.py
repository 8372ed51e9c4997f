"""What boxes want a person to hear of at once."""

import json
from typing import get_args

from django.db import transaction
from pydantic import TypeAdapter, ValidationError

from vochi.core.link import BoxAlarm
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import AlarmOut, Alarms
from vochi.hub.link.models import Box

_KEPT: TypeAdapter[tuple[BoxAlarm, ...]] = TypeAdapter(tuple[BoxAlarm, ...])
LANGUAGES: tuple[Language, ...] = get_args(Language)


def put(box: Box, alarms: tuple[BoxAlarm, ...]) -> None:
    """Take over all alarms of a box, in place of those it had."""
    text = _KEPT.dump_json(alarms).decode("ascii", "backslashreplace")
    text = json.dumps(json.loads(text))  # ASCII: any database holds it
    with transaction.atomic():
        rows = Box.objects.of(box.company_id).filter(pk=box.pk)
        if rows.exclude(alarms=text).update(alarms=text):
            emit(box.company_id, "alarms", Alarms(alarms=of(box.company_id)))


def of(company: int) -> tuple[AlarmOut, ...]:
    """All alarms of the company's boxes."""
    found = []
    for text in Box.objects.of(company).order_by("pk").values_list("alarms", flat=True):
        try:
            kept = _KEPT.validate_json(text)
        except ValidationError:
            continue
        found += [
            AlarmOut(
                code=alarm.code,
                facts=alarm.facts,
                texts={language: say(alarm.code, alarm.facts, language) for language in LANGUAGES},
            )
            for alarm in kept
        ]
    return tuple(found)
