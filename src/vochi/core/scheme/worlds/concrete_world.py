"""The concrete world: one life; every question has exactly one answer."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from vochi.core.numbers import normalise
from vochi.core.office.document import Office
from vochi.core.office.routing import LineRefusal, why_not
from vochi.core.scheme.life import Life, Moment, PhoneLife, Pressed
from vochi.core.scheme.nodes.client_check import Hidden, Known, Listed, Tagged, Test
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.ringing import Meeting, Rang, play_out
from vochi.core.scheme.world import (
    Attempt,
    Hooked,
    Keyed,
    Queued,
    RingPlan,
    Rung,
)
from vochi.core.scheme.worlds.open_world import carried
from vochi.core.scheme.worlds.premises import Premises

#: A forward to somebody who forwards is followed no further.
_FORWARDS = 1
#: Refusals of a call outside that are a matter of the moment; the others are rules.
_NO_LINE = frozenset({"no_line", "lines_busy", "limit", "unsigned"})


@dataclass(frozen=True)
class _Leg:
    """A phone, or a number outside: whom it is for, and how it meets a ring."""

    to: str
    by: str
    why: str | None = None
    answers: float | None = None
    not_before: float = 0.0
    on: str | None = None


@dataclass
class ConcreteWorld(Premises):
    """Answers by `life`; keys are used up, so it serves one call. `notes` are what it told.

    Times of notes are seconds since the node was entered; `entered` says when that was.
    """

    office: Office
    life: Life
    period_of: Callable[[Schedule, datetime], str]
    entered: float = 0.0
    notes: list[Moment] = field(default_factory=list)
    _inside: float = 0.0
    _keys: list[Pressed] = field(default_factory=list)

    def __post_init__(self) -> None:
        """All keys are still to be pressed."""
        self._keys = list(self.life.keys)

    def enter(self, at: float) -> None:
        """A node is entered: its notes begin."""
        self.entered, self._inside = at, 0.0
        self.notes = []

    @cached_property
    def caller(self) -> str | None:
        """E.164 of the caller; None when it is hidden or cannot be read."""
        return normalise(self.life.caller, self.directory.numbering)

    def rings(self, plan: RingPlan) -> tuple[Rung, ...]:
        """The plan played out in this life."""
        began = self._inside
        played = play_out(plan, self._meets)
        why: dict[str, str] = {}
        for attempt, since, _ in played.rang:
            for leg in self._legs(attempt):
                self._note_leg(began + since, leg)
        for attempt, _ in played.not_rung:
            for leg in self._legs(attempt):
                self._note_leg(began, leg)
                why.setdefault(leg.to, leg.why or "")
        self._inside = began + played.seconds
        skipped = tuple(why.items())
        if played.by is not None:
            first = self._first(played.by)
            self._note(self._inside, "life.answered", by=first.by, to=first.to)
            return (Rung("answered", self._took(began), first.by, skipped),)
        return (Rung(self._how(played), self._took(began), None, skipped),)

    def _how(self, played: Rang) -> Literal["nobody", "all_busy", "none_reachable", "no_line"]:
        reasons = {reason for _, reason in played.not_rung}
        if played.rang:
            return "nobody"
        if "busy" in reasons:
            return "all_busy"
        return "no_line" if reasons == {"no_line"} else "none_reachable"

    def _first(self, attempt: Attempt) -> _Leg:
        answering = (leg for leg in self._legs(attempt) if leg.answers is not None)
        return min(answering, key=_soonest)

    def _meets(self, attempt: Attempt) -> Meeting:
        """Several phones of one person meet a ring as one: the best of them counts."""
        legs = self._legs(attempt)
        if any(leg.why is None for leg in legs):
            answering = [leg for leg in legs if leg.answers is not None]
            first = min(answering, key=_soonest, default=None)
            if first is None:
                return Meeting()
            here = first.not_before - self.entered - self._inside
            return Meeting("rings", first.answers, max(0.0, here))
        reasons = {leg.why for leg in legs}
        if reasons & {"busy", "dnd"}:
            return Meeting("busy")
        return Meeting("no_line" if reasons & {"no_line", "no_route"} else "absent")

    def queued(
        self, members: tuple[str, ...], seconds: float, *, key: str | None, most: int
    ) -> tuple[Queued, ...]:
        """Who is first to answer takes the first who waits; those ahead are served before."""
        began = self._inside
        if self.life.queue_ahead >= most:
            return (Queued("full", (0, 0)),)
        legs = [
            leg
            for extension in self._extensions(members)
            for leg in self._legs(Attempt(extension, 0, seconds))
        ]
        if all(leg.why not in (None, "busy", "dnd") for leg in legs):
            return (Queued("empty", (0, 0)),)
        for leg in legs:
            self._note_leg(began, leg)
        now = self.entered + began
        firsts: dict[str, tuple[float, _Leg]] = {}
        for leg in legs:
            if leg.answers is None:
                continue
            at = max(leg.answers, leg.not_before - now)
            if at < seconds and (leg.by not in firsts or at < firsts[leg.by][0]):
                firsts[leg.by] = at, leg
        order = sorted(firsts.values(), key=lambda each: each[0])[self.life.queue_ahead :]
        pressed = self._next_key() if key else None
        until = order[0][0] if order else seconds
        if pressed is not None and pressed.digits[:1] == key and pressed.after < until:
            self._inside += pressed.after
            self._note(self._inside, "life.presses", digits=pressed.digits[:1])
            return (Queued("key", self._took(began)),)
        if order:
            after, leg = order[0]
            self._inside += after
            self._note(self._inside, "life.answered", by=leg.by, to=leg.to)
            return (Queued("answered", self._took(began), leg.by),)
        self._inside += seconds
        return (Queued("timeout", self._took(began)),)

    def keyed(self, known: AbstractSet[str], wait: float, most: int) -> tuple[Keyed, ...]:
        """The next of the keys of his life; none left, or too late: silence."""
        del known
        pressed = self._next_key()
        began = self._inside
        if pressed is None or not pressed.digits or pressed.after >= wait:
            self._inside += wait
            self._note(self._inside, "life.silent", seconds=f"{wait:g}")
            return (Keyed("", self._took(began)),)
        self._inside += pressed.after
        digits = pressed.digits[:most]
        self._note(self._inside, "life.presses", digits=digits)
        return (Keyed(digits, self._took(began)),)

    def period(self, schedule: Schedule) -> str:
        """The port of the moment at which the call is here."""
        return self.period_of(schedule, self.life.at + timedelta(seconds=self.entered))

    def client(self, test: Test) -> tuple[bool, ...]:
        """What is known of the caller; of a hidden one nothing is."""
        client = self.life.client
        if isinstance(test, Hidden):
            return (self.caller is None,)
        if self.caller is None:
            return (False,)
        if isinstance(test, Known):
            return (client.known,)
        if isinstance(test, Listed):
            return (test.list in client.lists,)
        if isinstance(test, Tagged):
            return (test.tag in client.tags,)
        return (self.caller.startswith(test.begins),)

    def manager(self, which: Literal["responsible", "last"]) -> tuple[str | None, ...]:
        """The manager of his life; a hidden caller has none."""
        client = self.life.client
        found = client.responsible if which == "responsible" else client.last
        return (found if self.caller else None,)

    def hooked(self, url: str, branches: tuple[str, ...], seconds: float) -> tuple[Hooked, ...]:
        """What his life says of the address; not told: it fails at once."""
        del seconds
        said = self.life.hooks.get(url)
        return (Hooked(said if said in branches else None, (0, 0)),)

    def _extensions(self, targets: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(each for target in targets for each in self.directory.extensions(target))
        )

    def _legs(self, attempt: Attempt, forwards: int = _FORWARDS) -> tuple[_Leg, ...]:
        to = attempt.to
        if to.startswith("+"):
            return (self._outside(attempt),)
        away = self.life.away.get(to, "")
        if away == "dnd":
            return (_Leg(to, to, "dnd"),)
        if away.startswith("to:"):
            on = away.removeprefix("to:")
            skipped = _Leg(to, to, "forward", on=on)
            if not forwards:
                return (skipped,)
            return (skipped, *self._legs(replace(attempt, to=on, on_behalf=to), forwards - 1))
        mobile = self.directory.mobile(to)
        if mobile is not None:
            confirm = self.directory.by_extension[to].confirm
            there = Attempt(mobile, 0, 0, confirm=confirm, on_behalf=to)
            return (replace(self._outside(there), by=to),)
        devices = self.directory.phones(to)
        if not devices:
            return (_Leg(to, to, "no_device"),)
        phones = self.life.phones
        return tuple(
            _leg(each.account, to, phones.get(each.account, PhoneLife()), confirm=attempt.confirm)
            for each in devices
        )

    def _outside(self, attempt: Attempt) -> _Leg:
        to = attempt.to
        refused, _ = why_not(carried(self.directory, attempt), self._line_state)
        if refused is not None:
            return _Leg(to, to, "no_line" if refused in _NO_LINE else "no_route")
        phone = self.life.outside.get(to, PhoneLife())
        return _leg(to, to, phone, confirm=attempt.confirm)

    def _line_state(self, line: str) -> LineRefusal | None:
        """The line of the call itself carries it, and nothing else when it has one channel."""
        known = self.life.lines.get(line)
        if known is None and line == self.life.line:
            mine = next((each for each in self.office.lines if each.id == line), None)
            return "busy" if mine is not None and mine.channels == 1 else None
        return known

    def _next_key(self) -> Pressed | None:
        return self._keys.pop(0) if self._keys else None

    def _note_leg(self, at: float, leg: _Leg) -> None:
        if leg.why is None:
            self._note(at, "life.rings", to=leg.to)
        elif leg.on is not None:
            self._note(at, "life.forwarded", to=leg.to, on=leg.on)
        else:
            self._note(at, "life.not_rung", to=leg.to, not_rung=leg.why)

    def _note(self, inside: float, code: str, **facts: str) -> None:
        self.notes.append(Moment(at=round(self.entered + inside, 3), code=code, facts=facts))

    def _took(self, began: float) -> tuple[float, float]:
        seconds = self._inside - began
        return seconds, seconds


def _leg(to: str, by: str, phone: PhoneLife, *, confirm: bool) -> _Leg:
    if phone.state != "free":
        return _Leg(to, by, phone.state)
    answers = phone.answers
    if confirm and answers is not None:
        # Who answers and does not accept has not answered; the others ring on meanwhile.
        answers = None if phone.accepts_after is None else answers + phone.accepts_after
    return _Leg(to, by, answers=answers, not_before=phone.not_before)


def _soonest(leg: _Leg) -> tuple[float, float]:
    return leg.not_before, leg.answers or 0
