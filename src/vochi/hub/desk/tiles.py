"""Tiles of the board: put what stands, and only what differs becomes an event."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from pydantic import BaseModel

from vochi.core.calls.away import Away
from vochi.core.office.document import Office
from vochi.hub.desk import away, pauses, presence, standing
from vochi.hub.desk.events import emit
from vochi.hub.desk.models import DeviceState, Tile
from vochi.hub.desk.schemas import CallEnded, LineState, LiveCall, Presence
from vochi.hub.offices.current import current

#: What became of a call: it lives, it is new in the log and over, or it is over (None).
OnDesk = LiveCall | CallEnded | None


def live_calls(company: int) -> tuple[LiveCall, ...]:
    """The calls that are on now, oldest first."""
    rows = Tile.objects.of(company).filter(kind="call").values_list("body", flat=True)
    calls = (LiveCall.model_validate_json(body) for body in rows)
    return tuple(sorted(calls, key=lambda call: (call.started_at, call.id)))


def put_calls(company: int, changed: Mapping[int, OnDesk]) -> bool:
    """Take over changed calls by row id; whether that may change who is free (see `refresh`)."""
    rows = {
        int(row.key): row
        for row in Tile.objects.of(company).filter(kind="call", key__in=[str(k) for k in changed])
    }
    is_changed = False
    for number, call in changed.items():
        row = rows.get(number)
        if isinstance(call, LiveCall):
            if _put(company, row, "call", str(number), call):
                emit(company, "call", call)
                is_changed = True
            continue
        ended = call
        if row is not None:
            was = LiveCall.model_validate_json(row.body)
            Tile.objects.of(company).filter(pk=row.pk).delete()
            ended = CallEnded(
                linked_id=was.linked_id,
                id=was.id,
                departments=was.departments,
                took_part=was.took_part,
            )
            is_changed = True
        if ended is not None:
            emit(company, "call_ended", ended)
    return is_changed


def refresh(company: int, at: datetime) -> None:
    """Work out people and lines anew from office, devices and live calls; tell what changed."""
    office = current(company)
    calls = live_calls(company)
    devices = {row.endpoint: row for row in DeviceState.objects.of(company)}
    aways = away.now(company, timezone.now())
    _refresh_people(company, office, calls, devices, aways, at)
    _refresh_lines(company, office, calls, devices)


def _refresh_people(  # noqa: PLR0917 - everything that a presence is made of
    company: int,
    office: Office,
    calls: tuple[LiveCall, ...],
    devices: Mapping[str, DeviceState],
    aways: Mapping[str, Away],
    at: datetime,
) -> None:
    rows = {row.key: row for row in Tile.objects.of(company).filter(kind="person")}
    for person in office.people:
        row = rows.pop(person.id, None)
        was = Presence.model_validate_json(row.body) if row else None
        now = presence.of_person(
            person, office, calls, devices, away=aways.get(person.extension), was=was, at=at
        )
        if _put(company, row, "person", person.id, now):
            emit(company, "presence", now)
    if rows:  # people who left the office: desks read the board again
        Tile.objects.of(company).filter(pk__in=[row.pk for row in rows.values()]).delete()
        emit(company, "reset", None)


def _refresh_lines(
    company: int, office: Office, calls: tuple[LiveCall, ...], devices: Mapping[str, DeviceState]
) -> None:
    rows = {row.key: row for row in Tile.objects.of(company).filter(kind="line")}
    paused = pauses.now(company)
    spent = standing.spent_lines(company)
    resting = standing.resting_lines(company)
    for line in office.lines:
        row = rows.pop(line.id, None)
        now: LineState = presence.of_line(
            line,
            calls,
            devices.get(line.id),
            pauses.held_back(office, line, paused)
            or ("limit" if line.id in spent else "rest" if line.id in resting else None),
        )
        if _put(company, row, "line", line.id, now):
            emit(company, "line", now)
    if rows:
        Tile.objects.of(company).filter(pk__in=[row.pk for row in rows.values()]).delete()
        emit(company, "reset", None)


def _put(company: int, row: Tile | None, kind: str, key: str, body: BaseModel) -> bool:
    text = body.model_dump_json(by_alias=True)
    if row is None:
        Tile.objects.add(company, kind=kind, key=key, body=text)
        return True
    if row.body == text:
        return False
    Tile.objects.of(company).filter(pk=row.pk).update(body=text)
    return True


def put_engine(company: int, state: BaseModel) -> None:
    """Take over what the box says of the engine."""
    row = Tile.objects.of(company).filter(kind="engine").first()
    if _put(company, row, "engine", "engine", state):
        emit(company, "engine", state)
