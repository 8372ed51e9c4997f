"""Replay (B11): past calls through a draft office: who would have been answered, and when.

A call becomes a life: its caller, line and moment, what he pressed, what was known of him, and how
long he had patience when he gave up. Phones that rang answer at the second at which they did; of
phones that did not ring that time the rest of the history tells: busy while in another talk, else
as they usually do (median, when they answer at least half of their rings).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import fmean

from vochi.core.calls.call import Call
from vochi.core.calls.endpoint import Endpoint
from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.scheme.habits import Habits
from vochi.core.scheme.life import Life
from vochi.core.scheme.past_life import life_of
from vochi.core.scheme.simulate import simulate

#: Seconds by which a replayed wait may differ from what was, and still be the same.
SAME = 2.0


class Fate(Frozen):
    """How a call went: answered by whom after how long, or how it ended without."""

    answered: bool
    by: str | None
    waited: float
    end: str


class Replayed(Frozen):
    """One call: what was, what the office of then gives again, what the draft gives."""

    linked_id: str
    at: datetime
    client: str
    was: Fate
    again: Fate
    then: Fate

    @property
    def reproduced(self) -> bool:
        """The office of then, replayed, tells what was."""
        return _same(self.was, self.again)

    @property
    def changed(self) -> bool:
        """The draft makes a difference to this caller."""
        return not _same(self.again, self.then)


class Totals(Frozen):
    """Of all replayed calls; `mean_wait` in seconds of the answered ones, None without any."""

    answered: int
    missed: int
    mean_wait: float | None


class Report(Frozen):
    """`skipped` are calls of lines that the draft does not have; `reproduced` a share, 0 to 1."""

    calls: tuple[Replayed, ...]
    skipped: int
    before: Totals
    after: Totals
    reproduced: float


def replay(calls: Sequence[Call], office: Office, live: Office | None = None) -> Report:
    """Incoming calls that are over, through `office`; `live` is the office of then (else it)."""
    live = live or office
    lines = {line.id for line in office.lines} & {line.id for line in live.lines}
    past = [call for call in calls if call.direction == "in" and call.ended_at is not None]
    mine = [call for call in past if call.line in lines]
    habits = Habits(calls)
    told = tuple(_replayed(call, office, live, habits) for call in mine)
    return Report(
        calls=told,
        skipped=len(past) - len(mine),
        before=_totals([each.again for each in told]),
        after=_totals([each.then for each in told]),
        reproduced=fmean([each.reproduced for each in told]) if told else 1.0,
    )


def _replayed(call: Call, office: Office, live: Office, habits: Habits) -> Replayed:
    again = _lived(live, life_of(call, live))
    draft = again if office == live else _lived(office, _for_draft(call, office, live, habits))
    return Replayed(
        linked_id=call.linked_id,
        at=call.started_at,
        client=call.client,
        was=_was(call),
        again=again,
        then=draft,
    )


def _for_draft(call: Call, office: Office, live: Office, habits: Habits) -> Life:
    """The same life; phones that were not rung then are there too, as they usually are."""
    life = life_of(call, live)
    return life.model_copy(update={"phones": habits.phones(call, office) | life.phones})


def _was(call: Call) -> Fate:
    talk = call.talks[0] if call.talks else None
    by = None if talk is None else Endpoint(name=talk.endpoint).extension
    return Fate(
        answered=talk is not None, by=by, waited=round(call.waited, 1), end=call.result or ""
    )


def _lived(office: Office, life: Life) -> Fate:
    tale = simulate(office, life)
    return Fate(
        answered=tale.end == "talk", by=tale.answered_by, waited=round(tale.waited, 1), end=tale.end
    )


def _same(one: Fate, other: Fate) -> bool:
    """Answered by the same person as soon, or missed; outside numbers have no extension."""
    if one.answered != other.answered:
        return False
    if not one.answered:
        return True
    who = one.by == other.by or one.by is None or (other.by or "").startswith("+")
    return who and abs(one.waited - other.waited) <= SAME


def _totals(fates: Iterable[Fate]) -> Totals:
    told = list(fates)
    waits = [each.waited for each in told if each.answered]
    return Totals(
        answered=len(waits),
        missed=len(told) - len(waits),
        mean_wait=round(fmean(waits), 1) if waits else None,
    )
