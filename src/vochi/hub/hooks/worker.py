"""The worker of webhooks: what was on its way when it was killed is sent again, under its id."""

import httpx

from vochi.hub.courier import Courier, look
from vochi.hub.hooks import queue
from vochi.hub.hooks.queue import QUEUE, Job
from vochi.hub.hooks.sending import Answer, send

#: Requests of this process at once.
AT_ONCE = 32


def sender() -> Courier[Job]:
    """Sends what is due."""
    return Courier(
        "hooks", queue.claim, _do, next_due=QUEUE.next_due, sweep=queue.sweep, at_once=AT_ONCE
    )


async def _do(web: httpx.AsyncClient, job: Job) -> None:
    unsent = Answer(None, "private_address", 0)
    answer = await send(web, job.letter) if job.letter is not None else unsent
    await look(queue.settle, job, answer)
