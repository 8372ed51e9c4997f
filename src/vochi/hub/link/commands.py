"""Commands: asked by people, fetched by the box, answered through its journal."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue, TypeAdapter

from vochi.core.gsm.actions import (
    AskBalance,
    AskUssd,
    CancelSms,
    CutPower,
    EndUssd,
    ExamineLine,
    ProbeGateway,
    RenewForwards,
    RestartGateway,
    RestartLine,
    SendSms,
)
from vochi.core.link import Action, Command, Listen, PauseLine, RecordPrompt, SetAway
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.desk.wake import wake_box
from vochi.hub.link import rights
from vochi.hub.link.models import Box, CommandRow
from vochi.hub.link.schemas import CommandOut

#: A call that one asked for this long ago is not wanted any more.
PATIENCE = timedelta(seconds=15)
#: After the deadline the box may still be saying that it was too late.
GRACE = timedelta(seconds=30)
#: What takes longer than that to be done: a network that answers, equipment that starts anew.
_TAKES = {
    "ask_ussd": timedelta(seconds=150),
    "ask_balance": timedelta(seconds=150),
    "renew_forwards": timedelta(seconds=150),
    "restart_gateway": timedelta(seconds=90),
    "cut_power": timedelta(seconds=90),
    # A test call and a test SMS on each of its lines, one after the other.
    "probe_gateway": timedelta(minutes=30),
}

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)


def add(who: Asker, action: Action) -> CommandOut:
    """Queue a command for the box that has the call, or the company's only box.

    Raises Refused: what `rights.check` does, 404 `no_such_call`, 409 `no_box`.
    """
    call = _call_of(who, action)
    rights.check(who, action, call)
    if isinstance(action, AskUssd | RestartLine | RestartGateway | CutPower | ExamineLine):
        action = action.model_copy(update={"by": who.account.login})
    return _out(put(who, action, timezone.now() + PATIENCE, call))


def put(who: Asker, action: Action, deadline: datetime, call: Call | None = None) -> CommandRow:
    """Queue a command that the asker may give, to be begun before `deadline`, and wake the box.

    Raises Refused 409 `no_box`.
    """
    box = call.box if call else Box.objects.of(who.company).order_by("-seen_at", "-id").first()
    if box is None:
        raise Refused(409, "no_box")
    with transaction.atomic():
        row = CommandRow.objects.add(
            who.company,
            box=box,
            account=who.account,
            uid=uuid.uuid4().hex,
            action=action.model_dump(mode="json"),
            created_at=timezone.now(),
            deadline=deadline,
        )
        record(
            who.company, f"command_{action.kind}", who.account, row.uid, who.address,
            **_facts(action, call),
        )  # fmt: skip
        number = box.pk
        transaction.on_commit(lambda: wake_box(number))
    return row


def one(who: Asker, uid: str) -> CommandOut:
    """How far a command is; refused as `late` when its box never answered. Raises Refused 404."""
    row = seen.commands(who.company, who.sight).filter(uid=uid).first()
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
    grace = _TAKES.get(row.action.get("kind", ""), GRACE)
    if row.state == "waiting" and timezone.now() > row.deadline + grace:
        return CommandOut(id=row.uid, state="refused", code="late", facts={})
    return CommandOut(
        id=row.uid,
        state="done" if row.state == "done" else "refused" if row.state == "refused" else "waiting",
        code=row.code or None,
        facts=row.facts,
    )


def _call_of(who: Asker, action: Action) -> Call | None:
    """The living call that the action names, None when it names none."""
    linked_id = getattr(action, "linked_id", None)
    if linked_id is None:
        return None
    rows = seen.calls(who.company, who.sight).filter(linked_id=linked_id).exclude(state="ended")
    found = rows.select_related("box").first()
    if found is None:
        raise Refused(404, "no_such_call")
    return found


def _facts(action: Action, call: Call | None) -> dict[str, JsonValue]:
    """What the audit log keeps of an action: of listening in, whom; of a line, which."""
    match action:
        case Listen():
            heard: list[JsonValue] = [*rights.talking(call)]
            return {"mode": action.mode, "by": action.extension, "heard": heard,
                    "call": call.pk if call else None}  # fmt: skip
        case PauseLine():
            return {"line": action.line, "paused": action.paused}
        case SetAway():
            return {"extension": action.extension, "state": action.state, "to": action.to[:40]}
        case RecordPrompt():
            return {"prompt": action.id[:40], "extension": action.extension}
        case SendSms() | CancelSms():
            return {"sms": action.id}
        case AskUssd():
            return {"line": action.line, "code": action.code}
        case AskBalance() | EndUssd() | RenewForwards() | ExamineLine():
            return {"line": action.line}
        case RestartLine():
            return {"line": action.line, "force": action.force}
        case RestartGateway():
            return {"gateway": action.gateway, "force": action.force}
        case CutPower():
            return {"socket": action.socket, "force": action.force}
        case ProbeGateway():
            return {"gateway": action.gateway, "sms": action.sms, "call": action.call}
        case _:
            return {}
