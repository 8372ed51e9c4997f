"""Gateways whose own driver speaks their API: SIP accounts per port, and the login of the API."""

from vochi.core.guides.guide import Guide, GuideStep, Server, Writer
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
    lines = sorted(
        (line for line in office.lines if isinstance(line, GsmLine) and line.gateway == gateway.id),
        key=lambda line: line.slot,
    )
    if gateway.kind in _MODEMS:
        return Guide(steps=(write.step("modem", ""), *_names(gateway, lines, write)))
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


def _names(gateway: Gateway, lines: list[GsmLine], write: Writer) -> list[GuideStep]:
    """A modem inside an Asterisk is called as its line is (decision 0024)."""
    if gateway.kind == "gammu":
        return []
    return [
        write.step(
            "modem_name", f"{gateway.kind}.conf", write.field("Device", f"[{line.id}]"),
            name=line.name,
        )
        for line in lines
    ]  # fmt: skip
