"""What the import of clients takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from vochi.core.frozen import Frozen

ColumnName = Annotated[str, Field(max_length=60)]
Policy = Literal["fill", "replace", "skip"]


class ImportChange(Frozen):
    """Which field each column is (empty: left out), and what is done with cards that are there:
    `fill` what they do not say, `replace` what they say, `skip` them.
    """

    columns: Annotated[tuple[ColumnName, ...], Field(max_length=60)] | None = None
    policy: Policy | None = None


class LineProblem(Frozen):
    """Why a line cannot be brought in."""

    code: str
    column: str
    text: str


class ImportLineOut(Frozen):
    """A line of a file: whom it names, the card that it is about, the line that makes that card,
    fields that would change, and what is wrong with it.
    """

    line: int
    name: str
    company_name: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    client: int | None
    first: int | None
    problems: tuple[LineProblem, ...]
    fields: tuple[str, ...]


class ColumnGuess(Frozen):
    """A column of the file; `field` empty: it is left out."""

    heading: str
    field: str


class Counts(Frozen):
    """Lines by what becomes of them."""

    made: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0


class ClientImport(Frozen):
    """An import: `state` is reading, ready, failed, running, done, undoing or undone; `counts`
    what it would do, `did` what it did; `stays` cards that were changed since and stayed.
    """

    id: int
    at: datetime
    author: str
    name: str
    kind: str
    encoding: str
    separator: str
    state: str
    why: dict[str, JsonValue] | None
    columns: tuple[ColumnGuess, ...]
    policy: Policy
    done: int
    total: int
    counts: Counts
    did: Counts | None
    stays: int
    new_tags: tuple[str, ...]
    shown: dict[str, tuple[ImportLineOut, ...]]
    finished_at: datetime | None
    undo_until: datetime | None
