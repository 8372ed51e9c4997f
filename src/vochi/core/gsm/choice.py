"""Which SIM card a message goes out over, and why.

The line that was asked for, and no other; else the one that the client knows; else the cheapest of
his operator; else the cheapest. A line that has refused this message comes after those that have
not; a line that is busy is waited for (`PATIENCE`), then whichever is free takes it. What nobody
waits for leaves the last fifth of a card's day to people: whoever calls from a thousand numbers
must not keep them from writing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from vochi.core.gsm.entries import SmsChosen, SmsOrigin
from vochi.core.gsm.message import Message
from vochi.core.office.operators import same_operator

#: How long a better line is waited for that only has other messages before this one.
PATIENCE = timedelta(seconds=60)
#: Texts that nobody waits for.
UNASKED: frozenset[SmsOrigin] = frozenset({"node", "missed", "bulk"})
#: Why a line carries no message now.
Held = Literal["offline", "not_registered", "paused", "limit"]


@dataclass(frozen=True)
class Sim:
    """A line as it is now. `cents` is what this message would cost; `is_free`: no other message is
    on its way over it, and the pace is kept; `has_spare`: of its day more than a fifth is left.
    """

    line: str
    operator: str
    iccid: str | None = None
    held: Held | None = None
    is_free: bool = True
    cents: int = 0
    has_spare: bool = True


@dataclass(frozen=True)
class Choice:
    """A line; `is_free` False: it is waited for."""

    sim: Sim
    why: SmsChosen
    is_free: bool = True


#: Why no line carries it, as `SmsOut.why` says it.
NoChoice = Literal["no_line", "paused", "limit"]


def choose(
    message: Message, sims: Sequence[Sim], known: str | None, operator: str | None, now: datetime
) -> Choice | NoChoice:
    """The line for a message. `known` is the line that the client knows, `operator` his own."""
    if message.origin in UNASKED:
        sims = [
            each if each.held is not None or each.has_spare else replace(each, held="limit")
            for each in sims
        ]
    if message.wanted_line is not None:
        wanted = [each for each in sims if each.line == message.wanted_line]
        if not wanted or wanted[0].held is not None:
            return _why_none(wanted)
        return Choice(wanted[0], "wanted", wanted[0].is_free)
    able = [
        each for each in sims if each.held is None and not message.rests(each.line, each.iccid, now)
    ]
    if not able:
        return _why_none(sims)
    ranked = sorted(able, key=lambda each: _rank(message, each, known, operator))
    best = ranked[0]
    as_good = [
        each
        for each in ranked
        if _rank(message, each, known, operator) == _rank(message, best, known, operator)
    ]
    free = next((each for each in as_good if each.is_free), None)
    if free is not None:
        return Choice(free, _reason(free, known, operator))
    if now - max(message.due, message.at) >= PATIENCE:
        other = next((each for each in ranked if each.is_free), None)
        if other is not None:
            return Choice(other, "free")
    return Choice(best, _reason(best, known, operator), is_free=False)


def _rank(
    message: Message, sim: Sim, known: str | None, operator: str | None
) -> tuple[int, bool, bool, int]:
    is_own = operator is not None and same_operator(operator, sim.operator)
    return message.refused_by(sim.line), sim.line != known, not is_own, sim.cents


def _reason(sim: Sim, known: str | None, operator: str | None) -> SmsChosen:
    if sim.line == known:
        return "known"
    if operator is not None and same_operator(operator, sim.operator):
        return "operator"
    return "cheapest"


def _why_none(sims: Sequence[Sim]) -> NoChoice:
    """What a person can do something about is said first."""
    held = {each.held for each in sims}
    if "limit" in held:
        return "limit"
    return "paused" if "paused" in held else "no_line"
