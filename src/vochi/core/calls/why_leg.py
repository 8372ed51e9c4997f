"""Why each leg of a call ended as it did: phones that rang or could not, lines that bore or not."""

from datetime import datetime

from vochi.core.calls.call import Call, Leg
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.explained import Explained
from vochi.core.calls.places import Places
from vochi.core.office.directory import Directory

#: Ends of a leg that was lifted and not let in: nobody pressed 1.
_NOT_LET_IN = frozenset({"no_answer", "rejected"})


def explain_legs(call: Call, directory: Directory, places: Places) -> tuple[Explained, ...]:
    """One line for every leg, without exception."""
    first = next((leg for leg in call.legs if leg.role == "caller"), None)
    return tuple(
        _leg(leg, call, directory, places, began=call.started_at if leg is first else None)
        for leg in call.legs
    )


def _leg(
    leg: Leg, call: Call, directory: Directory, places: Places, *, began: datetime | None
) -> Explained:
    endpoint = Endpoint(name=leg.endpoint)
    carried = next((one for one in call.carried if one.unique_id == leg.unique_id), None)
    at = began or leg.rang_at or (carried.began_at if carried is not None else None)
    at = at or leg.answered_at or leg.ended_at or call.started_at
    place = places.at(at) if leg.role == "callee" else None
    until = leg.answered_at or leg.ended_at
    facts = {
        "who": named(leg.endpoint, directory),
        "seconds": "" if leg.rang_at is None or until is None else _seconds(leg.rang_at, until),
    }
    if endpoint.kind == "line":
        code = f"trace.line.{_line(leg)}"
        if carried is not None:
            facts |= {"number": carried.number, "by": carried.by or ""}
    else:
        code = f"trace.device.{_device(leg)}"
        if leg.end == "answered_elsewhere" and leg.role == "callee":
            facts["by"] = taker(call, at) or ""
            code = code if facts["by"] else "trace.device.answered_unknown"
    return Explained(
        at=at,
        code=code,
        about=endpoint.kind,
        facts={key: value for key, value in facts.items() if value},
        who=leg.endpoint,
        unique_id=leg.unique_id or None,
        scheme=None if place is None else place.scheme,
        node=None if place is None else place.node,
        rang=leg.rang_at is not None if leg.role == "callee" else None,
    )


def named(who: str, directory: Directory) -> str:
    """`184 (Дима)`: a phone, extension, department or line with its name, a number as it is."""
    if who.startswith("+"):
        return who
    department = directory.departments.get(who)
    name = name_of(Endpoint(name=who), directory) if department is None else department.name
    return f"{who} ({name})" if name else who


def name_of(endpoint: Endpoint, directory: Directory) -> str:
    """The person of a phone, or the line's name; empty when the office knows neither."""
    if endpoint.kind == "line":
        return next((each.name for each in directory.office.lines if each.id == endpoint.name), "")
    person = directory.by_extension.get(endpoint.extension or "")
    return "" if person is None else person.name


def _device(leg: Leg) -> str:
    if leg.role == "caller":
        return "called"
    if leg.end is None:
        return "ringing" if leg.answered_at is None else "talks"
    if leg.answered_at is not None and leg.end in _NOT_LET_IN:
        return "not_accepted"
    if leg.end == "unreachable":
        # without a channel there was no address to send the ring to
        return "unreachable" if leg.unique_id else "not_registered"
    return leg.end


def _line(leg: Leg) -> str:
    if leg.role == "caller":
        return "came"
    if leg.end is None:
        return "calling" if leg.answered_at is None else "talks"
    if leg.answered_at is None:
        return leg.end
    return "not_accepted" if leg.end in _NOT_LET_IN else "carried"


def taker(call: Call, at: datetime) -> str | None:
    """Who answered while others rang: extension or number of the first talk since `at`."""
    talk = next((talk for talk in call.talks if talk.began_at >= at), None)
    if talk is None:
        return _lifted(call, at)
    numbers = (one.number for one in call.carried if one.line == talk.endpoint and one.way == "out")
    return talk.employee or next(numbers, "") or talk.endpoint


def _lifted(call: Call, at: datetime) -> str | None:
    """Who answered and had no talk: the caller hung up at that very moment."""
    legs = (one for one in call.legs if one.role == "callee" and one.answered_at is not None)
    leg = next((one for one in legs if one.answered_at is not None and one.answered_at >= at), None)
    if leg is None:
        return None
    numbers = (one.number for one in call.carried if one.unique_id == leg.unique_id)
    return Endpoint(name=leg.endpoint).extension or next(numbers, "") or leg.endpoint


def _seconds(since: datetime, until: datetime) -> str:
    return f"{(until - since).total_seconds():.0f}"
