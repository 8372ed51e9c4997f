"""What the API of mailings takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import LineId, Slug, Title
from vochi.hub.answer import Page

MailingState = Literal["running", "paused", "stopped", "done"]
#: Why somebody gets none: refused by the box's own rules, or by those of mailings.
SkippedWhy = Literal[
    "opted_out", "blacklisted", "no_mobile", "bad_number", "no_route", "too_soon", "no_value",
    "too_long", "empty", "stopped",
]  # fmt: skip
MOST = 5000


class AudienceIn(Frozen):
    """For whom: clients by id, all with a tag, all of a responsible manager, or bare numbers; one
    person gets one message, whatever names him.
    """

    clients: Annotated[tuple[int, ...], Field(max_length=MOST)] = ()
    numbers: Annotated[
        tuple[Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)], ...],
        Field(max_length=MOST),
    ] = ()
    tag: Slug | None = None
    responsible: Slug | None = None


class MailingIn(Frozen):
    """A text with variables (`core.gsm.filling`) for many; `line` None: the box chooses each."""

    name: Title
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    line: LineId | None = None
    audience: AudienceIn
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = None


class MailingSkipped(Frozen):
    """How many get none for one reason, and some of them."""

    why: SkippedWhy
    text: str
    count: int
    examples: tuple[str, ...]


class SampleOut(Frozen):
    """The text as somebody will read it."""

    number: str
    pretty: str
    name: str
    text: str
    parts: int


class MailingCheck(Frozen):
    """What would happen: `parts` in all, `days` by the limit of `day_parts` a day.

    `unknown` are words in braces that are no variables; `asks_stop`: the text says how to refuse.
    """

    recipients: int
    parts: int
    day_parts: int
    days: int
    skipped: tuple[MailingSkipped, ...]
    samples: tuple[SampleOut, ...]
    unknown: tuple[str, ...]
    asks_stop: bool
    stop_word: str | None


class MailingOut(Frozen):
    """A mailing and how far it is: numbers of people. `sending` are with the box or on the air."""

    id: str
    name: str
    text: str
    line: str | None
    state: MailingState
    author: str
    at: datetime
    ended_at: datetime | None
    recipients: int
    waiting: int
    sending: int
    sent: int
    delivered: int
    failed: int
    skipped: int


class MailingPage(Page[MailingOut]):
    """Mailings, newest first."""


class MailingLetterOut(Frozen):
    """One of the people of a mailing; `state` as of his message, `waiting` or `skipped`."""

    number: str
    pretty: str
    name: str
    client_id: int | None
    text: str
    parts: int
    state: str
    why: str
    why_text: str
    at: datetime | None


class MailingLetterPage(Page[MailingLetterOut]):
    """People of a mailing, in its order."""


class SmsFillIn(Frozen):
    """A text with variables, for one number."""

    text: Annotated[str, StringConstraints(max_length=5000)]
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class SmsFillOut(Frozen):
    """The text as he would read it; `missing` are words in braces that it still has."""

    text: str
    missing: tuple[str, ...]
