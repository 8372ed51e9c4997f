"""One request to one receiver of webhooks: signed, under the id of its event."""

import time
from dataclasses import dataclass

import httpx

from vochi.hub.hooks.address import Target
from vochi.hub.hooks.asking import Request, ask_for, shown
from vochi.hub.hooks.schemas import Why
from vochi.hub.hooks.signing import signature

#: Seconds for all of it: name, connection, answer.
TIMEOUT = 10.0
#: Bytes of the answer that are read and kept.
ANSWER = 1024


@dataclass(frozen=True)
class Letter:
    """What is to be sent: `body` as bytes, signed by each of `keys`."""

    target: Target
    event_id: str
    kind: str
    body: bytes
    keys: tuple[str, ...]
    attempt: int


@dataclass(frozen=True)
class Answer:
    """What came of it; `why` is empty for a 2xx."""

    status: int | None
    why: Why
    took_ms: int
    said: str = ""
    signature: str = ""
    wait: float | None = None

    @property
    def is_ok(self) -> bool:
        """Whether the receiver has it."""
        return self.why == ""


async def send(web: httpx.AsyncClient, letter: Letter) -> Answer:
    """Send it; a receiver's fault never raises."""
    signed = signature(letter.keys, int(time.time()), letter.body)
    headers = {
        "Content-Type": "application/json",
        "Accept": "*/*",
        "User-Agent": "Vochi-Hooks/1",
        "Vochi-Signature": signed,
        "Vochi-Event": letter.kind,
        "Vochi-Attempt": str(letter.attempt),
        "Idempotency-Key": letter.event_id,
    }
    asked = Request("POST", letter.target, letter.body, headers, TIMEOUT, ANSWER)
    reply = await ask_for(web, asked)
    said = shown(reply.body)[:ANSWER]
    return Answer(reply.status, reply.why, reply.took_ms, said, signed)
