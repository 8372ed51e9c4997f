"""The worker against receivers that fail, dawdle, hang up and lie: nothing is lost, order kept."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account
from vochi.hub.companies.models import Company
from vochi.hub.courier import outside
from vochi.hub.desk.alarms import of as alarms_of
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import ClientChanged
from vochi.hub.hooks import outbox, queue, sending, services
from vochi.hub.hooks.models import Delivery, Hook, HookEvent
from vochi.hub.hooks.payloads import HookClient
from vochi.hub.hooks.schemas import HookIn, PeriodIn
from vochi.hub.hooks.worker import sender
from vochi.hub.parcels import backoff

from .receiver import check_signature, receiver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOOK_NETWORKS", ("127.0.0.0/8",))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days in milliseconds."""
    monkeypatch.setattr(backoff, "delay", lambda tries, chance: timedelta(milliseconds=20))
    monkeypatch.setattr(backoff, "rest", lambda failures, now: None)


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    task = asyncio.create_task(sender().run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def db(function: Callable[..., Any], *args: Any) -> Any:
    return await sync_to_async(function)(*args)


def owner(company: Company) -> Asker:
    account = Account.objects.filter(company=company).first()
    assert account is not None
    return Asker(account, "127.0.0.1", None)


def hook(company: Company, url: str, *kinds: str) -> Any:
    body = HookIn(name="CRM", url=url, events=kinds or ("client.changed",))
    return services.add(owner(company), body)


def tell(company: Company, subject: str, count: int, first: int = 0) -> list[str]:
    """Events of one subject, each in a transaction of its own; their ids in order."""
    before = set(HookEvent.everything.values_list("uid", flat=True))
    for number in range(first, first + count):
        data = HookClient(id=number, name=subject, company_name="", phones=())
        fact = outbox.Fact("client.changed", f"{subject}/{number}", subject, data)
        with transaction.atomic():
            outbox.put(company.pk, outbox.listening(company.pk), fact)
    rows = HookEvent.everything.order_by("pk").exclude(uid__in=before)
    return list(rows.values_list("uid", flat=True))


async def settled(count: int) -> None:
    async with asyncio.timeout(15):
        while await db(Delivery.everything.filter(state="done").count) < count:
            await asyncio.sleep(0.02)


async def test_a_message_is_signed_and_bears_its_id(office: Company, hang_up: None) -> None:
    async with receiver() as it, working():
        made = await db(hook, office, it.url)
        (uid,) = await db(tell, office, "client/1", 1)
        await it.until(1)
        (heard,) = it.heard
        assert heard.id == heard.message["id"] == uid
        assert heard.headers["vochi-event"] == "client.changed"
        assert heard.headers["host"] == f"127.0.0.1:{it.port}"
        signed = heard.headers["vochi-signature"]
        assert check_signature(made.secret, signed, heard.body, time.time())
        assert not check_signature("whsec_other", signed, heard.body, time.time())
        await settled(1)
    row = await db(Delivery.everything.get)
    assert (row.state, row.status, row.answer, row.tries) == ("done", 200, "ok", 1)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_the_receiver_does_all_come_in_order(
    office: Company, hang_up: None, quick: None, seed: int
) -> None:
    """Property: each event at least once, the same id, and within a subject in its order."""
    dice = random.Random(seed)

    async def behave(number: int) -> int | None:
        chance = dice.random()
        if chance < 0.1:
            return None  # hangs up after it has read: it may have taken it
        if chance < 0.4:
            return dice.choice((500, 503, 404, 301, 429))
        await asyncio.sleep(dice.random() * 0.01)
        return dice.choice((200, 201, 204))

    wanted: dict[str, list[str]] = {}
    async with receiver(behave) as it, working():
        await db(hook, office, it.url)
        for subject in ("call/1", "call/2", "call/3"):
            wanted[subject] = await db(tell, office, subject, 6)
        await it.until(18)
        await settled(18)
    taken: dict[str, list[str]] = defaultdict(list)
    for heard in it.taken:
        subject = heard.message["data"]["name"]
        if heard.id not in taken[subject]:
            taken[subject].append(heard.id)
    assert taken == wanted
    for heard in it.heard:
        assert heard.message["id"] == heard.id


async def test_a_worker_that_was_killed_loses_nothing(
    office: Company, hang_up: None, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed with requests on their way: the next one sends them again under their ids."""
    soon = replace(queue.QUEUE, claim=timedelta(seconds=0.5))
    monkeypatch.setattr(queue, "QUEUE", soon)
    slow = asyncio.Event()

    async def behave(number: int) -> int:
        await slow.wait()
        return 200

    async with receiver(behave) as it:
        await db(hook, office, it.url)
        ids = await db(tell, office, "call/1", 3)
        first = asyncio.create_task(sender().run())
        async with asyncio.timeout(10):
            while not await db(Delivery.everything.exclude(claimed_until=None).count):
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
        first.cancel()  # nothing is written down
        await asyncio.gather(first, return_exceptions=True)
        assert await db(Delivery.everything.filter(state="waiting").count) == 3
        slow.set()
        async with working():
            await settled(3)
        assert list(dict.fromkeys(each.id for each in it.taken)) == ids


async def test_one_that_dawdles_holds_up_nobody_else(office: Company, hang_up: None) -> None:
    async def dawdle(number: int) -> int:
        await asyncio.sleep(30)
        return 200

    async with receiver(dawdle) as slow, receiver() as quick_one, working():
        await db(hook, office, slow.url)
        await db(hook, office, quick_one.url)
        began = time.monotonic()
        for number in range(10):
            await db(tell, office, f"client/{number}", 1)
        await quick_one.until(10, 5)
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("status", "why"), [(500, "status"), (302, "redirect"), (None, "broken"), (410, "status")]
)
async def test_what_is_not_taken_is_tried_again(
    office: Company, hang_up: None, quick: None, status: int | None, why: str
) -> None:
    async def behave(number: int) -> int | None:
        return status if number < 3 else 200

    async with receiver(behave) as it, working():
        await db(hook, office, it.url)
        (uid,) = await db(tell, office, "client/1", 1)
        await settled(1)
        assert {each.id for each in it.heard} == {uid}
        assert [each.headers["vochi-attempt"] for each in it.heard] == ["1", "2", "3", "4"]
    assert why in {"status", "redirect", "broken"}


async def test_an_answer_is_read_and_kept_within_bounds(office: Company, hang_up: None) -> None:
    async with receiver() as it, working():
        it.answer = b"\x00\x1b[31m" + b"A" * 5_000_000
        await db(hook, office, it.url)
        await db(tell, office, "client/1", 1)
        await settled(1)
    row = await db(Delivery.everything.get)
    assert len(row.answer) <= sending.ANSWER
    assert "\x00" not in row.answer
    assert "\x1b" not in row.answer


async def test_addresses_inside_are_never_called(
    office: Company, hang_up: None, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened when it was made, closed since; and a name that leads inside."""
    async with receiver() as it:
        await db(hook, office, it.url)
        monkeypatch.setattr(settings, "HOOK_NETWORKS", ())
        await db(tell, office, "client/1", 1)
        async with working(), asyncio.timeout(10):
            while (row := await db(Delivery.everything.get)).tries == 0:
                await asyncio.sleep(0.02)
        assert (row.why, row.state) == ("private_address", "waiting")
        named = sending.Letter(
            sending.Target("http", "localhost.localdomain", it.port, "/"),
            "e", "k", b"{}", ("s",), 1,
        )  # fmt: skip
        async with outside() as web:
            answer = await sending.send(web, named)
        assert answer.why in {"private_address", "no_address"}
        assert it.heard == []


async def test_what_fails_for_long_rests_is_paused_and_given_up_with_an_alarm(
    office: Company, hang_up: None, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "PAUSE_AFTER", timedelta(seconds=0.3))
    monkeypatch.setattr(backoff, "PAUSE_FAILURES", 5)

    async def behave(number: int) -> int:
        return 500 if failing else 200

    failing = True
    async with receiver(behave) as it, working():
        made = await db(hook, office, it.url)
        await db(tell, office, "client/1", 2)
        async with asyncio.timeout(15):
            while (row := await db(Hook.everything.get)).paused_at is None:
                await asyncio.sleep(0.02)
        assert {a.code for a in await db(alarms_of, office.pk)} == {"hook.paused"}
        tried = len(it.heard)
        await db(tell, office, "client/1", 1, 5)  # kept all the same
        await asyncio.sleep(0.3)
        assert len(it.heard) <= tried + 1
        failing = False
        body = HookIn(name="CRM", url=it.url, events=("client.changed",))
        await db(services.change, await db(owner, office), made.id, body)
        await settled(3)
    row = await db(Hook.everything.get)
    assert (row.paused_at, row.failures) == (None, 0)
    assert await db(alarms_of, office.pk) == ()


async def test_what_nobody_took_for_days_is_dead_and_can_be_told_again(
    office: Company, hang_up: None, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "DEAD_AFTER", timedelta(seconds=0.2))
    failing = True

    async def behave(number: int) -> int:
        return 500 if failing else 200

    async with receiver(behave) as it, working():
        made = await db(hook, office, it.url)
        ids = await db(tell, office, "client/1", 2)
        async with asyncio.timeout(15):
            while await db(Delivery.everything.filter(state="dead").count) < 2:
                await asyncio.sleep(0.02)
        (alarm,) = await db(alarms_of, office.pk)
        assert (alarm.code, alarm.facts["count"]) == ("hook.dead", "2")
        failing = False
        who = await db(owner, office)
        one = await db(Delivery.everything.order_by("event_id").first)
        await db(services.replay, who, made.id, one.pk)
        await it.until(1)
        now = timezone.now()
        period = PeriodIn(since=now - timedelta(hours=1), until=now)
        assert (await db(services.replay_period, who, made.id, period)).count == 2
        await it.until(2)
        await settled(2)
        assert {each.id for each in it.taken} == set(ids)
        later = await db(hook, office, it.url)
        assert (await db(services.replay_period, who, later.id, period)).count == 2
        await settled(4)


async def test_the_test_button_tells_what_came_of_it(office: Company, hang_up: None) -> None:
    async with receiver() as it:
        made = await db(hook, office, it.url)
        who = await db(owner, office)

        def press() -> Any:
            return services.test(who, made.id)

        told = await asyncio.to_thread(_and_hang_up, press)
        assert (told.ok, told.status, told.answer) == (True, 200, "ok")
        assert it.heard[0].message["type"] == "ping"
    dead = await asyncio.to_thread(_and_hang_up, press)
    assert (dead.ok, dead.why) == (False, "refused")


def _and_hang_up(what: Callable[[], Any]) -> Any:
    try:
        return what()
    finally:
        connections.close_all()


async def test_ten_events_a_second_do_not_slow_the_desk(office: Company, hang_up: None) -> None:
    """Three receivers, one of them dead and one slow: a change takes no longer to be told."""

    async def slow(number: int) -> int:
        await asyncio.sleep(1)
        return 200

    def one(number: int) -> float:
        began = time.perf_counter()
        emit(office.pk, "client", ClientChanged(id=number))
        return time.perf_counter() - began

    async def some(count: int, first: int) -> float:
        took = []
        for number in range(count):
            took.append(await db(one, first + number))
            await asyncio.sleep(0.1)
        return sorted(took)[count // 2]

    without = await some(15, 1)
    async with receiver(slow) as dawdling, receiver() as good, working():
        for url in (dawdling.url, good.url, "http://127.0.0.1:1/"):
            await db(hook, office, url)
        with_hooks = await some(30, 100)
        await good.until(30)
    assert with_hooks < 3 * without + 0.03
