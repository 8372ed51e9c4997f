"""What the first run takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from vochi.core.frozen import Frozen
from vochi.core.office.company import Company
from vochi.core.office.ids import Extension, Title
from vochi.core.office.person import DeviceKind
from vochi.core.templates.answers import Answers
from vochi.core.templates.catalogue import TemplateId
from vochi.core.templates.part import Spoken
from vochi.hub.offices.schemas import ChangeOut, ProblemOut

Step = Literal["company", "people", "phones", "lines", "scheme", "call"]
STEPS: tuple[Step, ...] = ("company", "people", "phones", "lines", "scheme", "call")


class StepOut(Frozen):
    """A step: `done` by what the office is and what happened, `skipped` by a person."""

    id: Step
    state: Literal["todo", "done", "skipped"]


class FirstCall(Frozen):
    """The first call that was answered since the first run began. `by` is who answered."""

    id: int
    at: datetime
    by: str
    line: str | None


class FirstCalls(Frozen):
    """A client's call and one between two desks; None: none was answered yet."""

    outside: FirstCall | None
    inside: FirstCall | None


class StartOut(Frozen):
    """Where the first run stands. `needed`: nobody is in the office yet, or it was begun and is
    not finished. `free` are extensions that nothing has, to be proposed to people.
    """

    needed: bool
    revision: int
    began_at: datetime | None
    changed_at: datetime | None
    changed_by: str
    finished_at: datetime | None
    step: Step
    steps: tuple[StepOut, ...]
    typed: dict[str, JsonValue]
    version: int
    free: tuple[str, ...]
    scheme: str | None
    calls: FirstCalls


class ProgressIn(Frozen):
    """What was typed and where one stands; `revision` is the one that was read."""

    revision: Annotated[int, Field(ge=0, le=2**31 - 1)]
    step: Step
    skipped: Annotated[tuple[Step, ...], Field(max_length=6)] = ()
    typed: dict[str, JsonValue] = Field(default_factory=dict)


class CompanyIn(Frozen):
    """The company of the office."""

    company: Company


class NewPerson(Frozen):
    """Somebody to come into the office. `phone` None: no phone yet."""

    name: Title
    extension: Extension
    phone: DeviceKind | None = "desk"


class PeopleIn(Frozen):
    """New people, in the order of the rows on the screen."""

    people: Annotated[tuple[NewPerson, ...], Field(min_length=1, max_length=200)]


class SchemeIn(Frozen):
    """The template that answers the lines. `is_published` false: only look at it."""

    template: TemplateId
    answers: Answers = Answers()
    is_published: bool = False


class SchemeOut(Frozen):
    """What the template comes to; `version` is None when it was only looked at. `people` go
    outside by the new outgoing scheme where `outgoing` names one.
    """

    version: int | None
    ok: bool
    problems: tuple[ProblemOut, ...]
    plan: tuple[ChangeOut, ...]
    explains: tuple[str, ...]
    notes: tuple[str, ...]
    spoken: tuple[Spoken, ...]
    outgoing: str | None
