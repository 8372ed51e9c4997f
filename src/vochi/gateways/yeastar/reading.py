"""What a Yeastar says of a port and of an SMS."""

import hashlib
import re
from urllib.parse import unquote_to_bytes
from zlib import crc32

from vochi.core.gsm.entries import CallState
from vochi.gateways.base import LineReport, PartIn
from vochi.gateways.text.packet import Packet, fields_of
from vochi.gateways.words import clean, digits, whole

#: Port N of the case is span N+1.
SPAN_OF_SLOT = 1
_SPAN = re.compile(r"GSM span ([0-9]{1,3}): *(.*)")
_SMALL = re.compile(r"[0-9]{1,2}")
_USSD = re.compile(r"USSD Message: ?(.*)", re.DOTALL)


def spans(packet: Packet) -> dict[int, str]:
    """What `gsm show spans` prints: the status of each span."""
    found = (_SPAN.fullmatch(line.strip()) for line in packet.body[:200])
    return {int(each[1]): each[2] for each in found if each is not None}


def report(line: str, status: str, packet: Packet | None, address: str) -> LineReport:
    """A line by its status of `gsm show spans`, and what `gsm show span` printed."""
    if "power on" not in status.lower():
        return LineReport(line=line, online=False)
    told = {} if packet is None else fields_of(packet.body)
    has_card = "undetected sim" not in status.lower()
    network = told.get("network status", "").lower()
    is_there = network.startswith("registered") if network else None
    found = _SMALL.match(told.get("signal quality (0,31)", ""))
    signal = int(found[0]) if found and is_there else 99
    return LineReport(
        line=line,
        online=True,
        imsi=digits(told.get("sim imsi"), 10, 16) if has_card else "",
        imei=digits(told.get("model imei"), 14, 16),
        operator=clean(told.get("network name"), 40) if has_card and is_there else "",
        registered=is_there if has_card else False,
        signal=-113 + 2 * signal if 0 <= signal <= 31 else None,
        call=_call(told.get("state", "")),
        address=address,
    )


def _call(state: str) -> CallState:
    """READY is the only word that is known."""
    if not state:
        return "unknown"
    return "idle" if state.strip().upper() == "READY" else "busy"


def text_of(content: str) -> str:
    """Percent-encoded UTF-8; a byte order mark may come first, `+` is a blank."""
    told = unquote_to_bytes(content.strip().replace("+", " "))
    try:
        text = told.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = told.decode("latin-1")
    return clean(text.replace("\ufeff", "", 1) if text.startswith("\ufeff") else text)


class Numbering:
    """Parts count from 0 or from 1, as the firmware has it: a 0, or the last number, tells."""

    def __init__(self) -> None:
        self._first = 1

    def place(self, index: int | None, total: int | None) -> tuple[int | None, int | None]:
        """`part` and `parts`, both from 1; None: it is whole, or says nonsense."""
        if index is None or total is None or not 2 <= total <= 255 or not 0 <= index <= total:
            return None, None
        if index == 0:
            self._first = 0
        elif index == total:
            self._first = 1
        return index - self._first + 1, total


def part_in(line: str, packet: Packet, numbering: Numbering, again: int) -> PartIn:
    """An SMS, or a part. `again`: so many like it have come that had no id of their own."""
    index, total = whole(packet.get("index")), whole(packet.get("total"))
    part, parts = numbering.place(index, total)
    sender = clean(packet.get("sender"), 60).strip()
    name = packet.get("id").strip()
    return PartIn(
        line=line,
        sender=sender,
        text=text_of(packet.get("content")),
        key=fingerprint(packet) if name or not again else f"{fingerprint(packet)}.{again}",
        part=part,
        parts=parts,
        # Shared by the parts of one message, where there is one.
        ref=crc32(name.encode()) & 0xFFFF if name and parts else None,
    )


def fingerprint(packet: Packet) -> str:
    """The same for the same event."""
    names = ("id", "gsmspan", "gsmport", "sender", "recvtime", "index", "total", "content")
    told = "\0".join(packet.get(name).strip() for name in names)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def slot_of(packet: Packet) -> int | None:
    """1-based; newer firmware tells the span, older the port."""
    span = whole(packet.get("gsmspan"))
    return whole(packet.get("gsmport")) if span is None else span - SPAN_OF_SLOT


def ussd_answer(packet: Packet) -> str | None:
    """What the network said; None: it did not take the code."""
    text = packet.text
    first = text.lstrip()[:2]
    found = _USSD.search(text)
    if found is None or first == "0:":
        return None
    return clean(found[1].strip(), 2000)
