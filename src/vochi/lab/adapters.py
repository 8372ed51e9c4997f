"""Emulated adapters of analogue pairs and phones, set up by nothing but the printed settings.

Whoever sets one up gives it the file that the product prints, and types what the device takes by
hand; a wrong print is an adapter that does not register, or calls nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from vochi.core.guides.guide import Guide, Server
from vochi.core.guides.setup import adapter_guide
from vochi.core.office.document import Office, Secrets
from vochi.core.office.gateway import Adapter

USER_AGENTS = {
    "ht503": "Grandstream HT-503  V1.1B chip V2.2 1.0.16.3",
    "ht8xx": "Grandstream HT802 1.0.41.2",
    "spa3102": "Linksys/SPA3102-5.1.10(GW)",
    "spa2102": "Linksys/SPA2102-5.2.12",
}
#: Seconds from the beginning of one ring of the city to that of the next.
RING_EVERY = 5.0
#: Seconds that a ring sounds; the caller's number follows it.
RING = 1.0


@dataclass(frozen=True)
class Port:
    """What a port of an adapter was told. `forward_to` and `rings` of a city pair alone."""

    user: str
    password: str
    server: str
    user_agent: str
    forward_to: str = ""
    rings: int = 0

    @property
    def answers_after(self) -> float:
        """Seconds of ringing in the city before the office is called."""
        return RING + (self.rings - 1) * RING_EVERY if self.rings else 0.0


def ports(office: Office, secrets: Secrets, server: tuple[str, int]) -> Mapping[str, Port]:
    """Ports of all adapters of an office by account."""
    found: dict[str, Port] = {}
    for adapter in office.adapters:
        printed = adapter_guide(office, adapter, Server(*server), secrets, "ru")
        for port in _ports(adapter, printed):
            found[port.user] = port
    return found


def _ports(adapter: Adapter, printed: Guide) -> tuple[Port, ...]:
    values = {
        each.tag: each.text or ""
        for file in printed.files
        for each in ET.fromstring(file.text).iter()  # noqa: S314 - our own
    }
    agent = USER_AGENTS[adapter.model]
    if adapter.model in ("ht503", "ht8xx"):
        return _grandstream(values, printed, agent)
    return _spa(values, agent)


def _grandstream(values: Mapping[str, str], printed: Guide, agent: str) -> tuple[Port, ...]:
    found = []
    if values.get("P271") == "1" and values.get("P31") == "1":
        found.append(Port(values["P35"], values["P34"], values["P47"], agent))
    if "P735" in values:
        forward = _typed(printed, "Unconditional Call Forward", "User ID")
        rings = int(_typed(printed, "FXO PORT", "Number of Rings") or 0)
        found.append(Port(values["P735"], values["P734"], values["P747"], agent, forward, rings))
    return tuple(found)


def _spa(values: Mapping[str, str], agent: str) -> tuple[Port, ...]:
    found = []
    for number in ("1", "2"):
        told = {
            key.removesuffix(f"_{number}_"): value
            for key, value in values.items()
            if key.endswith(f"_{number}_")
        }
        if told.get("Line_Enable") != "Yes" or told.get("Register") != "Yes":
            continue
        chosen = told.get("PSTN_Caller_Default_DP")
        plan = re.fullmatch(r"\(S0<:(.+)>\)", told.get(f"Dial_Plan_{chosen}", ""))
        is_open = told.get("PSTN-To-VoIP_Gateway_Enable") == "Yes"
        delay = float(told.get("PSTN_Answer_Delay", "0"))
        found.append(
            Port(
                told["User_ID"], told["Password"], told["Proxy"], agent,
                plan.group(1) if plan and is_open else "", 2 if delay > RING else int(delay > 0),
            )
        )  # fmt: skip
    return tuple(found)


def _typed(printed: Guide, page: str, label: str) -> str:
    """What the paper says to type on a page."""
    for step in printed.steps:
        for field in step.fields if page in step.page else ():
            if field.label == label:
                return field.value
    return ""
