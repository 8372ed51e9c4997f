"""The office: one immutable document from which everything else follows."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.company import Company, Numbering
from vochi.core.office.conference import Conference
from vochi.core.office.department import Department
from vochi.core.office.features import FeatureCodes
from vochi.core.office.follow_me import FollowMe
from vochi.core.office.gateway import Adapter, Gateway, Socket
from vochi.core.office.holidays import Holidays
from vochi.core.office.line import Line
from vochi.core.office.outbound import OutboundScheme
from vochi.core.office.parking import Parking
from vochi.core.office.person import Device, Person
from vochi.core.office.policy import Policy
from vochi.core.office.prompt import Prompt
from vochi.core.office.sim import OperatorProfile
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
    gateways: tuple[Gateway, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    sockets: tuple[Socket, ...] = ()
    operators: tuple[OperatorProfile, ...] = ()
    departments: tuple[Department, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    inbound: tuple[InboundScheme, ...] = ()
    outbound: tuple[OutboundScheme, ...] = ()
    follow_me: tuple[FollowMe, ...] = ()
    conferences: tuple[Conference, ...] = ()
    parking: Parking = Parking()
    features: FeatureCodes = FeatureCodes()
    holidays: Holidays = Holidays()
    policy: Policy = Policy()


class Secrets(Frozen):
    """SIP passwords by account (device account or line id), kept apart from the document.

    `webhook` is the key that signs what nodes Webhook send. `keys` are logins that are no SIP
    accounts: `web.<gateway>`, `socket.<socket>` (typed), `sms.<GSM line>` (generated).
    Ours are generated, 16 characters or more; a trunk's comes from its operator, as short as it is.
    """

    passwords: dict[str, Annotated[str, Field(min_length=1, max_length=128)]] = Field(
        default_factory=dict, repr=False
    )
    webhook: Annotated[str, Field(repr=False, max_length=128)] = ""
    keys: dict[str, Annotated[str, Field(min_length=1, max_length=128)]] = Field(
        default_factory=dict, repr=False
    )
