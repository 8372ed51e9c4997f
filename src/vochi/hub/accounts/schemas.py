"""What the accounts' API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.ids import Title
from vochi.hub.accounts.areas import SCOPES

RoleName = Literal["owner", "administrator", "head", "employee"]
LoginName = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.@+-]{2,60}$", max_length=60)
]


def _known(scope: str) -> str:
    if scope not in SCOPES:
        raise ValueError(f"there is no scope {scope[:40]!r}")
    return scope


#: `read`, `write`, or those of an area such as `calls:read`.
Scope = Annotated[str, Field(max_length=40), AfterValidator(_known)]
Token = Annotated[str, StringConstraints(min_length=16, max_length=200)]


class CompanyOut(Frozen):
    """The company of the account."""

    id: int
    name: str
    country: str
    area_code: str
    time_zone: str


class Me(Frozen):
    """Who is asking. `person` and `extension` are None when the account is nobody's phone.

    `listens` are extensions whose talks he may listen to, whisper into and barge into. `own_role`
    is the slug of a role of the company's own, `denied` what it takes away; `sight`: whose calls
    he sees. `owes`: what the owner asks of him before he goes on.
    """

    id: int
    name: str
    login: str
    role: RoleName
    person: str | None
    extension: str | None
    language: Language
    company: CompanyOut
    listens: tuple[str, ...] = ()
    own_role: str | None = None
    sight: Literal["all", "departments", "own"] = "all"
    denied: tuple[str, ...] = ()
    owes: tuple[Literal["second_factor"], ...] = ()


class MePatch(Frozen):
    """What one may change about oneself; None stays."""

    language: Language | None = None
    name: Title | None = None


class WelcomeIn(Frozen):
    """The first owner introduces himself with the one-time link."""

    token: Token
    login: LoginName
    password: Annotated[str, Field(max_length=256, repr=False)]
    name: Title


class WelcomeCheck(Frozen):
    """A one-time link to look at."""

    token: Token


class WelcomeOut(Frozen):
    """The link is good: whose company it opens."""

    company: str


class TokenIn(Frozen):
    """A new API token for the account that asks; it is good for so many days, None: for good."""

    name: Title
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=60)] = ("read", "write")
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


class TokenOut(Frozen):
    """An API token; `token` is told once, when it is made."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime | None
    token: str | None = None
