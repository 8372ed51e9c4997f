"""Grandstream HT8xx (phones) and HT503 (a phone and a city line): pages, and the XML of P-values.

P-values are those of protocols.md 4.4 and 5; what has none there is typed on the page.
"""

from xml.sax.saxutils import escape

from vochi.core.guides.account import Account
from vochi.core.guides.guide import Guide, GuideFile, GuideStep, Server, Writer

#: Rings before the adapter takes a city call: the caller's number comes between the first two.
RINGS = "2"
_FXO_PORT = "5062"


def grandstream_guide(
    phone: Account | None, line: Account | None, server: Server, write: Writer
) -> Guide:
    """Of a phone port, a line port, or both."""
    steps: list[GuideStep] = []
    values: dict[str, str] = {}
    if phone is not None:
        steps.append(_phone(phone, server, write))
        values |= _phone_values(phone, server)
    if line is not None:
        steps += _line(line, server, write)
        values |= _line_values(line, server)
    complete = phone is None or bool(phone.password)
    complete = complete and (line is None or bool(line.password))
    name = (line or phone or Account("adapter", "", "")).user
    files = (_file(name, values),) if values and complete else ()
    return Guide(steps=(*steps, write.step("check", "STATUS")), files=files)


def _phone(phone: Account, server: Server, write: Writer) -> GuideStep:
    return write.step(
        "phone", "FXS PORT",
        write.field("Account Active", "Yes"),
        write.field("Primary SIP Server", server.sip),
        write.field("SIP User ID", phone.user),
        write.field("Authenticate ID", phone.user),
        write.password("Authenticate Password", phone.user),
        write.field("SIP Registration", "Yes"),
        write.field("Register Expiration", "1"),
        write.field("Preferred DTMF method", "RFC2833", "note.dtmf"),
        write.field("Enable Call Features", "No", "note.own_codes"),
        name=phone.name,
    )  # fmt: skip


def _line(line: Account, server: Server, write: Writer) -> tuple[GuideStep, ...]:
    account = write.step(
        "line", "FXO PORT",
        write.field("Account Active", "Yes"),
        write.field("Primary SIP Server", server.sip),
        write.field("SIP User ID", line.user),
        write.field("Authenticate ID", line.user),
        write.password("Authenticate Password", line.user),
        write.field("SIP Registration", "Yes"),
        write.field("Register Expiration", "1"),
        write.field("Local SIP port", _FXO_PORT),
        write.field("Caller ID Transport Type", "Send anonymous: No; via From", "note.cid"),
        name=line.name,
    )  # fmt: skip
    pair = write.step(
        "line.pair", "FXO PORT > FXO Termination, Channel Dialing",
        write.field("Number of Rings", RINGS, "note.rings"),
        write.field("PSTN Ring Thru FXS", "No"),
        write.field("Wait for Dial-Tone", "Yes"),
        write.field("Stage Method (1/2)", "1", "note.stage"),
        write.field("Enable Current Disconnect", "Yes", "note.disconnect"),
        name=line.name,
    )  # fmt: skip
    forward = write.step(
        "line.forward", "BASIC SETTINGS > Unconditional Call Forward to VOIP",
        write.field("User ID", line.user, "note.goip.forwarding"),
        write.field("Sip Server", server.host),
        write.field("Sip Destination Port", str(server.sip_port)),
    )  # fmt: skip
    return account, pair, forward


def _phone_values(phone: Account, server: Server) -> dict[str, str]:
    return {
        "P271": "1", "P47": server.sip, "P48": "", "P35": phone.user, "P36": phone.user,
        "P34": phone.password, "P3": phone.name, "P31": "1", "P32": "1", "P40": "5060",
        "P130": "0", "P850": "101",
    }  # fmt: skip


def _line_values(line: Account, server: Server) -> dict[str, str]:
    return {
        "P747": server.sip, "P748": "", "P735": line.user, "P736": line.user,
        "P734": line.password, "P732": "1", "P740": _FXO_PORT, "P730": "0",
    }  # fmt: skip


def _file(name: str, values: dict[str, str]) -> GuideFile:
    body = "".join(f"    <{code}>{xml_text(value)}</{code}>\n" for code, value in values.items())
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gs_provision version="1">\n'
        f'  <config version="1">\n{body}  </config>\n</gs_provision>\n'
    )
    return GuideFile(name=f"cfg-{name}.xml", media_type="application/xml", text=text)


def xml_text(value: str) -> str:
    """Any text of a person inside an element; characters that XML has not are left out."""
    return escape("".join(each for each in value if each.isprintable()))
