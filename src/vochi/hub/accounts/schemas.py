"""What the accounts' API takes and gives."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.ids import Title

RoleName = Literal["owner", "administrator", "head", "employee"]
LoginName = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.@+-]{2,60}$", max_length=60)
]
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
    """What one may change about oneself."""

    language: Language


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
    """A new API token for the account that asks."""

    name: Title
    scopes: tuple[Literal["read", "write"], ...] = ("read", "write")


class TokenOut(Frozen):
    """An API token; `token` is told once, when it is made."""

    id: int
    name: str
    scopes: tuple[str, ...]
    token: str | None = None
