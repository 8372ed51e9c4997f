"""What the API of the office's parts takes."""

from typing import Annotated, Any, Generic, Literal, TypeVar, Union

from pydantic import Field, StringConstraints, create_model

from vochi.core.frozen import Frozen
from vochi.core.office.company import Company, Numbering
from vochi.core.office.conference import Conference
from vochi.core.office.department import Department
from vochi.core.office.document import Secrets
from vochi.core.office.features import FeatureCodes
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.holidays import Holidays
from vochi.core.office.line import Line
from vochi.core.office.outbound import OutboundScheme
from vochi.core.office.parking import Parking
from vochi.core.office.person import Device, Person
from vochi.core.office.policy import Policy
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme
from vochi.hub.offices.schemas import Reason

T = TypeVar("T")

BasedOn = Annotated[int, Field(ge=0, le=2**31 - 1)] | None
#: A key as an address may bear it; what it must look like is the business of its section.
Key = Annotated[str, StringConstraints(min_length=1, max_length=64)]

#: Sections that this API serves: what a thing of each is.
KEYED: dict[str, Any] = {
    "people": Person,
    "devices": Device,
    "lines": Line,
    "departments": Department,
    "follow_me": FollowMe,
    "conferences": Conference,
    "inbound": InboundScheme,
    "outbound": OutboundScheme,
    "prompts": Prompt,
}
SINGLE: dict[str, Any] = {
    "company": Company,
    "numbering": Numbering,
    "parking": Parking,
    "features": FeatureCodes,
    "holidays": Holidays,
    "policy": Policy,
}


class DropIn(Frozen):
    """Why a part goes, and which version its author looked at (None: does not matter)."""

    reason: Reason = ""
    based_on: BasedOn = None


class PartIn(DropIn, Generic[T]):
    """A part of the office as it shall be. `secrets` are passwords that come with it. `is_new`:
    it is meant to be made, so that one of the same key is not written over.
    """

    value: T
    secrets: Secrets = Secrets()
    is_new: bool = False


def _named(section: str) -> str:
    return "".join(word.capitalize() for word in section.split("_"))


def _body(section: str, kind: Any) -> type[PartIn[Any]]:
    fields: dict[str, Any] = {"value": (kind, ...)}
    return create_model(
        f"{_named(section)}PartIn", __base__=PartIn, __module__=__name__,
        __doc__=f"A part of `{section}` as it shall be.", **fields,
    )  # fmt: skip


def _change(section: str, kind: Any) -> type[Frozen]:
    key: Any = Key if section in KEYED else Literal[""]
    fields: dict[str, Any] = {
        "section": (Literal[section], ...),
        "key": (key, ... if section in KEYED else ""),
        "value": (kind | None if section in KEYED else kind, ...),
        "is_new": (bool, False),
    }
    return create_model(
        f"{_named(section)}Change", __base__=Frozen, __module__=__name__,
        __doc__=f"A change in `{section}`; where the value is null the part goes.", **fields,
    )  # fmt: skip


#: Section -> body of a PUT, with a name of its own in OpenAPI: `PeoplePartIn`.
BODIES = {section: _body(section, kind) for section, kind in (KEYED | SINGLE).items()}
_CHANGES: Any = Union[  # noqa: UP007 - made of a table
    tuple(_change(section, kind) for section, kind in (KEYED | SINGLE).items())
]
PartChange = Annotated[_CHANGES, Field(discriminator="section")]


class ChangesIn(DropIn):
    """Several changes that come into force together, or not at all."""

    changes: Annotated[tuple[PartChange, ...], Field(min_length=1, max_length=500)]
    secrets: Secrets = Secrets()
