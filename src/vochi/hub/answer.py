"""Shapes that every room's API shares: a refusal, a page of a list."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field, JsonValue, StringConstraints

from vochi.core.frozen import Frozen

T = TypeVar("T")

#: The id of a row in a path or query: what a database's 64-bit integer can hold.
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]

#: Opaque place in a list, as a page's `next` gave it.
Cursor = Annotated[str, StringConstraints(max_length=200)]

Limit = Annotated[int, Field(ge=1, le=200)]

#: What somebody typed to search for.
Query = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class Refusal(Frozen):
    """Body of every answer that is not a success; the screen words `code` with `facts`."""

    code: str
    detail: str = ""
    facts: dict[str, JsonValue] = {}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Raised anywhere under an endpoint: answered as `Refusal` with `status`."""

    def __init__(self, status: int, code: str, detail: str = "", **facts: JsonValue) -> None:
        super().__init__(" ".join(filter(None, (code, detail, str(facts or "")))))
        self.status = status
        self.body = Refusal(code=code, detail=detail, facts=facts)


class Page(Frozen, Generic[T]):
    """A page of a list; `next` is the cursor of the page after it, None at the end."""

    items: tuple[T, ...]
    next: str | None
