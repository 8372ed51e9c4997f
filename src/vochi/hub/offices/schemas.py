"""What the office's API takes and gives."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office, Secrets
from vochi.core.office.problem import Problem
from vochi.hub.answer import Page

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class VersionOut(Frozen):
    """A published version."""

    version: int
    author: str
    reason: str
    at: datetime
    restored_from: int | None


class OfficeIn(Frozen):
    """A document to look at or to publish; `secrets` for accounts whose password is given from
    outside (an operator's trunk), the others get one made.
    """

    office: Office
    reason: Reason = ""
    secrets: Secrets = Secrets()


class ChangeOut(Frozen):
    """One change of a plan: a code, its facts, and the words for it."""

    code: str
    place: str
    facts: dict[str, str]
    text: str


class CheckOut(Frozen):
    """All problems of a document, and what publishing it would change."""

    ok: bool
    problems: tuple[Problem, ...]
    plan: tuple[ChangeOut, ...]


class PublishOut(Frozen):
    """The document was published as `version`."""

    version: int
    plan: tuple[ChangeOut, ...]


class RollbackIn(Frozen):
    """The version whose document shall be in force again."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Reason = ""


class VersionPage(Page[VersionOut]):
    """Versions, newest first."""
