"""Whole messages out of the parts that gateways bring, each part in exactly one message.

With headers (`ref`, `part`, `parts`) parts find each other by line, sender, `ref` and `parts`;
without (GoIP) a part joins what the same sender sent over the same line just before, if that was
as long as a part that goes on. A message whose part does not come in time is told with what there
is (`whole` false); a part that comes later still is a message of its own, not whole either. Two
parts of one place with different texts: the network began to count `ref` anew.

    joiner = Joiner()
    joiner.feed(part, at, sender)   -> messages that are complete now
    joiner.overdue(now)             -> messages that wait no longer

It is a fold: fed the same parts again it tells the same messages, with the same ids.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vochi.core.gsm.entries import SmsIn, SmsPart
from vochi.core.gsm.parts import is_full

#: How long a message waits for the next part: told by header (networks redeliver for minutes)...
WINDOW = timedelta(minutes=15)
#: ...and guessed.
GUESSED_WINDOW = timedelta(seconds=60)
#: What stands for a part that did not come.
GAP = "…"
#: Longer messages are no messages (3GPP allows 255 parts); what is over is a message of its own.
MOST_PARTS = 40
#: Characters of a message: what 40 honest parts hold, and more.
_LONGEST = 10_000
#: Strangers may begin messages that never end.
_MOST_OPEN = 1000

_Name = tuple[str, str, int | None, int | None]


@dataclass
class _Open:
    """A message that waits for parts, by their place (from 1); without headers in their order."""

    sender: str
    began: datetime
    last: datetime
    parts: dict[int, SmsPart] = field(default_factory=dict)
    #: The same part with another key: the network brought it twice.
    again: list[SmsPart] = field(default_factory=list)


class Joiner:
    """Parts that wait for others."""

    def __init__(self) -> None:
        self._open: dict[_Name, _Open] = {}
        self._keys: set[tuple[str, str]] = set()

    @property
    def is_waiting(self) -> bool:
        """Whether there is anything that `overdue` may tell."""
        return bool(self._open)

    def feed(self, part: SmsPart, at: datetime, sender: str) -> tuple[SmsIn, ...]:
        """Take a part that came at `at`; `sender` is its sender as messages name him.

        What a part with the same key has brought already is nothing.
        """
        if (part.line, part.key) in self._keys:
            return ()
        name = _name(part)
        told = self.overdue(at)
        if len(self._open) > _MOST_OPEN:
            told = (*told, self._close(min(self._open, key=lambda each: self._open[each].began)))
        self._keys.add((part.line, part.key))
        if part.parts == 1:
            alone = (part.line, part.key, 0, 1)
            self._open[alone] = _Open(sender, at, at, {1: part})
            return (*told, self._close(alone))
        if name[3] is None:
            return (*told, *self._guess(name, part, at, sender))
        return (*told, *self._place(name, part, at, sender))

    def overdue(self, now: datetime) -> tuple[SmsIn, ...]:
        """Messages whose missing parts are waited for no longer, the oldest first."""
        late = [
            name
            for name, each in self._open.items()
            # A clock that was set back must not hold a message until it comes round again.
            if abs(now - each.last) >= (GUESSED_WINDOW if name[3] is None else WINDOW)
        ]
        late.sort(key=lambda name: self._open[name].began)
        return tuple(self._close(name) for name in late)

    def _guess(self, name: _Name, part: SmsPart, at: datetime, sender: str) -> tuple[SmsIn, ...]:
        waiting = self._open.setdefault(name, _Open(sender, at, at))
        waiting.parts[len(waiting.parts) + 1] = part
        waiting.last = max(at, waiting.last)
        if is_full(part.text) and len(waiting.parts) < MOST_PARTS:
            return ()
        return (self._close(name),)

    def _place(self, name: _Name, part: SmsPart, at: datetime, sender: str) -> tuple[SmsIn, ...]:
        told: tuple[SmsIn, ...] = ()
        place, parts = part.part or 0, part.parts or 0
        held = self._open[name].parts.get(place) if name in self._open else None
        if held is not None and held.text == part.text:
            self._open[name].again.append(part)
            return ()
        if held is not None:
            told = (self._close(name),)
        waiting = self._open.setdefault(name, _Open(sender, at, at))
        waiting.parts[place] = part
        waiting.last = max(at, waiting.last)
        return (*told, self._close(name)) if len(waiting.parts) == parts else told

    def _close(self, name: _Name) -> SmsIn:
        waiting = self._open.pop(name)
        first = next(iter(waiting.parts.values()))
        each = (*waiting.parts.values(), *waiting.again)
        self._keys -= {(part.line, part.key) for part in each}
        parts = name[3]
        if parts is None:
            # Where the last one goes on, another was to follow, unless one happened to be as long.
            texts = [part.text for part in waiting.parts.values()]
            whole = len(texts) == 1 or not is_full(texts[-1])
            counted = len(texts)
        else:
            texts = [
                waiting.parts[place].text if place in waiting.parts else GAP
                for place in range(1, parts + 1)
            ]
            whole, counted = len(waiting.parts) == parts, parts
        return SmsIn(
            id=_identity(first.line, [part.key for part in each]), sender=waiting.sender,
            text="".join(texts)[:_LONGEST], line=first.line, iccid=first.iccid, parts=counted,
            came_at=waiting.began, whole=whole, keys=tuple(part.key for part in each),
        )  # fmt: skip


def _name(part: SmsPart) -> _Name:
    """What parts of one message have in common; headers that cannot be are none."""
    place, parts = part.part, part.parts
    if place is None or parts is None or not 1 <= place <= parts <= MOST_PARTS:
        return (part.line, part.sender, None, None)
    return (part.line, part.sender, part.ref, parts)


def _identity(line: str, keys: Sequence[str]) -> str:
    told = "\0".join((line, *sorted(keys)))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
