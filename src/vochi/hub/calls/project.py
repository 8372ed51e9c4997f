"""A folded call as rows of the log and as a tile of the desk. Deterministic: the same call, office
version and stored recordings give the same rows.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.call import Leg
from vochi.core.calls.endpoint import extension_of
from vochi.core.calls.leg import is_ringing
from vochi.core.numbers import is_erased, pretty
from vochi.core.wording import say
from vochi.hub.calls import changes, days, marking
from vochi.hub.calls.around import Around
from vochi.hub.calls.living import Written
from vochi.hub.calls.models import Call, CallTag, Party
from vochi.hub.calls.naming import Naming, naming
from vochi.hub.calls.schemas import CallRow, ClientRef, EmployeeRef, EmployeeState
from vochi.hub.calls.search import with_about
from vochi.hub.calls.words import number_words
from vochi.hub.clients.cards import about
from vochi.hub.desk.schemas import CallEnded, LiveCall, LiveEmployee, ParkedNow
from vochi.hub.link.models import Box
from vochi.hub.text import fold_case, plain


def client_ref(number: str, network_name: str) -> ClientRef:
    """The client of a call by his number alone."""
    return ClientRef(number=number, pretty=pretty(number), name=network_name, id=None)


def erased_name(names: Naming, number: str) -> str | None:
    """What stands where a name stood when the person was erased (B13)."""
    language = names.office.company.language
    return say("privacy.erased_person", {}, language) if is_erased(number) else None


def rang(call: FoldedCall) -> tuple[str, ...]:
    """Extensions whose phones were asked to ring, in order, each once."""
    asked = (extension_of(leg.endpoint) for leg in call.legs if leg.role == "callee")
    return tuple(dict.fromkeys(extension for extension in asked if extension))


def talked(call: FoldedCall) -> tuple[str, ...]:
    """Extensions that talked, in order, each once."""
    spoke = (extension_of(talk.endpoint) for talk in call.talks)
    return tuple(dict.fromkeys(extension for extension in spoke if extension))


def caller(call: FoldedCall) -> str | None:
    """The extension that called; None when the call came from outside."""
    if call.direction == "in":
        return None
    began = (extension_of(leg.endpoint) for leg in call.legs if leg.role == "caller")
    return next(filter(None, began), None)


def others(call: FoldedCall) -> tuple[str, ...]:
    """Numbers outside, besides the client's, that a line bore: of a conference, of a forward."""
    far = (plain(leg.number, 40) for leg in call.carried)
    return tuple(dict.fromkeys(n for n in far if n.startswith("+") and n != call.client))


def departments(call: FoldedCall, names: Naming) -> tuple[str, ...]:
    """Departments that the call came to: by its path, or dialled inside."""
    found = [d for step in call.path for d in names.departments_of_node(step.scheme, step.node)]
    if call.direction == "internal" and names.is_department(call.number):
        found.append(call.number)
    return tuple(dict.fromkeys(found))


def took_part(call: FoldedCall) -> tuple[str, ...]:
    """Extensions that had part in a call, also those whose message was left in it: who sees it."""
    own = (extension_of(leg.endpoint) for leg in call.legs)
    kept = (plain(message.owner, 8) for message in call.messages)
    return tuple(dict.fromkeys(filter(None, (*own, *talked(call), *kept))))


def row_of(root: int, call: FoldedCall, names: Naming, *, has_recording: bool) -> CallRow:
    """The row of the log; the client's card is looked up when the row is read."""

    def employee(extension: str | None) -> EmployeeRef | None:
        return names.employee(extension) if extension else None

    number = plain(call.client, 80)
    return CallRow(
        id=root,
        linked_id=call.linked_id,
        direction=call.direction,
        result=call.result,
        state=call.state,
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        waited=round(call.waited, 3),
        talked=round(call.talked, 3),
        client=client_ref(number, erased_name(names, number) or plain(call.client_name, 80)),
        line=call.line,
        line_name=names.line(call.line) if call.line else None,
        number=plain(call.number, 80),
        caller=employee(caller(call)),
        employee=employee(call.employee),
        first_employee=employee(call.first_employee),
        last_employee=employee(call.last_employee),
        departments=departments(call, names),
        rang=tuple(names.employee(extension) for extension in rang(call)),
        has_recording=has_recording,
        end_reason=call.end_reason,
        has_message=bool(call.messages),
        message_owner=next((plain(m.owner, 8) for m in call.messages if m.owner), None),
        callback_asked_at=call.callback_asked_at,
        tags=tuple(dict.fromkeys(filter(None, (plain(tag, 40) for tag in call.tags)))),
        source=plain(call.source, 40) or None,
        score=call.score if call.score is not None and 0 <= call.score <= 9 else None,
    )


