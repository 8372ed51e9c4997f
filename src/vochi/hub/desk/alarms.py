"""What boxes want a person to hear of at once."""

import json
from typing import get_args

from django.db import transaction
from django.utils import timezone

from vochi.core.link import BoxAlarm
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.desk import standing, tiles
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import AlarmOut, Alarms
from vochi.hub.link.models import Box

LANGUAGES: tuple[Language, ...] = get_args(Language)


def put(box: Box, alarms: tuple[BoxAlarm, ...]) -> None:
    """Take over all alarms of a box, in place of those it had; lines show what limits hold them."""
    text = json.dumps(json.loads(standing.KEPT.dump_json(alarms)))  # ASCII: any database holds it
    with transaction.atomic():
        rows = Box.objects.of(box.company_id).filter(pk=box.pk)
        if rows.exclude(alarms=text).update(alarms=text):
            emit(box.company_id, "alarms", Alarms(alarms=of(box.company_id)))
            tiles.refresh(box.company_id, timezone.now())


def tell(company: int) -> None:
    """A room of the hub has other alarms now."""
    emit(company, "alarms", Alarms(alarms=of(company)))


def of(company: int) -> tuple[AlarmOut, ...]:
    """All alarms of the company."""
    return tuple(
        AlarmOut(
            code=alarm.code,
            facts=alarm.facts,
            texts={language: say(alarm.code, alarm.facts, language) for language in LANGUAGES},
        )
        for alarm in standing.of(company)
    )
