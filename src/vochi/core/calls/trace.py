"""The trace: what a call went through and why each phone rang or did not (B05)."""

from collections.abc import Iterator
from datetime import datetime

from vochi.core.calls.call import Call, Passed
from vochi.core.calls.explained import About, Explained
from vochi.core.calls.places import Places
from vochi.core.calls.why_leg import explain_legs, named
from vochi.core.calls.why_not import explain_missing
from vochi.core.office.directory import Directory
from vochi.core.office.document import Office
from vochi.core.scheme.nodes.schedule import Schedule

#: `why` of lines tried and kinds of limits that we have words for.
_LINES = frozenset({"busy", "down", "failed", "unknown", "paused", "limit", "unsigned", "rest"})
_LIMITS = frozenset({"call", "day", "abroad", "route", "line", "line_month"})
_MARKS = frozenset({
    "pause", "resume", "on", "off", "notice", "held", "unheld", "listen", "whisper", "barge",
})  # fmt: skip
_ENDS = frozenset({
    "talked", "engine", "no_route", "no_line", "refused", "no_target", "busy", "hangup", "closed",
    "limit", "unsigned", "pin", "empty_slot", "cancelled", "no_answer", "rejected", "unreachable",
    "failed", "answered", "message",
})  # fmt: skip


def trace(call: Call, office: Office) -> tuple[Explained, ...]:
    """All of it in order of time. `office` is the version that the call went through.

    Every leg has one line, and every phone or number that the office wanted to ring and that no
    leg is of. Nothing here is a guess: what is not known is said to be unknown.
    """
    directory = Directory(office)
    places = Places(call)
    lines = [
        *_begin(call, office),
        *(_node(each, directory) for each in call.path),
        *(_step(each, directory) for each in call.steps),
        *explain_legs(call, directory, places),
        *explain_missing(call, directory, places),
        *_lines(call, directory, places),
        *_events(call),
        *_end(call),
    ]
    if (ended := call.ended_at) is not None:  # rows may come in late, the end is the last of all
        lines = [
            each.model_copy(update={"at": ended}) if each.at > ended else each for each in lines
        ]
    ranks: dict[About, int] = {"call": 0, "end": 2}
    return tuple(sorted(lines, key=lambda each: (each.at, ranks.get(each.about, 1))))


def _begin(call: Call, office: Office) -> Iterator[Explained]:
    code = {"in": "in", "out": "out", "internal": "inside"}[call.direction]
    caller = next((leg.endpoint for leg in call.legs if leg.role == "caller"), "")
    if call.direction == "internal":
        caller = call.client
    facts = {"client": call.client, "number": call.number, "line": call.line or "",
             "who": caller, "version": str(call.office_version)}  # fmt: skip
    yield _line(call.started_at, f"trace.call.{code}", "call", **facts)
    if call.office_version != office.version:
        yield _line(call.started_at, "trace.call.other_version", "note",
                    version=str(call.office_version), read=str(office.version))  # fmt: skip
    if call.via is not None:
        yield _line(call.started_at, "trace.call.via", "note", number=call.via)


def _node(passed: Passed, directory: Directory) -> Explained:
    scheme = next((s for s in directory.office.inbound if s.id == passed.scheme), None)
    node = None if scheme is None else scheme.nodes.get(passed.node)
    facts = {
        "node": passed.node, "kind": passed.kind, "out": passed.out or "",
        "key": passed.key or "", "why": passed.why or "",
        "scheme": passed.scheme if scheme is None else scheme.name,
    }  # fmt: skip
    code = "node" if passed.out is None else "node_left"
    if isinstance(node, Schedule) and passed.out is not None:
        period = next((each.name for each in node.periods if each.id == passed.out), "")
        facts["period"] = period
        code = "in_hours" if period else f"hours_{passed.out}"
    elif passed.key:
        code = "node_key"
    elif passed.why:
        code = "node_why"
    told = _line(passed.entered_at, f"trace.{code}", "node", **facts)
    return told.model_copy(update={"scheme": passed.scheme, "node": passed.node})


def _step(passed: Passed, directory: Directory) -> Explained:
    name = next((e.name for e in directory.office.follow_me if e.number == passed.scheme), "")
    code = "step" if passed.out is None else "step_skipped"
    told = _line(passed.entered_at, f"trace.{code}", "step", number=passed.scheme,
                 step=passed.node, name=name)  # fmt: skip
    return told.model_copy(update={"scheme": passed.scheme, "node": passed.node})


def _lines(call: Call, directory: Directory, places: Places) -> Iterator[Explained]:
    for tried in call.lines_tried:
        if tried.why is not None:  # a line that carried, or rang, has a leg that tells more
            why = tried.why if tried.why in _LINES else "unknown"
            told = _line(tried.at, f"trace.tried.{why}", "line", line=named(tried.line, directory),
                         why=tried.why)  # fmt: skip
            place = places.at(tried.at)
            where = {} if place is None else {"scheme": place.scheme, "node": place.node}
            yield told.model_copy(update={"who": tried.line, **where})


def _events(call: Call) -> Iterator[Explained]:
    for moved in call.transfers:
        code = f"trace.transfer.{moved.kind}" if moved.why is None else "trace.transfer_failed"
        yield _line(moved.at, code, "transfer", by=moved.by, to=moved.to, why=moved.why or "")
    for park in call.parks:
        yield _line(park.began_at, "trace.park.parked", "park", slot=park.slot, by=park.by)
        if park.ended_at is not None and park.how is not None:
            yield _line(park.ended_at, f"trace.park.{park.how}", "park", slot=park.slot,
                        by=park.taken_by or "")  # fmt: skip
    for mark in call.marks:
        if mark.what in _MARKS:
            yield _line(mark.at, f"trace.mark.{mark.what}", "note", by=mark.by or "")
    if call.callback_asked_at is not None:
        yield _line(call.callback_asked_at, "trace.callback", "note", number=call.client)


def _end(call: Call) -> Iterator[Explained]:
    at = call.ended_at
    if at is None:
        return
    for message in call.messages:
        seconds = "" if message.seconds is None else f"{message.seconds:.0f}"
        yield _line(at, "trace.message", "note", owner=message.owner or "", seconds=seconds)
    for tag in call.tags:
        yield _line(at, "trace.tag", "note", tag=tag)
    if call.source is not None:
        yield _line(at, "trace.source", "note", source=call.source)
    if call.score is not None:
        yield _line(at, "trace.score", "note", score=str(call.score))
    if call.limit is not None:
        what = call.limit if call.limit in _LIMITS else "other"
        yield _line(at, f"trace.limit.{what}", "limit", what=call.limit)
    reason = call.end_reason if call.end_reason in _ENDS else "other"
    if reason == "talked" and call.employee is None:
        reason = "talked_outside"
    yield _line(at, f"trace.end.{reason}", "end", reason=call.end_reason or "",
                result=call.result or "", employee=call.employee or "")  # fmt: skip


def _line(at: datetime, code: str, about: About, **facts: str) -> Explained:
    return Explained(at=at, code=code, about=about,
                     facts={key: held for key, held in facts.items() if held})  # fmt: skip
