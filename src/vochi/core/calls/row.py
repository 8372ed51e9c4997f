"""A CEL row as the fold reads it: named, typed, and never trusted."""

import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from vochi.core.calls.entry import Entry


@dataclass(frozen=True, slots=True)
class Moment:
    """When an entry happened: its place in the journal and both clocks."""

    seq: int
    at: datetime
    mono: float
    boot: str

    @classmethod
    def of(cls, entry: Entry) -> "Moment":
        """The moment of an entry."""
        return cls(entry.seq, entry.at, entry.mono, entry.boot)


@dataclass(frozen=True, slots=True)
class Row:
    """One CEL row. `extra` is EventExtra when it is a JSON object, else empty.

    `diverted` is the number that was dialled and forwarded to us, where the network tells it.

    `said` holds the pairs of one of our own user events (`V_CALL` and so on).
    """

    when: Moment
    event: str
    channel: str
    unique_id: str
    linked_id: str
    name: str
    number: str
    diverted: str
    exten: str
    application: str
    arguments: str
    extra: dict[str, str]
    said: dict[str, str]


def read_row(entry: Entry) -> Row | None:
    """The row of a `cel` entry; None for other kinds and for rows without a channel."""
    if entry.kind != "cel":
        return None
    body = entry.body

    def text(field: str) -> str:
        value = body.get(field)
        return value if isinstance(value, str) else ""

    unique_id = text("UniqueID")
    if not unique_id:
        return None
    event = text("EventType")
    extra = _object(text("EventExtra"))
    return Row(
        when=Moment.of(entry),
        event=event,
        channel=text("ChanName"),
        unique_id=unique_id,
        linked_id=text("LinkedID") or unique_id,
        name=text("name"),
        number=text("num"),
        diverted=text("rdnis"),
        exten=text("Exten"),
        application=text("AppName"),
        arguments=text("AppData"),
        extra=extra,
        said=_pairs(extra.get("extra", "")) if event.startswith("V_") else {},
    )


def _object(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(value, dict):
        return {}
    return {key: item if isinstance(item, str) else json.dumps(item) for key, item in value.items()}


def _pairs(text: str) -> dict[str, str]:
    """`a=1&b=%2B2` -> {a: 1, b: +2}; RFC 3986, so that a plain `+` stays a plus."""
    pairs = (pair.partition("=") for pair in text.split("&"))
    return {unquote(key): unquote(value) for key, _, value in pairs if key}
