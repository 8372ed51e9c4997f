"""What is answered to the questions of a template."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.ids import E164, Slug, Title
from vochi.core.scheme.nodes.schedule import Hours

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Closed = Literal["voicemail", "callback", "words"]

#: Nine to six on weekdays.
OFFICE_HOURS = (Hours(days=(1, 2, 3, 4, 5), since="09:00", to="18:00"),)


class Answers(Frozen):
    """Every template reads what it asks for; what is not answered is what most would say.

    `people` (ids) answer first, empty: everybody; `second` help them out. `hours` None: those of
    the template, empty: round the clock. `greeting` None: the template's words, "": none.
    `closed` is what waits for a caller at night. `mobile` is rung when the office is silent.
    `name` and `language` are those of the scheme, None: the template's, the company's.
    """

    name: Title | None = None
    language: Language | None = None
    people: Annotated[tuple[Slug, ...], Field(max_length=200)] = ()
    second: Annotated[tuple[Slug, ...], Field(max_length=200)] = ()
    hours: Annotated[tuple[Hours, ...], Field(max_length=50)] | None = None
    greeting: Said | None = None
    closed: Closed = "voicemail"
    mobile: E164 | None = None

    @model_validator(mode="after")
    def _begins_in_a_day(self) -> Self:
        if any(each.since == "24:00" for each in self.hours or ()):
            raise ValueError("hours begin at 00:00, not at 24:00")
        return self
