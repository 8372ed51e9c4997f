"""Why somebody who should have rung was never asked: a target of the office without a leg."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from vochi.core.calls.call import Call, Passed, Skipped
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.explained import Explained
from vochi.core.calls.places import Places, Stay
from vochi.core.calls.why_leg import named, taker
from vochi.core.office.directory import Directory
from vochi.core.office.follow_me import FollowMe
from vochi.core.scheme.nodes.external import ExternalNumber
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.ring import Ring

#: Rows of one moment are written one after another.
_MOMENT = timedelta(milliseconds=300)
#: What V_SKIP may say and we have words for.
_SKIPS = frozenset({
    "dnd", "forward", "wrap", "no_line", "no_route", "paused", "limit", "full", "busy",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wish:
    """Targets that were to ring between two moments; `in_turn`: not all at once.

    `tried`: when they may have been tried already: a follow me tries nobody again in its next
    step who could not ring in the one before.
    """

    targets: tuple[str, ...]
    since: datetime
    until: datetime | None
    place: Passed | None = None
    in_turn: bool = False
    tried: datetime | None = None

    def covers(self, at: datetime | None) -> bool:
        """The moment lies in it."""
        if at is None:
            return False
        since = self.tried or self.since
        return since - _MOMENT <= at and (self.until is None or at <= self.until + _MOMENT)


def explain_missing(call: Call, directory: Directory, places: Places) -> tuple[Explained, ...]:
    """Everybody who was skipped, and every target that neither a leg nor a skip explains."""
    told = [_skipped(each, directory, places) for each in call.skipped]
    found: dict[tuple[str, datetime], Explained] = {}
    for wish in _wishes(call, directory, places):
        for target in wish.targets:
            for who in _behind(target, directory):
                if not _is_told(who, target, wish, call):
                    found.setdefault((who, wish.since), _unasked(who, wish, call, directory))
    return (*told, *found.values())


def _skipped(each: Skipped, directory: Directory, places: Places) -> Explained:
    place = places.at(each.at)
    facts = {"who": named(each.to, directory), "on": each.on or "", "why": each.why}
    return Explained(
        at=each.at,
        code=f"trace.skipped.{each.why if each.why in _SKIPS else 'other'}",
        about="person",
        facts={key: value for key, value in facts.items() if value},
        who=each.to,
        scheme=None if place is None else place.scheme,
        node=None if place is None else place.node,
        rang=False,
    )


def _wishes(call: Call, directory: Directory, places: Places) -> Iterator[_Wish]:
    for stay in places.nodes:
        if (wish := _of_node(stay, directory)) is not None:
            yield wish
    follow_me = {each.number: each for each in directory.office.follow_me}
    for stay in places.steps:
        if stay.place.out is None and (found := follow_me.get(stay.place.scheme)) is not None:
            first = next(s for s in places.steps if s.place.scheme == stay.place.scheme)
            yield _Wish(
                _of_step(stay.place, found), stay.place.entered_at, stay.until, stay.place,
                tried=first.place.entered_at,
            )  # fmt: skip
    dialled = [(call.number, call.started_at)] if call.direction == "internal" else []
    dialled += [(each.to, each.at) for each in call.transfers if each.why is None]
    ends = [*(at for _, at in dialled[1:]), call.ended_at]
    for (number, at), end in zip(dialled, ends, strict=False):
        department = directory.departments.get(number)
        in_turn = department is not None and department.strategy != "ring_all"
        yield _Wish((number,), at, end, in_turn=in_turn)


def _of_node(stay: Stay, directory: Directory) -> _Wish | None:
    scheme = next((s for s in directory.office.inbound if s.id == stay.place.scheme), None)
    node = None if scheme is None else scheme.nodes.get(stay.place.node)
    since, until, place = stay.place.entered_at, stay.until, stay.place
    match node:
        case Ring():
            in_turn = node.strategy != "ring_all" or any(
                directory.departments[each].strategy != "ring_all"
                for each in node.targets
                if each in directory.departments
            )
            return _Wish(node.targets, since, until, place, in_turn)
        case Queue():
            return _Wish(node.targets, since, until, place, in_turn=True)
        case ExternalNumber():
            return _Wish((node.number,), since, until, place)
        case Menu() if stay.place.key in directory.by_extension:
            return _Wish((stay.place.key or "",), since, until, place)
        case _:
            return None


def _of_step(place: Passed, follow_me: FollowMe) -> tuple[str, ...]:
    number = int(place.node) if place.node.isascii() and place.node.isdigit() else 0
    if not 1 <= number <= len(follow_me.steps):
        return ()
    return tuple(each.to for each in follow_me.steps[number - 1].targets)


def _behind(target: str, directory: Directory) -> tuple[str, ...]:
    """Phones, people without one, and numbers outside behind a target; follow me has steps."""
    if target.startswith("+"):
        return (target,)
    found: list[str] = []
    for extension in directory.extensions(target):
        if extension in directory.by_extension:
            found += directory.endpoints((extension,)) or [extension]
    return tuple(dict.fromkeys(found))


def _is_told(who: str, target: str, wish: _Wish, call: Call) -> bool:
    extension = Endpoint(name=who).extension
    if any(each.to in {who, extension, target} and wish.covers(each.at) for each in call.skipped):
        return True
    if who.startswith("+"):
        return any(
            each.number == who
            and (wish.covers(each.began_at) or _lasts(each.began_at, each.ended_at, wish))
            for each in call.carried
        ) or any(wish.covers(each.at) and each.why for each in call.lines_tried)
    return any(
        leg.endpoint == who
        and (wish.covers(leg.rang_at or leg.ended_at) or _lasts(leg.rang_at, leg.ended_at, wish))
        for leg in call.legs
    )


def _lasts(since: datetime | None, until: datetime | None, wish: _Wish) -> bool:
    """It began before and was still going on: a phone that rings on in the next step."""
    return since is not None and since <= wish.since and (until is None or until >= wish.since)


def _unasked(who: str, wish: _Wish, call: Call, directory: Directory) -> Explained:
    extension = Endpoint(name=who).extension if not who.startswith("+") else None
    answered = next((talk for talk in call.talks if wish.covers(talk.began_at)), None)
    by = taker(call, wish.since if answered is None else answered.began_at)
    facts = {"who": named(who, directory), "by": by or ""}
    if extension is not None and not directory.endpoints((extension,)):
        code = "no_device"
    elif wish.place is not None and wish.place.out == "full":
        code = "full"
    elif answered is not None:
        code = "turn" if wish.in_turn else "answered"
    elif call.ended_at is not None and wish.covers(call.ended_at):
        code = "turn_left" if wish.in_turn else "left"
    else:
        code = "turn" if wish.in_turn else "unknown"
    return Explained(
        at=wish.since,
        code=f"trace.not_rung.{code}",
        about="person",
        facts={key: value for key, value in facts.items() if value},
        who=who,
        scheme=None if wish.place is None else wish.place.scheme,
        node=None if wish.place is None else wish.place.node,
        rang=False,
    )
