"""What is due, whose turn it is, who has it in hand, and what became of it: all in the database."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from vochi.hub.companies.models import Company
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.parcels import backoff, hands
from vochi.hub.parcels.models import Parcel, Receiver

R = TypeVar("R", bound=Receiver)
P = TypeVar("P", bound=Parcel)
#: A receiver that is back hears of what waits within so long, however long it was away.
LONGEST = timedelta(minutes=15)
#: What was told is kept so long, and can be told again.
KEPT = timedelta(days=30)
_DICE = random.SystemRandom()
#: Nobody has it in hand.
FREE = {"claimed_until": None, "claimed_by": ""}


class Outcome(Protocol):
    """What came of a try: `why` is empty when it was taken; `wait` is as many seconds as the
    other side asks for.
    """

    @property
    def why(self) -> str:
        """A code."""

    @property
    def said(self) -> str:
        """What the other side said."""

    @property
    def wait(self) -> float | None:
        """Seconds, if it asked for any."""


@dataclass(frozen=True)
class Queue(Generic[R, P]):
    """The parcels of one room. `to` is the field of a parcel that names its receiver by the
    receiver's field `by`. `at_once` go to one receiver at once, one while it fails; `claim` is as
    long as one try may take. `ready` leaves those whose turn it is; `hasty` are those that need
    not wait for their time when the receiver is back.
    """

    receivers: type[R]
    parcels: type[P]
    to: str
    claim: timedelta
    by: str = "pk"
    at_once: int = 4
    order: tuple[str, ...] = ("next_at", "pk")
    along: tuple[str, ...] = ()
    longest: timedelta = LONGEST
    ready: Callable[["QuerySet[P]"], "QuerySet[P]"] = lambda rows: rows
    hasty: Q = field(default_factory=Q)

    def of(self, receiver: R) -> "QuerySet[P]":
        """All parcels of a receiver."""
        named = {self.to: getattr(receiver, self.by)}
        return self.parcels.objects.of(receiver.company_id).filter(**named)

    def to_any(self, company: int, receivers: "QuerySet[R]") -> "QuerySet[P]":
        """All parcels of several receivers."""
        named = {f"{self.to}__in": receivers.values(self.by)}
        return self.parcels.objects.of(company).filter(**named)

    def take(self, most: int) -> list[tuple[R, P]]:
        """Parcels that are due, at most so many, claimed for this process."""
        now = timezone.now()
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        mine = {"claimed_until": now + self.claim, "claimed_by": hands.mine()}
        taken: list[tuple[R, P]] = []
        for company in _companies():
            rested = Q(rest_until=None) | Q(rest_until__lte=now)
            for receiver in self.working(company).filter(rested):
                waiting = self.of(receiver).filter(state="waiting")
                in_hand = waiting.filter(claimed_until__gte=now).count()
                at_once = self.at_once if receiver.failures == 0 else 1
                room = max(0, min(most - len(taken), at_once - in_hand))
                due = self.ready(waiting).filter(free, next_at__lte=now).order_by(*self.order)
                taken += [
                    (receiver, parcel)
                    for parcel in due.select_related(*self.along)[:room]
                    if waiting.filter(free, pk=parcel.pk).update(**mine) == 1
                ]
        return taken

    def working(self, company: int) -> "QuerySet[R]":
        """Receivers that parcels go to now."""
        return self.receivers.objects.of(company).filter(is_on=True, paused_at=None)

    def next_due(self) -> float:
        """Seconds till something may be due; at most a minute."""
        now = timezone.now()
        soonest = 60.0
        for company in _companies():
            waiting = self.to_any(company, self.working(company)).filter(state="waiting")
            due = waiting.order_by("next_at").values_list("next_at", flat=True).first()
            if due is not None:
                soonest = min(soonest, max(0.2, (due - now).total_seconds()))
        return soonest

    def settle(
        self, parcel: P, outcome: Outcome, final: frozenset[str] = frozenset(), **more: object
    ) -> P | None:
        """Write down what came of a try, with `more` of the room's own; inside a transaction that
        holds the company. The parcel as it is now; None: nobody waits for it any more.
        """
        now = timezone.now()
        rows = self.parcels.objects.of(parcel.company_id).filter(pk=parcel.pk, state="waiting")
        fresh = rows.first()
        if fresh is None:
            return None
        fresh.tries += 1
        is_dead = outcome.why in final or (outcome.why != "" and is_too_late(fresh, now))
        fresh.state = "done" if outcome.why == "" else "dead" if is_dead else "waiting"
        fresh.next_at = now + self.pause(fresh.tries, outcome.wait)
        rows.update(
            state=fresh.state, tries=fresh.tries, next_at=fresh.next_at, last_at=now,
            why=outcome.why, **(FREE | {"answer": outcome.said[:300]} | more),
        )  # fmt: skip
        if is_dead:
            desk_alarms.tell(parcel.company_id)
        return fresh

    def pause(self, tries: int, wait: float | None = None) -> timedelta:
        """Till the next try after so many; not sooner than the other side asked for."""
        if wait is not None:
            return timedelta(seconds=wait * (1 + 0.2 * _DICE.random()))
        return min(backoff.delay(max(1, tries), _DICE.random()), self.longest)

    def again(self, rows: "QuerySet[P]", **more: object) -> int:
        """These are to be told once more, from the start; how many they are."""
        now = timezone.now()
        fresh = FREE | {"state": "waiting", "tries": 0, "since": now, "next_at": now}
        return rows.update(**(fresh | {"replays": F("replays") + 1} | more))

    def hurry(self, receiver: R) -> None:
        """It answers, or was set up anew: what waited for that does not wait any longer."""
        now = timezone.now()
        failed = self.of(receiver).filter(self.hasty, state="waiting", tries__gt=0)
        failed.filter(next_at__gt=now).update(next_at=now)

    def give_up(self, company: int, rows: "QuerySet[P]", **more: object) -> None:
        """Of these, which nobody tries now, those that waited for too long are given up."""
        now = timezone.now()
        late = rows.filter(state="waiting", since__lt=now - backoff.DEAD_AFTER)
        if late.update(state="dead", last_at=now, **more):
            with transaction.atomic():
                desk_alarms.tell(company)

    def let_go(self, holder: str) -> int:
        """Whoever had these in hand is dead: they are free at once; how many they are."""
        freed = 0
        for company in _companies():
            rows = self.to_any(company, self.receivers.objects.of(company))
            freed += rows.filter(state="waiting", claimed_by=holder).update(**FREE)
        return freed


def is_too_late(parcel: Parcel, now: datetime) -> bool:
    """Whether it was tried for as long as anything is."""
    return now - parcel.since > backoff.DEAD_AFTER


def hold(company: int) -> None:
    """The company before anything else, as everybody locks them; inside a transaction."""
    Company.objects.select_for_update().filter(pk=company).first()


def take_over(*queues: Queue[Any, Any]) -> int:
    """When the hub starts: what hubs of this home that are dead had in hand is free."""
    freed = 0
    for holder in hands.gone():
        freed += sum(queue.let_go(holder) for queue in queues)
        hands.forget(holder)
    return freed


def _companies() -> list[int]:
    return list(Company.objects.values_list("pk", flat=True))
