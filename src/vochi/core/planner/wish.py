"""Everybody who wished to call over a group of lines: whom the log shows, and whom it cannot.

A caller who hears busy is in no log of ours: the operator sends it. But calls come as they please,
so while all lines were busy as many came as in the minutes after: those are put back into the log,
in the place of the time that they found busy. Looking forward matters: what came before is why
the lines were busy, and would make chance look like habit.
"""

import random
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

#: Seconds after a busy time in which callers are counted.
_AFTER = 60.0


class Leg(NamedTuple):
    """A leg over a line of the group, in seconds of any clock; `call` is what it is part of."""

    began: float
    ended: float
    is_in: bool
    call: int


class Wish(NamedTuple):
    """Somebody who wished to hold a line. `call` is 0 for one whom no log shows."""

    at: float
    seconds: float
    is_in: bool
    call: int


class Played(NamedTuple):
    """What so many lines would have made of the wishes."""

    wished_in: int
    wished_out: int
    lost_in: int
    lost_out: int

    @property
    def blocked(self) -> float:
        """The share of wishes that found all lines busy."""
        return (self.lost_in + self.lost_out) / max(self.wished_in + self.wished_out, 1)


def wishes(legs: Iterable[Leg], refused: Iterable[float], lines: int) -> list[Wish]:
    """All wishes, in order: legs as they were, employees whom `lines` lines refused, and callers
    who must have heard busy. The same log gives the same.
    """
    seen = sorted(legs)
    found = [Wish(leg.began, leg.ended - leg.began, leg.is_in, leg.call) for leg in seen]
    talks = [leg.ended - leg.began for leg in seen]
    dice = random.Random(1)  # noqa: S311 - whose talk is taken for an unseen one
    if talks:
        unseen = [(at, True) for at in _unseen(seen, lines, dice)]
        unseen += [(at, False) for at in refused]
        found += [Wish(at, dice.choice(talks), is_in, 0) for at, is_in in sorted(unseen)]
    return sorted(found)


def replay(wished: Sequence[Wish], lines: int) -> Played:
    """Let everybody try again with so many lines. A leg goes with its call: when that is lost,
    nobody is led on to a mobile.
    """
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    ends: list[float] = []
    lost: set[int] = set()
    for at, seconds, is_in, call in wished:
        if call in lost:
            continue
        while ends and ends[0] <= at:
            heappop(ends)
        is_lost = len(ends) >= lines
        counts[is_in, is_lost] += 1
        if not is_lost:
            heappush(ends, at + seconds)
        elif call:
            lost.add(call)
    return Played(
        wished_in=counts[True, True] + counts[True, False],
        wished_out=counts[False, True] + counts[False, False],
        lost_in=counts[True, True],
        lost_out=counts[False, True],
    )


def busy_times(legs: Sequence[Leg], lines: int) -> list[tuple[float, float]]:
    """When all lines were busy at once, in order."""
    # At one moment an end goes before a beginning: a line is free again for the next call.
    edges = sorted([(leg.began, 1) for leg in legs] + [(leg.ended, -1) for leg in legs])
    found: list[tuple[float, float]] = []
    level, since = 0, 0.0
    for at, step in edges:
        if step > 0 and level == lines - 1:
            since = at
        if step < 0 and level == lines and at > since:
            found.append((since, at))
        level += step
    return found


def _unseen(legs: Sequence[Leg], lines: int, dice: random.Random) -> list[float]:
    """Moments at which somebody outside must have called and heard busy."""
    busy = busy_times(legs, lines)
    came = [leg.began for leg in legs if leg.is_in]
    found: list[float] = []
    for number, (since, until) in enumerate(busy):
        free, later = 0.0, until
        for begins, ends in (*busy[number + 1 : number + 40], (until + 10 * _AFTER,) * 2):
            step = min(begins - later, _AFTER - free)
            free += step
            if free >= _AFTER:
                later += step
                break
            later = ends
        # Who takes the last free line begins a busy time: he came while a line was free.
        callers = bisect_left(came, later) - bisect_left(came, until)
        rate, at = callers / free if free else 0.0, since
        while rate:
            at += dice.expovariate(rate)
            if at >= until:
                break
            found.append(at)
    return found
