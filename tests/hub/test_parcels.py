"""What three rooms send outside by one queue: whose hands it is in, what a new hub finds."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.courier import look
from vochi.hub.crm.queue import QUEUE as CRM_CALLS
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.queue import QUEUE as DELIVERIES
from vochi.hub.notices.queue import QUEUE as POSTS
from vochi.hub.parcels import hands
from vochi.hub.parcels.queue import take_over

QUEUES = (DELIVERIES, CRM_CALLS, POSTS)
_HUB = """
import sys
from pathlib import Path
from django.conf import settings
from vochi.home import Home
settings.configure(HOME=Home(Path(sys.argv[1])))
from vochi.hub.parcels import hands
print(hands.mine(), flush=True)
sys.stdin.read()
"""


@contextmanager
def another_hub() -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A process that serves the same home; its name."""
    hub = subprocess.Popen(
        [sys.executable, "-c", _HUB, str(settings.HOME.root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert hub.stdout is not None
    try:
        yield hub.stdout.readline().strip(), hub
    finally:
        hub.kill()
        hub.communicate()


def waiting(company: Company, count: int) -> list[Delivery]:
    """Deliveries of different subjects that are due."""
    now = timezone.now()
    hook = Hook.objects.add(company, name="CRM", url="http://127.0.0.1:9/", sealed="", made_at=now)
    for number in range(count):
        subject = f"client/{number}"
        event = HookEvent.objects.add(
            company, uid=f"evt_{number}", key=subject, kind="client.changed", subject=subject,
            at=now, body="{}",
        )  # fmt: skip
        Delivery.objects.add(
            company, hook=hook, event=event, subject=subject, since=now, next_at=now
        )
    return list(Delivery.objects.of(company).order_by("pk"))


def in_hand(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> list[int]:
    """What the hub of this name takes."""
    with monkeypatch.context() as patch:
        patch.setattr(hands, "mine", lambda: name)
        return [delivery.pk for _, delivery in DELIVERIES.take(most)]


def test_a_new_hub_has_what_a_dead_one_had_in_hand(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9: free at once, not when the claim is over; what the living have in hand stays."""
    rows = waiting(company, 4)
    with another_hub() as (dead, process), another_hub() as (living, _):
        first = in_hand(monkeypatch, dead, 2)
        second = in_hand(monkeypatch, living, 1)
        mine = in_hand(monkeypatch, hands.mine(), 1)
        assert sorted(first + second + mine) == [row.pk for row in rows]
        assert take_over(*QUEUES) == 0  # all three live
        process.kill()
        process.wait()
        assert hands.gone() == (dead,)
        assert take_over(*QUEUES) == 2
        assert hands.gone() == ()
        assert sorted(in_hand(monkeypatch, hands.mine(), 4)) == sorted(first)
        kept = Delivery.objects.of(company).get(pk=second[0])
        assert (kept.claimed_by, kept.state) == (living, "waiting")
        assert take_over(*QUEUES) == 0


def test_what_nobody_settles_is_free_when_its_time_is_over(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub of another machine that died is not seen here: its claims end by themselves."""
    waiting(company, 1)
    (taken,) = in_hand(monkeypatch, "77.elsewhere", 5)
    assert in_hand(monkeypatch, hands.mine(), 5) == []
    Delivery.objects.of(company).update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert in_hand(monkeypatch, hands.mine(), 5) == [taken]


@pytest.mark.django_db(transaction=True)
async def test_the_hub_takes_over_before_it_works(
    office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole hub, as uvicorn starts it."""
    from vochi.hub.asgi import application

    def prepared() -> int:
        waiting(office, 1)
        with another_hub() as (dead, _):
            (taken,) = in_hand(monkeypatch, dead, 5)
        return taken

    number = await look(prepared)
    said: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    hub = asyncio.create_task(application({"type": "lifespan"}, said.get, heard.put))
    await said.put({"type": "lifespan.startup"})
    await heard.get()
    async with asyncio.timeout(20):
        while not await look(lambda: Delivery.objects.of(office).get(pk=number).tries):
            await asyncio.sleep(0.05)
    await said.put({"type": "lifespan.shutdown"})
    await hub


@pytest.mark.django_db(transaction=True)
def test_rows_of_before_are_kept(company: Company) -> None:
    """A database that is in use goes through the migration: nothing is lost, nothing told twice."""
    before = [(app, "0001_initial") for app in ("hooks", "crm", "notices")]
    after = [(app, "0002_parcels") for app in ("hooks", "crm", "notices")]
    now = timezone.now()
    common = {"company_id": company.pk, "since": now, "next_at": now}
    told = {"state": "done", "tries": 3, "replays": 1, "last_at": now, "why": "", "answer": "ok"}
    try:
        MigrationExecutor(connection).migrate(before)
        old = MigrationExecutor(connection).loader.project_state(before).apps

        def put(model: str, **fields: object) -> object:
            made: object = old.get_model(model)._base_manager.create(**fields)
            return made

        hook = put("hooks.Hook", company_id=company.pk, name="CRM", url="http://x/", sealed="s",
                   made_at=now, failures=7, failing_since=now, last_why="timeout")  # fmt: skip
        event = put("hooks.HookEvent", company_id=company.pk, uid="evt_1", key="k", at=now,
                    kind="call.ended", subject="call/1", body="{}")  # fmt: skip
        late = put("hooks.HookEvent", company_id=company.pk, uid="evt_2", key="l", at=now,
                   kind="call.ended", subject="call/2", body="{}")  # fmt: skip
        put("hooks.Delivery", hook=hook, event=event, subject="call/1", status=200, took_ms=4,
            **common, **told)  # fmt: skip
        put("hooks.Delivery", hook=hook, event=late, subject="call/2", **common)
        crm = put("crm.Crm", company_id=company.pk, kind="bitrix", host="x.bitrix24.by",
                  door="d", since=now)  # fmt: skip
        put("crm.CrmCall", crm=crm, call=5, at=now, told={"call_id": "E1"}, foreign="E1", wants=4,
            claimed_until=now, **common, **told)  # fmt: skip
        put("notices.Channel", company_id=company.pk, kind="mail", facts={"host": "m"})
        notice = put("notices.NoticeRow", company_id=company.pk, key="n", kind="missed", at=now,
                     subject="s", text="t")  # fmt: skip
        put("notices.Post", notice=notice, channel="mail", to="a@b.by", **common, **told)
    finally:
        MigrationExecutor(connection).migrate(after)
    delivery, other = Delivery.objects.of(company).order_by("pk")
    assert (delivery.state, delivery.tries, delivery.replays, delivery.answer) == (
        "done", 3, 1, "ok",
    )  # fmt: skip
    assert (delivery.status, delivery.took_ms, delivery.claimed_by) == (200, 4, "")
    fresh = Hook.objects.of(company).get()
    assert (fresh.failures, fresh.last_why, fresh.last_answer) == (7, "timeout", "")
    call = CRM_CALLS.parcels.objects.of(company).get()
    assert (call.foreign, call.told, call.wants) == ("E1", {"call_id": "E1"}, 4)
    post = POSTS.parcels.objects.of(company).get()
    assert (post.to, post.state, post.tries, post.claimed_by) == ("a@b.by", "done", 3, "")
    assert [taken.pk for _, taken in DELIVERIES.take(5)] == [other.pk]
