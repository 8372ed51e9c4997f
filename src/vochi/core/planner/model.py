"""Erlang B for an office as it is: by the hours of its week, and as unsteady as its log shows.

A day's mean hides its busy hour, so each hour of the week has its own load. The same hour of two
weeks is not alike either (an advertisement, a season), so its load is a mean times a factor of
lognormal spread, and Erlang B is averaged over the factor (as Wilkinson and Neal do for days
unlike each other). The spread is the one with which the formula tells what the log shows of as
many lines as are often all busy; it then tells of more lines, of which the log shows too little.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vochi.core.erlang import blocking
from vochi.core.planner.wish import Wish

#: Gauss-Hermite nodes and weights: nine points carry a lognormal's mean to 1 part in 10,000.
_NODES = (
    (0.0, 0.7202352156), (0.7235510188, 0.4326515590), (1.4685532892, 0.0884745274),
    (2.2665805845, 0.0049436243), (3.1909932018, 0.0000396070),
)  # fmt: skip
_HOUR, _WEEK = 3600, 7 * 24
#: Hours of the week are laid together by load into so many classes.
_CLASSES = 24
_WIDEST = 4.0


@dataclass(frozen=True)
class Model:
    """Erlangs that wish to be carried, with their share of all wishes; `spread` of the factor,
    `calm` scales every chance where few employees call out and Erlang knows too much of it.
    """

    loads: tuple[tuple[float, float], ...]
    spread: float = 0.0
    calm: float = 1.0

    def blocked(self, lines: int) -> float:
        """The share of wishes that find so many lines busy."""
        return self.calm * sum(
            share * _blocked(erlangs, lines, self.spread) for erlangs, share in self.loads
        )


def plain(wished: Sequence[Wish], hours: float) -> Model:
    """Erlang B by the hours of the week alone, without any spread, out of so many hours."""
    slots = week(wished, hours)
    return Model(_together(sorted(slots.values()), sum(number for _, number in slots.values())))


def week(wished: Sequence[Wish], hours: float) -> dict[int, tuple[float, int]]:
    """Erlangs and wishes by the hour of the week, counted from that in which second 0 lies."""
    carried: dict[int, float] = defaultdict(float)
    number: dict[int, int] = defaultdict(int)
    for wish in wished:
        at, end = wish.at, wish.at + wish.seconds
        number[_slot(at)] += 1
        while at < end:
            edge = min(end, (int(at) // _HOUR + 1) * _HOUR)
            carried[_slot(at)] += edge - at
            at = edge
    seconds = max(hours, 1.0) * _HOUR / _WEEK
    return {slot: (carried[slot] / seconds, number[slot]) for slot in carried}


def fitted(model: Model, lines: int, blocked: float) -> Model:
    """The model that tells that `lines` lines block just so much."""
    flat = model.blocked(lines)
    if not flat or not blocked:
        return model
    if flat >= blocked:
        return Model(model.loads, 0.0, blocked / flat)
    low, high = 0.0, _WIDEST
    for _ in range(24):
        middle = (low + high) / 2
        if Model(model.loads, middle).blocked(lines) < blocked:
            low = middle
        else:
            high = middle
    return Model(model.loads, (low + high) / 2)


def _slot(at: float) -> int:
    return int(at) // _HOUR % _WEEK


def _together(slots: list[tuple[float, int]], total: int) -> tuple[tuple[float, float], ...]:
    """Hours alike by load, as many wishes in each class."""
    found: list[tuple[float, float]] = []
    erlangs = wishes = gone = 0.0
    for load, number in slots:
        erlangs, wishes = erlangs + load * number, wishes + number
        if gone + wishes >= total * (len(found) + 1) / _CLASSES and wishes:
            found.append((erlangs / wishes, wishes / total))
            gone, erlangs, wishes = gone + wishes, 0.0, 0.0
    if wishes:
        found.append((erlangs / wishes, wishes / total))
    return tuple(found)


def _blocked(erlangs: float, lines: int, spread: float) -> float:
    """The share of calls that find all lines busy: each factor weighed by the calls it brings."""
    return sum(
        weight * factor * blocking(erlangs * factor, lines) for factor, weight in _factors(spread)
    )


@lru_cache(maxsize=64)
def _factors(spread: float) -> tuple[tuple[float, float], ...]:
    """Factors of mean 1 with their weights; `spread` is the standard deviation."""
    if not spread:
        return ((1.0, 1.0),)
    sigma = math.sqrt(math.log(1 + spread * spread))
    found = [
        (math.exp(sign * node * math.sqrt(2) * sigma - sigma * sigma / 2), weight)
        for node, weight in _NODES
        for sign in ((1, -1) if node else (1,))
    ]
    total = sum(weight for _, weight in found)
    mean = sum(factor * weight for factor, weight in found) / total
    return tuple((factor / mean, weight / total) for factor, weight in found)
