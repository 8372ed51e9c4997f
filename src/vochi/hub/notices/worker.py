"""The workers: one sends what is due, one hears what people write to bots."""

import asyncio
import logging
from datetime import timedelta

import httpx
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.courier import Courier, look, outside
from vochi.hub.notices import channels, contacts, mail, queue, telegram
from vochi.hub.notices.models import Channel
from vochi.hub.notices.outcome import Outcome
from vochi.hub.notices.queue import HEALTH, QUEUE, Job

log = logging.getLogger("vochi.hub.notices")
#: Two who ask one bot for updates disturb each other (409): one process does, for so long.
LEASE = timedelta(seconds=telegram.POLL + 20)
#: Seconds between two looks for bots to hear.
BEAT = 2.0
_REST = 15.0


def sender() -> Courier[Job]:
    """Sends what is due."""
    return Courier("notices", queue.claim, _do, next_due=QUEUE.next_due, sweep=queue.sweep)


async def _do(web: httpx.AsyncClient, job: Job) -> None:
    await look(queue.settle, job, await deliver(web, job))


async def deliver(web: httpx.AsyncClient, job: Job) -> Outcome:
    """Send one notice."""
    if job.letter is None:
        return Outcome(job.cannot)
    if job.server is not None:
        return await asyncio.to_thread(mail.send, job.server, job.letter)
    if job.chat is None:
        return Outcome("not_told")
    letter = job.letter
    return await telegram.send(
        web, job.token, job.chat, letter.subject, letter.text, files=letter.files
    )


class Listener:
    """Hears what is written to each company's bot, till it is cancelled."""

    def __init__(self) -> None:
        self._hearing: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Go on for ever; a bot that fails is left alone for a while."""
        async with outside() as web:
            try:
                while True:
                    try:
                        for row in await look(_bots):
                            if row not in self._hearing:
                                task = asyncio.create_task(self._hear(web, row))
                                self._hearing[row] = task
                    except Exception:
                        log.exception("bots wait")
                    await asyncio.sleep(BEAT)
            finally:
                for task in self._hearing.values():
                    task.cancel()
                await asyncio.gather(*self._hearing.values(), return_exceptions=True)

    async def _hear(self, web: httpx.AsyncClient, number: int) -> None:
        try:
            bot = await look(_lease, number)
            if bot is None:
                return
            company, token, told = bot
            heard = await telegram.updates(web, token, told)
            answers = await look(_take, company, number, heard)
            for chat, text in answers:
                await telegram.send(web, token, chat, "", text)
            if not heard.outcome.is_ok:
                await asyncio.sleep(heard.outcome.wait or _REST)
        except Exception:
            log.exception("a bot cannot be heard")
            await asyncio.sleep(_REST)
        finally:
            self._hearing.pop(number, None)


def _bots() -> list[int]:
    now = timezone.now()
    found: list[int] = []
    for company in Company.objects.values_list("pk", flat=True):
        rows = Channel.objects.of(company).filter(kind="telegram", is_on=True)
        free = Q(polled_until=None) | Q(polled_until__lt=now)
        found += rows.filter(free).values_list("pk", flat=True)
    return found


def _lease(number: int) -> tuple[int, str, int] | None:
    now = timezone.now()
    for company in Company.objects.values_list("pk", flat=True):
        rows = Channel.objects.of(company).filter(pk=number, is_on=True)
        free = rows.filter(Q(polled_until=None) | Q(polled_until__lt=now))
        if free.update(polled_until=now + LEASE) == 1:
            row = rows.get()
            return company, channels.bot_token(row), row.told
    return None


def _take(company: int, number: int, heard: telegram.Heard) -> list[tuple[int, str]]:
    """Read what was said; what is to be answered to whom. Told twice, it links once."""
    with transaction.atomic():
        Company.objects.select_for_update().filter(pk=company).first()
        row = Channel.objects.of(company).filter(pk=number).first()
        if row is None:
            return []
        if heard.outcome.is_ok:
            answers = [
                (each.chat, answer)
                for each in heard.said
                if (answer := contacts.answer_to(company, each)) is not None
            ]
            told = max(row.told, heard.last)
        else:
            answers, told = [], row.told
            if heard.outcome.why != "busy":
                HEALTH.fared(row, heard.outcome)
        Channel.objects.of(company).filter(pk=number).update(told=told, polled_until=None)
    return answers
