"""What the import of people takes and gives."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.hub.offices.schemas import ChangeOut, Reason
from vochi.hub.people.schemas import MOST, BasedOn, FieldProblem, InviteOut, PersonIn


class ColumnOut(Frozen):
    """A column of the file; `field` None: it was not recognised, and is left out."""

    heading: str
    field: str | None


class ImportRow(Frozen):
    """A line of the file: what was read, and the person who would be made (None: he cannot be).

    `skipped`: he is there already; nothing would be done.
    """

    line: int
    values: dict[str, str]
    person: PersonIn | None
    skipped: bool = False
    problems: tuple[FieldProblem, ...] = ()


class ImportPreview(Frozen):
    """What a file would do; nothing is written yet. `version` is the office that it was read
    against, `good` of its rows would be made.
    """

    kind: str
    encoding: str
    separator: str
    columns: tuple[ColumnOut, ...]
    rows: tuple[ImportRow, ...]
    good: int
    bad: int
    skipped: int
    version: int


class ImportIn(Frozen):
    """People to make, all or none, in one version of the office."""

    people: Annotated[tuple[PersonIn, ...], Field(min_length=1, max_length=MOST)]
    reason: Reason = ""
    based_on: BasedOn = None


class ImportedOut(Frozen):
    """Somebody who was made; his link is told once, None when he has no login."""

    person: str
    name: str
    extension: str
    invite: InviteOut | None


class ImportOut(Frozen):
    """What came of it."""

    version: int
    plan: tuple[ChangeOut, ...]
    people: tuple[ImportedOut, ...]
