"""How receivers fare: what failed for long rests, then is paused, and a person hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic

from django.utils import timezone

from vochi.core.link import BoxAlarm
from vochi.hub.desk import alarms as desk_alarms
from vochi.hub.parcels import backoff
from vochi.hub.parcels.queue import Outcome, P, Queue, R

#: What was given up is told of for so long.
_TOLD = timedelta(days=2)
#: One that does not know us any more needs a person at once, not after a day.
_LOST_AFTER = 5
_WELL = {"failures": 0, "failing_since": None, "rest_until": None, "paused_at": None}


@dataclass(frozen=True)
class Health(Generic[R, P]):
    """The health of one room's receivers. `code` begins its alarms, `facts` say which receiver.

    `faults` are those whys that say that the receiver itself does not work, whatever it is told
    (None: all of them); `lost` of these need a person. What was given up for `quiet` whys is no
    alarm.
    """

    queue: Queue[R, P]
    code: str
    facts: Callable[[R], dict[str, str]]
    faults: frozenset[str] | None = None
    lost: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()

    def alarms(self, company: int) -> tuple[BoxAlarm, ...]:
        """Receivers that are paused, and those for whom something was given up lately."""
        found: list[BoxAlarm] = []
        for receiver in self.queue.receivers.objects.of(company).filter(is_on=True):
            facts = self.facts(receiver)
            if receiver.paused_at is not None:
                state = "auth" if receiver.last_why in self.lost else "paused"
                found.append(BoxAlarm(code=f"{self.code}.{state}", facts=facts))
            late = timezone.now() - _TOLD
            dead = self.queue.of(receiver).filter(state="dead", last_at__gt=late)
            count = dead.exclude(why__in=self.quiet).count()
            if count:
                more = {"count": str(count)}
                found.append(BoxAlarm(code=f"{self.code}.dead", facts=facts | more))
        return tuple(found)

    def fared(self, receiver: R, outcome: Outcome) -> None:
        """Write down what came of using it; whoever calls holds the company's row."""
        rows = self.queue.receivers.objects.of(receiver.company_id).filter(pk=receiver.pk)
        fresh = rows.first()
        if fresh is None:
            return
        is_fault = outcome.why != "" and (self.faults is None or outcome.why in self.faults)
        (self._failed if is_fault else self._answered)(fresh, outcome)

    def _answered(self, fresh: R, outcome: Outcome) -> None:
        now = timezone.now()
        rows = self.queue.receivers.objects.of(fresh.company_id).filter(pk=fresh.pk)
        rows.update(
            **_WELL, last_at=now, last_ok_at=fresh.last_ok_at if outcome.why else now,
            last_why="", last_answer="",
        )  # fmt: skip
        if fresh.failures:
            self.queue.hurry(fresh)
        if fresh.paused_at is not None:
            desk_alarms.tell(fresh.company_id)

    def _failed(self, fresh: R, outcome: Outcome) -> None:
        now = timezone.now()
        failures, since = fresh.failures + 1, fresh.failing_since or now
        is_lost = outcome.why in self.lost and failures >= _LOST_AFTER
        is_long = now - since >= backoff.PAUSE_AFTER and failures >= backoff.PAUSE_FAILURES
        pauses = fresh.paused_at is None and (is_lost or is_long)
        rows = self.queue.receivers.objects.of(fresh.company_id).filter(pk=fresh.pk)
        rows.update(
            failures=failures, failing_since=since, rest_until=backoff.rest(failures, now),
            last_at=now, last_why=outcome.why, last_answer=outcome.said[:300],
            paused_at=now if pauses else fresh.paused_at,
        )  # fmt: skip
        if pauses:
            desk_alarms.tell(fresh.company_id)
