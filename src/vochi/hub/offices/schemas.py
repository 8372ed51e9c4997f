"""What the office's API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office, Secrets
from vochi.core.office.ids import LineId, Slug
from vochi.core.office.problem import Problem
from vochi.core.scheme.life import Life, Moment
from vochi.core.scheme.replay import Replayed, Totals
from vochi.core.scheme.reverse import Rings
from vochi.hub.answer import Page

VersionState = Literal["running", "refused", "reverted", "waiting", "past"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class VersionOut(Frozen):
    """A published version. `running`: a box runs it; `refused`: the box would not have it and goes
    on with the one before (`problems` say why); `reverted`: it ran, phones or calls failed, and the
    box took it back by itself; `waiting`: no box has tried it yet.
    """

    version: int
    author: str
    reason: str
    at: datetime
    restored_from: int | None
    state: VersionState
    problems: tuple[str, ...] = ()


class OfficeState(Frozen):
    """What was published last, and what the box really runs (None: it never said)."""

    published: int
    running: int | None
    state: VersionState
    problems: tuple[str, ...] = ()


class OfficeIn(Frozen):
    """A document to look at or to publish; `secrets` for accounts whose password is given from
    outside (an operator's trunk), the others get one made. `based_on` is the version that the
    author began from: when another was published since, it is refused.
    """

    office: Office
    reason: Reason = ""
    secrets: Secrets = Secrets()
    based_on: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class ChangeOut(Frozen):
    """One change of a plan: a code, its facts, and the words for it."""

    code: str
    place: str
    facts: dict[str, str]
    text: str


class MomentOut(Moment):
    """A moment with its words."""

    text: str


class PassedBy(Frozen):
    """A node that the caller passed, and the port he left it by."""

    scheme: str
    scheme_name: str
    node: str
    out: str | None


class TaleOut(Frozen):
    """What the caller lives through, in the asker's words."""

    moments: tuple[MomentOut, ...]
    end: str
    answered_by: str | None
    waited: float
    path: tuple[PassedBy, ...]


class ProblemOut(Problem):
    """A problem with its words in the asker's language, and the tale of its example. `is_old`: the
    office in force has it too, so it stops nothing.
    """

    text: str
    tale: TaleOut | None = None
    is_old: bool = False


class CheckOut(Frozen):
    """All problems of a document, and what publishing it would change. `ok`: it may be published.
    `passwords_needed` are lines whose operator's password must come with the publication.
    """

    ok: bool
    problems: tuple[ProblemOut, ...]
    plan: tuple[ChangeOut, ...]
    passwords_needed: tuple[str, ...] = ()


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


class SignatureIn(Frozen):
    """The owner takes on himself that the line may carry what the country's rule is about."""

    line: LineId
    rule: Slug
    reason: Reason = ""


class LineNow(Frozen):
    """A line that a call could take, and what holds it back now (None: it is free)."""

    id: str
    name: str
    why: str | None


class CanCall(Frozen):
    """How a call would fare now. `text` says why not, in the asker's language; `why` as a code.

    Inside `busy` only warns: a colleague who talks may still be called.
    """

    ok: bool
    kind: Literal["inside", "outside"]
    number: str
    pretty: str
    name: str | None
    line: str | None
    line_name: str | None
    why: str | None
    text: str
    lines: tuple[LineNow, ...]


class LifeIn(Frozen):
    """A life to live through the office in force, or through `office`, a draft."""

    life: Life
    office: Office | None = None


class ReplayIn(Frozen):
    """A draft and the period whose calls it shall live through."""

    office: Office
    since: datetime
    until: datetime


class ReplayedCallOut(Replayed):
    """A call that ends otherwise; `call` is its id in the log."""

    call: int


class ReportOut(Frozen):
    """How the calls of a period would have fared: `calls` are the first 500 that end otherwise."""

    calls: tuple[ReplayedCallOut, ...]
    replayed: int
    changed: int
    skipped: int
    before: Totals
    after: Totals
    reproduced: float


class RingsOut(Rings):
    """One thing that can ring an extension, in the asker's words."""

    text: str
