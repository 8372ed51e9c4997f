"""What administrators do with webhooks."""

import asyncio
import json
import time
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from vochi.hub import cursor as cursors
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.courier import outside
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.hooks import outbox
from vochi.hub.hooks.address import target_of
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.payloads import HookMessage, HookPing
from vochi.hub.hooks.queue import QUEUE, keys_of
from vochi.hub.hooks.schemas import (
    DeliveryOut,
    DeliveryPage,
    DeliveryState,
    HookIn,
    HookOut,
    PeriodIn,
    ReplayedOut,
    TestOut,
    Why,
)
from vochi.hub.hooks.sending import Letter, send
from vochi.hub.hooks.signing import new_secret
from vochi.hub.offices.seal import seal
from vochi.hub.parcels.shown import common, page

#: Hooks that a company may have, and events that one replay of a period brings.
MOST_HOOKS, MOST_REPLAYED = 20, 10_000
#: Both secrets sign for so long after a rotation.
BOTH_COUNT = timedelta(days=1)


def every(who: Asker) -> list[HookOut]:
    """All hooks, the first made first."""
    who.must(Role.ADMINISTRATOR)
    rows = list(Hook.objects.of(who.company).order_by("pk"))
    return _out(who.company, rows)


def add(who: Asker, body: HookIn) -> HookOut:
    """Make one; its secret is in this answer and nowhere else. Raises Refused 422 `hook_url`,
    `hook_private_address`; 409 `too_many_hooks`.
    """
    who.must(Role.ADMINISTRATOR)
    target_of(body.url)
    secret = new_secret()
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        if Hook.objects.of(who.company).count() >= MOST_HOOKS:
            raise Refused(409, "too_many_hooks", most=MOST_HOOKS)
        row = Hook.objects.add(
            who.company, name=body.name, url=body.url, events=list(body.events), is_on=body.is_on,
            sealed=seal(secret), made_at=timezone.now(), made_by=who.account,
            maker=who.account.name or who.account.login,
        )  # fmt: skip
        record(who.company, "hook_added", who.account, f"hook/{row.pk}", who.address,
               name=body.name, host=_host(body.url))  # fmt: skip
    return _one(row).model_copy(update={"secret": secret})


def change(who: Asker, number: int, body: HookIn) -> HookOut:
    """Change it. Saying it is on makes a paused one go on. Raises Refused 404, 422 as `add`."""
    who.must(Role.ADMINISTRATOR)
    target_of(body.url)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        row = _find(who, number)
        was_paused = row.paused_at is not None
        row.name, row.url, row.is_on = body.name, body.url, body.is_on
        row.events = list(body.events)
        row.mend()
        row.save()
        QUEUE.hurry(row)
        record(who.company, "hook_changed", who.account, f"hook/{row.pk}", who.address,
               name=body.name, host=_host(body.url), is_on=body.is_on)  # fmt: skip
        if was_paused or not body.is_on:
            desk_alarms.tell(who.company)
        transaction.on_commit(outbox.wake)
    return _one(row)


def drop(who: Asker, number: int) -> None:
    """Throw it away with its deliveries. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        row = _find(who, number)
        record(who.company, "hook_dropped", who.account, f"hook/{row.pk}", who.address,
               name=row.name, host=_host(row.url))  # fmt: skip
        row.delete()
        desk_alarms.tell(who.company)


def rotate(who: Asker, number: int) -> HookOut:
    """Another secret; the old one signs as well for a day. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    secret = new_secret()
    with transaction.atomic():
        row = Hook.objects.of(who.company).select_for_update().filter(pk=number).first()
        if row is None:
            raise Refused(404, "not_found")
        row.old_sealed, row.sealed = row.sealed, seal(secret)
        row.old_until = timezone.now() + BOTH_COUNT
        row.save(update_fields=["sealed", "old_sealed", "old_until"])
        record(who.company, "hook_secret_changed", who.account, f"hook/{row.pk}", who.address,
               name=row.name)  # fmt: skip
    return _one(row).model_copy(update={"secret": secret})


