"""Whose turn it is among the events that hooks wait for, and what became of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.hooks.address import target_of
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.sending import TIMEOUT, Answer, Letter
from vochi.hub.offices.seal import unseal
from vochi.hub.parcels.health import Health
from vochi.hub.parcels.queue import KEPT, Queue, hold


def _in_turn(rows: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """Of one subject only the earliest that waits: events of a call keep their order."""
    earlier = rows.filter(subject=OuterRef("subject"), event_id__lt=OuterRef("event_id"))
    return rows.filter(~Exists(earlier))


QUEUE = Queue(
    Hook, Delivery, "hook", claim=timedelta(seconds=TIMEOUT + 5), at_once=8, order=("event_id",),
    along=("event",), ready=_in_turn, longest=timedelta(days=2),
)  # fmt: skip
HEALTH = Health(
    QUEUE, "hook",
    lambda hook: {"name": hook.name, "host": (urlsplit(hook.url).hostname or "")[:100]},
)  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A delivery that this hub has in hand; `letter` None: its address is no good any more."""

    hook: Hook
    delivery: Delivery
    letter: Letter | None


def claim(most: int) -> list[Job]:
    """Deliveries that are due, at most so many."""
    now = timezone.now()
    return [_job(hook, delivery, now) for hook, delivery in QUEUE.take(most)]


def settle(job: Job, answer: Answer) -> None:
    """Write down what came of it."""
    company = job.hook.company_id
    with transaction.atomic():
        hold(company)
        done = QUEUE.settle(
            job.delivery, answer, status=answer.status, took_ms=answer.took_ms, answer=answer.said
        )
        if done is not None:
            HEALTH.fared(job.hook, answer)
            Hook.objects.of(company).filter(pk=job.hook.pk).update(last_status=answer.status)


def sweep() -> None:
    """Events of more than a month ago go; what a paused hook still waits for is given up."""
    now = timezone.now()
    for company in Company.objects.values_list("pk", flat=True):
        old = HookEvent.objects.of(company).filter(at__lt=now - KEPT)
        if old.exists():
            old.delete()
        paused = Hook.objects.of(company).exclude(paused_at=None)
        QUEUE.give_up(company, QUEUE.to_any(company, paused))


def keys_of(hook: Hook, now: datetime) -> tuple[str, ...]:
    """The secret, and the one before while it still counts."""
    old = hook.old_until is not None and hook.old_until > now and hook.old_sealed
    return (unseal(hook.sealed), *((unseal(hook.old_sealed),) if old else ()))


def _job(hook: Hook, delivery: Delivery, now: datetime) -> Job:
    try:
        target = target_of(hook.url)
    except Refused:
        return Job(hook, delivery, None)
    event = delivery.event
    letter = Letter(
        target=target, event_id=event.uid, kind=event.kind, body=event.body.encode(),
        keys=keys_of(hook, now), attempt=delivery.tries + 1,
    )  # fmt: skip
    return Job(hook, delivery, letter)
