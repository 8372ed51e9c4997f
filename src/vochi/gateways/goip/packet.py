"""What a GoIP says in one datagram. Any bytes are read: as one of four things, never a fault.

    req:<count>;id:<id>;pass:<password>;<key>:<value>;...              Keepalive
    <VERB>:<recvid>;id:<id>;password:<password>;<key>:<value>;...      Event
    <verb> <sid>[ <rest>]                                              Reply
    anything else                                                      Garbage

Firmware differs in what it adds: unknown keys are kept, missing ones are no fault. The first of
two equal keys counts, so that text of the network cannot stand in for what stood before it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: The longest event has an SMS of 3000 bytes; what is longer is not a GoIP's.
LONGEST = 8192
_MOST_FIELDS = 64
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,30})([: ])")
_COUNT = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[^;\s]{1,40}")
_REPLY = re.compile(r"([0-9]{1,10})(?: (.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Keepalive:
    """A line is there; `fields` has all of it but `req`, `id` and the password."""

    count: int
    id: str
    password: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened. `message` is what follows the first `;msg:` (RECEIVE, USSN), whole."""

    verb: str
    recvid: str
    id: str
    password: str
    fields: Mapping[str, str]
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer within the dialogue `sid`."""

    verb: str
    sid: int
    rest: str


@dataclass(frozen=True, slots=True)
class Garbage:
    """Not of this protocol."""


Packet = Keepalive | Event | Reply | Garbage


def read(datagram: bytes) -> Packet:
    """Read one datagram."""
    if not datagram or len(datagram) > LONGEST:
        return Garbage()
    # A C string may bring its end along. Elsewhere NUL is not text that a database could keep.
    text = datagram.rstrip(b"\0").decode("utf-8", "replace").replace("\0", "\ufffd")
    named = _NAMED.match(text)
    if named is None:
        return Garbage()
    verb, mark = named.groups()
    return _reply(verb, text[named.end() :]) if mark == " " else _told(verb, text[named.end() :])


def _reply(verb: str, text: str) -> Packet:
    found = _REPLY.fullmatch(text.rstrip("\r\n"))
    return Garbage() if found is None else Reply(verb, int(found[1]), found[2] or "")


def _told(verb: str, text: str) -> Packet:
    # A carrier may be named anything: the head of a keepalive ends nowhere.
    head, mark, message = (text, "", "") if verb == "req" else text.partition(";msg:")
    number, _, rest = head.partition(";")
    fields = _fields(rest)
    name = fields.pop("id", "")
    password = fields.pop("pass", None)
    other = fields.pop("password", None)
    password = password if password is not None else (other or "")
    if verb == "req":
        if not _COUNT.fullmatch(number):
            return Garbage()
        return Keepalive(int(number), name, password, fields)
    number = number.strip()
    if not _NUMBER.fullmatch(number):
        return Garbage()
    return Event(verb, number, name, password, fields, message if mark else None)


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for each in text.split(";", _MOST_FIELDS)[:_MOST_FIELDS]:
        key, _, value = each.partition(":")
        key = key.strip()
        if key:
            fields.setdefault(key, value.strip("\r\n"))
    return fields
