"""How long people talk, wait and put off: dice shaped by what telephone exchanges see."""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from vochi.lab.year.plan import Plan

#: Talks are log-normal: most are short, some last for an hour.
_SPREAD: Final = 0.95
_LONGEST: Final = 3600.0


@dataclass
class Dice:
    """One source of chance for a whole year."""

    plan: Plan
    random: Random = field(init=False)
    _channels: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.plan.seed)  # noqa: S311 - a play, not a secret
        self._mean = math.log(self.plan.mean_talk) - _SPREAD**2 / 2

    def happens(self, chance: float) -> bool:
        """Whether something of this likelihood does."""
        return self.random.random() < chance

    def talk(self) -> float:
        """Seconds of a talk, to a millisecond."""
        return round(min(_LONGEST, max(1.5, self.random.lognormvariate(self._mean, _SPREAD))), 3)

    def seconds(self, least: float, mean: float, most: float) -> float:
        """A wait: exponential over `least`, never over `most`."""
        return round(min(most, least + self.random.expovariate(1 / (mean - least))), 3)

    def after(self, least: float, mean: float, most: float) -> timedelta:
        """The same, as a span."""
        return timedelta(seconds=self.seconds(least, mean, most))

    def channel(self, at: datetime) -> str:
        """The unique id of the next channel."""
        self._channels += 1
        return f"{int(at.timestamp())}.{self._channels}"
