"""What the API of people takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.follow_me import FollowStep
from vochi.core.office.ids import Account, Extension, Slug, Title
from vochi.core.office.person import DeviceKind, Transport, WorksFrom
from vochi.hub.accounts.role_schemas import SightWord
from vochi.hub.accounts.schemas import LoginName
from vochi.hub.offices.schemas import ChangeOut, Reason

BasedOn = Annotated[int, Field(ge=0, le=2**31 - 1)] | None
Pin = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")]
#: A phone number as people write it.
Written = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
#: Most people that one form or file may bring.
MOST = 1000


class PhoneIn(Frozen):
    """A phone of the form. Without an account it is a new one and gets the next free."""

    account: Account | None = None
    name: Title = "Телефон"
    kind: DeviceKind = "desk"
    transport: Transport = "udp"


class FollowIn(Frozen):
    """His follow me. Without a number the next free one."""

    number: Extension | None = None
    name: Title | None = None
    steps: Annotated[tuple[FollowStep, ...], Field(min_length=1, max_length=20)]


class PersonIn(Frozen):
    """Everything of a person, in one form. `login` None: he does not come in (one that he has is
    locked). `mobile` as people write it. `role` is a slug of `GET /roles`; None: as it is, of a
    new account `employee`. `sight`: whose calls he sees (S24), empty: as the role says; None: as
    it is, and everything when the new role is an administrator's. `sight_departments` are those
    seen by `departments`, none: where he is a member; None: as they are. `extension` None: the
    next free one. `pin` None: as it is, empty: none. `follow_me` None: he has none;
    left out: as it is.
    """

    name: Title
    login: LoginName | None = None
    role: Slug | None = None
    sight: SightWord | Literal[""] | None = None
    sight_departments: Annotated[tuple[Extension, ...], Field(max_length=100)] | None = None
    extension: Extension | None = None
    phones: Annotated[tuple[PhoneIn, ...], Field(max_length=20)] = ()
    departments: Annotated[tuple[Extension, ...], Field(max_length=100)] = ()
    outbound: Slug | None = None
    follow_me: FollowIn | None = None
    record: bool = True
    language: Language | None = None
    colleague: Extension | None = None
    wrap_up: Annotated[int, Field(ge=0, le=600)] = 0
    pin: Pin | Literal[""] | None = None
    listens_to: Annotated[tuple[Extension, ...], Field(max_length=100)] = ()
    works_from: WorksFrom = "desk"
    mobile: Written | None = None
    confirm: bool = True


class PersonEdit(PersonIn):
    """The same, published as the next version of the office."""

    reason: Reason = ""
    based_on: BasedOn = None


class RemoteIn(Frozen):
    """Where somebody works from now on (S34). `mobile` None: the one that is known."""

    works_from: WorksFrom
    mobile: Written | None = None
    confirm: bool | None = None


class AccountOut(Frozen):
    """An account as the list of people shows it. `own_role` is the slug of a role of the
    company's own, whose base `role` is. `sight`: whose calls are seen; `own_sight`: what
    the account itself says of it, empty: as the role; `sight_departments` as in `PersonIn`.
    `invite`: `open` till `invite_until`, `used`, `expired`.
    """

    id: int
    login: str
    name: str
    role: str
    own_role: str | None
    sight: SightWord
    own_sight: SightWord | Literal[""]
    sight_departments: tuple[str, ...]
    active: bool
    has_password: bool
    last_seen: datetime | None
    invite: Literal["open", "used", "expired"] | None
    invite_until: datetime | None


class PersonPhoneOut(Frozen):
    """A phone of a person, as it is now."""

    account: str
    name: str
    kind: DeviceKind
    transport: Transport
    online: bool
    address: str
    user_agent: str
    last_seen: datetime | None


class DepartmentRef(Frozen):
    """A department by its number."""

    number: str
    name: str


class FollowOut(Frozen):
    """His follow me."""

    number: str
    name: str
    steps: tuple[FollowStep, ...]


class PersonOut(Frozen):
    """A person of the office, an account of nobody in it (`person` None), or somebody who has left
    (`left_at`). `has_pin` tells administrators that there is one, never which.
    """

    person: str | None
    name: str
    extension: str | None
    account: AccountOut | None
    phones: tuple[PersonPhoneOut, ...]
    departments: tuple[DepartmentRef, ...]
    outbound: str | None
    outbound_name: str | None
    follow_me: FollowOut | None
    works_from: WorksFrom
    mobile: str | None
    confirm: bool
    record: bool
    language: Language | None
    colleague: str | None
    wrap_up: int
    has_pin: bool
    listens_to: tuple[str, ...]
    left_at: datetime | None = None
    left_to: str | None = None


class PeopleOut(Frozen):
    """Everybody, and what a new one would get. `version` is the office that this tells of."""

    version: int
    people: tuple[PersonOut, ...]
    free_extension: str | None
    free_follow_me: str | None


class InviteOut(Frozen):
    """A one-time link, told once. `path` is that of the screen, `url` as this hub was asked."""

    login: str
    path: str
    url: str
    expires_at: datetime


class SavedOut(Frozen):
    """The next version of the office; `invite` is there when a new account was made."""

    person: str
    extension: str
    version: int
    plan: tuple[ChangeOut, ...]
    invite: InviteOut | None = None


class FieldProblem(Frozen):
    """What is wrong with a field of the form: `extension`, `phones/0`, `departments/1`."""

    code: str
    field: str
    text: str
    severity: Literal["error", "warning"] = "error"
    facts: dict[str, JsonValue] = Field(default_factory=dict)


class InviteToken(Frozen):
    """A one-time link to look at."""

    token: Annotated[str, StringConstraints(min_length=16, max_length=200)]


class InviteUse(InviteToken):
    """Come in by an invitation: the password that he chooses."""

    password: Annotated[str, Field(max_length=256, repr=False)]


class InvitedOut(Frozen):
    """Whom an invitation is for."""

    company: str
    name: str
    login: str
    extension: str | None


class HeldOut(Frozen):
    """Something that a person holds, or that leads to him: worded."""

    code: str
    place: str
    facts: dict[str, JsonValue]
    text: str


class LeavingOut(Frozen):
    """What he has, told before he leaves. `clients` he is responsible for, `missed` calls of his
    that are not done yet; `forwards` are colleagues who forward to him.
    """

    person: str
    name: str
    extension: str
    held: tuple[HeldOut, ...]
    phones: tuple[str, ...]
    clients: int
    missed: int
    forwards: tuple[str, ...]
    login: str | None


class LeaveIn(Frozen):
    """Who gets his calls: an extension, a department, or `voicemail`."""

    to: Extension | Literal["voicemail"]
    reason: Reason = ""
    based_on: BasedOn = None


class LeftOut(Frozen):
    """What became of it."""

    version: int
    plan: tuple[ChangeOut, ...]
    clients: int


class ReturnIn(Frozen):
    """He is back. `extension` None: his old one when it is free, else the next free one."""

    extension: Extension | None = None
    reason: Reason = ""


class PhoneSetup(Frozen):
    """What is typed into one phone. `online` says that it is in already."""

    account: str
    name: str
    kind: DeviceKind
    extension: str
    person: str
    server: str
    port: int
    transport: Transport
    online: bool


class PhoneSecret(Frozen):
    """The password of one phone, and a link by which a softphone sets itself up for some minutes.

    `provision` is fetched by Linphone as its remote configuration.
    """

    password: str = Field(repr=False)
    provision: str
    expires_at: datetime
