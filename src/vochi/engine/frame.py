"""Frames of the Asterisk Manager Interface: text in, typed messages out; no I/O."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from vochi.engine.errors import BadArgument, BadStream

#: Asterisk's longest lines are dialplan listings of a few KB; a frame of ours is at most this.
MAX_LINE: Final = 64 * 1024
MAX_LINES: Final = 200_000
_NAME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_()-]{0,63}$")
_BREAKS: Final = re.compile(r"[\r\n\x00]")


@dataclass(frozen=True)
class Message:
    """One frame: pairs in order, a key may repeat (`Output`). Keys compare as written.

    Values are what strangers may have sent: data, never to be executed.
    """

    pairs: tuple[tuple[str, str], ...]
    _index: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The first of repeated keys wins: a forged second one cannot replace it.
        object.__setattr__(self, "_index", dict(reversed(self.pairs)))

    def __getitem__(self, key: str) -> str:
        return self._index[key]

    def __contains__(self, key: object) -> bool:
        return key in self._index

    def get(self, key: str, default: str = "") -> str:
        """The first value of `key`."""
        return self._index.get(key, default)

    def all(self, key: str) -> tuple[str, ...]:
        """Every value of `key`."""
        return tuple(value for name, value in self.pairs if name == key)

    @property
    def name(self) -> str:
        """Name of the event, empty for a response.

        Names with `@` are ours: `@up` (logged in), `@down` (connection lost), `@gap` (the reader
        was too slow, events before this one are missing).
        """
        return self._index.get("Event", "")


def own_event(name: str) -> Message:
    """An event about the connection itself; Asterisk has none whose name begins with `@`."""
    return Message((("Event", name),))


class Parser:
    """Feed lines without their end, get whole frames; raises `BadStream` on endless ones."""

    def __init__(self) -> None:
        self._pairs: list[tuple[str, str]] = []
        self._lines = 0

    def feed(self, line: bytes) -> Message | None:
        """One line, CR LF or LF already there or not; a blank one ends a frame."""
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            pairs, self._pairs, self._lines = tuple(self._pairs), [], 0
            return Message(pairs) if pairs else None
        self._lines += 1
        if self._lines > MAX_LINES:
            raise BadStream(detail="a frame without end")
        key, colon, value = text.partition(":")
        if colon:  # the greeting and stray text have none, or are no harm
            self._pairs.append((key.strip(), value.removeprefix(" ")))
        return None


def write_action(name: str, action_id: str, fields: Mapping[str, str | list[str]]) -> bytes:
    """The bytes of an action; `BadArgument` when a name or value could forge a header."""
    lines = [f"Action: {_checked('Action', name)}", f"ActionID: {_checked('ActionID', action_id)}"]
    lines += [f"{key}: {_checked(key, value)}" for key, value in _flat(fields)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _flat(fields: Mapping[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        if not _NAME.match(key):
            raise BadArgument(field=key[:64])
        for one in [value] if isinstance(value, str) else value:
            yield key, one


def _checked(key: str, value: str) -> str:
    # A lone surrogate cannot be encoded: it came from broken input and is refused likewise.
    if _BREAKS.search(value) or len(value) > MAX_LINE // 2 or not _encodes(value):
        raise BadArgument(field=key)
    return value


def _encodes(value: str) -> bool:
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in value)
