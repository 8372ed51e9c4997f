"""Who is free and which line is busy: a pure function of office, live calls and devices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vochi.core.calls.away import Away
from vochi.core.office.line import Line
from vochi.core.office.person import Person
from vochi.hub.desk.roster import Roster
from vochi.hub.desk.schemas import (
    LineState,
    LineStateName,
    LiveCall,
    LiveEmployee,
    Presence,
    PresenceDevice,
    PresencePeer,
    PresenceState,
)


@dataclass(frozen=True, slots=True)
class Device:
    """Whether a device or line is registered, and since when it is so."""

    online: bool
    since: datetime


Busy = tuple[PresenceState, PresencePeer]


def busy_people(calls: Iterable[LiveCall]) -> dict[str, Busy]:
    """Who talks or is rung, by extension, and with whom."""
    talking: dict[str, Busy] = {}
    ringing: dict[str, Busy] = {}
    for call in calls:
        for employee in call.employees:  # or dialling: his phone is busy as well
            if employee.extension not in talking:
                peer = _peer(call, employee.extension)
                talking[employee.extension] = ("talking", peer)
        for extension in call.ringing:
            ringing[extension] = ("ringing", _peer(call, extension))
    return ringing | talking


def busy_lines(calls: Iterable[LiveCall]) -> dict[str, list[LiveCall]]:
    """Lines with living legs: their calls, one for each leg."""
    found: dict[str, list[LiveCall]] = defaultdict(list)
    for call in calls:
        for line in call.lines:
            found[line].append(call)
    return found


def of_person(
    person: Person,
    roster: Roster,
    busy: Busy | None,
    devices: Mapping[str, Device],
    *,
    away: Away | None = None,
    was: Presence | None,
    at: datetime,
) -> Presence:
    """The presence of a person; `since` stays while the state does, else it is `at`. `was` itself
    when it is still so.
    """
    phones = tuple(
        (account, account in devices and devices[account].online)
        for account in roster.phones_of(person)
    )
    state: PresenceState
    if busy:
        state, peer = busy
    else:
        # A mobile is never known to be there; his phones at the desk do not ring meanwhile.
        there = person.rings_mobile is not None or any(online for _, online in phones)
        state, peer = ("free" if there else "offline"), None
    departments = roster.departments.get(person.id, ())
    away_now = roster.away(away)
    if was is not None and (
        (was.state, was.name, was.extension, was.works_from, was.departments)
        == (state, person.name, person.extension, person.works_from, departments)
        and was.with_ == peer
        and was.away == away_now
        and tuple((device.account, device.online) for device in was.devices) == phones
    ):
        return was  # nearly everybody's, whatever happened
    return Presence(
        person=person.id,
        name=person.name,
        extension=person.extension,
        departments=departments,
        state=state,
        since=was.since if was and was.state == state else at,
        with_=peer,
        devices=tuple(PresenceDevice(account=name, online=online) for name, online in phones),
        away=away_now,
        works_from=person.works_from,
    )


def _peer(call: LiveCall, extension: str) -> PresencePeer:
    if call.direction != "internal":
        return PresencePeer(number=call.client.number, name=call.client.name)
    other: LiveEmployee | None = next((e for e in call.employees if e.extension != extension), None)
    if other:
        return PresencePeer(number=other.extension, name=other.name)
    return PresencePeer(number=call.number, name="")


def of_line(
    line: Line,
    on_it: Sequence[LiveCall],
    device: Device | None,
    held: str | None = None,
) -> LineState:
    """The state of a line that bears legs of the calls `on_it`; `held` says why it is held back
    (see LineState).

    A trunk that we do not register and the engine said nothing of counts as there: nothing tells
    otherwise until a call fails.
    """
    unheard = line.kind == "trunk" and not line.register_there
    number = (line.numbers[0] if line.numbers else None) if line.kind == "trunk" else line.number
    online = device.online if device else unheard
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
