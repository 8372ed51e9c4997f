"""What keepalives and events mean, in the words of `gateways.base`. Pure."""

import re
from hashlib import sha256
from typing import Literal

from vochi.core.gsm.entries import CallState
from vochi.gateways.base import CallSeen, Delivery, LineReport, News, PartIn, UssdPushed
from vochi.gateways.goip.packet import Event, Keepalive

#: Events that the gateway tells again until they are acknowledged.
ACKNOWLEDGED = frozenset(
    {"RECEIVE", "DELIVER", "STATE", "RECORD", "HANGUP", "EXPIRY", "REMAIN", "CELLS", "USSN"}
)
_LONGEST_TEXT = 3000
_LONGEST_NAME = 40
_DIGITS = re.compile(r"[0-9A-Fa-f]{4,24}")
_PHONE = re.compile(r"\+?[0-9*#]{1,30}")
_SMALL = re.compile(r"[0-9]{1,9}")
_STATES: dict[str, CallState] = {
    "IDLE": "idle",
    "DIALING": "dialling",
    "DIALLING": "dialling",
    "ALERTING": "dialling",
    "INCOMING": "incoming",
    "RINGING": "incoming",
    "ACTIVE": "talking",
    "CONNECTED": "talking",
    "BUSY": "busy",
}


def report(line: str, said: Keepalive, address: str, call: CallState) -> LineReport:
    """How a line is that has just sent a keepalive. `call` is what was last told of its calls."""
    fields = said.fields
    voip = fields.get("voip_state", "").strip().upper()
    if voip == "IDLE":
        call = "idle"
    elif voip and call in {"idle", "unknown"}:
        call = call_state(voip)[0]
    return LineReport(
        line=line,
        online=True,
        iccid=_fits(_DIGITS, fields.get("iccid", "")),
        imsi=_fits(_DIGITS, fields.get("imsi", "")),
        imei=_fits(_DIGITS, fields.get("imei", "")),
        number=_fits(_PHONE, fields.get("num", "")),
        operator=_shown(fields.get("pro", "")),
        registered=_login(fields.get("gsm_status")),
        voip=_login(fields.get("voip_status")),
        signal=dbm(fields.get("signal", "")),
        call=call,
        address=address,
        count=said.count,
    )


def dbm(told: str) -> int | None:
    """`+CSQ` in dBm; 99 and nonsense: unknown."""
    value = int(told) if _SMALL.fullmatch(told.strip()) else 99
    return -113 + 2 * value if 0 <= value <= 31 else None


def call_state(told: str) -> tuple[CallState, str]:
    """A state of the GSM side and the number in it; the words are an open set: else busy."""
    word, _, number = told.strip().partition(":")
    return _STATES.get(word.strip().upper(), "busy"), _number(number)


def news(line: str, event: Event) -> News | None:
    """What an event tells the box; None: nothing. Raises ValueError when it cannot be read."""
    match event.verb:
        case "RECEIVE":
            return _received(line, event)
        case "DELIVER":
            return _delivered(line, event)
        case "STATE":
            state, number = call_state(event.fields.get("gsm_remain_state", ""))
            return CallSeen(line=line, state=state, number=number)
        case "RECORD":
            going = event.fields.get("dir", "").strip() == "2"
            return CallSeen(
                line=line,
                state="dialling" if going else "incoming",
                number=_number(event.fields.get("num", "")),
            )
        case "HANGUP":
            number, _, cause = event.fields.get("num", "").partition(",cause:")
            cause = cause or event.fields.get("cause", "")
            return CallSeen(line=line, state="idle", number=_number(number), cause=_shown(cause))
        case "USSN":
            if event.message is None:
                raise ValueError("no text")
            return UssdPushed(line=line, text=event.message[:_LONGEST_TEXT])
        case _:
            return None


def fingerprint(event: Event) -> str:
    """The same for the same event told twice. `recvid` alone is not: it may begin anew."""
    body = "\0".join((event.message or "", *(f"{k}:{v}" for k, v in sorted(event.fields.items()))))
    return f"{event.recvid}.{sha256(body.encode()).hexdigest()[:32]}"


def _received(line: str, event: Event) -> PartIn:
    if event.message is None:
        raise ValueError("no text")
    return PartIn(
        line=line,
        sender=event.fields.get("srcnum", "").strip()[:_LONGEST_NAME],
        text=event.message[:_LONGEST_TEXT],
        key=f"{line}.{fingerprint(event)}",
        key_lasts=False,
    )


def _delivered(line: str, event: Event) -> Delivery:
    ref = event.fields.get("sms_no", "").strip()
    if not _SMALL.fullmatch(ref):
        raise ValueError("no sms_no")
    told = event.fields.get("state", "").strip()
    code = int(told) if _SMALL.fullmatch(told) else None
    return Delivery(
        line=line,
        ref=str(int(ref)),
        number=_number(event.fields.get("num", "")),
        state=_status(code),
        code=code,
    )


def _status(code: int | None) -> Literal["delivered", "trying", "failed"]:
    """TP-Status of GSM 03.40; what it does not know is no end."""
    if code is None or code > 127 or 32 <= code < 64:
        return "trying"
    return "delivered" if code < 32 else "failed"


def _login(told: str | None) -> bool | None:
    return {"LOGIN": True, "LOGOUT": False}.get((told or "").strip().upper())


def _fits(shape: re.Pattern[str], told: str) -> str:
    told = told.strip()
    return told if shape.fullmatch(told) else ""


def _number(told: str) -> str:
    """Of a caller, who may be a name: shortened, quotes that some firmware puts around it gone."""
    return told.strip().strip('"').strip()[:_LONGEST_NAME]


def _shown(told: str) -> str:
    return told.strip().strip('"').strip()[:_LONGEST_NAME]
