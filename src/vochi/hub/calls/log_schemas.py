"""What the log takes and gives besides its calls: filters, saved views, deeds on many calls."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from vochi.core.calls.call import Direction, Result
from vochi.core.frozen import Frozen
from vochi.core.office.ids import Extension, LineId, Slug, Title
from vochi.hub.answer import Limit, Page, RowId
from vochi.hub.answer import Query as Words
from vochi.hub.calls.schemas import CallRow
from vochi.hub.calls.wanted import Wanted

#: Seconds of a talk or a wait: at most a week.
Length = Annotated[int, Field(ge=0, le=604_800)]
#: A period that moves with the calendar, in the company's time zone; a saved view keeps it so.
Period = Literal["today", "yesterday", "week", "month"]


class LogFilter(Frozen):
    """Filters of the log; all given must hold. `person`, `department` are short numbers;
    `client` is a number; `tag` and `source` are slugs that schemes give; `q` is any part of a
    number or name. Lengths are seconds, from the first up to before the second.
    """

    since: datetime | None = None
    until: datetime | None = None
    direction: Direction | None = None
    result: Result | None = None
    person: Extension | None = None
    department: Extension | None = None
    line: LineId | None = None
    client: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None
    has_recording: bool | None = None
    has_message: bool | None = None
    callback_asked: bool | None = None
    tag: Slug | None = None
    source: Slug | None = None
    score: Annotated[int, Field(ge=0, le=9)] | None = None
    talked_from: Length | None = None
    talked_to: Length | None = None
    waited_from: Length | None = None
    waited_to: Length | None = None
    figure: Annotated[str, StringConstraints(max_length=80)] | None = None
    q: Words | None = None

    def wanted(self, cursor: str | None = None, limit: int = 50) -> Wanted:
        """As the search takes them."""
        named = {name: getattr(self, name) for name in LogFilter.model_fields}
        return Wanted(**named, cursor=cursor, limit=limit)


class CallFilter(LogFilter):
    """The same, a page at a time; `cursor` is `next` of the page before."""

    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None
    limit: Annotated[Limit, Field()] = 50


class CallCount(Frozen):
    """How many calls fit; None: that is not known without looking at each. An export takes at most
    so many rows of them, a deed on the whole result so many calls.
    """

    count: int | None
    csv_most: int
    xlsx_most: int
    bulk_most: int


class ClientCalls(Frozen):
    """The newest call with somebody, and how many calls fit that were had with him."""

    call: CallRow
    calls: int


class ClientCallsPage(Page[ClientCalls]):
    """One line for each client, the newest call first."""


class ViewFilters(Frozen):
    """Filters as the address of the page bears them: codes and numbers by name."""

    filters: Annotated[
        dict[
            Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")],
            Annotated[str, StringConstraints(max_length=100)],
        ],
        Field(max_length=30),
    ]


class ViewIn(ViewFilters):
    """A view to save; `is_shared` shows it to the whole company."""

    name: Title
    is_shared: bool = False


class ViewOut(ViewIn):
    """A saved view: `is_mine` may be changed, `is_first` opens when the log does."""

    id: int
    author: str
    is_mine: bool
    is_first: bool


class CallSelection(Frozen):
    """Calls: either these ids, or the newest of those that fit the filters."""

    ids: Annotated[tuple[RowId, ...], Field(max_length=500)] | None = None
    filters: LogFilter | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "CallSelection":
        if (self.ids is None) == (self.filters is None):
            raise ValueError("either ids or filters")
        return self


class TagDeed(Frozen):
    """Give calls a tag of the company's, or take it away."""

    action: Literal["tag", "untag"]
    tag: Slug


class CloseDeed(Frozen):
    """Close what was promised to the clients of the calls."""

    action: Literal["close_promises"]
    reason: Literal["settled", "no_need", "mistake"]


class GiveDeed(Frozen):
    """Give what was promised to them to a person (his id), to nobody when empty."""

    action: Literal["give_promises"]
    owner: Annotated[str, StringConstraints(max_length=40)]


class CallsDeedIn(CallSelection):
    """A deed on many calls."""

    deed: Annotated[TagDeed | CloseDeed | GiveDeed, Field(discriminator="action")]


class CallsDeedOut(Frozen):
    """How many calls were looked at, and of how many something changed (calls, or promises);
    `is_cut`: more calls fit than one deed takes.
    """

    calls: int
    done: int
    is_cut: bool
