"""What webhooks tell, and what their API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Title
from vochi.hub.answer import Page
from vochi.hub.hooks.payloads import HookMessage
from vochi.hub.parcels.shown import ParcelOut

EventKind = Literal[
    "call.started", "call.ringing", "call.answered", "call.ended", "call.missed",
    "voicemail.left", "recording.ready", "sms.received", "sms.delivered", "sms.failed",
    "client.changed", "line.down", "line.up", "office.published",
]  # fmt: skip
KINDS: tuple[EventKind, ...] = get_args(EventKind)
#: `refused`: no connection; `private_address`: it leads into a network of ours that nobody
#: opened; `status`: an answer that is no 2xx.
Why = Literal[
    "", "refused", "timeout", "no_address", "private_address", "tls", "status", "redirect", "broken"
]
DeliveryState = Literal["waiting", "done", "dead"]


def _each_once(kinds: tuple[EventKind, ...]) -> tuple[EventKind, ...]:
    return tuple(kind for kind in KINDS if kind in kinds)


class HookIn(Frozen):
    """A subscription: where to, and to which kinds of events."""

    name: Title
    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    events: Annotated[
        tuple[EventKind, ...], Field(min_length=1, max_length=100), AfterValidator(_each_once)
    ]
    is_on: bool = True


class HookOut(HookIn):
    """A subscription and how it fares. `paused`: it failed for so long that trying was stopped.

    `waiting`, `dead`: so many events are on their way, or were given up. `secret` is told once,
    when it was made; `old_secret_until`: until then the secret before it signs as well.
    """

    id: int
    state: Literal["on", "off", "paused"]
    failures: int
    failing_since: datetime | None
    last_at: datetime | None
    last_status: int | None
    last_why: Why
    waiting: int
    dead: int
    made_at: datetime
    made_by: str
    old_secret_until: datetime | None
    secret: str | None = None


class DeliveryOut(ParcelOut):
    """An event on its way. `event_id` is what the receiver knows it by, the same every time."""

    event_id: str
    kind: str
    subject: str
    state: DeliveryState
    status: int | None
    why: Why
    took_ms: int | None
    body: str


class DeliveryPage(Page[DeliveryOut]):
    """Deliveries, newest first."""


class PeriodIn(Frozen):
    """Events of a period, both ends included, are told again; at most 10,000."""

    since: datetime
    until: datetime


class ReplayedOut(Frozen):
    """So many events are on their way again."""

    count: int


class TestOut(Frozen):
    """What became of a test message: it was answered with 2xx, or why not."""

    ok: bool
    status: int | None
    why: Why
    took_ms: int
    answer: str
    body: str
    signature: str


class EventOut(Frozen):
    """A kind of event, with an example of the message."""

    kind: EventKind
    example: HookMessage
