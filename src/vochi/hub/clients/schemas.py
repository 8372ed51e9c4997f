"""What the clients' API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.hub.answer import Page
from vochi.hub.calls.schemas import CallRow, EmployeeRef
from vochi.hub.messages.schemas import SmsRow

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
PhoneText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Slugs = Annotated[tuple[Slug, ...], Field(max_length=20)]
Phones = Annotated[tuple[PhoneText, ...], Field(max_length=20)]


class PhoneOut(Frozen):
    """A number: E.164, and spaced for people."""

    number: str
    pretty: str


class OnList(Frozen):
    """A list that a client is on, till `until` (None: for good)."""

    list: str
    until: datetime | None


class Responsible(EmployeeRef):
    """The employee whose client it is; `person` is his id in the office."""

    person: str


class ClientOut(Frozen):
    """A client's card. Send `version` back with a change. Lists and tags are slugs (`Label`).

    `unread_sms` messages of his nobody has read.
    """

    id: int
    version: int
    name: str
    company_name: str
    phones: tuple[PhoneOut, ...]
    tags: tuple[str, ...]
    lists: tuple[OnList, ...]
    responsible: Responsible | None
    notes_count: int
    last_call_at: datetime | None
    unread_sms: int = 0
    created_at: datetime
    changed_at: datetime


class ClientIn(Frozen):
    """A new client; phones as people write them."""

    name: Name = ""
    company_name: Name = ""
    phones: Phones = ()


class ClientPatch(Frozen):
    """Changes to a card as it was at `version`; what is not sent stays.

    `responsible` is the id of a person, empty for nobody.
    """

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    name: Name | None = None
    company_name: Name | None = None
    phones: Phones | None = None
    tags: Slugs | None = None
    lists: Slugs | None = None
    responsible: Slug | Literal[""] | None = None


class LabelIn(Frozen):
    """A new tag or list, by the name that people will see."""

    kind: Literal["tag", "list"]
    name: Title


class LabelOut(Frozen):
    """A tag or list: calls and schemes know it by `slug`. The built-in ones have no name."""

    kind: Literal["tag", "list"]
    slug: str
    name: str


class LabelPatch(Frozen):
    """Another name."""

    name: Title


class ListingIn(Frozen):
    """Put a number on a list, for good or till `until`."""

    number: PhoneText
    until: datetime | None = None


class ListingOut(Frozen):
    """A client or number on a list, since `at`, put there by `author`."""

    list: str
    number: str
    pretty: str
    client: int | None
    name: str
    until: datetime | None
    at: datetime
    author: str


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
    """A call, a note or a message of a client; exactly one of them is there."""

    kind: Literal["call", "note", "sms"]
    at: datetime
    call: CallRow | None = None
    note: NoteOut | None = None
    sms: SmsRow | None = None


class ClientPage(Page[ClientOut]):
    """Clients, the one last made first."""


class HistoryPage(Page[HistoryItem]):
    """Calls, notes and messages, newest first."""


class ListingPage(Page[ListingOut]):
    """Who is on a list, newest first."""
