"""When the money of a SIM card will end, from what its balance has been."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

#: A balance at a moment, in cents.
Point = tuple[datetime, int]

#: What is older says little of how the card is used now.
LOOKS_BACK = timedelta(days=60)
#: What is shorter is noise: a call or none.
_LEAST = timedelta(hours=12)
_SPAN = timedelta(days=2)
#: Over so long the monthly fee is in the mean for certain.
_MONTH = timedelta(days=28)
_FEWEST = 2
_SOME = 5
_MOST = 200
#: Later is as good as never.
_FARTHEST = 730
_DAY = timedelta(days=1)


def spent_a_day(points: Sequence[Point], now: datetime) -> float | None:
    """Cents that a day takes; None: too little is known. Points in any order.

    What falls is spending, what jumps up is a top-up and tells nothing of the time between. Of the
    stretches between balances the dearest tenth is left out: one big fee, one mad day. Over a
    month and longer it is at least the plain mean, in which the monthly fee is.
    """
    usable = sorted({at: cents for at, cents in points if now - LOOKS_BACK <= at <= now}.items())
    stretches = _stretches(usable[-_MOST:])
    elapsed = sum((long for long, _ in stretches), timedelta())
    if len(stretches) < _FEWEST or elapsed < _SPAN:
        return None
    dear = len(stretches) // 10 or int(len(stretches) >= _SOME)
    usual = sorted(stretches, key=lambda each: each[1] / (each[0] / _DAY))
    usual = usual[: len(usual) - dear]
    a_day = _mean(usual)
    return max(a_day, _mean(stretches)) if elapsed >= _MONTH else a_day


def _stretches(points: Sequence[Point]) -> list[tuple[timedelta, int]]:
    """How long and how much, without what a top-up hides; short ones are put together."""
    found: list[tuple[timedelta, int]] = []
    elapsed, spent = timedelta(), 0
    for (at, cents), (later, left) in pairwise(points):
        if left > cents:
            continue
        elapsed, spent = elapsed + (later - at), spent + (cents - left)
        if elapsed >= _LEAST:
            found.append((elapsed, spent))
            elapsed, spent = timedelta(), 0
    return found


def _mean(stretches: Sequence[tuple[timedelta, int]]) -> float:
    elapsed = sum((long for long, _ in stretches), timedelta())
    return sum(spent for _, spent in stretches) / (elapsed / _DAY)


def ends_on(points: Sequence[Point], now: datetime) -> date | None:
    """The day (UTC) on which nothing is left; None: unknown, or not in two years.

    A card that has been at nothing or below all the time is a contract's: it does not end.
    """
    usable = sorted((at, cents) for at, cents in points if at <= now)
    if not usable:
        return None
    at, cents = usable[-1]
    if cents <= 0:
        return _fell_on(usable)
    a_day = spent_a_day(points, now)
    if a_day is None or a_day <= 0 or cents / a_day > _FARTHEST:
        return None
    end = at + timedelta(days=cents / a_day)
    return max(end, now).astimezone(UTC).date()


def _fell_on(points: Sequence[Point]) -> date | None:
    for (_, before), (at, after) in reversed(tuple(pairwise(points))):
        if before > 0 >= after:
            return at.astimezone(UTC).date()
    return None
