"""What chan_quectel and chan_dongle say of a device, an SMS, a USSD answer."""

import base64
import binascii
import re

from vochi.core.gsm.entries import CallState
from vochi.gateways.base import LineReport
from vochi.gateways.text.packet import Packet
from vochi.gateways.words import clean, digits, number, whole

#: States of a device that is not there.
_GONE = frozenset({"", "not connected", "stopped", "not initialized", "removing", "gone"})
_CALLS: dict[str, CallState] = {
    "free": "idle",
    "active": "talking",
    "dialing": "dialling",
    "alerting": "dialling",
    "incoming": "incoming",
    "ring": "incoming",
    "ringing": "incoming",
    "waiting": "busy",
    "held": "busy",
}
_SMALL = re.compile(r"\s*([0-9]{1,2})(?![0-9])")
_CUSD = re.compile(r"(?:\+CUSD:\s*)?([0-9])\s*(?:,|$)")
_MOST_LINES = 300


def report(line: str, packet: Packet, address: str) -> LineReport:
    """A line by its `DeviceEntry`."""
    state = packet.get("state").strip().lower()
    if state in _GONE:
        return LineReport(line=line, online=False)
    is_there = packet.get("gsmregistrationstatus").strip().lower().startswith("registered")
    found = _SMALL.match(packet.get("rssi"))
    signal = int(found[1]) if found and is_there else 99
    return LineReport(
        line=line,
        online=True,
        iccid=digits(packet.get("iccid"), 18, 22),
        imsi=digits(packet.get("imsistate"), 10, 16),
        imei=digits(packet.get("imeistate"), 14, 16),
        number=number(packet.get("subscribernumber")),
        operator=clean(packet.get("providername"), 40).strip() if is_there else "",
        registered=is_there,
        signal=-113 + 2 * signal if 0 <= signal <= 31 else None,
        call=_CALLS.get(state, "unknown"),
        address=address,
    )


def lines_of(packet: Packet) -> str:
    """`MessageLine0` and so on; empty lines of the text are not among them."""
    count = min(whole(packet.get("linecount")) or 0, _MOST_LINES)
    return clean("\n".join(packet.get(f"messageline{n}") for n in range(count)))


def exact(packet: Packet) -> str | None:
    """The text of a `...Base64` event."""
    try:
        told = base64.b64decode(packet.get("message").strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    return clean(told.decode("utf-8", "replace"))


def squeezed(text: str) -> str:
    """The same for both events of one SMS: without ends of lines."""
    return "".join(text.split())


def is_menu(packet: Packet) -> bool | None:
    """`+CUSD: 1` waits for a choice; None: it does not say."""
    found = _CUSD.match(packet.get("message").strip())
    return None if found is None else found[1] == "1"
