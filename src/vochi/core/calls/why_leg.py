"""Why each leg of a call ended as it did: phones that rang or could not, lines that bore or not."""

from datetime import datetime

from vochi.core.calls.call import Call, Leg
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.explained import Explained
from vochi.core.calls.places import Places
from vochi.core.office.directory import Directory


def explain_legs(call: Call, directory: Directory, places: Places) -> tuple[Explained, ...]:
    """One line for every leg, without exception."""
    return tuple(_leg(leg, call, directory, places) for leg in call.legs)


def _leg(leg: Leg, call: Call, directory: Directory, places: Places) -> Explained:
    endpoint = Endpoint(name=leg.endpoint)
    at = leg.rang_at or leg.answered_at or leg.ended_at or call.started_at
    # others may take a moment longer to hang up than the call lasts
    at = at if call.ended_at is None else min(at, call.ended_at)
    place = places.at(at) if leg.role == "callee" else None
    until = leg.answered_at or leg.ended_at
    rang = leg.rang_at is not None
    facts = {
        "who": leg.endpoint,
        "name": name_of(endpoint, directory),
        "seconds": "" if leg.rang_at is None or until is None else _seconds(leg.rang_at, until),
    }
    if endpoint.kind == "line":
        code = f"trace.line.{_line(leg)}"
        facts |= _far_end(leg, call)
    else:
        code = f"trace.device.{_device(leg)}"
        if leg.end == "answered_elsewhere":
            facts["by"] = taker(call, at) or ""
    return Explained(
        at=at,
        code=code,
        about=endpoint.kind,
        facts={key: value for key, value in facts.items() if value},
        who=leg.endpoint,
        unique_id=leg.unique_id or None,
        scheme=None if place is None else place.scheme,
        node=None if place is None else place.node,
        rang=rang if leg.role == "callee" else None,
    )


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
    if leg.end == "unreachable":
        # without a channel there was no address to send the ring to
        return "unreachable" if leg.unique_id else "not_registered"
    return leg.end


def _line(leg: Leg) -> str:
    if leg.role == "caller":
        return "came"
    if leg.end is None:
        return "calling" if leg.answered_at is None else "talks"
    return "carried" if leg.answered_at is not None else leg.end


def _far_end(leg: Leg, call: Call) -> dict[str, str]:
    carried = next((one for one in call.carried if one.unique_id == leg.unique_id), None)
    if carried is None:
        return {}
    return {"number": carried.number, "by": carried.by or ""}


def taker(call: Call, at: datetime) -> str | None:
    """Who answered while others rang: extension or line of the first talk since `at`."""
    talk = next((talk for talk in call.talks if talk.began_at >= at), None)
    return None if talk is None else Endpoint(name=talk.endpoint).extension or talk.endpoint


def _seconds(since: datetime, until: datetime) -> str:
    return f"{(until - since).total_seconds():.0f}"
