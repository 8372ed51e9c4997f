"""What included minutes are worth: last month's calls are lived again under other prices (B12).

An included minute is not free: it saves more in a busy hour, or on a dear card, than now. How much,
depends on who calls whom and when, so it is tried on what the office has called before; nothing is
known of the month to come but that it will be like the last one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from vochi.core.gsm.costs import is_own
from vochi.core.gsm.tariff import billed, month_at
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.routing import operator_of
from vochi.core.office.sim import Tariff

#: Cents that an included minute may be worth.
_WORTHS = (1, 2, 3, 5, 7, 9, 13, 18, 25, 35)
_ROUNDS = 3
#: Fewer calls teach nothing; of more the last ones are enough.
_FEWEST, _MOST = 30, 2000
#: More cards than that are not tried one by one: each costs as many lives as there are worths.
_MOST_CARDS = 8


class Wanted(NamedTuple):
    """Somebody calls a number at a moment and would talk for so many seconds."""

    at: datetime
    number: str
    seconds: int


@dataclass(frozen=True)
class Learnt:
    """By line: cents that an included minute is worth, and how many minutes are paid for one that
    is talked (steps that were begun are paid whole).
    """

    worth: dict[str, int] = field(default_factory=dict)
    stretch: dict[str, float] = field(default_factory=dict)


class _Call(NamedTuple):
    """`own`, `months` by card: in its own network, the month of the card it lies in."""

    at: float
    seconds: int
    own: tuple[bool, ...]
    months: tuple[str, ...]


def learn(office: Office, past: Sequence[Wanted]) -> Learnt:
    """From calls in their order of time; nothing when there are too few, or too many cards."""
    cards = [(line.id, line.tariff) for line in office.lines if isinstance(line, GsmLine)]
    tariffs = [(line, tariff) for line, tariff in cards if tariff is not None]
    with_minutes = [place for place, (_, each) in enumerate(tariffs) if each.free_minutes]
    if len(past) < _FEWEST or not tariffs or len(with_minutes) > _MOST_CARDS:
        return Learnt()
    only = [tariff for _, tariff in tariffs]
    calls = _calls(office, [line for line, _ in tariffs], only, past[-_MOST:])
    talked = sum(call.seconds for call in calls)
    stretch = [sum(billed(each, call.seconds) for call in calls) / talked for each in only]
    life = _Life(only, calls, stretch)
    half = [max(1, each.minute // 2) for each in only]
    found = min(life.best(start, with_minutes) for start in ([1] * len(only), half))[1]
    names = [line for line, _ in tariffs]
    return Learnt(
        {names[place]: found[place] for place in with_minutes},
        {name: round(each, 3) for name, each in zip(names, stretch, strict=True)},
    )


def _calls(
    office: Office, names: list[str], tariffs: list[Tariff], past: Sequence[Wanted]
) -> list[_Call]:
    zone = office.company.time_zone
    here = ZoneInfo(zone)
    own: dict[str | None, tuple[bool, ...]] = {}
    months: dict[date, tuple[str, ...]] = {}
    found = []
    for call in past:
        network, day = operator_of(office, call.number), call.at.astimezone(here).date()
        if network not in own:
            own[network] = tuple(is_own(office, each, call.number) for each in names)
        if day not in months:
            months[day] = tuple(month_at(each.month_day, call.at, zone).key for each in tariffs)
        found.append(_Call(call.at.timestamp(), max(call.seconds, 1), own[network], months[day]))
    return found


class _Life:
    """The same calls, again and again."""

    def __init__(self, tariffs: list[Tariff], calls: list[_Call], stretch: list[float]) -> None:
        self._stretch = stretch
        self._calls = calls
        self._free = [each.free_minutes * 60 for each in tariffs]
        self._minute = [
            (each.minute, each.minute if each.minute_own is None else each.minute_own)
            for each in tariffs
        ]
        self._paid = [
            tuple(price(cents, stretch[place]) for cents in both)
            for place, both in enumerate(self._minute)
        ]
        self._steps = [each.step for each in tariffs]

    def best(self, start: list[int], places: list[int]) -> tuple[int, list[int]]:
        """One card's worth after the other, as long as the month becomes cheaper."""
        held, cents = list(start), self.cents(start)
        for _ in range(_ROUNDS):
            before = cents
            for place in places:
                for worth in _WORTHS:
                    other = [*held[:place], worth, *held[place + 1 :]]
                    told = self.cents(other)
                    if told < cents:
                        held, cents = other, told
            if cents == before:
                break
        return cents, held

    def cents(self, worth: list[int]) -> int:
        """What the calls cost when included minutes are worth so much."""
        count = range(len(self._free))
        included = [price(worth[place], self._stretch[place]) for place in count]
        used, until, months = [0] * len(count), [0.0] * len(count), [""] * len(count)
        total = 0
        for call in self._calls:
            best, least = -1, 0
            for place in count:
                if call.months[place] != months[place]:
                    months[place], used[place] = call.months[place], 0
                if until[place] > call.at:
                    continue
                is_free = used[place] < self._free[place]
                cost = included[place] if is_free else self._paid[place][call.own[place]]
                if best < 0 or cost < least:
                    best, least = place, cost
            if best < 0:
                continue
            seconds = -(-call.seconds // self._steps[best]) * self._steps[best]
            paid = max(seconds - max(self._free[best] - used[best], 0), 0)
            total += -(-paid * self._minute[best][call.own[best]] // 60)
            used[best] += seconds
            until[best] = call.at + call.seconds
        return total


def price(cents: int, stretch: float) -> int:
    """Cents of a minute that is talked, where `cents` are those of a minute that is paid."""
    return round(cents * stretch)
