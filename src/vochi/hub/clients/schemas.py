"""What the clients' API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.hub.answer import Page, Query, RowId
from vochi.hub.calls.schemas import CallRow, EmployeeRef
from vochi.hub.clients.state import EmailText, Version
from vochi.hub.messages.schemas import SmsRow

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
PhoneText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Slugs = Annotated[tuple[Slug, ...], Field(max_length=20)]
PhoneKind = Literal["", "mobile", "work", "home", "fax", "other"]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class CardPhoneIn(Frozen):
    """A number as people write it, with what it is."""

    number: PhoneText
    kind: PhoneKind = ""
    comment: Comment = ""


#: A bare number keeps what was known of it.
Phones = Annotated[tuple[PhoneText | CardPhoneIn, ...], Field(max_length=20)]
Emails = Annotated[tuple[EmailText, ...], Field(max_length=20)]
Values = Annotated[dict[Slug, JsonValue], Field(max_length=60)]


class PhoneOut(Frozen):
    """A number: E.164, and spaced for people; what it is, and a word about it."""

    number: str
    pretty: str
    kind: str = ""
    comment: str = ""


class OnList(Frozen):
    """A list that a client is on, till `until` (None: for good)."""

    list: str
    until: datetime | None


class Responsible(EmployeeRef):
    """The employee whose client it is; `person` is his id in the office."""

    person: str


class ClientOut(Frozen):
    """A client's card. Send `version` back with a change. Lists and tags are slugs (`Label`).

    `unread_sms` messages of his nobody has read. `values` are those of the company's own fields
    by slug; `merges` times other cards were made one with it, `files` that it has.
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
    emails: tuple[str, ...] = ()
    values: dict[str, JsonValue] = {}
    files: int = 0
    merges: int = 0
    created_at: datetime
    changed_at: datetime


class ClientFilter(Frozen):
    """Which cards: `responsible` is a person's id, `-` for cards of nobody; `quiet_since`: those
    without a call since then.
    """

    q: Query = ""
    tag: Slug | Literal[""] = ""
    responsible: Slug | Literal["", "-"] = ""
    quiet_since: datetime | None = None


class ClientIn(Frozen):
    """A new client; phones as people write them."""

    name: Name = ""
    company_name: Name = ""
    phones: Phones = ()
    emails: Emails = ()
    tags: Slugs = ()
    responsible: Slug | Literal[""] = ""
    values: Values = {}


class ClientPatch(Frozen):
    """Changes to a card as it was at `version`; what is not sent stays.

    `responsible` is the id of a person, empty for nobody; of `values` those that are sent change,
    null takes one away.
    """

    version: Version
    name: Name | None = None
    company_name: Name | None = None
    phones: Phones | None = None
    emails: Emails | None = None
    values: Values | None = None
    tags: Slugs | None = None
    lists: Slugs | None = None
    responsible: Slug | Literal[""] | None = None


class BulkIn(Frozen):
    """Tags and the responsible of many cards at once; `responsible` null: as it is."""

    ids: Annotated[tuple[RowId, ...], Field(min_length=1, max_length=500)]
    add_tags: Slugs = ()
    remove_tags: Slugs = ()
    responsible: Slug | Literal[""] | None = None


class BulkOut(Frozen):
    """How many cards changed, how many were so already, and those that could not be."""

    changed: int
    same: int
    failed: tuple[int, ...]


class FieldChange(Frozen):
    """What a field of a card said and says: who changed it, when, and how (`Change.how`).

    `last`: nothing changed that field since; `text` is the word for an own field's name.
    """

    id: int
    at: datetime
    author: str
    field: str
    title: str
    before: JsonValue
    after: JsonValue
    how: str
    batch: int | None
    last: bool


class RestoreIn(Frozen):
    """The version of the card that one looks at."""

    version: Version


class FileOut(Frozen):
    """A file on a card; `inline`: a picture that a browser may show."""

    id: int
    name: str
    kind: str
    bytes: int
    author: str
    at: datetime
    url: str
    inline: bool
    mine: bool


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


ReasonText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class ListingIn(Frozen):
    """Put a number on a list, for good or till `until`."""

    number: PhoneText
    until: datetime | None = None
    reason: ReasonText = ""


class ListingsIn(Frozen):
    """Put the numbers of many calls on a list."""

    calls: Annotated[tuple[RowId, ...], Field(min_length=1, max_length=500)]
    until: datetime | None = None
    reason: ReasonText = ""


class ListingsOut(Frozen):
    """How many numbers were put on the list, and which calls had none."""

    listed: int
    skipped: int


class ListingOut(Frozen):
    """A client or number on a list, since `at`, put there by `author`.

    `tries`: how often he called since and was let through to nobody, `last_try_at` the last time.
    """

    list: str
    number: str
    pretty: str
    client: int | None
    name: str
    until: datetime | None
    at: datetime
    author: str
    reason: str = ""
    tries: int = 0
    last_try_at: datetime | None = None


NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class NoteIn(Frozen):
    """A note to write down."""

    text: NoteText


class NotePatch(Frozen):
    """Another text of one's own note, pinned or not; what is not sent stays."""

    text: NoteText | None = None
    pinned: bool | None = None


class NoteOut(Frozen):
    """A note as it was written, by whom (`account`), and changed since."""

    id: int
    author: str
    text: str
    at: datetime
    account: int | None = None
    pinned: bool = False
    changed_at: datetime | None = None


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


class ChangePage(Page[FieldChange]):
    """What was changed, newest first."""


class ListingPage(Page[ListingOut]):
    """Who is on a list, newest first."""
