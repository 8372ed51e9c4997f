"""Calls told as CEL rows, in the shape that Asterisk writes them (see tests/core/calls/tables)."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from vochi.core.calls.entry import CEL_FIELDS

from .office import NAMES

Row = dict[str, str]

_numbers = itertools.count(1)
_BRIDGE = "272e680d-498e-4fc5-879c-{:012x}"


@dataclass
class Channel:
    """A channel of a call; `number` of the process makes its names unique."""

    endpoint: str
    name: str
    number: str
    context: str
    exten: str
    linked_id: str = ""
    ordinal: int = field(default_factory=lambda: next(_numbers))
    began: float = 0.0

    @property
    def channel(self) -> str:
        return f"PJSIP/{self.endpoint}-{self.ordinal:08x}"

    @property
    def unique_id(self) -> str:
        return f"{int(self.began)}.{self.ordinal}"


def row(
    kind: str, at: float, channel: Channel, app: str = "", data: str = "", *, extra: str = "",
    peer: str = "", user: str = "",
) -> Row:  # fmt: skip
    """One row of cel.csv."""
    values = (
        kind, f"{at:.6f}", channel.name, channel.number, channel.number, "", "",
        channel.exten, channel.context, channel.channel, app, data, "", channel.unique_id,
        channel.linked_id, peer, "", user, extra, "",
    )  # fmt: skip
    return dict(zip(CEL_FIELDS, values, strict=True))


def told(event: str, at: float, channel: Channel, **facts: str) -> Row:
    """A user event of the dialplan."""
    text = "&".join(f"{key.rstrip('_')}={quote(value, safe='')}" for key, value in facts.items())
    extra = json.dumps({"extra": text}, separators=(",", ":"))
    return row(event, at, channel, "CELGenUserEvent", f"{event},{text}", extra=extra, user=event)


def ended(
    at: float, channel: Channel, cause: int, status: str = "", *, itself: bool = False
) -> Iterator[Row]:
    """A channel hangs up, or is hung up."""
    source = channel.channel if itself else ""
    extra = {"hangupcause": cause, "hangupsource": source, "dialstatus": status}
    yield row("HANGUP", at, channel, extra=json.dumps(extra, separators=(",", ":")))
    yield row("CHAN_END", at, channel)


def bridged(kind: str, at: float, channel: Channel, bridge: str, peer: str = "") -> Row:
    """A channel enters or leaves a bridge."""
    extra = {"bridge_id": bridge, "bridge_technology": "simple_bridge"}
    return row(kind, at, channel, extra=json.dumps(extra, separators=(",", ":")), peer=peer)


@dataclass
class Told:
    """A call in the making: rows up to the moment told so far; `recording` names its raw file."""

    linked_id: str
    recording: str
    began: float
    caller: Channel
    rang: list[Channel]
    bridge: str
    talks: Channel | None = None
    answered: float = 0.0


def incoming(
    at: float, client: str, accounts: tuple[str, ...], line: str = "a1-1",
    did: str = "+375291110001", *, name: str = "", office: int = 1,
) -> tuple[Told, list[Row]]:  # fmt: skip
    """A client calls and phones ring."""
    caller = Channel(line, name, client, f"line-{line}", did, began=at)
    caller.linked_id = caller.unique_id
    rang = [
        Channel(account, NAMES[account[:3]], account[:3], "phone-all", "s",
                linked_id=caller.linked_id, began=at)
        for account in accounts
    ]  # fmt: skip
    call = Told(caller.linked_id, f"{caller.unique_id}.raw", at, caller, rang,
                _BRIDGE.format(next(_numbers)))  # fmt: skip
    dial = "&".join(f"PJSIP/{account}" for account in accounts)
    rows = [
        row("CHAN_START", at, caller),
        told("V_CALL", at, caller, dir="in", office=str(office), line=line, did=did,
             scheme="main", country="BY", area="17"),
        told("V_REC", at, caller, file=call.recording),
        told("V_NODE", at, caller, scheme="main", node="start", kind="start", out="enter"),
        told("V_NODE", at, caller, scheme="main", node="start", kind="start", out="next"),
        told("V_NODE", at, caller, scheme="main", node="sales", kind="ring", out="enter"),
        row("APP_START", at, caller, "Dial", f"{dial},25"),
        *(row("CHAN_START", at + 0.01, one) for one in rang),
    ]  # fmt: skip
    return call, rows


def answer(call: Told, at: float, account: str) -> list[Row]:
    """One of the phones is picked up."""
    one = next(phone for phone in call.rang if phone.endpoint == account)
    call.talks, call.answered = one, at
    others = [phone for phone in call.rang if phone is not one]
    return [
        row("ANSWER", at, one, "AppDial", "(Outgoing Line)"),
        row("ANSWER", at, call.caller, "Dial", "x"),
        *(line for phone in others for line in ended(at + 0.01, phone, 26)),
        bridged("BRIDGE_ENTER", at + 0.02, one, call.bridge),
        bridged("BRIDGE_ENTER", at + 0.02, call.caller, call.bridge, peer=one.channel),
    ]


def hang_up(call: Told, at: float) -> list[Row]:
    """The client hangs up: after a talk, or before anybody answered."""
    if call.talks:
        return [
            bridged("BRIDGE_EXIT", at, call.caller, call.bridge, peer=call.talks.channel),
            bridged("BRIDGE_EXIT", at, call.talks, call.bridge),
            row("APP_END", at, call.caller, "Dial", "x"),
            *ended(at, call.caller, 16, "ANSWER"),
            *ended(at, call.talks, 16),
            row("LINKEDID_END", at, call.talks),
        ]
    return [
        *(line for phone in call.rang for line in ended(at, phone, 16)),
        row("APP_END", at, call.caller, "Dial", "x"),
        *ended(at, call.caller, 16, "CANCEL", itself=True),
        row("LINKEDID_END", at, call.caller),
    ]


def outgoing(
    at: float, account: str, client: str, line: str = "a1-2", office: int = 1
) -> tuple[Told, list[Row]]:
    """An employee calls a client, whose phone rings."""
    phone = Channel(account, NAMES[account[:3]], account[:3], "phone-all", client, began=at)
    phone.linked_id = phone.unique_id
    leg = Channel(line, "", "", f"line-{line}", "s", linked_id=phone.linked_id, began=at)
    call = Told(phone.linked_id, f"{leg.unique_id}.raw", at, phone, [leg],
                _BRIDGE.format(next(_numbers)))  # fmt: skip
    rows = [
        row("CHAN_START", at, phone),
        told("V_CALL", at, phone, dir="out", office=str(office), from_=account[:3], to=client,
             country="BY", area="17"),
        told("V_LINE", at, phone, line=line),
        row("APP_START", at, phone, "Dial", f"PJSIP/{client}@{line},,U(record)"),
        row("CHAN_START", at + 0.01, leg),
    ]  # fmt: skip
    return call, rows


def client_answers(call: Told, at: float) -> list[Row]:
    """The client of an outgoing call picks up."""
    leg = call.rang[0]
    call.talks, call.answered = leg, at
    return [
        row("ANSWER", at, leg, "AppDial", "(Outgoing Line)"),
        told("V_REC", at, leg, file=call.recording),
        row("ANSWER", at, call.caller, "Dial", "x"),
        bridged("BRIDGE_ENTER", at + 0.02, leg, call.bridge),
        bridged("BRIDGE_ENTER", at + 0.02, call.caller, call.bridge, peer=leg.channel),
    ]


def inside(at: float, account: str, to: str, office: int = 1) -> tuple[Told, list[Row]]:
    """One employee calls another."""
    phone = Channel(account, NAMES[account[:3]], account[:3], "phone-all", to, began=at)
    phone.linked_id = phone.unique_id
    leg = Channel(to, NAMES[to], to, "phone-all", "s", linked_id=phone.linked_id, began=at)
    call = Told(phone.linked_id, f"{phone.unique_id}.raw", at, phone, [leg],
                _BRIDGE.format(next(_numbers)))  # fmt: skip
    rows = [
        row("CHAN_START", at, phone),
        told("V_CALL", at, phone, dir="int", office=str(office), from_=account[:3], to=to,
             country="BY", area="17"),
        row("APP_START", at, phone, "Dial", f"PJSIP/{to},25"),
        row("CHAN_START", at + 0.01, leg),
    ]  # fmt: skip
    return call, rows


def park(call: Told, at: float, slot: str, by: str) -> list[Row]:
    """The employee presses the code: the client waits with music, the employee hears the slot."""
    assert call.talks is not None
    parked = json.dumps({"parker_dial_string": f"PJSIP/{by}", "parking_lot": "default"})
    one, call.talks = call.talks, None
    return [
        bridged("BRIDGE_EXIT", at, call.caller, call.bridge, peer=one.channel),
        row("PARK_START", at + 0.01, call.caller, extra=parked),
        told("V_PARK", at + 0.02, call.caller, slot=slot, by=by),
        bridged("BRIDGE_EXIT", at + 1, one, call.bridge),
        *ended(at + 1, one, 16),
    ]


def take(call: Told, at: float, slot: str, by: str) -> list[Row]:
    """A colleague dials the code and the slot: he has the client."""
    phone = Channel(by, NAMES[by[:3]], by[:3], "phone-all", f"*5{slot}",
                    linked_id=call.linked_id, began=at)  # fmt: skip
    call.bridge, call.talks = _BRIDGE.format(next(_numbers)), phone
    call.rang.append(phone)
    reason = json.dumps({"reason": "ParkedCallUnparked", "retriever": phone.channel})
    return [
        row("CHAN_START", at, phone),
        told("V_PARK", at + 0.01, phone, slot=slot, out="taken", by=by),
        row("PARK_END", at + 0.02, call.caller, extra=reason),
        row("ANSWER", at + 0.02, phone, "ParkedCall", slot),
        bridged("BRIDGE_ENTER", at + 0.03, phone, call.bridge),
        bridged("BRIDGE_ENTER", at + 0.04, call.caller, call.bridge, peer=phone.channel),
    ]


def away(at: float, extension: str, state: str, to: str = "") -> list[Row]:
    """An employee dials a code that changes his state."""
    phone = Channel(extension, NAMES[extension], extension, "phone-all", "*71", began=at)
    phone.linked_id = phone.unique_id
    return [told("V_AWAY", at, phone, ext=extension, state=state, **({"to": to} if to else {}))]


def voicemail(at: float, client: str, owner: str, seconds: int) -> tuple[Told, list[Row]]:
    """Nobody answers, and the client leaves a message."""
    call, rows = incoming(at, client, ("182",))
    rows += [line for phone in call.rang for line in ended(at + 20, phone, 16)]
    rows.append(told("V_MAIL", at + 20 + seconds, call.caller,
                     file=f"{call.caller.unique_id}.mail.wav", owner=owner,
                     seconds=str(seconds)))  # fmt: skip
    rows += [
        *ended(at + 21 + seconds, call.caller, 16),
        row("LINKEDID_END", at + 22 + seconds, call.caller),
    ]
    return call, rows
