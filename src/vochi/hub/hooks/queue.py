"""What is due, whose turn it is, and what became of it. All of it in the database."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.hooks import backoff, health
from vochi.hub.hooks.address import target_of
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.outbox import KEPT
from vochi.hub.hooks.sending import TIMEOUT, Answer, Letter
from vochi.hub.offices.seal import unseal

#: Requests to one hook at once; one while it fails.
AT_ONCE = 8
#: A worker that does not come back loses what it had in hand.
CLAIM = timedelta(seconds=TIMEOUT + 5)
_DICE = random.SystemRandom()


@dataclass(frozen=True)
class Job:
    """A delivery that this worker has claimed; `letter` None: its address is no good any more."""

    company: int
    delivery: int
    hook: int
    letter: Letter | None


def claim(most: int) -> list[Job]:
    """Deliveries that are due, at most so many, claimed for whoever asks.

    Of one subject only the earliest that waits: events of a call keep their order.
    """
    now = timezone.now()
    jobs: list[Job] = []
    for company in Company.objects.values_list("pk", flat=True):
        hooks = Hook.objects.of(company).filter(is_on=True, paused_at=None)
        for hook in hooks.filter(Q(rest_until=None) | Q(rest_until__lte=now)):
            room = min(most - len(jobs), AT_ONCE if hook.failures == 0 else 1)
            jobs += [
                job
                for delivery in _due(hook, now)[: max(0, room - _in_hand(hook, now))]
                if (job := _claimed(hook, delivery, now)) is not None
            ]
    return jobs


def settle(job: Job, answer: Answer) -> None:
    """Write down what came of it."""
    now = timezone.now()
    with transaction.atomic():
        # The company before the hook, as everybody else locks them.
        Company.objects.select_for_update().filter(pk=job.company).first()
        hook = Hook.objects.of(job.company).filter(pk=job.hook).first()
        rows = Delivery.objects.of(job.company).filter(pk=job.delivery, state="waiting")
        delivery = rows.first()
        if hook is None or delivery is None:
            return
        tries = delivery.tries + 1
        is_dead = not answer.is_ok and now - delivery.since > backoff.DEAD_AFTER
        rows.update(
            state="done" if answer.is_ok else "dead" if is_dead else "waiting",
            tries=tries,
            next_at=now + backoff.delay(tries, _DICE.random()),
            claimed_until=None,
            last_at=now,
            status=answer.status,
            why=answer.why,
            took_ms=answer.took_ms,
            answer=answer.text,
        )
        if answer.is_ok:
            health.succeeded(hook, now)
        else:
            health.failed(hook, now, answer.why)
        Hook.objects.of(job.company).filter(pk=hook.pk).update(last_status=answer.status)
        if is_dead:
            desk_alarms.tell(job.company)


def sweep() -> None:
    """Events of more than a month ago go; what a paused hook still waits for is given up."""
    now = timezone.now()
    for company in Company.objects.values_list("pk", flat=True):
        old = HookEvent.objects.of(company).filter(at__lt=now - KEPT)
        if old.exists():
            old.delete()
        late = Delivery.objects.of(company).filter(
            state="waiting", hook__paused_at__isnull=False, since__lt=now - backoff.DEAD_AFTER
        )
        if late.update(state="dead", last_at=now):
            with transaction.atomic():
                desk_alarms.tell(company)


def next_due() -> float:
    """Seconds till something may be due; at most a minute."""
    now = timezone.now()
    soonest = 60.0
    for company in Company.objects.values_list("pk", flat=True):
        hooks = Hook.objects.of(company).filter(is_on=True, paused_at=None)
        if not hooks.exists():
            continue
        waiting = Delivery.objects.of(company).filter(state="waiting", hook__in=hooks)
        due = waiting.order_by("next_at").values_list("next_at", flat=True).first()
        if due is not None:
            soonest = min(soonest, max(0.2, (due - now).total_seconds()))
    return soonest


def keys_of(hook: Hook, now: datetime) -> tuple[str, ...]:
    """The secret, and the one before while it still counts."""
    old = hook.old_until is not None and hook.old_until > now and hook.old_sealed
    return (unseal(hook.sealed), *((unseal(hook.old_sealed),) if old else ()))


def _due(hook: Hook, now: datetime) -> list[Delivery]:
    rows = Delivery.objects.of(hook.company_id).filter(hook=hook, state="waiting")
    earlier = rows.filter(subject=OuterRef("subject"), event_id__lt=OuterRef("event_id"))
    return list(
        rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now), next_at__lte=now)
        .filter(~Exists(earlier))
        .select_related("event")
        .order_by("event_id")[:AT_ONCE]
    )


def _in_hand(hook: Hook, now: datetime) -> int:
    rows = Delivery.objects.of(hook.company_id).filter(hook=hook, state="waiting")
    return rows.filter(claimed_until__gte=now).count()


def _claimed(hook: Hook, delivery: Delivery, now: datetime) -> Job | None:
    rows = Delivery.objects.of(hook.company_id).filter(pk=delivery.pk, state="waiting")
    free = rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
    if free.update(claimed_until=now + CLAIM) != 1:
        return None
    try:
        target = target_of(hook.url)
    except Refused:
        return Job(hook.company_id, delivery.pk, hook.pk, None)
    event = delivery.event
    letter = Letter(
        target=target, event_id=event.uid, kind=event.kind, body=event.body.encode(),
        keys=keys_of(hook, now), attempt=delivery.tries + 1,
    )  # fmt: skip
    return Job(hook.company_id, delivery.pk, hook.pk, letter)
