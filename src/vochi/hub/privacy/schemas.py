"""What the API of privacy takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.retention import RetentionPolicy
from vochi.hub.answer import RowId

HoldKind = Literal["client", "call", "department", "period"]
Password = Annotated[str, StringConstraints(max_length=300), Field(repr=False)]


class HoldIn(Frozen):
    """On what, and why; `since` and `until` bound a department or are the period."""

    kind: HoldKind
    client: RowId | None = None
    call: RowId | None = None
    department: Annotated[str, StringConstraints(max_length=8)] = ""
    since: datetime | None = None
    until: datetime | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class HoldOut(Frozen):
    """A hold as it stands."""

    id: int
    kind: HoldKind
    client: int | None
    client_name: str | None
    call: int | None
    department: str | None
    department_name: str | None
    since: datetime | None
    until: datetime | None
    reason: str
    author: str
    at: datetime


class HoldsOut(Frozen):
    """All that stand, newest first."""

    items: tuple[HoldOut, ...]


class RetentionGroup(Frozen):
    """What one rule would remove now; `until` is before when. `department` None: the company's."""

    kind: Literal["recordings", "messages"]
    department: str | None
    department_name: str | None
    days: int
    until: datetime
    count: int
    seconds: float
    bytes: int
    oldest: datetime | None
    held: int


class RetentionOut(Frozen):
    """The rules, what they would remove now, and whether they may: `state` `off` (there are
    none), `unseen` (nobody has let them, or they changed since), `on`. `digest` is what an owner
    who has seen this says yes to.
    """

    rules: RetentionPolicy
    groups: tuple[RetentionGroup, ...]
    waiting: int
    digest: str
    state: Literal["off", "unseen", "on"]
    approved_by: str | None
    approved_at: datetime | None
    ran_on: str | None
    version: int


class RetentionRulesIn(Frozen):
    """Other rules: the next version of the office."""

    rules: RetentionPolicy
    based_on: int | None = None


class ApproveIn(Frozen):
    """Yes to the rules whose dry run has this digest; null: stop them."""

    digest: Annotated[str, StringConstraints(max_length=64)] | None
    password: Password


class PrivacyPersonIn(Frozen):
    """A person by his card, or by a number that has none."""

    client: RowId | None = None
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""


class ErasePreview(Frozen):
    """What would go with a person, in figures; `refused` is why he may not (a code, with words).

    `confirm` is what must be typed: his name, or a number when he has none.
    """

    name: str | None
    numbers: tuple[str, ...]
    confirm: str
    calls: int
    recordings: int
    seconds: float
    messages: int
    sms: int
    notes: int
    deeds: int
    other: int
    refused: str | None
    refused_text: str | None
    hold: HoldOut | None


class EraseIn(PrivacyPersonIn):
    """Erase him for ever. `typed` is what the preview asks for; `password` is one's own."""

    typed: Annotated[str, StringConstraints(max_length=200), Field(repr=False)]
    password: Password


class ErasureOut(Frozen):
    """How far it is; nobody can tell from it who he was. `waiting` are boxes that have not said
    yet that they have let go of him.
    """

    id: int
    state: Literal["asked", "erasing", "waiting", "done"]
    tag: str
    author: str
    at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    waiting: tuple[str, ...]


class ErasuresOut(Frozen):
    """Newest first."""

    items: tuple[ErasureOut, ...]


class ArchiveIn(Frozen):
    """Everything, with sounds or without; a password, since all goes out of the house."""

    sounds: bool = False
    password: Password


class PersonArchiveIn(PrivacyPersonIn):
    """All that is kept of one person, sounds included."""

    password: Password


class ArchiveOut(Frozen):
    """A file in the making, or made; it is removed at `expires_at`."""

    id: int
    kind: Literal["person", "all"]
    state: Literal["asked", "running", "done", "failed", "gone"]
    name: str
    sounds: bool
    done: int
    total: int
    bytes: int
    why: str | None
    author: str
    at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    url: str | None


class ArchivesOut(Frozen):
    """Newest first."""

    items: tuple[ArchiveOut, ...]
