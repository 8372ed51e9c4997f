"""Old numbers of the company: their plans, what Vochi has seen of them itself."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from vochi.core.numbers import pretty
from vochi.core.office.directory import numbers_of
from vochi.core.office.document import Office
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call, CallTag
from vochi.hub.calls.schemas import CallRow
from vochi.hub.moves.models import NumberMove
from vochi.hub.moves.schemas import (
    STEPS,
    MoveIn,
    MoveOut,
    MovePlan,
    MoveStepOut,
    TrialIn,
    TrialOut,
    TriedCall,
)
from vochi.hub.offices.current import current

#: Plans that a company may have, and calls that are looked through for a test.
_MOST, _LOOKED = 500, 100


def every(who: Asker) -> list[MoveOut]:
    """All old numbers, in the order in which they were written down."""
    who.must(Role.ADMINISTRATOR)
    office = current(who.company)
    return [_out(row, office) for row in NumberMove.objects.of(who.company).order_by("id")]


def add(who: Asker, body: MoveIn) -> MoveOut:
    """A number more. Raises Refused 409 `number_moves_already`, 413 `too_many_moves`."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        rows = NumberMove.objects.of(who.company)
        if rows.count() >= _MOST:
            raise Refused(413, "too_many_moves", most=_MOST)
        _must_be_free(who, body.number, None)
        row = NumberMove.objects.add(who.company, **_fields(body))
        record(who.company, "move_added", who.account, body.number, who.address)
    return _out(row, current(who.company))


def put(who: Asker, move: int, body: MoveIn) -> MoveOut:
    """Another state of a plan. Raises Refused 404, 409 `stale_move`, `number_moves_already`."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _locked(who, move)
        if row.version != body.version:
            raise Refused(409, "stale_move", version=row.version)
        _must_be_free(who, body.number, row)
        for name, value in _fields(body).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        record(who.company, "move_changed", who.account, body.number, who.address)
    return _out(row, current(who.company))


def drop(who: Asker, move: int) -> None:
    """Strike a number off the plan; nothing else changes. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _locked(who, move)
        record(who.company, "move_removed", who.account, row.number, who.address)
        row.delete()


def test(who: Asker, move: int, body: TrialIn) -> MoveOut:
    """Wait for a test call from now on. Raises Refused 404."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _locked(who, move)
        if body.way == "in":
            row.asked_in = timezone.now()
        else:
            row.asked_out = timezone.now()
        row.save(update_fields=["asked_in", "asked_out"])
    return _out(row, current(who.company))


def _locked(who: Asker, move: int) -> NumberMove:
    row = NumberMove.objects.of(who.company).select_for_update().filter(pk=move).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _must_be_free(who: Asker, number: str, row: NumberMove | None) -> None:
    others = NumberMove.objects.of(who.company).filter(number=number)
    if row is not None:
        others = others.exclude(pk=row.pk)
    if others.exists():
        raise Refused(409, "number_moves_already", number=pretty(number))


def _fields(body: MoveIn) -> dict[str, object]:
    ticked = [step for step in STEPS[body.plan] if step in body.done]
    return {
        "number": body.number, "name": body.name, "operator": body.operator, "kind": body.kind,
        "plan": body.plan, "to": body.to or "", "line": body.line or "", "due": body.due,
        "note": body.note, "done": ",".join(ticked),
    }  # fmt: skip


def _out(row: NumberMove, office: Office) -> MoveOut:
    came = _newest_in(row, row.asked_in) if row.asked_in else None
    went = _went(row, office, row.asked_out)
    line = next((each for each in office.lines if each.id == row.line), None)
    diverted = CallTag.objects.of(row.company_id).filter(kind="v", value=row.number)
    last = diverted.order_by("-started_at").values_list("started_at", flat=True).first()
    seen = {
        "line": line is not None,
        "forward": last is not None,
        "test_in": came is not None and came.is_answered,
        "test_out": went is not None and went.is_answered,
    }
    ticked = row.done.split(",")
    plan = cast("MovePlan", row.plan)  # written by `_fields` alone
    steps = tuple(
        MoveStepOut(
            id=step,
            done=step in ticked or seen.get(step, False),
            by="seen" if seen.get(step) else "hand" if step in ticked else None,
        )
        for step in STEPS[plan]
    )
    count = sum(step.done for step in steps)
    latest = _newest_in(row, None)
    return MoveOut(
        id=row.pk, number=row.number, pretty=pretty(row.number), name=row.name,
        operator=row.operator, kind=row.kind, plan=plan, to=row.to or None,
        line=row.line or None, line_name=line.name if line else None, due=row.due, note=row.note,
        version=row.version, steps=steps,
        state="done" if count == len(steps) else "going" if count else "todo",
        tests={
            "in": TrialOut(asked_at=row.asked_in, call=came, passed=seen["test_in"]),
            "out": TrialOut(asked_at=row.asked_out, call=went, passed=seen["test_out"]),
        },
        last_used=latest.at if latest else None,
    )  # fmt: skip


def _newest_in(row: NumberMove, since: datetime | None) -> TriedCall | None:
    """The newest call that came by the number since a moment (None: ever): forwarded by its
    operator, or dialled as one of ours.
    """
    tags = CallTag.objects.of(row.company_id).filter(kind="v", value=row.number)
    calls = Call.objects.of(row.company_id).filter(direction="in")
    if since is not None:
        tags = tags.filter(started_at__gte=since)
        calls = calls.filter(started_at__gte=since)
    diverted = tags.order_by("-started_at").values_list("call__row", flat=True).first()
    found = [] if diverted is None else [CallRow.model_validate_json(diverted)]
    if row.line:
        newest = calls.filter(line=row.line).order_by("-started_at", "-id")
        for text in newest.values_list("row", flat=True)[:_LOOKED]:
            call = CallRow.model_validate_json(text)
            if call.number == row.number:
                found.append(call)
                break
    return _tried(max(found, key=lambda call: call.started_at)) if found else None


def _went(row: NumberMove, office: Office, since: datetime | None) -> TriedCall | None:
    """The newest call that went out over the line of the number since a moment."""
    if since is None or not row.line:
        return None
    line = next((each for each in office.lines if each.id == row.line), None)
    shown = set(numbers_of(line)) if line else set()
    rows = Call.objects.of(row.company_id).filter(
        direction="out", line=row.line, started_at__gte=since
    )
    for text in rows.order_by("-started_at", "-id").values_list("row", flat=True)[:_LOOKED]:
        call = CallRow.model_validate_json(text)
        # A trunk has several numbers: only a call that shows another of them is another's test.
        if row.number not in shown or call.number in {row.number, "", None}:
            return _tried(call)
    return None


def _tried(call: CallRow) -> TriedCall:
    who = call.employee or call.caller
    return TriedCall(
        id=call.id,
        at=call.started_at,
        is_answered=call.answered_at is not None,
        is_over=call.ended_at is not None,
        client=call.client.pretty,
        by=who.name if who else None,
    )
