"""What the API of drafts takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office, Secrets
from vochi.hub.offices.schemas import ChangeOut, Reason

Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]
Place = Annotated[str, Field(max_length=200)]


class OtherDraft(Frozen):
    """Somebody else is changing the office too; what, is his business till he publishes."""

    name: str
    changed_at: datetime


class Since(Frozen):
    """A version that was published after the one that the draft began from."""

    version: int
    author: str
    reason: str
    at: datetime


class ConflictOut(Frozen):
    """A part that the draft and others both changed, differently: what it is, what became of it in
    the draft and what in the office, in words.
    """

    place: str
    text: str
    mine: tuple[ChangeOut, ...]
    theirs: tuple[ChangeOut, ...]


class DraftOut(Frozen):
    """The asker's draft of the office.

    `office.version` is the version it is based on: the one in force, unless `stale`: others have
    published changes that cannot be taken in without asking (`conflicts`). `revision` goes with
    the next PUT. `since` are versions published after the draft was begun.
    """

    revision: int
    based_on: int
    office: Office
    changed_at: datetime | None
    is_changed: bool
    stale: bool
    others: tuple[OtherDraft, ...]
    since: tuple[Since, ...]
    conflicts: tuple[ConflictOut, ...]


class DraftIn(Frozen):
    """The whole draft as it is now; `office.version` tells which version it is based on."""

    revision: Revision
    office: Office


class DraftSaved(Frozen):
    """The draft was kept as `revision`."""

    revision: int


class RebaseIn(Frozen):
    """For places of conflict, whose change stays."""

    take: dict[Place, Literal["mine", "theirs"]] = {}


class YamlIn(Frozen):
    """An office as YAML."""

    text: Annotated[str, Field(max_length=8_000_000)]


class DraftPublishIn(Frozen):
    """Why; passwords that operators gave. `revision`: the draft that its author looked at (None:
    whatever it is by now).
    """

    reason: Reason = ""
    secrets: Secrets = Secrets()
    revision: Revision | None = None
