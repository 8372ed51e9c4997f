"""The year itself: what clients and employees do by themselves, and what follows from it."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple

from vochi.core.calls.call import Call
from vochi.lab.year.clients import Clients
from vochi.lab.year.dice import Dice
from vochi.lab.year.house import House
from vochi.lab.year.incoming import Incoming
from vochi.lab.year.outgoing import Outgoing
from vochi.lab.year.plan import Plan
from vochi.lab.year.shape import Shape

Deed = Literal["client", "employee", "inside", "redial", "callback"]

#: What is begun without a cause: clients, employees, colleagues.
_BEGUN: Final[tuple[Deed, ...]] = ("client", "employee", "inside")
_WEIGHTS: Final = (66, 22, 12)
#: Of what is begun so much follows the same day: the day is filled up to its share with it.
_FOLLOWS: Final = 0.3
#: How often a client tries again, and an employee calls back.
_REDIALS, _BACK = 0.42, 0.5
_MOST: Final = 5


class _Due(NamedTuple):
    """Something that will be done; `order` keeps equals in the order in which they came."""

    at: datetime
    order: int
    deed: Deed
    rank: int
    tries: int
    missed_at: datetime | None


def year(plan: Plan) -> Iterator[Call]:
    """Exactly `plan.calls` calls in the order in which they began."""
    return _Year(plan).run()


@dataclass
class _Year:
    plan: Plan
    _due: list[_Due] = field(default_factory=list)
    _order: int = 0
    _came: int = 0
    _answered: int = 0
    _reached: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = Dice(self.plan)
        self.shape = Shape(self.plan)
        self.clients = Clients(self.plan)
        house = House(self.plan)
        self.incoming = Incoming(self.dice, self.clients, house)
        self.outgoing = Outgoing(self.dice, self.clients, house)

    def run(self) -> Iterator[Call]:
        made = 0
        for day, share in self.shape.days():
            ends = datetime.combine(day + timedelta(days=1), time(), self.shape.zone)
            target = round(self.plan.calls * share)
            is_last = day == self.plan.first + timedelta(days=self.plan.days - 1)
            self._begin(day, target - made, fill=is_last)
            while self._due and (is_last or self._due[0].at < ends.astimezone(UTC)):
                call = self._do(heapq.heappop(self._due))
                if call is None:
                    continue
                yield call
                made += 1
                if made == self.plan.calls:
                    return
        while made < self.plan.calls:  # a plan of a few calls: its last day is stretched
            self._plan(ends.astimezone(UTC) + self.dice.after(1, 60, 600), "client")
            ends += timedelta(minutes=10)
            for call in filter(None, (self._do(heapq.heappop(self._due)) for _ in self._due[:])):
                if made < self.plan.calls:
                    yield call
                    made += 1

    def _begin(self, day: date, missing: int, *, fill: bool) -> None:
        ends = datetime.combine(day + timedelta(days=1), time(), self.shape.zone).astimezone(UTC)
        known = sum(1 for each in self._due if each.at < ends)
        count = max(0, missing - known)
        for _ in range(round(count * (1.1 if fill else 1 - _FOLLOWS))):
            at = self.shape.moment(day, self.dice.random)
            deed = self.dice.random.choices(_BEGUN, _WEIGHTS)[0]
            # At night employees sleep; that somebody works late is rare.
            if deed != "client" and not self.shape.is_open(at) and not self.dice.happens(0.1):
                deed = "client"
            self._plan(at, deed)

    def _plan(
        self,
        at: datetime,
        deed: Deed,
        rank: int | None = None,
        tries: int = 0,
        missed_at: datetime | None = None,
    ) -> None:
        self._order += 1
        who = self.clients.somebody(self.dice.random) if rank is None else rank
        heapq.heappush(self._due, _Due(at, self._order, deed, who, tries, missed_at))

    def _do(self, due: _Due) -> Call | None:
        match due.deed:
            case "client" | "redial":
                return self._client(due)
            case "employee":
                call = self.outgoing.make(due.at, due.rank, None, answer=0.52)
            case "inside":
                return self.outgoing.inside(due.at)
            case "callback":
                return self._call_back(due)
        if call is not None and call.result == "answered" and call.ended_at is not None:
            self._reached[due.rank] = call.ended_at
        return call

    def _client(self, due: _Due) -> Call | None:
        is_open = self.shape.is_open(due.at)
        call = self.incoming.make(
            due.at, due.rank, is_open=is_open, answer=is_open and self._is_lucky()
        )
        if call is None:  # he heard busy from his operator, and we never knew
            if due.tries < _MOST and self.dice.happens(0.5):
                self._plan(
                    due.at + self.dice.after(20, 120, 900), "redial", due.rank, due.tries + 1
                )
            return None
        self._came += 1
        assert call.ended_at is not None
        if call.result == "answered":
            self._answered += 1
            self._reached[due.rank] = call.ended_at
        elif due.rank >= 0:
            self._after_miss(due, call.ended_at)
        return call

    def _is_lucky(self) -> bool:
        """Whether somebody answers: the dice are loaded so that the rate of the plan comes out."""
        wanted = self.plan.answer_rate
        behind = wanted * (self._came + 200) - (self._answered + 200 * wanted)
        return self.dice.happens(min(0.97, max(0.02, wanted * 1.07 + behind / 200)))

    def _after_miss(self, due: _Due, ended: datetime) -> None:
        if due.tries < _MOST and self.dice.happens(_REDIALS):
            # Soon, and often; or tomorrow.
            mean = 240 if self.dice.happens(0.8) else 9000
            at = ended + self.dice.after(8, mean, 86400)
            self._plan(at, "redial", due.rank, due.tries + 1)
        if self.dice.happens(_BACK):
            late = self.dice.after(30, 2400, 6 * 3600)
            at = self.shape.next_open(ended)
            at = self.shape.next_open(at + late)
            self._plan(at, "callback", due.rank, 0, due.at)

    def _call_back(self, due: _Due) -> Call | None:
        reached = self._reached.get(due.rank)
        is_settled = reached is not None and due.missed_at is not None and reached > due.missed_at
        if is_settled and not self.dice.happens(0.1):  # else two of us call the same client
            return None
        call = self.outgoing.make(due.at, due.rank, None, answer=0.62)
        if call is None or call.ended_at is None:
            return None
        if call.result == "answered":
            self._reached[due.rank] = call.ended_at
        elif due.tries < 2 and self.dice.happens(0.5):
            at = self.shape.next_open(call.ended_at + self.dice.after(300, 5400, 86400))
            self._plan(at, "callback", due.rank, due.tries + 1, due.missed_at)
        elif self.dice.happens(0.3):  # he sees who called
            self._plan(call.ended_at + self.dice.after(30, 900, 7200), "redial", due.rank, _MOST)
        return call
