"""How hooks fare: what failed for long rests, then is paused, and a person hears of it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from vochi.core.link import BoxAlarm
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.hooks import backoff
from vochi.hub.hooks.models import Delivery, Hook

#: An event that was given up is told of for so long.
_TOLD = timedelta(days=2)


def alarms(company: int) -> tuple[BoxAlarm, ...]:
    """Hooks that are paused, and those whose events were given up lately."""
    found: list[BoxAlarm] = []
    for hook in Hook.objects.of(company).filter(is_on=True):
        facts = {"name": hook.name, "host": (urlsplit(hook.url).hostname or "")[:100]}
        if hook.paused_at is not None:
            found.append(BoxAlarm(code="hook.paused", facts=facts))
        since = timezone.now() - _TOLD
        dead = Delivery.objects.of(company).filter(hook=hook, state="dead", last_at__gt=since)
        count = dead.count()
        if count:
            found.append(BoxAlarm(code="hook.dead", facts=facts | {"count": str(count)}))
    return tuple(found)


def succeeded(hook: Hook, now: datetime) -> None:
    """It answers: what waited for it does not wait any longer."""
    rows = Hook.objects.of(hook.company_id).filter(pk=hook.pk)
    was = rows.values("failures", "paused_at").first()
    rows.update(
        failures=0, failing_since=None, rest_until=None, paused_at=None,
        last_at=now, last_why="",
    )  # fmt: skip
    if was and was["failures"]:
        waiting = Delivery.objects.of(hook.company_id).filter(hook=hook, state="waiting")
        waiting.filter(next_at__gt=now).update(next_at=now)
    if was and was["paused_at"]:
        desk_alarms.tell(hook.company_id)


def failed(hook: Hook, now: datetime, why: str) -> None:
    """One more failure in a row."""
    fresh = Hook.objects.of(hook.company_id).select_for_update().filter(pk=hook.pk).first()
    if fresh is None:
        return
    fresh.failures += 1
    fresh.failing_since = fresh.failing_since or now
    fresh.rest_until = backoff.rest(fresh.failures, now)
    fresh.last_at, fresh.last_why = now, why
    has_failed_long = now - fresh.failing_since >= backoff.PAUSE_AFTER
    is_paused = (
        fresh.paused_at is None and has_failed_long and fresh.failures >= backoff.PAUSE_FAILURES
    )
    if is_paused:
        fresh.paused_at = now
    fresh.save(
        update_fields=[
            "failures", "failing_since", "rest_until", "last_at", "last_why", "paused_at",
        ]
    )  # fmt: skip
    if is_paused:
        desk_alarms.tell(hook.company_id)
