"""What the API of roles takes and gives."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.hub.accounts.areas import RIGHTS
from vochi.hub.accounts.schemas import RoleName

SightWord = Literal["all", "departments", "own"]


def _known(right: str) -> str:
    if right not in RIGHTS:
        raise ValueError(f"there is no right {right[:40]!r}")
    return right


#: The name of a right that a role may take away; `GET /rights` lists them with words.
Right = Annotated[str, Field(max_length=40), AfterValidator(_known)]


class RoleIn(Frozen):
    """A role of the company's own: what `base` may, without the rights in `denied`. `sight`: whose
    calls, messages and cards are seen, unless an account says otherwise. `slug` None: of a new
    role made from its name, of another one as it is.
    """

    slug: Slug | None = None
    name: Title
    base: Literal["administrator", "head", "employee"]
    sight: SightWord = "all"
    denied: Annotated[tuple[Right, ...], Field(max_length=50)] = ()


class RoleOut(Frozen):
    """A role; `accounts` have it."""

    slug: str
    name: str
    base: RoleName
    sight: SightWord
    denied: tuple[str, ...]
    built_in: bool
    accounts: int


class RightOut(Frozen):
    """A right that a role may take away, in words."""

    right: str
    text: str
