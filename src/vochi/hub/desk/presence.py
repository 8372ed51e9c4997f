"""Who is free and which line is busy: a pure function of office, live calls and devices."""

from collections.abc import Mapping
from datetime import datetime

from vochi.core.calls.away import Away
from vochi.core.office.document import Office
from vochi.core.office.line import Line
from vochi.core.office.person import Person
from vochi.hub.desk.models import DeviceState
from vochi.hub.desk.schemas import (
    AwayNow,
    LineState,
    LineStateName,
    LiveCall,
    LiveEmployee,
    Presence,
    PresenceDevice,
    PresencePeer,
    PresenceState,
)


def of_person(
    person: Person,
    office: Office,
    calls: tuple[LiveCall, ...],
    devices: Mapping[str, DeviceState],
    *,
    away: Away | None = None,
    was: Presence | None,
    at: datetime,
) -> Presence:
    """The presence of a person; `since` stays while the state does, else it is `at`."""
    phones = tuple(
        PresenceDevice(
            account=device.account,
            online=device.account in devices and devices[device.account].online,
        )
        for device in office.devices
        if device.extension == person.extension
    )
    state, peer = _busy_with(person.extension, calls)
    if state is None:
        # A mobile is never known to be there; his phones at the desk do not ring meanwhile.
        there = person.rings_mobile is not None or any(phone.online for phone in phones)
        state = "free" if there else "offline"
    return Presence(
        person=person.id,
        name=person.name,
        extension=person.extension,
        departments=tuple(d.number for d in office.departments if person.id in d.members),
        state=state,
        since=was.since if was and was.state == state else at,
        with_=peer,
        devices=phones,
        away=_away(office, away),
        works_from=person.works_from,
    )


def _away(office: Office, away: Away | None) -> AwayNow | None:
    if away is None:
        return None
    names = {person.extension: person.name for person in office.people}
    names |= {department.number: department.name for department in office.departments}
    return AwayNow(
        state=away.state,
        since=away.since,
        to=away.to,
        to_name=names.get(away.to) if away.to else None,
        until=away.until,
    )


def _busy_with(
    extension: str, calls: tuple[LiveCall, ...]
) -> tuple[PresenceState | None, PresencePeer | None]:
    ringing: PresencePeer | None = None
    for call in calls:
        if any(e.extension == extension for e in call.employees):
            return "talking", _peer(call, extension)  # or dialling: his phone is busy as well
        if extension in call.ringing:
            ringing = _peer(call, extension)
    return ("ringing", ringing) if ringing else (None, None)


def _peer(call: LiveCall, extension: str) -> PresencePeer:
    if call.direction != "internal":
        return PresencePeer(number=call.client.number, name=call.client.name)
    other: LiveEmployee | None = next((e for e in call.employees if e.extension != extension), None)
    if other:
        return PresencePeer(number=other.extension, name=other.name)
    return PresencePeer(number=call.number, name="")


def of_line(
    line: Line,
    calls: tuple[LiveCall, ...],
    device: DeviceState | None,
    held: str | None = None,
) -> LineState:
    """The state of a line; `held` says why it is held back (see LineState).

    A trunk that we do not register and the engine said nothing of counts as there: nothing tells
    otherwise until a call fails.
    """
    unheard = line.kind == "trunk" and not line.register_there
    number = (line.numbers[0] if line.numbers else None) if line.kind == "trunk" else line.number
    online = device.online if device else unheard
    on_it = [call for call in calls for each in call.lines if each == line.id]
    busy = len(on_it)
    state: LineStateName = "free"
    why = None
    if not online:
        state, why = "down", "offline"
    elif busy >= line.channels:
        # Only calls that come in ring on a line: nobody has answered them yet.
        rings = all(call.state == "ringing" and call.direction == "in" for call in on_it)
        state = "ringing" if rings else "busy"
    elif held:
        state, why = "paused", held
    elif any(call.state == "ringing" and call.direction == "in" for call in on_it):
        state = "ringing"
    return LineState(
        id=line.id,
        name=line.name,
        operator=line.operator,
        number=number,
        kind=line.kind,
        channels=line.channels,
        busy=busy,
        online=online,
        since=device.since if device else None,
        state=state,
        why=why,
    )
