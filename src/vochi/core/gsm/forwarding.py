"""Forwarding by the operator: what to tell the network, and which calls would go round for ever."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vochi.core.frozen import Frozen
from vochi.core.office.line import GsmLine
from vochi.core.office.sim import Forward, ForwardReason

#: Service codes of 3GPP TS 22.030, Annex B.
SERVICES: Mapping[ForwardReason, str] = {
    "always": "21", "busy": "67", "no_reply": "61", "unreachable": "62",
}  # fmt: skip
REASONS: tuple[ForwardReason, ...] = ("always", "busy", "no_reply", "unreachable")
#: `**21*...#` and the like; `*#21#` only asks. A PIN said wrong three times locks the card.
_SERVICE_CODE = re.compile(
    r"(?:\*\*|##|\*|#)(?:21|67|61|62|002|004|33|331|332|35|351|330|333|353|43)(?:\*[*0-9+]*)?#"
    r"|\*\*0(?:3|4|42|5|52)\*.*"
)
#: What the network has confirmed for so long is told to it again at night.
RENEW_AFTER = timedelta(hours=20)
#: Minutes until the next try of what the network refused.
_AGAIN = (1, 5, 15, 60)


class Held(Frozen):
    """What we last told the network of one card for one reason; `to` empty: not to forward.

    Written before it is told: whatever became of it, it is ours to clear. `ok` is what the network
    said, `failed` how often in a row it did not take it.
    """

    to: str = ""
    seconds: int = 0
    ok: bool = False
    at: datetime
    failed: int = 0
    why: str = ""


@dataclass(frozen=True)
class Step:
    """One thing to tell the network: `to` empty clears it."""

    reason: ForwardReason
    to: str = ""
    seconds: int = 0

    def is_told(self, held: Held | None) -> bool:
        """Whether the network has confirmed just this."""
        return held is not None and held.ok and self.is_meant(held)

    def is_meant(self, held: Held) -> bool:
        """Whether this is what was told last, with success or not."""
        return (self.to, self.seconds) == (held.to, held.seconds)


def wanted_steps(forwards: Sequence[Forward]) -> dict[ForwardReason, Step]:
    """What the office wants, by reason; of doubles (which `verify` refuses) the first one."""
    return {
        each.reason: Step(
            each.reason, each.to, each.seconds if each.reason == "no_reply" else 0
        )
        for each in reversed(forwards)
    }  # fmt: skip


def steps(
    forwards: Sequence[Forward],
    held: Mapping[ForwardReason, Held],
    now: datetime,
    *,
    night: bool = False,
) -> tuple[Step, ...]:
    """What the network must be told now, clearings first.

    Cleared is only what we ourselves have set on this card: what its owner set by hand on his
    phone before is his. `night`: what was confirmed long ago is told again.
    """
    wanted = wanted_steps(forwards)
    found = []
    for reason in REASONS:
        last = held.get(reason)
        step = wanted.get(reason)
        if step is None:
            if last is None or (not last.to and last.ok):
                continue
            step = Step(reason)
        is_old = night and step.to != "" and last is not None and _is_long_ago(last.at, now)
        if step.is_told(last) and not is_old:
            continue
        if last is not None and step.is_meant(last) and not last.ok and _is_early(last, now):
            continue
        found.append(step)
    return tuple(sorted(found, key=lambda each: each.to != ""))


def _is_long_ago(at: datetime, now: datetime) -> bool:
    """What the future holds, a clock that was wrong has written."""
    return at > now or now - at >= RENEW_AFTER


def _is_early(last: Held, now: datetime) -> bool:
    return last.at <= now < next_try(last)


def every_step(forwards: Sequence[Forward]) -> tuple[Step, ...]:
    """All four reasons as the office wants them: a person asked for just that."""
    wanted = wanted_steps(forwards)
    told = [wanted.get(reason, Step(reason)) for reason in REASONS]
    return tuple(sorted(told, key=lambda each: each.to != ""))


def next_try(held: Held) -> datetime:
    """When what has failed is tried again. A gateway that cannot forward at all: tomorrow."""
    if held.why == "not_supported":
        return held.at + timedelta(days=1)
    return held.at + timedelta(minutes=_AGAIN[min(max(held.failed, 1), len(_AGAIN)) - 1])


def is_service_code(code: str) -> bool:
    """Whether a code sets a service of the network or a PIN of the card instead of asking (3GPP TS
    22.030, Annex B): forwarding, barring, call waiting, PIN and PUK. What only asks is none.
    """
    return _SERVICE_CODE.fullmatch(code) is not None


@dataclass(frozen=True)
class Hop:
    """Calls for one line's number go on to another line's; `place` is the forward's in its line."""

    line: GsmLine
    place: int
    reason: ForwardReason
    to: GsmLine


def loops(lines: Sequence[GsmLine]) -> tuple[tuple[Hop, ...], ...]:
    """Ways in which a call goes round between our own numbers: the shortest one for each line,
    among lines that stand behind it in the office. None: no call can go round.

    A hop is taken when its line is in the state that its reason names. States of different cards
    do not exclude each other, and a card that was busy when the call came is still busy when it
    comes again; so a cycle goes round whenever all its lines are in their states at one time:
    `always` needs none, a cycle of `busy` alone needs all of them busy (a full office), one of
    `unreachable` a gateway without power. Hence every cycle can really happen, but for hops that
    are never taken: with `always` set the network looks at no other reason.
    A forward to the line itself is no cycle here (`verify` refuses it by its own name).
    """
    by_number = {line.number: line for line in reversed(lines) if line.number is not None}
    hops = {line.id: tuple(_hops(line, by_number)) for line in lines}
    order = {line.id: place for place, line in enumerate(lines)}
    found = (_round(line.id, hops, order) for line in lines)
    return tuple(walk for walk in found if walk)


def _hops(line: GsmLine, by_number: Mapping[str, GsmLine]) -> Iterator[Hop]:
    is_always = any(each.reason == "always" for each in line.forwards)
    for place, each in enumerate(line.forwards):
        to = by_number.get(each.to)
        if to is not None and to.id != line.id and (each.reason == "always" or not is_always):
            yield Hop(line, place, each.reason, to)


def _round(
    start: str, hops: Mapping[str, tuple[Hop, ...]], order: Mapping[str, int]
) -> tuple[Hop, ...]:
    """The shortest way from a line to itself by lines behind it; empty: there is none."""
    walks: list[tuple[Hop, ...]] = [()]
    been = {start}
    for walk in walks:  # grows as it is read: a breadth-first search
        for hop in hops[walk[-1].to.id if walk else start]:
            if hop.to.id == start:
                return (*walk, hop)
            if hop.to.id not in been and order[hop.to.id] > order[start]:
                been.add(hop.to.id)
                walks.append((*walk, hop))
    return ()
