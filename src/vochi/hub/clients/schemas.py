"""What the clients' API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.hub.answer import Page
from vochi.hub.calls.schemas import CallRow

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
PhoneText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Phones = Annotated[tuple[PhoneText, ...], Field(max_length=20)]


class PhoneOut(Frozen):
    """A number: E.164, and spaced for people."""

    number: str
    pretty: str


class ClientOut(Frozen):
    """A client's card. Send `version` back with a change."""

    id: int
    version: int
    name: str
    company_name: str
    phones: tuple[PhoneOut, ...]
    notes_count: int
    last_call_at: datetime | None
    created_at: datetime
    changed_at: datetime


class ClientIn(Frozen):
    """A new client; phones as people write them."""

    name: Name = ""
    company_name: Name = ""
    phones: Phones = ()


class ClientPatch(Frozen):
    """Changes to a card as it was at `version`; what is not sent stays."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    name: Name | None = None
    company_name: Name | None = None
    phones: Phones | None = None


class NoteIn(Frozen):
    """A note to write down."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class NoteOut(Frozen):
    """A note as it was written."""

    id: int
    author: str
    text: str
    at: datetime


class HistoryItem(Frozen):
    """A call or a note of a client; exactly one of the two is there."""

    kind: Literal["call", "note"]
    at: datetime
    call: CallRow | None = None
    note: NoteOut | None = None


class ClientPage(Page[ClientOut]):
    """Clients, the one last made first."""


class HistoryPage(Page[HistoryItem]):
    """Calls and notes, newest first."""
