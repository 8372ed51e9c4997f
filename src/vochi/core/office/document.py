"""The office: one immutable document from which everything else follows."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.company import Company, Numbering
from vochi.core.office.department import Department
from vochi.core.office.line import Line
from vochi.core.office.outbound import OutboundScheme
from vochi.core.office.person import Device, Person
from vochi.core.office.prompt import Prompt
from vochi.core.scheme.graph import InboundScheme


class Office(Frozen):
    """Everything that an office is. `version` is given by the hub when it is published."""

    format: Literal[1] = 1
    version: Annotated[int, Field(ge=0)] = 0
    company: Company
    numbering: Numbering = Numbering()
    people: tuple[Person, ...] = ()
    devices: tuple[Device, ...] = ()
    lines: tuple[Line, ...] = ()
    departments: tuple[Department, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    inbound: tuple[InboundScheme, ...] = ()
    outbound: tuple[OutboundScheme, ...] = ()


class Secrets(Frozen):
    """SIP passwords by account (device account or line id), kept apart from the document.

    Ours are generated, 16 characters or more; a trunk's comes from its operator, as short as it is.
    """

    passwords: dict[str, Annotated[str, Field(min_length=1, max_length=128)]] = Field(
        default_factory=dict, repr=False
    )