def write_call(
    box: Box, root: int, call: FoldedCall, around: Around | None = None
) -> Written | None:
    """Write the rows of one call; how they stood before, None when it is new in the log.

    `around` then knows how they stand now.
    """
    company = box.company_id
    around = around or Around.of(box, {root: call})
    recorded = any(mark.unique_id in around.recorded for mark in call.recordings)
    row = row_of(root, call, around.naming(call), has_recording=recorded)
    fields = columns(box, call, row)
    was = around.written.get(root)
    if was is None:
        Call.objects.add(company, id=root, **fields)
    elif (was.row, was.body) == (fields["row"], fields["body"]):
        return was  # most rows of CEL change nothing that anybody sees
    else:
        Call.objects.of(company).filter(pk=root).update(**fields)
    days.forget(company, [call.started_at, *([was.started_at] if was else [])])
    before = (was.client, was.client_words) if was else None
    now = (row.client.number, fields["client_words"])
    if before != now:
        _write_party(company, now)
        _drop_party(company, before)
    tags = frozenset(tags_of(call, row))
    if was is None or (was.tags, was.started_at) != (tags, call.started_at):
        _write_tags(company, root, call, tags, is_born=root in around.born)
    if far := others(call):
        Party.objects.of(company).bulk_create(
            [_party(company, "n", number, number_words(number)) for number in far],
            ignore_conflicts=True,
        )
    changes.written(company, row, call)
    around.written[root] = Written(
        *now, call.started_at, call.state, fields["row"], fields["body"], tags
    )
    return was


def columns(box: Box, call: FoldedCall, row: CallRow) -> dict[str, Any]:
    """The columns of the row of a call, its id aside."""
    return {
        "box": box,
        "linked_id": plain(call.linked_id, 80),
        "direction": call.direction,
        "state": call.state,
        "result": call.result or "",
        "started_at": call.started_at,
        "ended_at": call.ended_at,
        "client": row.client.number,
        "client_words": _client_words(row),
        "line": plain(call.line, 40),
        "employee": plain(call.employee, 8),
        "has_recording": row.has_recording,
        "has_message": row.has_message,
        "callback_asked": row.callback_asked_at is not None,
        "source": row.source or "",
        "score": row.score,
        "waited": row.waited,
        "talked": row.talked,
        "row": row.model_dump_json(),
        "body": call.model_dump_json(),
    }


def drop_calls(company: int, roots: Iterable[int]) -> None:
    """Conversations that are no calls any more, joined to others for instance."""
    wanted = list(roots)
    if not wanted:
        return
    rows = Call.objects.of(company).filter(pk__in=wanted)
    had = list(rows.values_list("id", "client", "client_words", "started_at"))
    rows.delete()
    days.forget(company, [at for *_, at in had])
    for _, *was in had:
        _drop_party(company, (str(was[0]), str(was[1])))
    changes.dropped(company, [root for root, *_ in had])


def tags_of(call: FoldedCall, row: CallRow) -> set[tuple[str, str]]:
    """Kinds and values of what a call has (see CallTag)."""
    own = (extension_of(leg.endpoint) for leg in call.legs)
    wanted = {("p", extension) for extension in own if extension}
    wanted |= {("p", extension) for extension in talked(call)}
    wanted |= {("d", number) for number in row.departments}
    wanted |= {("t", tag) for tag in row.tags}
    wanted |= {("s", plain(m.owner, 8)) for m in call.messages if m.owner}
    wanted |= {("m", "")} if row.has_message else set()
    wanted |= {("b", "")} if row.callback_asked_at else set()
    wanted |= {("v", plain(call.via, 40))} if call.via else set()
    return wanted | {("n", number) for number in others(call)}


def _write_tags(
    company: int, root: int, call: FoldedCall, own: frozenset[tuple[str, str]], *, is_born: bool
) -> None:
    have: dict[tuple[str, str], tuple[int, datetime]] = {}
    wanted = set(own)
    tags = CallTag.objects.of(company).filter(call_id=root)
    if not is_born:
        # What people said of it stays when it is folded anew.
        wanted |= {("t", tag) for tag in marking.of_calls(company, [root]).get(root, ())}
        have = {
            (kind, value): (number, at)
            for number, kind, value, at in tags.values_list("id", "kind", "value", "started_at")
        }
    stale = [
        number for tag, (number, at) in have.items() if tag not in wanted or at != call.started_at
    ]
    if stale:
        tags.filter(pk__in=stale).delete()
    fresh = [tag for tag in sorted(wanted) if tag not in have or have[tag][0] in stale]
    CallTag.objects.add_all(
        [
            CallTag(
                company_id=company,
                call_id=root,
                kind=kind,
                value=value,
                started_at=call.started_at,
            )
            for kind, value in fresh
        ]
    )


