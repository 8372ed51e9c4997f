"""A call as reports count it: read off its row in the log and the folded call."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from pydantic_core import from_json

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.endpoint import Endpoint
from vochi.hub.calls.schemas import CallRow
from vochi.hub.reports.models import Fact
from vochi.hub.reports.tally import COLUMNS, Row
from vochi.hub.text import plain

#: What a fact is compared by, and written with.
FIELDS = (
    "day", "hour", "started_at", "direction", "result", "client", "line", "source", "departments",
    "caller", "spoke", "free", "people", "legs", "waited", "talked",
)  # fmt: skip

_AT_ONCE = 2000
#: Read as text: Django would ask of each cell what it is.
_READ = {name: F(name) for name in COLUMNS} | {"people": Cast("people", TextField())}
_PEOPLE = COLUMNS.index("people")


def rows(found: QuerySet[Fact]) -> Iterator[Row]:
    """Facts as they are summed, in no order."""
    values = found.order_by().values_list(*_READ.values())
    for each in values.iterator(chunk_size=_AT_ONCE):
        cells = list(each)
        cells[_PEOPLE] = from_json(cells[_PEOPLE])
        yield Row(*cells)


def of_call(row: CallRow, call: FoldedCall, zone: ZoneInfo) -> dict[str, Any]:
    """The fields of a Fact but for `back`, which depends on other calls."""
    here = call.started_at.astimezone(zone)
    seconds: dict[str, float] = {}
    for talk in call.talks:
        extension = talk.employee or Endpoint(name=talk.endpoint).extension
        if extension:
            seconds[extension] = seconds.get(extension, 0.0) + talk.seconds
    rang = [
        Endpoint(name=leg.endpoint).extension
        for leg in call.legs
        if leg.role == "callee" and leg.rang_at is not None and leg.end in _LET_RING
    ]
    return {
        "day": here.date(),
        "hour": here.hour,
        "started_at": call.started_at,
        "direction": call.direction,
        "result": call.result or "",
        "client": row.client.number if call.direction != "internal" else "",
        "line": plain(call.line, 40),
        "source": row.source or "",
        "departments": _listed(row.departments, 200),
        "caller": row.caller.extension if row.caller else "",
        "spoke": _listed(tuple(seconds), 400),
        "free": _listed(tuple(filter(None, rang)), 400) if call.result == "missed" else "",
        "people": {extension: round(each, 1) for extension, each in seconds.items()},
        "legs": _legs(call),
        "waited": round(call.waited, 3),
        "talked": round(call.talked, 3),
    }


#: How a phone's ringing ended whose owner could have answered; one that was busy did not ring.
_LET_RING = frozenset({"no_answer", "cancelled", "rejected"})


def _listed(values: tuple[str, ...], most: int) -> str:
    joined = ",".join(dict.fromkeys(values))
    return f",{joined},"[:most] if joined else ""


def _legs(call: FoldedCall) -> str:
    """Legs over lines that are over, and whom the lines refused."""
    found = [
        f"{leg.line} {leg.way[0]} {_epoch(leg.began_at)} {_epoch(leg.ended_at)}"
        for leg in call.carried
        if leg.ended_at is not None
    ]
    if call.direction != "in" and call.lines_tried and all(t.why for t in call.lines_tried):
        found += [
            f"{tried.line} ! {_epoch(tried.at)} {_epoch(tried.at)}"
            for tried in call.lines_tried[:1]
            if any(each.why == "busy" for each in call.lines_tried)
        ]
    return ";".join(found)


def _epoch(moment: datetime) -> str:
    return f"{moment.timestamp():.1f}"
