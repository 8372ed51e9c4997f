"""Replay (B11): past calls through a draft office: who would have been answered, and when.

A call becomes a life: its caller, line and moment, what he pressed, what was known of him, and how
long he had patience when he gave up. Phones that rang answer at the second at which they did; of
phones that did not ring that time the rest of the history tells: busy while in another talk, else
as they usually do (median, when they answer at least half of their rings).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean, median
from typing import Literal

from vochi.core.calls.call import Call, Leg, Passed
from vochi.core.calls.endpoint import Endpoint
from vochi.core.frozen import Frozen
from vochi.core.office.document import Office
from vochi.core.scheme.life import ClientLife, Life, PhoneLife, Pressed
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.callback_offer import CallbackOffer
from vochi.core.scheme.nodes.client_check import ClientCheck, Known, Listed, Tagged
from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.webhook import Webhook
from vochi.core.scheme.simulate import simulate

#: Seconds by which a replayed wait may differ from what was, and still be the same.
SAME = 2.0
_LONGEST = 7200.0
#: Clocks of the log and of a life differ by less.
_SOON = 0.5
_NAMES = {"key-star": "*", "key-hash": "#"}


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


def life_of(call: Call, live: Office, habits: "Habits | None" = None) -> Life:
    """The life that a call was. ValueError: it did not come over a line."""
    if call.line is None:
        raise ValueError(f"{call.linked_id} came over no line")
    told = _Told(call, live)
    usual = habits.phones(call, live) if habits is not None else {}
    return Life(
        line=call.line,
        number=call.number if call.number.startswith("+") else None,
        caller=call.client,
        at=call.started_at,
        client=told.client(),
        phones=usual | told.phones("device"),
        outside=told.outside(),
        away=told.away(),
        keys=told.keys(),
        hooks=told.hooks(),
        patience=told.patience(),
    )


@dataclass(frozen=True)
class _Told:
    """What the rows of a call tell of the world around it."""

    call: Call
    live: Office

    def phones(self, kind: Literal["device", "line"]) -> dict[str, PhoneLife]:
        """Each endpoint that was asked, by how that ended; an answer counts more than a refusal."""
        found: dict[str, PhoneLife] = {}
        for leg in self.call.legs:
            endpoint = Endpoint(name=leg.endpoint)
            if leg.role != "callee" or endpoint.kind != kind:
                continue
            met = self._met(leg)
            known = found.get(leg.endpoint)
            if known is None or met.answers is not None or known.state == "offline":
                found[leg.endpoint] = met
        return found

    def _met(self, leg: Leg) -> PhoneLife:
        if leg.answered_at is not None:
            after = (leg.answered_at - (leg.rang_at or leg.answered_at)).total_seconds()
            # Who let it ring before and took it now was not there earlier.
            again = sum(each.endpoint == leg.endpoint for each in self.call.legs) > 1
            since = self._second(leg.answered_at) - _SOON if again else 0.0
            return PhoneLife(answers=_bounded(after), not_before=_bounded(since))
        if leg.end in ("busy", "rejected"):
            return PhoneLife(state="busy")
        if leg.end in ("unreachable", "failed") or leg.rang_at is None:
            return PhoneLife(state="offline")
        return PhoneLife()

    def outside(self) -> dict[str, PhoneLife]:
        """People outside who were rung: a leg of a line belongs to the number of its node."""
        legs = tuple(self.phones("line").values())
        if not legs:
            return {}
        numbers = [number for _, node, _ in self._path() for number in node.targets_named]
        numbers += [t.to for each in self.live.follow_me for step in each.steps
                    for t in step.targets]  # fmt: skip
        return {number: legs[0] for number in numbers if number.startswith("+")}

    def away(self) -> dict[str, str]:
        """Who did not want to be rung."""
        return {
            each.to: f"to:{each.on}" if each.why == "forward" else "dnd"
            for each in self.call.skipped
            if not each.to.startswith("+")
            and (each.why == "dnd" or (each.why == "forward" and each.on is not None))
        }

    def client(self) -> ClientLife:
        """What nodes found of him."""
        known = False
        lists: list[str] = []
        tags: list[str] = []
        managers: dict[str, str] = {}
        for passed, node, left in self._path():
            if isinstance(node, ClientCheck) and passed.out == "yes":
                known = known or isinstance(node.test, Known)
                lists += [node.test.list] if isinstance(node.test, Listed) else []
                tags += [node.test.tag] if isinstance(node.test, Tagged) else []
            if isinstance(node, Manager) and passed.out != "none":
                rung = self._rung(passed.entered_at, left)
                which = "responsible" if node.which == "either" else node.which
                managers |= {} if rung is None else {which: rung}
        return ClientLife(
            known=known,
            lists=tuple(dict.fromkeys(lists)),
            tags=tuple(dict.fromkeys(tags)),
            responsible=managers.get("responsible"),
            last=managers.get("last"),
        )

    def _rung(self, since: datetime, until: datetime | None) -> str | None:
        for leg in self.call.legs:
            at = leg.rang_at or leg.ended_at
            inside = at is not None and since <= at and (until is None or at <= until)
            if leg.role == "callee" and inside:
                return Endpoint(name=leg.endpoint).extension
        return None

    def keys(self) -> tuple[Pressed, ...]:
        """What he pressed at each node that asks, and his silences before it."""
        found: list[Pressed] = []
        for passed, node, left in self._path():
            out = passed.out or ""
            took = 0.0 if left is None else (left - passed.entered_at).total_seconds()
            match node:
                case Menu():
                    found += self._menu(node, out, took)
                case CallbackOffer():
                    found.append(self._offered(node, out, took))
                case Queue(callback_key=str(key)):
                    found.append(
                        Pressed(digits=key, after=_bounded(took)) if out == "key" else Pressed()
                    )
                case _ if getattr(node, "skippable", False):
                    short = took < self._prompt(node.prompts[0]) - 1
                    found.append(Pressed(digits="1", after=_bounded(took)) if short else Pressed())
                case _:
                    pass
        return tuple(found)

    def _offered(self, node: CallbackOffer, out: str, took: float) -> Pressed:
        """The key, another one that cut the offer short, or silence to its end."""
        if out == "taken":
            return Pressed(digits=node.key, after=_bounded(took))
        if took < self._prompt(node.prompt or "") + node.wait - 1:
            other = next(key for key in "0123456789*#" if key != node.key)
            return Pressed(digits=other, after=_bounded(took))
        return Pressed()

    def _menu(self, node: Menu, out: str, took: float) -> list[Pressed]:
        attempt = self._prompt(node.prompt) + node.wait
        if out == "timeout":
            return [Pressed()] * node.attempts
        silences = min(node.attempts - 1, int(took // max(attempt, 1)))
        after = _bounded(min(took - silences * attempt, attempt - 0.1))
        if out == "wrong":
            wrong = next((key for key in "0123456789*#" if key not in node.keys), "0")
            return [Pressed(digits=wrong, after=after)] * node.attempts
        if out.startswith("key-"):
            digits = _NAMES.get(out, out.removeprefix("key-"))
            return [*[Pressed()] * silences, Pressed(digits=digits, after=after)]
        return []

    def _prompt(self, name: str) -> float:
        return next((each.seconds for each in self.live.prompts if each.id == name), 2.0)

    def hooks(self) -> dict[str, str | None]:
        """What webhooks said."""
        return {
            node.url: passed.out if passed.out in node.branches else None
            for passed, node, _ in self._path()
            if isinstance(node, Webhook)
        }

    def patience(self) -> float | None:
        """How long he waited who gave up; None: he was answered, or the office ended the call."""
        if self.call.talks or self.call.messages or self.call.ended_at is None:
            return None
        last = self._path()[-1:]
        if last and last[0][1].kind in ("hangup", "voicemail"):
            return None
        return _bounded(self._second(self.call.ended_at))

    def _path(self) -> list[tuple[Passed, Node, datetime | None]]:
        """Nodes that the office of then still knows, with the moment they were left."""
        schemes = {scheme.id: scheme for scheme in self.live.inbound}
        path = self.call.path
        found: list[tuple[Passed, Node, datetime | None]] = []
        for index, passed in enumerate(path):
            scheme = schemes.get(passed.scheme)
            node = None if scheme is None else scheme.nodes.get(passed.node)
            left = path[index + 1].entered_at if index + 1 < len(path) else self.call.ended_at
            if node is not None:
                found.append((passed, node, left))
        return found

    def _second(self, at: datetime) -> float:
        return (at - self.call.started_at).total_seconds()


@dataclass
class Habits:
    """How phones usually meet a ring, and when they were in a talk."""

    calls: Sequence[Call]
    _answers: dict[str, list[float | None]] = field(default_factory=dict)
    _talks: dict[str, list[tuple[datetime, datetime, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the history once."""
        for call in self.calls:
            for leg in call.legs:
                if leg.role == "callee" and leg.rang_at is not None and leg.end != "busy":
                    took = None if leg.answered_at is None else (leg.answered_at - leg.rang_at)
                    self._answers.setdefault(leg.endpoint, []).append(
                        None if took is None else took.total_seconds()
                    )
            for talk in call.talks:
                end = talk.ended_at or call.ended_at or talk.began_at
                self._talks.setdefault(talk.endpoint, []).append(
                    (talk.began_at, end, call.linked_id)
                )

    def phones(self, call: Call, office: Office) -> dict[str, PhoneLife]:
        """Every phone of the office at the moment of a call, by habit."""
        return {each.account: self._phone(each.account, call) for each in office.devices}

    def _phone(self, account: str, call: Call) -> PhoneLife:
        at = call.started_at
        talks = self._talks.get(account, ())
        if any(began <= at < end and name != call.linked_id for began, end, name in talks):
            return PhoneLife(state="busy")
        rings = self._answers.get(account, [])
        answered = [each for each in rings if each is not None]
        if not rings or 2 * len(answered) < len(rings):
            return PhoneLife()
        return PhoneLife(answers=_bounded(median(answered)))


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


def _bounded(seconds: float) -> float:
    return min(max(0.0, seconds), _LONGEST)