def test(who: Asker, number: int) -> TestOut:
    """Send a message that means nothing, now, and tell what came of it. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    row = _find(who, number)
    now = timezone.now()
    message = HookMessage(
        id=f"evt_test_{time.time_ns()}", type="ping", at=now, company=who.company,
        data=HookPing(hello=row.name),
    )  # fmt: skip
    body = message.model_dump_json()
    letter = Letter(
        target=target_of(row.url), event_id=message.id, kind="ping", body=body.encode(),
        keys=keys_of(row, now), attempt=1,
    )  # fmt: skip

    async def once() -> TestOut:
        async with outside() as web:
            answer = await send(web, letter)
        return TestOut(
            ok=answer.is_ok, status=answer.status, why=answer.why, took_ms=answer.took_ms,
            answer=answer.said, body=body, signature=answer.signature,
        )  # fmt: skip

    return asyncio.run(once())


def deliveries(
    who: Asker, number: int, state: str | None, cursor: str | None, limit: int
) -> DeliveryPage:
    """What became of events, the newest first. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    rows = Delivery.objects.of(who.company).filter(hook=_find(who, number))
    if cursor:
        rows = rows.filter(event_id__lt=cursors.read(cursor)[1])
    found, last = page(rows.select_related("event").order_by("-event_id"), state, limit)
    return DeliveryPage(
        items=tuple(map(_told, found)),
        next=cursors.write(last.event.at, last.event_id) if last else None,
    )


def replay(who: Asker, number: int, delivery: int) -> DeliveryOut:
    """Tell an event once more, under its own id. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    hook = _find(who, number)
    rows = Delivery.objects.of(who.company).filter(hook=hook, pk=delivery)
    if not QUEUE.again(rows):
        raise Refused(404, "not_found")
    transaction.on_commit(outbox.wake)
    record(who.company, "hook_replayed", who.account, f"hook/{number}", who.address,
           delivery=delivery)  # fmt: skip
    return _told(rows.select_related("event").get())


def replay_period(who: Asker, number: int, body: PeriodIn) -> ReplayedOut:
    """Tell the events of a period again, those too that this hook never got; oldest first.

    Raises Refused 404, 422 `bad_period`, `too_many_events`.
    """
    who.must(Role.ADMINISTRATOR)
    hook = _find(who, number)
    if body.since > body.until:
        raise Refused(422, "bad_period")
    events = HookEvent.objects.of(who.company).filter(
        at__gte=body.since, at__lte=body.until, kind__in=hook.events
    )
    if events.count() > MOST_REPLAYED:
        raise Refused(422, "too_many_events", most=MOST_REPLAYED)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=who.company)
        had = Delivery.objects.of(who.company).filter(hook=hook, event__in=events)
        known = set(had.values_list("event_id", flat=True))
        count = QUEUE.again(had)
        fresh = [outbox.delivery(hook, each) for each in events if each.pk not in known]
        Delivery.objects.add_all(fresh)
        count += len(fresh)
        record(who.company, "hook_replayed", who.account, f"hook/{number}", who.address,
               since=body.since.isoformat(), until=body.until.isoformat(), count=count)  # fmt: skip
        transaction.on_commit(outbox.wake)
    return ReplayedOut(count=count)


def _find(who: Asker, number: int) -> Hook:
    row = Hook.objects.of(who.company).filter(pk=number).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _host(url: str) -> str:
    """What the audit log tells of an address: its path may hold somebody's key."""
    return urlsplit(url).hostname or ""


def _one(row: Hook) -> HookOut:
    return _out(row.company_id, [row])[0]


def _out(company: int, rows: list[Hook]) -> list[HookOut]:
    now = timezone.now()
    states = (
        Delivery.objects.of(company)
        .filter(hook__in=[row.pk for row in rows], state__in=("waiting", "dead"))
        .values_list("hook", "state")
        .annotate(count=Count("pk"))
    )
    counted = {(hook, state): count for hook, state, count in states}
    return [
        HookOut(
            id=row.pk, name=row.name, url=row.url, events=tuple(row.events), is_on=row.is_on,
            state="off" if not row.is_on else "paused" if row.paused_at else "on",
            failures=row.failures, failing_since=row.failing_since, last_at=row.last_at,
            last_status=row.last_status, last_why=cast("Why", row.last_why),
            waiting=counted.get((row.pk, "waiting"), 0),
            dead=counted.get((row.pk, "dead"), 0),
            made_at=row.made_at, made_by=row.maker,
            old_secret_until=_later(row.old_until, now),
        )
        for row in rows
    ]  # fmt: skip


def _later(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at > now else None


def _told(row: Delivery) -> DeliveryOut:
    event = row.event
    return DeliveryOut(
        **common(row), event_id=event.uid, kind=event.kind, subject=event.subject, at=event.at,
        state=cast("DeliveryState", row.state), status=row.status, why=cast("Why", row.why),
        took_ms=row.took_ms,
        body=json.dumps(json.loads(event.body), ensure_ascii=False, indent=2),
    )  # fmt: skip
