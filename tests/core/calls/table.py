"""Tables of CEL rows as a real Asterisk wrote them, and calls in the words of their YAML."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings

from vochi.core.calls.call import Call
from vochi.core.calls.entry import CEL_FIELDS, Entry
from vochi.core.calls.journal import GENESIS, seal
from vochi.core.calls.leg import is_ringing

TABLES = Path(__file__).parent / "tables"
NAMES = sorted(path.stem for path in TABLES.glob("*.csv"))
#: How hard laws are tried; a loaded machine must not fail them by its slowness.
law = settings(max_examples=40, deadline=None)
#: The machine of the tables was started then; mono counts from it.
BOOTED = datetime(2026, 11, 1, tzinfo=UTC)


def bodies(name: str) -> list[dict[str, str]]:
    """The rows of a table; row 1 is the first."""
    with (TABLES / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(file)]


def entries(name: str) -> list[Entry]:
    """A table as a journal: entry n is row n."""
    return journal(bodies(name))


def journal(rows: Iterable[dict[str, str]], *, after: Sequence[Entry] = ()) -> list[Entry]:
    """Rows sealed as the box seals them, going on from the entries `after`."""
    sealed: list[Entry] = []
    for body in rows:
        at = datetime.fromtimestamp(float(body["EventTime"]), UTC)
        sealed.append(following([*after, *sealed], "cel", dict(body), at))
    return sealed


def following(before: Sequence[Entry], kind: Any, body: dict[str, Any], at: datetime) -> Entry:
    """The entry after those before."""
    return seal(
        before[-1].hash if before else GENESIS, len(before) + 1, at,
        (at - BOOTED).total_seconds(), "boot-1", kind, body,
    )  # fmt: skip


def died(before: Sequence[Entry], seconds: float = 1.0) -> Entry:
    """The engine is found dead some seconds after the last entry."""
    at = before[-1].at + timedelta(seconds=seconds)
    return following(before, "engine", {"state": "died", "version": "22", "reason": "kill"}, at)


def told(call: Call) -> dict[str, Any]:
    """A call as its YAML tells it: seconds since its beginning, nothing that is empty."""

    def since(at: datetime | None) -> float | None:
        return None if at is None else round((at - call.started_at).total_seconds(), 2)

    whole = {
        "direction": call.direction,
        "result": call.result or call.state,
        "reason": call.end_reason,
        "client": call.client,
        "client_name": call.client_name,
        "number": call.number,
        "line": call.line,
        "office": call.office_version,
        "answered": since(call.answered_at),
        "ended": since(call.ended_at),
        "waited": round(call.waited, 2),
        "talked": round(call.talked, 2),
        "employees": [call.employee, call.first_employee, call.last_employee],
        "legs": [
            {
                "who": leg.endpoint,
                "role": leg.role,
                "rang": since(leg.rang_at),
                "answered": since(leg.answered_at),
                "ended": since(leg.ended_at),
                "end": leg.end,
            }
            for leg in call.legs
        ],
        "talks": [
            [talk.endpoint, since(talk.began_at), since(talk.ended_at)] for talk in call.talks
        ],
        "stand_ins": [
            [talk.endpoint, talk.employee]
            for talk in call.talks
            if talk.employee is not None and not talk.endpoint.startswith(talk.employee)
        ],
        "via": call.via,
        "path": [f"{step.scheme}/{step.node} {step.kind} {step.out or ''}" for step in call.path],
        "lines": [f"{line.line} {line.why or ''}" for line in call.lines_tried],
        "recordings": len(call.recordings),
        "steps": [
            [each.scheme, each.node, since(each.entered_at), each.out or ""] for each in call.steps
        ],
        "skipped": [f"{each.to} {each.why} {each.on or ''}".strip() for each in call.skipped],
        "transfers": [
            f"{since(each.at)} {each.kind} {each.by} -> {each.to} {each.why or ''}".strip()
            for each in call.transfers
        ],
        "parks": [
            [each.slot, each.by, since(each.began_at), since(each.ended_at), each.how,
             each.taken_by]
            for each in call.parks
        ],
        "conferences": [
            [each.room, each.by, since(each.began_at), since(each.ended_at)]
            for each in call.conferences
        ],
        "marks": [f"{since(each.at)} {each.what} {each.by or ''}".strip() for each in call.marks],
        # who paid, where there is more than the client's own line
        "carried": [
            [each.line, each.way, each.number, each.by, round(each.seconds, 2)]
            for each in call.carried
            if len(call.carried) > 1
        ],
        "messages": [[each.owner, each.seconds] for each in call.messages],
        "tags": list(call.tags),
        "source": call.source,
        "score": call.score,
        "callback": since(call.callback_asked_at),
        "listeners": list(call.listeners),
        "limit": call.limit,
    }  # fmt: skip
    return {
        key: value
        for key, value in whole.items()
        if value not in (None, "", [], 0, [None, None, None])
    }


def board(live: Sequence[Call]) -> list[str]:
    """Live calls in short: `talking 101-2 | ringing 102`."""
    lines = []
    for call in live:
        talking = [talk.endpoint for talk in call.talks if talk.ended_at is None]
        ringing = [leg.endpoint for leg in call.legs if is_ringing(leg)]
        words = [call.state, *talking, *(["|", "ringing", *ringing] if ringing else [])]
        lines.append(" ".join(words))
    return lines
