"""Entries that are not of a call: devices, engine, recordings, offices, commands; messages and
gateways are handed to their rooms.
"""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, JsonValue, TypeAdapter, ValidationError

from vochi.core.calls.entry import Entry
from vochi.hub.desk import away, pauses
from vochi.hub.desk.events import emit
from vochi.hub.desk.models import DeviceState
from vochi.hub.desk.schemas import EngineState, OfficeChanged
from vochi.hub.desk.tiles import put_engine
from vochi.hub.gateways import taking as gateways
from vochi.hub.link.models import Box, CommandRow, Recording
from vochi.hub.messages.taking import take as take_messages
from vochi.hub.text import plain

#: What any column of a size or length can hold.
_MOST = 2**53
_PEAKS = TypeAdapter(list[list[Annotated[int, Field(ge=0, le=255)]]])


def take(box: Box, rows: list[tuple[int, Entry]], *, quiet: bool) -> bool:
    """Take over what entries (row id, entry) say; whether that may change who is free, or which
    line. `box` is changed but not saved.
    """
    entries = [entry for _, entry in rows]
    devices: dict[str, Entry] = {}
    for entry in entries:
        match entry.kind:
            case "device":
                devices[plain(entry.body.get("endpoint"), 40)] = entry
            case "engine":
                _engine(box, entry, quiet=quiet)
            case "recording":
                _recording(box, entry)
            case "office":
                _office(box, entry, quiet=quiet)
            case "command":
                _command(box, entry)
            case _:
                pass
    for endpoint, entry in devices.items():
        _device(box, endpoint, entry)
    is_away_changed = away.take(box, entries)
    take_messages(box, rows, quiet=quiet)
    gateways.take(box, rows, quiet=quiet)
    return (
        bool(devices)
        or is_away_changed
        or any(entry.kind in {"engine", "command"} for entry in entries)
    )


def _device(box: Box, endpoint: str, entry: Entry) -> None:
    online = entry.body.get("state") == "online"
    rows = DeviceState.objects.of(box.company_id).filter(box=box, endpoint=endpoint)
    was = rows.first()
    rtt = entry.body.get("rtt_ms")
    fields: dict[str, Any] = {
        "online": online,
        "rtt_ms": float(rtt) if isinstance(rtt, int | float) else None,
        "since": was.since if was and was.online == online else entry.at,
        "seen_at": entry.at if online or was is None else was.seen_at,
    }
    if online:  # where it was and what it is stays known when it is gone
        fields["address"] = plain(entry.body.get("address"), 80)
        fields["user_agent"] = plain(entry.body.get("user_agent"), 200)
    if was is None:
        DeviceState.objects.add(box.company_id, box=box, endpoint=endpoint, **fields)
    else:
        rows.update(**fields)


def _engine(box: Box, entry: Entry, *, quiet: bool) -> None:
    match entry.body.get("state"):
        case "started":
            state = EngineState(state="started", since=entry.at)
        case "stopped":
            state = EngineState(state="stopped", since=entry.at)
        case "died":
            state = EngineState(state="died", since=entry.at)
        case _:
            return
    if state.state != "started":  # with the engine gone, nothing is registered
        DeviceState.objects.of(box.company_id).filter(box=box, online=True).update(
            online=False, since=entry.at
        )
    if not quiet:
        put_engine(box.company_id, state)


def _recording(box: Box, entry: Entry) -> None:
    body = entry.body
    unique_id = plain(body.get("unique_id"), 80)
    Recording.objects.of(box.company_id).update_or_create(
        company_id=box.company_id,
        box=box,
        unique_id=unique_id,
        defaults={
            "linked_id": plain(body.get("linked_id"), 80),
            "sha256": plain(body.get("sha256"), 64),
            "bytes": int(_number(body.get("bytes"))),
            "seconds": _number(body.get("seconds")),
            "format": plain(body.get("format"), 8) or "mp3",
            "peaks": json.dumps(_peaks(body.get("peaks"))),
            "started_at": _time(body.get("started_at")),
        },
    )


def _office(box: Box, entry: Entry, *, quiet: bool) -> None:
    version, ok = entry.body.get("version"), entry.body.get("ok") is True
    if not isinstance(version, int) or not 0 <= version < 2**31:
        return
    box.office_tried = version
    back_to = entry.body.get("reverted_to")
    if ok:
        box.office_runs = version
    elif isinstance(back_to, int) and 0 <= back_to < 2**31:
        box.office_runs = back_to
    if not quiet:
        emit(box.company_id, "office", OfficeChanged(version=version, running=ok, ok=ok))


def _command(box: Box, entry: Entry) -> None:
    rows = CommandRow.objects.of(box.company_id).filter(
        box=box, uid=plain(entry.body.get("id"), 32), state="waiting"
    )
    facts = entry.body.get("facts")
    is_done = entry.body.get("ok") is True
    action = rows.values_list("action", flat=True).first()
    if is_done and action and action.get("kind") == "pause_line":
        why = "desk" if action.get("paused") else ""
        pauses.put(box.company_id, plain(action.get("line"), 40), why, entry.at)
    rows.update(
        state="done" if is_done else "refused",
        code=plain(entry.body.get("code"), 40),
        facts=json.loads(json.dumps(facts).replace("\\u0000", "")) if facts else {},
    )


def _number(value: JsonValue) -> float:
    return min(max(value, 0), _MOST) if isinstance(value, int | float) else 0


def _peaks(value: JsonValue) -> list[list[int]]:
    """The wave form, or none when it is not one."""
    try:
        return _PEAKS.validate_python(value, strict=True)
    except ValidationError:
        return []


def _time(value: JsonValue) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else None
