"""The outbox: an event is written with the change that it tells of, or neither is."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from vochi.hub.desk.wake import BELL
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.payloads import Data, HookMessage
from vochi.hub.hooks.schemas import EventKind

_NAMES = uuid.UUID("6f0a4f0e-6d52-4b39-9d0c-6d1b3c2e7f10")


def listening(company: int) -> list[Hook]:
    """Hooks that events are kept for: those that are on, paused ones too."""
    return list(Hook.objects.of(company).filter(is_on=True))


@dataclass(frozen=True)
class Fact:
    """What happened; `key` is the same for the same fact, `subject` is what order is kept in."""

    kind: EventKind
    key: str
    subject: str
    data: Data


def put(company: int, hooks: list[Hook], fact: Fact) -> bool:
    """Write an event for those who want it; False: nobody does, or it is known.

    Inside the transaction of the change; whoever calls holds the company's row.
    """
    wanted = [hook for hook in hooks if fact.kind in hook.events]
    key = fact.key[:120]
    if not wanted or HookEvent.objects.of(company).filter(key=key).exists():
        return False
    at = timezone.now()
    uid = f"evt_{uuid.uuid5(_NAMES, f'{company}/{key}').hex}"
    message = HookMessage.model_construct(
        id=uid, type=fact.kind, at=at, company=company, data=fact.data
    )
    body = message.model_dump_json(by_alias=True, warnings=False)
    event = HookEvent.objects.add(
        company, uid=uid, key=key, kind=fact.kind, subject=fact.subject[:80], at=at, body=body
    )
    Delivery.objects.add_all([delivery(hook, event) for hook in wanted])
    transaction.on_commit(wake)
    return True


def delivery(hook: Hook, event: HookEvent) -> Delivery:
    """The event on its way to a hook, to be tried at once."""
    now = timezone.now()
    return Delivery(
        company_id=hook.company_id, hook=hook, event=event, subject=event.subject,
        since=now, next_at=now,
    )  # fmt: skip


def wake() -> None:
    """The worker of this process looks at once; those of others at their beat."""
    BELL.ring("hooks")
