"""What the API of CRMs takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.hub.answer import Page
from vochi.hub.crm.step import Why
from vochi.hub.parcels.shown import ParcelOut

CrmKind = Literal["bitrix", "amo"]
CrmState = Literal["none", "begun", "on", "off", "failing", "paused", "auth"]
CallState = Literal["open", "waiting", "done", "dead"]
Key = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Extension = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,8}$")]
UserId = Annotated[int, Field(ge=1, le=2**53)]


class BitrixIn(Frozen):
    """An application made in a portal: its address and keys. `client_secret` None: as it is."""

    portal: Short
    client_id: Short
    client_secret: Key | None = None


class BegunOut(Frozen):
    """What to do next at Bitrix24: open `authorize` and come back, or paste where one landed.

    `redirect` is the address for the application's settings.
    """

    authorize: str
    redirect: str
    state: str


class LandedIn(Frozen):
    """Where one landed: the whole address, or its `code` alone."""

    landed: Key


class AmoIn(Frozen):
    """An integration made in an account: a long-lived `token`, or its keys with a `code`."""

    portal: Short
    token: Key | None = None
    client_id: Annotated[str, StringConstraints(max_length=200)] = ""
    client_secret: Annotated[str, StringConstraints(max_length=500)] = ""
    code: Annotated[str, StringConstraints(max_length=2000)] = ""
    redirect: Annotated[str, StringConstraints(max_length=300)] = ""


class CrmRules(Frozen):
    """Settings. `create`: for whose number nobody is found, a lead (Bitrix24) or an unsorted lead
    (amoCRM) is made. `show`: cards pop up there. `lookups`: ask who calls. `callbacks`: what forms
    on pages become; `call` rings `callback_extension`. `people`: extension -> user there, by hand.
    """

    is_on: bool = True
    create: Literal["never", "in", "all"] = "in"
    show: bool = True
    records: bool = True
    clicks: bool = True
    lookups: bool = False
    callbacks: Literal["promise", "call", "off"] = "promise"
    callback_extension: Extension = ""
    default_user: UserId | None = None
    people: Annotated[dict[Extension, UserId | None], Field(max_length=500)] = {}


class CrmUser(Frozen):
    """Somebody there; `extension` as the CRM says, empty when it says none."""

    id: int
    name: str
    extension: str


class CrmOut(Frozen):
    """A link and how it fares. Keys are never told. `public`: where the world reaches us, None:
    nowhere; then there are no clicks from the CRM, and amoCRM gets no links to recordings.
    `begun`: keys are given, but nobody has let us in yet. `auth`: the CRM does not know us.
    """

    kind: CrmKind
    state: CrmState
    portal: str = ""
    client_id: str = ""
    rules: CrmRules = CrmRules()
    users: tuple[CrmUser, ...] = ()
    mapped: dict[str, int] = {}
    public: str | None = None
    events: bool = False
    since: datetime | None = None
    made_by: str = ""
    last_ok_at: datetime | None = None
    last_at: datetime | None = None
    last_why: Why = ""
    last_answer: str = ""
    failing_since: datetime | None = None
    waiting: int = 0
    open: int = 0
    done: int = 0
    dead: int = 0


class CrmStepOut(Frozen):
    """A request that was made: what, when, and what came of it."""

    at: datetime
    what: str
    status: int | None
    why: Why
    took_ms: int
    answer: str


class CrmCallOut(ParcelOut):
    """One call and how far the CRM knows it: `told` are the steps that it took."""

    call: int | None
    number: str
    pretty: str
    state: CallState
    told: tuple[str, ...]
    foreign: str
    url: str
    why: Why
    steps: tuple[CrmStepOut, ...] = ()


class CrmCallPage(Page[CrmCallOut]):
    """Calls, newest first."""


class CrmTried(Frozen):
    """What came of asking the CRM who we are."""

    ok: bool
    why: Why
    answer: str


class AgainIn(Frozen):
    """Calls that began within a period, both ends included, or all that were given up."""

    since: datetime | None = None
    until: datetime | None = None


class AgainOut(Frozen):
    """So many calls are on their way again."""

    count: int
