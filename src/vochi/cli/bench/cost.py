"""B12: what a month of calls costs by price, beside the best order of lines that never changes.

Random tariffs and traffic; the best fixed order is the one that turns out to have been cheapest in
that very month, so it knows the future, and we do not.
"""

import os
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vochi.cli.bench.figures import Figure, progress, show
from vochi.core.gsm.rehearsal import Wanted, learn
from vochi.core.gsm.spending import best_fixed, by_price, fixed_orders, spend
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.sim import Tariff

PROFILES = int(os.environ.get("VOCHI_PROFILES", "200"))
#: Nothing was ever tuned on these; rules were tried on seeds 0 to 99.
FIRST = int(os.environ.get("VOCHI_SEED", "1000"))
_ZONE = ZoneInfo("Europe/Minsk")
_BEGINS = {"A1": "+37529123", "МТС": "+37529523", "life:)": "+37525123"}


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    plain, taught = _Sum(), _Sum()
    best = usual = 0
    for seed in range(FIRST, FIRST + PROFILES):
        office, calls = draw(seed)
        fixed, order = best_fixed(office, calls)
        every = [spend(office, calls, lambda *_, o=each: o).cents for each in fixed_orders(office)]
        mean = max(sum(every) / len(every), 1)
        best, usual = best + fixed.cents, usual + sum(every) // len(every)
        mine = spend(office, calls, by_price(office, "all")).cents
        learnt = learn(office, month_before(seed))
        then = spend(office, calls, by_price(office, "all", learnt)).cents
        plain.add(mine, fixed.cents, mean)
        taught.add(then, fixed.cents, mean)
        if then > fixed.cents:
            progress(f"seed {seed}: {then} ({mine}) against {fixed.cents} by {', '.join(order)}")
    told = f"{PROFILES} months of random tariffs and traffic, seeds from {FIRST}"
    figures = {}
    for name, found, how in (
        ("B12", plain, "nothing known of the office"),
        ("learnt", taught, "after a month of its calls"),
    ):
        figures[f"{name} total"] = Figure(
            value=round(found.cents / max(best, 1), 4), unit="of best", target=1.0,
            floor=f"{told}; {how}; any fixed order on average: {usual / max(best, 1):.2f}",
        )  # fmt: skip
        figures[f"{name} each"] = Figure(
            value=round(found.dearer / PROFILES, 4), unit="dearer", target=0.03,
            floor=f"months that some fixed order, known afterwards, beats; at most by "
            f"{found.worst:.0%} of what a fixed order costs",
        )  # fmt: skip
    return show(figures, as_json)


@dataclass
class _Sum:
    cents: int = 0
    dearer: int = 0
    worst: float = 0.0

    def add(self, mine: int, fixed: int, mean: float) -> None:
        self.cents += mine
        if mine > fixed:
            self.dearer += 1
            self.worst = max(self.worst, (mine - fixed) / mean)


def draw(seed: int) -> tuple[Office, tuple[Wanted, ...]]:
    """An office of SIM cards, and what its people want to call in a month."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines = tuple(
        GsmLine(
            id=f"sim-{number}",
            name=f"SIM {number}",
            operator=chance.choice(tuple(_BEGINS)),
            slot=number,
            tariff=_tariff(chance),
        )
        for number in range(1, chance.randint(2, 4) + 1)
    )
    route = Route(classes=("mobile",), lines=tuple(line.id for line in lines), order="cheapest")
    office = Office(
        company=Company(name="x", country="BY", area_code="17", language="ru", time_zone=_ZONE.key),
        lines=lines,
        outbound=(OutboundScheme(id="all", name="all", routes=(route,)),),
    )
    return office, _traffic(chance, chance)


def month_before(seed: int) -> tuple[Wanted, ...]:
    """What the people of the same office wanted in another month: as much, to the same networks."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(chance.randint(2, 4)):
        chance.choice(tuple(_BEGINS))
        _tariff(chance)
    return _traffic(chance, random.Random(f"{seed} before"))  # noqa: S311 - no secret


def _tariff(chance: random.Random) -> Tariff:
    minute = chance.choice((4, 6, 8, 10, 12, 15, 20, 25, 30))
    return Tariff(
        month_day=chance.choice((1, 1, 5, 15, 28)),
        free_minutes=chance.choice((0, 0, 50, 100, 200, 300, 500)),
        minute=minute,
        minute_own=chance.choice((None, None, 0, 1, 3, minute // 2)),
        step=chance.choice((1, 1, 10, 60, 60)),
    )


def _traffic(habits: random.Random, chance: random.Random) -> tuple[Wanted, ...]:
    """`habits` say how much and whom, `chance` when. A working day of nine hours; talks are mostly
    short and sometimes long.
    """
    per_day, mean = habits.choice((5, 10, 20, 40)), habits.choice((40, 90, 150, 240))
    shares = [habits.random() + 0.1 for _ in _BEGINS]
    begins = datetime(2026, 11, 1, 9, tzinfo=_ZONE)
    calls = []
    for day in range(30):
        for _ in range(max(0, int(chance.gauss(per_day, per_day / 4)))):
            at = begins + timedelta(days=day, seconds=chance.random() * 9 * 3600)
            network = chance.choices(tuple(_BEGINS), shares)[0]
            number = f"{_BEGINS[network]}{chance.randint(0, 9999):04}"
            seconds = max(1, int(chance.lognormvariate(0, 1) * mean * 0.6))
            calls.append(Wanted(at, number, seconds))
    return tuple(sorted(calls, key=lambda call: call.at))
