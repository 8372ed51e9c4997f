"""What merging cards takes and gives."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue

from vochi.core.frozen import Frozen
from vochi.hub.answer import Page, RowId
from vochi.hub.clients.schemas import ClientOut
from vochi.hub.clients.state import Version

#: Fields of one value: `name`, `company_name`, `responsible`, `values.<slug>`.
FieldName = Annotated[str, Field(max_length=60)]


class MergeLook(Frozen):
    """Cards that would become one; the first is kept."""

    clients: Annotated[tuple[RowId, ...], Field(min_length=2, max_length=10)]
    take: Annotated[dict[FieldName, RowId], Field(max_length=80)] = {}


class CardAt(Frozen):
    """A card as somebody saw it."""

    id: RowId
    version: Version


class MergeIn(Frozen):
    """Make cards one: the first is kept; `take` is field -> the card whose value it gets."""

    clients: Annotated[tuple[CardAt, ...], Field(min_length=2, max_length=10)]
    take: Annotated[dict[FieldName, RowId], Field(max_length=80)] = {}


class FieldOption(Frozen):
    """A value that a card has in a field that the cards do not agree on."""

    client: int
    value: JsonValue
    text: str


class FieldChoice(Frozen):
    """A field that the cards do not agree on; `taken` is the card whose value it gets."""

    field: str
    title: str
    options: tuple[FieldOption, ...]
    taken: int


class MergePreview(Frozen):
    """What would come of it; nothing is written."""

    clients: tuple[ClientOut, ...]
    choices: tuple[FieldChoice, ...]
    name: str
    company_name: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    tags: tuple[str, ...]
    lists: tuple[str, ...]
    notes: int
    files: int
    calls: int


class MergeOut(Frozen):
    """That cards were made one; `names` are those that went into it, `can_undo` not in the way."""

    id: int
    at: datetime
    author: str
    names: tuple[str, ...]
    undone_at: datetime | None
    can_undo: bool


class MergedOut(Frozen):
    """The card that was kept, and the number of the merge."""

    client: ClientOut
    merge: int


class UnmergedOut(Frozen):
    """The card that was kept, and those that are back; `taken` numbers are other cards' now."""

    client: ClientOut
    back: tuple[ClientOut, ...]


class DoubleOut(Frozen):
    """Two cards that may be one person: `why` are `email`, `name`, `company`, `digit`, `tail`."""

    id: int
    a: ClientOut
    b: ClientOut
    why: tuple[str, ...]
    weight: int


class DoublePage(Page[DoubleOut]):
    """Pairs, the likeliest first; `left` cards have not been compared yet."""

    left: int
