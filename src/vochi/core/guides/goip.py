"""GoIP in 'config by line' mode: an account per SIM card (protocols.md 1.7).

Pages and fields are named as firmware GST1610 names them; others differ in a word.
"""

from collections.abc import Iterator

from vochi.core.countries import COUNTRIES
from vochi.core.guides.guide import Guide, GuideStep, Server, Writer
from vochi.core.office.document import Office
from vochi.core.office.gateway import Gateway
from vochi.core.office.line import GsmLine

#: What a number begins with as a line writes it (`GsmLine.dial`): a line without a prefix that fits
#: refuses calls with 404.
_BEGINS = {"e164": "+", "national": "8"}


def goip_guide(office: Office, gateway: Gateway, server: Server, write: Writer) -> Guide:
    """Everything that is typed, line by line."""
    lines = sorted(
        (line for line in office.lines if isinstance(line, GsmLine) and line.gateway == gateway.id),
        key=lambda line: line.slot,
    )
    steps = [_safety(gateway, write), _mode(write)]
    for line in lines:
        steps += _line(office, line, server, write)
    steps += [
        write.step("goip.divert", "Configurations > Call Divert / GSM Call Forward", write.field(
            "Unconditional, Busy, No Reply, Not Reachable", "Not set", "note.goip.divert",
        )),
        write.step("check", "Status > Summary", write.field("VoIP", "Y", "note.goip.check")),
    ]  # fmt: skip
    return Guide(steps=tuple(steps))


def _safety(gateway: Gateway, write: Writer) -> GuideStep:
    return write.step(
        "safety", "Tools > User Management",
        write.field("User Name", gateway.login),
        write.key("Password", f"web.{gateway.id}"),
        write.field("Telnet", "Disable", "note.goip.telnet"),
    )  # fmt: skip


def _mode(write: Writer) -> GuideStep:
    return write.step(
        "goip.mode", "Configurations > Basic VoIP",
        write.field("Endpoint Type", "SIP Phone"),
        write.field("Config Mode", "Config by Line"),
        write.field("Re-register Period(s)", "60", "note.goip.period"),
        write.field("Audio Codec Preference", "alaw, ulaw"),
        write.field("DTMF Signaling", "Outband (RFC2833)"),
    )  # fmt: skip


def _line(office: Office, line: GsmLine, server: Server, write: Writer) -> Iterator[GuideStep]:
    slot = f"Line {line.slot}"
    prefix = _BEGINS.get(line.dial) or COUNTRIES[office.company.country].code
    shown = {"name": line.name, "slot": str(line.slot)}
    yield write.step(
        "goip.account", f"Configurations > Basic VoIP > {slot}",
        write.field("SIP Registrar Server", server.sip, "note.server"),
        write.field("SIP Proxy", server.sip),
        write.field("Phone Number", line.id),
        write.field("Authentication ID", line.id),
        write.password("Password", line.id),
        write.field("Display Name", line.id),
        write.field("Routing Prefix", prefix, "note.goip.prefix"),
        **shown,
    )  # fmt: skip
    yield write.step(
        "goip.calls", f"Configurations > Call In, Call Out > {slot}",
        write.field("CALL IN via GSM", "Enable"),
        write.field("Forwarding to VoIP Number", line.id, "note.goip.forwarding"),
        write.field("CID Forward Mode", "Use Remote Party ID", "note.goip.cid"),
        write.field("CALL OUT via GSM", "Enable"),
        **shown,
    )  # fmt: skip
    yield write.step(
        "goip.sms", f"Configurations > SMS > {slot}",
        write.field("SMS Server", "Enable"),
        write.field("SMS Server IP", server.host),
        write.field("SMS Server Port", str(server.goip_port)),
        write.field("SMS Client ID", line.id),
        write.key("Password", f"sms.{line.id}"),
        **shown,
    )  # fmt: skip
