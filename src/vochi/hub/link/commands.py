"""Commands: asked by people, fetched by the box, answered through its journal."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from pydantic import TypeAdapter

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.endpoint import Endpoint
from vochi.core.link import Action, BlindTransfer, Command, HangUpCall, Originate
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.desk.wake import wake_box
from vochi.hub.link.models import Box, CommandRow
from vochi.hub.link.schemas import CommandOut
from vochi.hub.offices.current import person_of

#: A call that one asked for this long ago is not wanted any more.
PATIENCE = timedelta(seconds=15)
#: After the deadline the box may still be saying that it was too late.
GRACE = timedelta(seconds=30)

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)


def add(who: Asker, action: Action) -> CommandOut:
    """Queue a command for the box that has the call, or the company's only box.

    Raises Refused: 403 `not_yours`, 404 `no_such_call`, 409 `no_box`.
    """
    call = _call_of(who.company, action)
    if not who.account.may(Role.HEAD):
        _must_be_own(who, action, call)
    box = call.box if call else Box.objects.of(who.company).order_by("-seen_at", "-id").first()
    if box is None:
        raise Refused(409, "no_box")
    now = timezone.now()
    with transaction.atomic():
        row = CommandRow.objects.add(
            who.company,
            box=box,
            account=who.account,
            uid=uuid.uuid4().hex,
            action=action.model_dump(mode="json"),
            created_at=now,
            deadline=now + PATIENCE,
        )
        record(who.company, f"command_{action.kind}", who.account, row.uid, who.address)
        number = box.pk
        transaction.on_commit(lambda: wake_box(number))
    return _out(row)


def one(company: int, uid: str) -> CommandOut:
    """How far a command is; refused as `late` when its box never answered. Raises Refused 404."""
    row = CommandRow.objects.of(company).filter(uid=uid).first()
    if row is None:
        raise Refused(404, "not_found")
    return _out(row)


def waiting(company: int, box: int, done: str) -> tuple[Command, ...]:
    """Commands of a box not yet answered, oldest first, after the one that it did last."""
    rows = CommandRow.objects.of(company).filter(
        box=box, state="waiting", deadline__gt=timezone.now() - GRACE
    )
    if done:
        last = CommandRow.objects.of(company).filter(box=box, uid=done[:32]).values("pk").first()
        if last:
            rows = rows.filter(pk__gt=last["pk"])
    return tuple(
        Command(id=r.uid, deadline=r.deadline, action=_ACTION.validate_python(r.action))
        for r in rows.order_by("pk")[:50]
    )


def _out(row: CommandRow) -> CommandOut:
    if row.state == "waiting" and timezone.now() > row.deadline + GRACE:
        return CommandOut(id=row.uid, state="refused", code="late", facts={})
    return CommandOut(
        id=row.uid,
        state="done" if row.state == "done" else "refused" if row.state == "refused" else "waiting",
        code=row.code or None,
        facts=row.facts,
    )


def _call_of(company: int, action: Action) -> Call | None:
    match action:
        case Originate():
            return None
        case HangUpCall(linked_id=linked_id) | BlindTransfer(linked_id=linked_id):
            rows = Call.objects.of(company).filter(linked_id=linked_id).exclude(state="ended")
            found = rows.select_related("box").first()
            if found is None:
                raise Refused(404, "no_such_call")
            return found


def _must_be_own(who: Asker, action: Action, call: Call | None) -> None:
    person = person_of(who.company, who.account.person) if who.account.person else None
    own = person.extension if person else None
    if isinstance(action, Originate | BlindTransfer) and action.extension != own:
        raise Refused(403, "not_yours")
    if call is not None:
        legs = FoldedCall.model_validate_json(call.body).legs
        present = {Endpoint(name=leg.endpoint).extension for leg in legs if leg.ended_at is None}
        if own not in present:
            raise Refused(403, "not_yours")
