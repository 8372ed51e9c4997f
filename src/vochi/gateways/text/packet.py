"""Packets of the manager interface, and of devices that speak almost like it.

A packet is lines `Name: value` up to an empty line. What a command prints stands in one, up to
`--END COMMAND--`, empty lines and all; events of Yeastar end by `--END SMS EVENT--`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Bytes: of a line, of a packet, and of packets that have not been read.
_MOST_LINE, _MOST_PACKET = 65_536, 262_144
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9 _()/,.-]{0,60}):[ \t]?(.*)", re.DOTALL)
_ENDS = ("--END COMMAND--", "--END SMS EVENT--")
_HEAD = frozenset({"response", "privilege", "actionid", "message"})
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass
class Packet:
    """`fields` by lower-case name, the first of each; `lines` are all of them as they came.

    `body`: what a command printed, without the head of the packet; it is no field of it.
    """

    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """A field, empty when it is not there."""
        return self.fields.get(name.lower(), "")

    @property
    def event(self) -> str:
        """Its name; empty: it is no event."""
        return self.fields.get("event", "")

    @property
    def text(self) -> str:
        """What a command printed."""
        return "\n".join(self.body)


class Endless(Exception):  # noqa: N818 - says what happened
    """A line or a packet has no end: this is no such device."""


class Reader:
    """Bytes in, packets out: `feed`. Raises Endless."""

    def __init__(self) -> None:
        self._rest = b""
        self._packet = Packet()
        self._size = 0

    def feed(self, came: bytes) -> Iterator[Packet]:
        """What is whole now."""
        *whole, self._rest = (self._rest + came).split(b"\n")
        if len(self._rest) > _MOST_LINE:
            raise Endless
        for line in whole:
            self._size += len(line) + 1
            if self._size > _MOST_PACKET:
                raise Endless
            packet = self._line(line.rstrip(b"\r").decode("utf-8", "replace"))
            if packet is not None:
                yield packet

    def _line(self, line: str) -> Packet | None:
        packet = self._packet
        # Some put the end right behind the last words.
        end = next((each for each in _ENDS if line.endswith(each)), None)
        if end is not None and (packet.lines or line != end):
            if line != end:
                self._keep(line.removesuffix(end))
            return self._done()
        if line or self._prints():
            self._keep(line)
            return None
        return self._done() if packet.lines else None

    def _prints(self) -> bool:
        """An empty line does not end what a command prints."""
        return self._packet.fields.get("response", "").strip().lower() == "follows"

    def _keep(self, line: str) -> None:
        packet = self._packet
        if line.startswith("Asterisk Call Manager/") and not packet.lines:
            return
        packet.lines.append(line)
        found = _FIELD.fullmatch(line)
        name = "" if found is None else found[1].strip().lower()
        if self._prints() and (packet.body or name not in _HEAD):
            # Some say `Output:` before each line.
            packet.body.append(line.removeprefix("Output: "))
        elif found is not None:
            packet.fields.setdefault(name, found[2].strip("\r"))

    def _done(self) -> Packet:
        packet, self._packet, self._size = self._packet, Packet(), 0
        return packet


def fields_of(lines: list[str]) -> dict[str, str]:
    """`Name: value` of what a command printed, by lower-case name; the first of each."""
    found: dict[str, str] = {}
    for line in lines[:1000]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def action(name: str, **fields: str) -> bytes:
    """An action; what would end a line in a value is taken out of it."""
    pairs = {"Action": name, **fields}
    lines = [f"{key}: {_CONTROL.sub(' ', value)}" for key, value in pairs.items()]
    return "\r\n".join([*lines, "", ""]).encode()
