"""What is done of a first run: by what the office is, who has registered, and who was answered."""

from datetime import datetime

from vochi.core.office.document import Office
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CallRow
from vochi.hub.desk.models import DeviceState
from vochi.hub.start.schemas import FirstCall, FirstCalls, Step

#: Calls that are looked through for the first one that was answered.
_LOOKED = 200


def done(company: int, office: Office, calls: FirstCalls) -> frozenset[Step]:
    """Steps that need nothing more."""
    rows = DeviceState.objects.of(company).filter(online=True)
    online = set(rows.values_list("endpoint", flat=True))
    schemes = {each.id for each in office.inbound}
    wired = [line for line in office.lines if line.inbound in schemes]
    state: dict[Step, bool] = {
        "company": office.version > 0,
        "people": bool(office.people),
        "phones": any(device.account in online for device in office.devices),
        "lines": any(line.id in online for line in office.lines),
        "scheme": bool(wired) or (bool(schemes) and not office.lines),
        "call": calls.outside is not None or (calls.inside is not None and not office.lines),
    }
    return frozenset(step for step, is_done in state.items() if is_done)


def first_calls(company: int, since: datetime | None) -> FirstCalls:
    """The first answered call of a client, and between desks, since a moment."""
    if since is None:
        return FirstCalls(outside=None, inside=None)
    return FirstCalls(
        outside=_first(company, since, "in"), inside=_first(company, since, "internal")
    )


def _first(company: int, since: datetime, direction: str) -> FirstCall | None:
    rows = Call.objects.of(company).filter(direction=direction, started_at__gte=since)
    for body in rows.order_by("started_at", "id").values_list("row", flat=True)[:_LOOKED]:
        call = CallRow.model_validate_json(body)
        if call.answered_at is not None and call.employee is not None:
            return FirstCall(
                id=call.id, at=call.answered_at, by=call.employee.name, line=call.line_name
            )
    return None
