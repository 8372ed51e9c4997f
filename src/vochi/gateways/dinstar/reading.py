"""What the rows of a Dinstar say, as news."""

import hashlib
from datetime import datetime
from typing import Literal

from vochi.core.gsm.entries import CallState
from vochi.core.office.sim import ForwardReason
from vochi.gateways.base import Delivery, LineReport, PartIn
from vochi.gateways.dinstar.api import Row
from vochi.gateways.words import clean, digits, number, whole

#: In the words of `CallForward`; `no_reply` lasts as long as the operator has it.
REASONS: dict[ForwardReason, str] = {
    "always": "Unconditional",
    "busy": "Busy",
    "no_reply": "NoReply",
    "unreachable": "Not_Reachable",
}
_REGISTERED = frozenset({"REGISTER_OK", "REGISTERED", "MOBILE REGISTERED"})
_CALLS: dict[str, CallState] = {
    "idle": "idle",
    "free": "idle",
    "ready": "idle",
    "active": "talking",
    "ringing": "incoming",
    "incoming": "incoming",
    "dialing": "dialling",
    "alerting": "dialling",
}
_TIME = "%Y-%m-%d %H:%M:%S"


def report(line: str, row: Row, address: str) -> LineReport:
    """How a port is."""
    signal, registered = whole(row.get("signal")), clean(row.get("reg"), 40).strip().upper()
    is_there = registered in _REGISTERED
    call = clean(row.get("callstate"), 40).strip().lower()
    return LineReport(
        line=line,
        online=True,
        iccid=digits(row.get("iccid"), 18, 22),
        imsi=digits(row.get("imsi"), 10, 16),
        imei=digits(row.get("imei"), 14, 16),
        number=number(row.get("number")),
        registered=is_there if registered else None,
        signal=-113 + 2 * signal if signal is not None and 0 <= signal <= 31 and is_there else None,
        call=_CALLS.get(call, "busy") if call else "unknown",
        address=address,
    )


def part_in(line: str, row: Row) -> PartIn:
    """An SMS of the inbox; ids go up for ever, and are the same whenever it is read."""
    sender, text = clean(row.get("number"), 60).strip(), clean(row.get("text"))
    told = (str(row.get("incoming_sms_id")), clean(row.get("timestamp"), 40), sender, text)
    key = hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]
    return PartIn(line=line, sender=sender, text=text, key=key)


def came(row: Row) -> datetime | None:
    """When, by the device's own clock; None: it does not say so that one could read it."""
    try:
        return datetime.strptime(clean(row.get("timestamp"), 40).strip(), _TIME)  # noqa: DTZ007
    except ValueError:
        return None


def delivery(line: str, row: Row) -> Delivery | None:
    """A report of the network: `status_code` is TP-Status; None: it says nothing."""
    ref, code = whole(row.get("ref_id")), whole(row.get("status_code"))
    if ref is None or code is None or not 0 <= code <= 255:
        return None
    if code <= 2:
        state: Literal["delivered", "trying", "failed"] = "delivered"
    elif 32 <= code <= 63:
        state = "trying"
    else:
        state = "failed"
    return Delivery(
        line=line, ref=str(ref), number=clean(row.get("number"), 40), state=state, code=code
    )
