"""What the API of notices takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.hub.answer import Page
from vochi.hub.notices.notice import Kind, Way
from vochi.hub.notices.outcome import Why
from vochi.hub.parcels.shown import ParcelOut

PostState = Literal["waiting", "done", "dead"]
Minute = Annotated[int, Field(ge=0, le=1439)]
Mail = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}$",
    ),
]  # fmt: skip
Host = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9.-]{1,200}$")]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class WishesIn(Frozen):
    """Of what an account wants to hear, and by which ways. `quiet_from` to `quiet_to` are minutes
    of the company's day in which it is told nothing (but alarms, when `alarms_always`).
    """

    wishes: dict[Kind, tuple[Way, ...]] = {}
    quiet_from: Minute = 0
    quiet_to: Minute = 0
    alarms_always: bool = True


class ContactOut(Frozen):
    """Where the asker is told. `mail_waits` has been sent a code; `telegram` is his name there,
    None: not linked. `has_mail`, `bot`: what the company has to tell by.
    """

    mail: str
    mail_waits: str
    telegram: str | None
    wishes: WishesIn
    has_mail: bool
    bot: str | None
    is_administrator: bool


class MailAsk(Frozen):
    """An address that is to be proven."""

    mail: Mail


class CodeIn(Frozen):
    """The code that came by mail."""

    code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]


class ProofOut(Frozen):
    """How to link Telegram: open `url`, or write `/start <code>` to the bot, till `until`."""

    code: str
    url: str
    bot: str
    until: datetime


class MailIn(Frozen):
    """An SMTP server. `password` None: as it is. `security` none is for servers of one's own
    network alone.
    """

    host: Host
    port: Annotated[int, Field(ge=1, le=65535)] = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    username: Line = ""
    password: Annotated[str, StringConstraints(max_length=500)] | None = None
    sender: Mail
    sender_name: Line = ""
    is_on: bool = True


class BotIn(Frozen):
    """A bot of Telegram. `token` None: as it is."""

    token: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] | None = None
    is_on: bool = True


class ChannelOut(Frozen):
    """A way to tell and how it fares. Its secret is never told: only whether there is one."""

    kind: Way
    state: Literal["none", "off", "on", "failing", "paused"]
    host: str = ""
    port: int = 0
    security: Literal["tls", "starttls", "none"] = "tls"
    username: str = ""
    sender: str = ""
    sender_name: str = ""
    bot: str = ""
    has_secret: bool = False
    last_ok_at: datetime | None = None
    last_at: datetime | None = None
    last_why: Why = ""
    last_answer: str = ""
    failing_since: datetime | None = None
    waiting: int = 0
    dead: int = 0
    people: int = 0


class PostOut(ParcelOut):
    """A notice on its way to one account. `to` is shown in part, the text not at all: it may be
    of somebody whom the administrator need not know.
    """

    kind: str
    subject: str
    channel: Way
    account: str
    to: str
    state: PostState
    why: Why


class PostPage(Page[PostOut]):
    """Notices, newest first."""


class TriedOut(Frozen):
    """What came of a test."""

    ok: bool
    why: Why
    answer: str