def _client_words(row: CallRow) -> str:
    words = f"{number_words(row.client.number)} {fold_case(row.client.name)}"
    return words.strip()[:400] if row.client.number else ""


def _write_party(company: int, party: tuple[str, str]) -> None:
    key, words = party
    if key:
        rows = Party.objects.of(company)
        rows.bulk_create([_party(company, "c", key, words)], ignore_conflicts=True)


def _party(company: int, kind: str, key: str, words: str) -> Party:
    return Party(company_id=company, kind=kind, key=key, words=words)


def _drop_party(company: int, party: tuple[str, str] | None) -> None:
    if party is None or not party[0]:
        return
    key, words = party
    if not Call.objects.of(company).filter(client=key, client_words=words).exists():
        Party.objects.of(company).filter(kind="c", key=key, words=words).delete()


def live_call(company: int, root: int, call: FoldedCall, around: Around | None = None) -> LiveCall:
    """The call as the desk shows it, with the client's card."""
    names = around.naming(call) if around else naming(company, call.office_version)
    number = plain(call.client, 80)
    cards = around.cards if around else about(company, [number])
    client = with_about(
        client_ref(number, erased_name(names, number) or plain(call.client_name, 80)),
        cards.get(number),
    )
    alive = [leg for leg in call.legs if leg.ended_at is None and _extension(leg)]
    talking = {talk.endpoint for talk in call.talks if talk.ended_at is None}
    ringing = tuple(dict.fromkeys(_extension(leg) for leg in alive if is_ringing(leg)))
    employees: dict[str, LiveEmployee] = {}
    for leg in alive:
        if leg.role == "callee" and leg.answered_at is None:
            continue
        state: EmployeeState = "ringing"  # dialling: his own call rings elsewhere
        if call.state == "held":
            state = "held"
        elif leg.endpoint in talking or call.state == "talking":
            state = "talking"
        extension = _extension(leg)
        employees[extension] = LiveEmployee(
            extension=extension, name=names.employee(extension).name, state=state
        )
    at_node = next((step for step in reversed(call.path) if step.out is None), None)
    ends = [talk.ended_at for talk in call.talks if talk.ended_at is not None]
    return LiveCall(
        linked_id=call.linked_id,
        id=root,
        direction=call.direction,
        state=call.state,
        client=client,
        line=call.line,
        line_name=names.line(call.line) if call.line else None,
        number=plain(call.number, 80),
        employees=tuple(employees.values()),
        ringing=ringing,
        started_at=call.started_at,
        answered_at=call.answered_at,
        held_since=max(ends) if ends and call.state == "held" else None,
        scheme_node=f"{at_node.scheme}/{at_node.node}" if at_node else None,
        node_kind=at_node.kind if at_node else None,
        node_since=at_node.entered_at if at_node else None,
        parked=_parked(call, names),
        recording=_recording_now(call),
        tags=tuple(dict.fromkeys(plain(tag, 40) for tag in call.tags)),
        source=plain(call.source, 40) or None,
        lines=_lines_now(call),
        departments=departments(call, names),
        took_part=took_part(call),
    )


def ended_call(
    company: int, root: int, call: FoldedCall, around: Around | None = None
) -> CallEnded:
    """That the call is over, and who may hear of it."""
    names = around.naming(call) if around else naming(company, call.office_version)
    return CallEnded(
        linked_id=call.linked_id,
        id=root,
        departments=departments(call, names),
        took_part=took_part(call),
    )


def _parked(call: FoldedCall, names: Naming) -> ParkedNow | None:
    last = call.parks[-1] if call.parks else None
    if last is None or last.ended_at is not None:
        return None
    return ParkedNow(
        slot=last.slot,
        by=names.employee(last.by),
        since=last.began_at,
        until=last.began_at + timedelta(seconds=names.office.parking.seconds),
    )


def _recording_now(call: FoldedCall) -> Literal["on", "paused"] | None:
    if not call.recordings:
        return None
    said = [mark.what for mark in call.marks if mark.what in {"pause", "resume", "on", "off"}]
    match said[-1] if said else "on":
        case "pause":
            return "paused"
        case "off":
            return None
        case _:
            return "on"


def _lines_now(call: FoldedCall) -> tuple[str, ...]:
    """Lines with a living leg; a call that the fold knows no legs over lines of holds its own."""
    found = tuple(leg.line for leg in call.carried if leg.ended_at is None)
    return found or ((call.line,) if call.line and not call.carried else ())


def _extension(leg: Leg) -> str:
    return extension_of(leg.endpoint) or ""
