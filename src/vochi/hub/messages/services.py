"""What people do with messages: send, take back, send once more."""

import uuid
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from vochi.core.gsm.accepting import Accepted, accept
from vochi.core.gsm.actions import CancelSms, SendSms
from vochi.core.gsm.parts import clean, count
from vochi.core.office.line import GsmLine
from vochi.core.wording import say
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.desk.events import emit
from vochi.hub.link import commands
from vochi.hub.link.models import Box, CommandRow
from vochi.hub.messages import threads
from vochi.hub.messages.models import Sms, SmsAsk
from vochi.hub.messages.rows import for_desks, outs
from vochi.hub.messages.schemas import CountOut, SmsIn, SmsRow
from vochi.hub.messages.taking import HERE, row_of
from vochi.hub.offices.current import current

_DAY = timedelta(hours=24)
#: Codes of `core.gsm.accepting` as they are told here.
_CODES = {
    "empty": "sms_empty", "too_long": "sms_too_long", "no_route": "sms_no_route",
    "bad_number": "sms_bad_number",
}  # fmt: skip


def counted(company: int, text: str) -> CountOut:
    """What a text costs as it would be sent."""
    found = count(clean(text))
    most = current(company).policy.sms.most_parts
    return CountOut(encoding=found.encoding, parts=found.parts, left=found.left, most=most)


def send(who: Asker, body: SmsIn) -> SmsRow:
    """Queue a message. The same `id` again is the same message.

    Raises Refused 422 `sms_bad_number`, `sms_no_route`, `sms_empty`, `sms_too_long`; 404
    `no_such_line`; 409 `no_box`, `sms_id_taken`; 429 `sms_account_day`.
    """
    taken = _accepted(who, body.to, body.text)
    if body.line is not None:
        _must_be_ours(who.company, body.line)
    uid = body.id or uuid.uuid4().hex
    with transaction.atomic():
        # One at a time: two who ask with one id at once make one message.
        threads.hold(who.company)
        known = Sms.objects.of(who.company).filter(uid=uid).first()
        if known is not None:
            if (known.number, known.text, known.direction) != (taken.to, taken.text, "out"):
                raise Refused(409, "sms_id_taken")
            return _out(who, known)
        ask = SmsAsk(
            uid=uid, number=taken.to, text=taken.text, line=body.line or "", parts=taken.parts
        )
        return _out(who, _queue(who, ask))


def again(who: Asker, uid: str) -> SmsRow:
    """A person sends a failed or unknown message once more, as a new one; his again for a second
    click. Raises Refused 404, 409 `sms_not_failed`, and what `send` does.
    """
    with transaction.atomic():
        threads.hold(who.company)
        row = _find(who, uid)
        (shown,) = outs(who.company, [row], "ru")
        if row.direction != "out" or shown.state not in {"failed", "unknown"}:
            raise Refused(409, "sms_not_failed")
        asked = SmsAsk.objects.of(who.company).filter(again=uid).order_by("-id").first()
        later = asked and Sms.objects.of(who.company).filter(uid=asked.uid).first()
        if later:
            return _out(who, later)
        taken = _accepted(who, row.number, row.text)
        old = SmsAsk.objects.of(who.company).filter(uid=uid).first()
        ask = SmsAsk(
            uid=uuid.uuid4().hex, number=taken.to, text=taken.text, parts=taken.parts,
            line=old.line if old else "", again=uid,
        )  # fmt: skip
        return _out(who, _queue(who, ask))


def cancel(who: Asker, uid: str) -> SmsRow:
    """Take a message back that still waits. One that a box may already have is taken back there:
    its row says how that went. Raises Refused 404, 409 `too_late`.
    """
    with transaction.atomic():
        threads.hold(who.company)
        row = _find(who, uid)
        ask = SmsAsk.objects.of(who.company).select_for_update().filter(uid=uid).first()
        if row.direction != "out" or row.state != "queued":
            raise Refused(409, "too_late")
        if ask is None:
            raise Refused(409, "sms_of_a_scheme")
        if ask.cancel:
            return _out(who, row)
        sending = CommandRow.objects.of(who.company).filter(uid=ask.command, state="waiting")
        fetched = _may_have_it(who.company, ask)
        sending.update(state="refused", code="cancelled")
        if fetched:
            command = commands.put(who, CancelSms(id=uid), ask.give_up_at)
            ask.cancel = command.uid
            ask.save(update_fields=["cancel"])
        else:
            ask.cancel = HERE
            ask.save(update_fields=["cancel"])
            row.state, row.why = "failed", "cancelled"
            row.save(update_fields=["state", "why"])
            _tell(row)
        return _out(who, row)


def _queue(who: Asker, ask: SmsAsk) -> Sms:
    """Write the message down and have it brought to the box. Raises Refused 429
    `sms_account_day`.
    """
    now = timezone.now()
    policy = current(who.company).policy.sms
    _must_have_left(who, ask.parts or 1, policy.account_day, now)
    return put(who, ask)


def put(who: Asker, ask: SmsAsk) -> Sms:
    """Write a message down in the name of the asker, whatever he has sent today, and have it
    brought to the box. Raises Refused 409 `no_box`.
    """
    now = timezone.now()
    hours = current(who.company).policy.sms.give_up_hours
    ask.company_id, ask.account, ask.at = who.company, who.account, now
    ask.name = who.account.name or who.account.login
    ask.give_up_at = now + timedelta(hours=hours)
    origin: Literal["person", "bulk"] = "bulk" if ask.origin == "bulk" else "person"
    action = SendSms(id=ask.uid, to=ask.number, text=ask.text, line=ask.line or None, origin=origin)
    ask.command = commands.put(who, action, ask.give_up_at).uid
    ask.save(force_insert=True)
    row = row_of(ask)
    row.save(force_insert=True)
    threads.refresh(who.company, [row.number])
    _tell(row)
    return row


def _must_have_left(who: Asker, parts: int, most: int, now: datetime) -> None:
    """What a login has asked for in 24 hours, whatever became of it."""
    asked = SmsAsk.objects.of(who.company).filter(
        account=who.account, at__gt=now - _DAY, origin="person"
    )
    told = asked.aggregate(parts=Sum("parts"))["parts"] or 0
    if told + parts > most:
        language = language_of(who.account)
        detail = say("sms_account_day", {"most": most}, language)
        raise Refused(429, "sms_account_day", detail, most=most)


def _tell(row: Sms) -> None:
    for told in for_desks(row.company_id, [row]):
        emit(row.company_id, "sms", told)


def _out(who: Asker, row: Sms) -> SmsRow:
    (told,) = outs(who.company, [row], language_of(who.account))
    return told


def _find(who: Asker, uid: str) -> Sms:
    row = seen.messages(who.company, who.sight).filter(uid=uid).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _may_have_it(company: int, ask: SmsAsk) -> bool:
    """Whether some box has asked for its commands since the message was asked for."""
    return Box.objects.of(company).filter(seen_at__gte=ask.at - timedelta(seconds=15)).exists()


def _accepted(who: Asker, to: str, text: str) -> Accepted:
    """The message as the box would take it: what it would refuse is refused here, in words."""
    told = accept(current(who.company), to, text, "person")
    if isinstance(told, Accepted):
        return told
    code = _CODES.get(told.code, told.code)
    raise Refused(422, code, say(code, told.facts, language_of(who.account)), **told.facts)


def _must_be_ours(company: int, line: str) -> None:
    if line not in {each.id for each in current(company).lines if isinstance(each, GsmLine)}:
        raise Refused(404, "no_such_line", line=line)
