"""What a month of calls would cost by each rule of choosing lines (B12): the proof of `cheapest`.

Lines are chosen by `office.routing`, priced by `cheapest.prices`, paid by `tariff`: as they live.
A SIM card carries one call; how many calls find no line does not depend on the rule.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import permutations

from vochi.core.gsm.cheapest import prices
from vochi.core.gsm.costs import is_own
from vochi.core.gsm.rehearsal import Learnt, Wanted
from vochi.core.gsm.tariff import Used, call_price, month_at, with_call
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.routing import LineFacts, route
from vochi.core.office.sim import Tariff


@dataclass(frozen=True)
class Spent:
    """Cents without fees; calls carried, and those that found no free line."""

    cents: int
    carried: int
    lost: int


@dataclass
class _Cards:
    """SIM cards while calls go by: what each has used in its month, and until when it talks."""

    office: Office
    used: dict[str, tuple[str, Used]] = field(default_factory=dict)
    busy: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Tariffs by line."""
        self.tariffs = {
            line.id: line.tariff or Tariff()
            for line in self.office.lines
            if isinstance(line, GsmLine)
        }

    def now(self, at: datetime) -> dict[str, Used]:
        """What each has used in the month that it is in now."""
        zone = self.office.company.time_zone
        found = {}
        for line, tariff in self.tariffs.items():
            key = month_at(tariff.month_day, at, zone).key
            known = self.used.get(line)
            if known is None or known[0] != key:
                known = self.used[line] = (key, Used())
            found[line] = known[1]
        return found

    def carry(self, line: str, call: Wanted, used: Used) -> int:
        """Cents of the call."""
        tariff = self.tariffs[line]
        own = is_own(self.office, line, call.number)
        self.used[line] = (self.used[line][0], with_call(tariff, used, call.seconds))
        self.busy[line] = call.at + timedelta(seconds=call.seconds)
        return call_price(tariff, call.seconds, used, own=own)


def spend(
    office: Office,
    calls: Iterable[Wanted],
    order: Callable[[Wanted, dict[str, Used]], Iterable[str]],
) -> Spent:
    """What calls (in their order of time) cost when `order` says which lines are tried."""
    cards = _Cards(office)
    cents = carried = lost = 0
    for call in calls:
        used = cards.now(call.at)
        free = (
            line
            for line in order(call, used)
            if line not in cards.busy or cards.busy[line] <= call.at
        )
        line = next(free, None)
        if line is None:
            lost += 1
            continue
        carried += 1
        cents += cards.carry(line, call, used[line])
    return Spent(cents, carried, lost)


def by_price(
    office: Office, scheme: str, learnt: Learnt | None = None
) -> Callable[[Wanted, dict[str, Used]], Iterable[str]]:
    """The rule of the product, with what it has learnt of calls before."""

    def order(call: Wanted, used: dict[str, Used]) -> tuple[str, ...]:
        told = prices(office, used, learnt)
        facts = LineFacts(
            cost={key: cents for key, cents in told.items() if not key.endswith(".own")},
            cost_own={
                key.removesuffix(".own"): cents
                for key, cents in told.items()
                if key.endswith(".own")
            },
        )
        return route(office, scheme, call.number, facts).lines

    return order


def best_fixed(office: Office, calls: tuple[Wanted, ...]) -> tuple[Spent, tuple[str, ...]]:
    """The cheapest of all orders of lines that never change, known only afterwards."""
    found = ((spend(office, calls, lambda *_, o=order: o), order) for order in fixed_orders(office))
    return min(found, key=lambda each: each[0].cents)


def fixed_orders(office: Office) -> tuple[tuple[str, ...], ...]:
    """Every order of the SIM cards."""
    return tuple(permutations(line.id for line in office.lines if isinstance(line, GsmLine)))
