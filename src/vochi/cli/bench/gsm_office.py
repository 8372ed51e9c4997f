"""The office of `bench gsm`: one gateway full of SIM cards, one phone."""

from typing import Final

from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.person import Device, Person
from vochi.core.office.policy import Policy
from vochi.core.office.upkeep import SmsPolicy
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start

LINES: Final = 32
_PHONE: Final = "120"
#: Seconds between two messages over a card: 32 cards carry what comes in, and some more.
_PACE: Final = 2


def office() -> Office:
    """A GoIP-32 whose cards are all of one operator."""
    lines = tuple(
        GsmLine(
            id=f"gsm-{slot}", name=f"SIM {slot}", operator="A1", gateway="goip", slot=slot,
            number=f"+3752911100{slot:02d}", inbound="main",
        )
        for slot in range(1, LINES + 1)
    )  # fmt: skip
    ring = Ring(targets=(_PHONE,), exits={"nobody": "end"})
    nodes = {"start": Start(exits={"next": "ring"}), "ring": ring, "end": HangUp()}
    route = Route(classes=("mobile",), lines=tuple(line.id for line in lines))
    return Office(
        version=1,
        company=Company(name="Bench"),
        people=(Person(id="anna", name="Анна", extension=_PHONE, outbound="all"),),
        devices=(Device(account=_PHONE),),
        gateways=(Gateway(id="goip", name="GoIP-32", model="GoIP-32", slots=LINES),),
        lines=lines,
        inbound=(InboundScheme(id="main", name="Main", nodes=nodes),),
        outbound=(OutboundScheme(id="all", name="All", routes=(route,)),),
        policy=Policy(sms=SmsPolicy(pace=_PACE)),
    )
