"""What the messages' API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import LineId, Title
from vochi.hub.answer import Page

#: `received` is the state of every message that came in.
SmsRowState = Literal["queued", "sending", "sent", "delivered", "failed", "unknown", "received"]

#: The number of a thread: E.164, a short number, or the name of a sender such as `A1`.
ThreadName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
MessageId = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class SmsRow(Frozen):
    """A message. `number` names its thread; `text` is what a stranger may have written: data only.

    `why` (worded in `why_text`) and the network's `code` say why it failed, waits or is unknown.
    `whole` false: a part of it never came. `at` is when it was asked for or came in. `by` is who
    asked; `call_id` is the call in the log that it belongs to.
    """

    id: str
    dir: Literal["in", "out"]
    state: SmsRowState
    why: str
    why_text: str
    code: int | None
    text: str
    number: str
    pretty: str
    name: str
    client_id: int | None
    line: str | None
    line_name: str | None
    iccid: str | None
    parts: int | None
    whole: bool
    at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    origin: str
    by: str
    call_id: int | None


class SmsThreadOut(Frozen):
    """All messages with one number; `unread` of them nobody has read. `stopped`: he asked for no
    more messages but those that a person writes.
    """

    number: str
    pretty: str
    name: str
    client_id: int | None
    last: SmsRow
    unread: int
    stopped: bool


class SmsThreadPage(Page[SmsThreadOut]):
    """Threads, the one with the newest message first."""


class SmsPage(Page[SmsRow]):
    """Messages of a thread, newest first."""

    stopped: bool


class SmsIn(Frozen):
    """A message to send. `to` as people write numbers; `line` None: the box chooses the SIM.

    `id` (32 hex digits, made by the asker) makes it safe to ask again after a broken connection:
    the same id is the same message.
    """

    to: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
    text: Annotated[str, StringConstraints(max_length=5000)]
    line: LineId | None = None
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = None


class SmsTemplateOut(Frozen):
    """A text that people send often; what stands in `{...}` they fill in themselves."""

    name: Title
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class SmsTemplatesIn(Frozen):
    """All of them, in place of those that there were."""

    templates: Annotated[tuple[SmsTemplateOut, ...], Field(max_length=100)]


class CountIn(Frozen):
    """A text to count."""

    text: Annotated[str, StringConstraints(max_length=5000)]


class CountOut(Frozen):
    """What a text costs: `parts` of the network, characters `left` in the last of them. `most` is
    how many parts a message may have.
    """

    encoding: Literal["gsm7", "ucs2"]
    parts: int
    left: int
    most: int
