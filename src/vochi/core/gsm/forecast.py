"""When the money of a SIM card will end, from what its balance has been."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

#: A balance at a moment, in cents.
Point = tuple[datetime, int]

#: What is older says little of how the card is used now.
_LOOKS_BACK = timedelta(days=60)
#: Slopes over less are noise: a call or none.
_LEAST = timedelta(hours=12)
_SPAN = timedelta(days=2)
#: Over so long the monthly fee is in the mean for certain.
_MONTH = timedelta(days=28)
_FEWEST = 3
_MOST = 200
#: Later is as good as never.
_FARTHEST = 730
_DAY = timedelta(days=1)


def spent_a_day(points: Sequence[Point], now: datetime) -> float | None:
    """Cents that a day takes; None: too little is known. Points in any order.

    What falls is spending, what jumps up is a top-up and tells nothing of the time between. The
    median of all slopes does not see one big fee or one mad day; over a month and longer it is
    at least the mean, in which a monthly fee is.
    """
    usable = sorted({at: cents for at, cents in points if now - _LOOKS_BACK <= at <= now}.items())
    elapsed, spent = timedelta(), 0
    curve = []
    for (at, cents), (later, left) in pairwise(usable[-_MOST:]):
        if not curve:
            curve.append((timedelta(), 0))
        if left > cents:
            continue
        elapsed, spent = elapsed + (later - at), spent + (cents - left)
        curve.append((elapsed, spent))
    if len(curve) < _FEWEST or elapsed < _SPAN:
        return None
    slopes = [
        (later_spent - earlier_spent) / ((later - earlier) / _DAY)
        for place, (earlier, earlier_spent) in enumerate(curve)
        for later, later_spent in curve[place + 1 :]
        if later - earlier >= _LEAST
    ]
    if not slopes:
        return None
    usual = median(slopes)
    return max(usual, spent / (elapsed / _DAY)) if elapsed >= _MONTH else usual


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
