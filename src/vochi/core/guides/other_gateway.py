"""Gateways whose own driver speaks their API: SIP accounts per port, and the login of the API."""

from vochi.core.guides.guide import Guide, Server, Writer
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway, GatewayKind
from vochi.core.office.line import GsmLine

#: Kind -> where its login for programs is kept.
_API: dict[GatewayKind, str] = {
    "yeastar": "Gateway > Gateway API Settings",
    "openvox": "Advanced > Asterisk API",
    "dinstar": "API Management",
}
#: Modems that are no SIP devices: nothing registers.
_MODEMS = frozenset({"quectel", "dongle", "gammu"})


def other_guide(office: Office, gateway: Gateway, server: Server, write: Writer) -> Guide:
    """As far as such devices are alike."""
    if gateway.kind in _MODEMS:
        return Guide(steps=(write.step("modem", ""),))
    lines = sorted(
        (line for line in office.lines if isinstance(line, GsmLine) and line.gateway == gateway.id),
        key=lambda line: line.slot,
    )
    steps = [
        write.step(
            "safety", "System > Login Settings",
            write.field("User Name", gateway.login),
            write.key("Password", f"web.{gateway.id}"),
        )
    ]  # fmt: skip
    steps += [
            write.step(
                "port", f"VoIP > SIP Endpoints > Port {line.slot}",
                write.field("SIP Server", server.sip),
                write.field("User Name", line.id),
                write.field("Authentication ID", line.id),
                write.password("Password", line.id),
                write.field("Register Expires", "60"),
                write.field("Hotline / DID", line.id, "note.goip.forwarding"),
                name=line.name, slot=str(line.slot),
            )
            for line in lines
    ]  # fmt: skip
    page = _API.get(gateway.kind)
    if page is not None:
        steps.append(
            write.step(
                "api", page,
                write.field("Enable", "Yes"),
                write.field("User Name", gateway.login),
                write.key("Password", f"web.{gateway.id}"),
                write.field("Allowed IP", server.host),
            )
        )  # fmt: skip
    return Guide(steps=(*steps, write.step("check", "")))
