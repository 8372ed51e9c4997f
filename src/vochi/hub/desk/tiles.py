"""Tiles of the board: put what stands, and only what differs becomes an event."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel

from vochi.core.office.document import Office
from vochi.hub.desk import away, pauses, presence, standing
from vochi.hub.desk.laying import Laying
from vochi.hub.desk.models import DeviceState
from vochi.hub.desk.presence import Device
from vochi.hub.desk.roster import Roster, roster
from vochi.hub.desk.schemas import CallEnded, LineState, LiveCall, Presence
from vochi.hub.offices.current import current

#: What became of a call: it lives, it is new in the log and over, or it is over (None).
OnDesk = LiveCall | CallEnded | None
_KINDS = ("call", "person", "line")


def show(
    company: int, changed: Mapping[int, OnDesk], at: datetime, *, anyway: bool = False
) -> None:
    """Take over changed calls by row id, then people and lines, if these calls concern them (or
    `anyway`), inside the transaction that changed them.
    """
    laying = Laying(company, *_KINDS)
    if _put_calls(laying, changed) or anyway:
        _refresh(laying, at)
    laying.finish()


def refresh(company: int, at: datetime) -> None:
    """Work out people and lines anew from office, devices and live calls; tell what changed."""
    with transaction.atomic():
        show(company, {}, at, anyway=True)


def _put_calls(laying: Laying, changed: Mapping[int, OnDesk]) -> bool:
    is_changed = False
    for number, call in changed.items():
        if isinstance(call, LiveCall):
            is_changed |= laying.put("call", str(number), call, event="call")
            continue
        ended = call
        body = laying.body("call", str(number))
        if body is not None:
            was = _live(body)
            laying.take_away("call", str(number))
            ended = CallEnded(
                linked_id=was.linked_id,
                id=was.id,
                departments=was.departments,
                took_part=was.took_part,
            )
            is_changed = True
        if ended is not None:
            laying.tell("call_ended", ended)
    return is_changed


def _refresh(laying: Laying, at: datetime) -> None:
    company = laying.company
    office = current(company)
    alive = (_live(body) for body in laying.of("call").values())
    calls = sorted(alive, key=lambda call: (call.started_at, call.id))
    rows = DeviceState.objects.of(company).values_list("endpoint", "online", "since")
    devices = {endpoint: Device(online, since) for endpoint, online, since in rows}
    _refresh_people(laying, roster(company, office), calls, devices, at)
    _refresh_lines(laying, office, calls, devices)


def _refresh_people(
    laying: Laying,
    known: Roster,
    calls: Iterable[LiveCall],
    devices: Mapping[str, Device],
    at: datetime,
) -> None:
    bodies = laying.of("person")
    aways = away.now(laying.company, timezone.now())
    busy = presence.busy_people(calls)
    for person in known.office.people:
        body = bodies.pop(person.id, None)
        was = _presence(body) if body else None
        now = presence.of_person(
            person, known, busy.get(person.extension), devices,
            away=aways.get(person.extension), was=was, at=at,
        )  # fmt: skip
        if now is not was:
            laying.put("person", person.id, now, event="presence")
    _leave(laying, "person", bodies)


def _refresh_lines(
    laying: Laying, office: Office, calls: Iterable[LiveCall], devices: Mapping[str, Device]
) -> None:
    bodies = laying.of("line")
    paused = pauses.now(laying.company)
    alarms = standing.of_boxes(laying.company)
    spent, resting = standing.spent_lines(alarms), standing.resting_lines(alarms)
    on_lines = presence.busy_lines(calls)
    for line in office.lines:
        body = bodies.pop(line.id, None)
        now: LineState = presence.of_line(
            line,
            on_lines.get(line.id, ()),
            devices.get(line.id),
            pauses.held_back(office, line, paused)
            or ("limit" if line.id in spent else "rest" if line.id in resting else None),
        )
        if body is None or now != _line(body):
            laying.put("line", line.id, now, event="line")
    _leave(laying, "line", bodies)


def _leave(laying: Laying, kind: str, keys: Iterable[str]) -> None:
    """What left the office: desks read the board again."""
    gone = list(keys)
    for key in gone:
        laying.take_away(kind, key)
    if gone:
        laying.tell("reset", None)


@lru_cache(maxsize=4096)
def _presence(body: str) -> Presence:
    """Most tiles stay as they are from one event to the next: each text is read once."""
    return Presence.model_validate_json(body)


@lru_cache(maxsize=1024)
def _line(body: str) -> LineState:
    return LineState.model_validate_json(body)


@lru_cache(maxsize=1024)
def _live(body: str) -> LiveCall:
    return LiveCall.model_validate_json(body)


def put_engine(company: int, state: BaseModel) -> None:
    """Take over what the box says of the engine."""
    with transaction.atomic():
        laying = Laying(company, "engine")
        laying.put("engine", "engine", state, event="engine")
        laying.finish()
