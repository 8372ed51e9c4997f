"""One year of a profile over so many lines, event by event."""

import heapq
import math
import random
from dataclasses import dataclass, field
from typing import Literal

from vochi.lab.planner.profile import Profile

_DAY, _WEEK = 86_400, 7 * 86_400
Way = Literal["in", "out"]


@dataclass
class Played:
    """What became of the year. `legs` are (began, ended, way, call) and `refused` the moments at
    which an employee's call found no line: all that a log would show, for callers who heard busy
    are in none. Of all `tried`, again ones too, `busy` heard that.
    """

    seconds: float
    legs: list[tuple[float, float, Way, int]] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    fresh_in: int = 0
    busy_in: int = 0
    fresh_out: int = 0
    busy_out: int = 0
    tried: int = 0
    busy: int = 0

    @property
    def blocked(self) -> float:
        """The share of all tries, again ones too, that found all lines busy."""
        return self.busy / max(self.tried, 1)


def play(profile: Profile, lines: int, seed: int = 1, weeks: int = 52) -> Played:
    """Play the weeks; the same seed gives the same wishes to call, whatever the lines."""
    year = _Year(profile, lines, seed, weeks * _WEEK)
    year.run()
    return year.played


class _Year:
    def __init__(self, profile: Profile, lines: int, seed: int, seconds: int) -> None:
        self.profile, self.lines = profile, lines
        self.played = Played(float(seconds))
        self._wishes = random.Random(seed)  # noqa: S311 - a simulation
        self._ends: list[tuple[float, int]] = []
        self._again: list[tuple[float, int, float, Way]] = []
        self._busy = 0
        self._talking = 0
        self._number = 0

    def run(self) -> None:
        for at, talk, way in self._fresh():
            self._until(at)
            if way == "out" and self._all_talk():
                continue  # nobody is there who could wish to call
            self._try(at, talk, way, is_fresh=True)
        self._until(math.inf)

    def _fresh(self) -> list[tuple[float, float, Way]]:
        """Wishes to call, in order: a Poisson stream thinned to the rate of each moment."""
        p, seconds = self.profile, self.played.seconds
        dice = self._wishes
        days = int(seconds // _DAY)
        factors = [
            self._lognormal(p.wobble) * (1 + p.season * math.sin(2 * math.pi * day / 365))
            for day in range(days)
        ]
        bursts = self._bursts(seconds)
        highest = max(p.day) * max(p.week) * max(factors) * p.burst_by * p.calls / 3600
        found: list[tuple[float, float, Way]] = []
        at, burst = 0.0, 0
        while True:
            at += dice.expovariate(highest)
            if at >= seconds:
                return found
            while burst < len(bursts) and bursts[burst][1] <= at:
                burst += 1
            rate = p.calls / 3600 * p.day[int(at % _DAY) // 3600] * p.week[int(at // _DAY) % 7]
            rate *= factors[int(at // _DAY)]
            if burst < len(bursts) and bursts[burst][0] <= at:
                rate *= p.burst_by
            if dice.random() * highest < rate:
                found.append((at, self._talk(), "out" if dice.random() < p.out else "in"))

    def _bursts(self, seconds: float) -> list[tuple[float, float]]:
        """When bursts begin and end; working hours of working days, and none on another."""
        p, dice = self.profile, self._wishes
        begins = sorted(
            week * _WEEK + dice.randrange(5) * _DAY + dice.uniform(9, 17) * 3600
            for week in range(int(seconds // _WEEK))
            for _ in range(round(p.bursts))
        )
        return [(begin, begin + p.burst_minutes * 60) for begin in begins]

    def _talk(self) -> float:
        p, dice = self.profile, self._wishes
        if p.spread == 1:
            return dice.expovariate(1 / p.talk)
        return p.talk * self._lognormal(p.spread)

    def _lognormal(self, spread: float) -> float:
        """Of mean 1 and standard deviation `spread`."""
        if not spread:
            return 1.0
        sigma = math.sqrt(math.log(1 + spread * spread))
        return self._wishes.lognormvariate(-sigma * sigma / 2, sigma)

    def _all_talk(self) -> bool:
        few = self.profile.callers
        # An employee talks whichever way the call went.
        return bool(few) and self._talking >= few

    def _until(self, moment: float) -> None:
        while True:
            ends = self._ends[0][0] if self._ends else math.inf
            again = self._again[0][0] if self._again else math.inf
            if min(ends, again) > moment or min(ends, again) == math.inf:
                return
            if ends <= again:
                _, size = heapq.heappop(self._ends)
                self._busy -= 1
                self._talking -= size
            else:
                at, _, talk, way = heapq.heappop(self._again)
                self._try(at, talk, way, is_fresh=False)

    def _try(self, at: float, talk: float, way: Way, *, is_fresh: bool) -> None:
        played, is_busy = self.played, self._busy >= self.lines
        played.tried += 1
        played.busy += is_busy
        if is_fresh and way == "in":
            played.fresh_in += 1
            played.busy_in += is_busy
        elif is_fresh:
            played.fresh_out += 1
            played.busy_out += is_busy
        if is_busy:
            if way == "out":
                played.refused.append(at)
            self._maybe_again(at, talk, way)
            return
        self._number += 1
        call = self._number
        self._hold(at, at + talk, way, 1, call)
        if way == "in" and self._wishes.random() < self.profile.handed:
            self._lead_on(at + 8.0, at + talk, call)

    def _lead_on(self, at: float, until: float, call: int) -> None:
        """Somebody leads the client out to a mobile: a second line for the rest of the talk."""
        if at >= until:
            return
        self.played.fresh_out += 1
        self.played.tried += 1
        self.played.busy += self._busy >= self.lines
        if self._busy >= self.lines:
            self.played.busy_out += 1
            self.played.refused.append(at)
        else:
            self._hold(at, until, "out", 0, call)

    def _hold(self, at: float, until: float, way: Way, employees: int, call: int) -> None:
        self._busy += 1
        self._talking += employees
        heapq.heappush(self._ends, (until, employees))
        self.played.legs.append((at, until, way, call))

    def _maybe_again(self, at: float, talk: float, way: Way) -> None:
        p, dice = self.profile, self._wishes
        if dice.random() < p.retry:
            self._number += 1
            wait = dice.expovariate(1 / p.retry_after)
            heapq.heappush(self._again, (at + wait, self._number, talk, way))
