"""What the API of the audit log gives."""

from datetime import datetime

from vochi.core.frozen import Frozen
from vochi.hub.answer import Page


class AuditField(Frozen):
    """A field that was changed, in words; empty: there was nothing, or there is nothing now."""

    name: str
    before: str
    after: str


class AuditRow(Frozen):
    """What somebody did. `name` empty: the house itself did. `link` leads to the subject's page.

    `plan`: what a publication changed, in words. `facts`: what else is known of it.
    """

    id: int
    at: datetime
    account: int | None
    login: str
    name: str
    action: str
    text: str
    subject: str
    subject_text: str
    link: str | None
    fields: tuple[AuditField, ...]
    facts: dict[str, str]
    plan: tuple[str, ...]
    address: str


class AuditPage(Page[AuditRow]):
    """Rows, the newest first."""


class AuditBy(Frozen):
    """Somebody whose deeds the log may hold."""

    id: int
    name: str
    login: str


class AuditAction(Frozen):
    """A kind of deed that the log holds, in words."""

    action: str
    text: str


class AuditAbout(Frozen):
    """What the log can be filtered by."""

    accounts: tuple[AuditBy, ...]
    actions: tuple[AuditAction, ...]


class AuditSeal(Frozen):
    """Whether the log is whole: each row is sealed with the one before it (SHA-256). `broken`: the
    first row that was changed, or before which one is gone; `rows` are sealed.
    """

    ok: bool
    rows: int
    broken: int | None
