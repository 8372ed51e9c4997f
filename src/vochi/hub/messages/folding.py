"""What entries make of a message. A state never goes back: what the network has said stands."""

from datetime import datetime
from typing import get_args

from vochi.core.gsm.entries import SmsIn, SmsOut, SmsWhy
from vochi.hub.messages.models import Sms
from vochi.hub.text import fold_case, kept, sane

#: What may follow a state. `unknown` is settled by what the network says later, by nothing else.
FOLLOWS: dict[str, frozenset[str]] = {
    "queued": frozenset({"queued", "sending", "sent", "delivered", "failed", "unknown"}),
    "sending": frozenset({"queued", "sending", "sent", "delivered", "failed", "unknown"}),
    "unknown": frozenset({"unknown", "sent", "delivered", "failed"}),
    "sent": frozenset({"delivered", "failed"}),
    "failed": frozenset(),
    "delivered": frozenset(),
}
#: Codes of a refused command that say in a word of `SmsWhy` why the message is not sent.
_WHY = {"late": "given_up", "engine_down": "no_line", "failed": "restarted"} | {
    why: why for why in (*get_args(SmsWhy), "no_route", "empty") if why
}
#: What any column can hold.
_MOST = 2**31 - 1


def number_of(value: int | None) -> int | None:
    """A whole number that a column can hold."""
    return None if value is None else min(max(value, -_MOST), _MOST)


def fold_out(row: Sms, said: SmsOut, at: datetime, entry: int) -> None:
    """What one entry makes of an outgoing message."""
    is_first = row.entry is None
    if is_first:  # whatever was thought here before: the box has it, and knows
        row.entry = entry
    elif said.state not in FOLLOWS.get(row.state, frozenset()):
        return
    row.state, row.why, row.code = said.state, said.why, number_of(said.code)
    if said.line is not None:
        row.line = kept(said.line)
    if said.iccid is not None:
        row.iccid = kept(said.iccid)
    if said.parts is not None:
        row.parts = max(number_of(said.parts) or 0, 0)
    if said.give_up_at is not None:
        row.give_up_at = sane(said.give_up_at, at)
    if said.state in {"sent", "delivered"} and row.sent_at is None:
        row.sent_at = at
    if said.state == "delivered":
        row.delivered_at = at


def fold_refusal(row: Sms, code: str) -> bool:
    """The command that was to bring it to the box was refused; whether that ends the message.

    One that the box has journaled goes its own way, whatever became of the command.
    """
    if row.entry is not None or row.state != "queued":
        return False
    row.state, row.why = "failed", _WHY.get(code, "no_answer")
    return True


def fold_cancel(row: Sms, code: str) -> bool:
    """How the command that takes it back ended; whether that ends the message."""
    if row.state == "failed" and code == "done":
        row.why = "cancelled"
        return True
    # A box that has never told of it has none: whatever it says, it is not going to be sent.
    if row.state != "queued" or (code != "done" and row.entry is not None):
        return False
    row.state, row.why = "failed", "cancelled"
    return True


def new_out(company: int, said: SmsOut, number: str, at: datetime) -> Sms:
    """The row of a message that nobody at a desk asked for."""
    text = kept(said.text or "")
    return Sms(
        company_id=company, uid=kept(said.id), direction="out", state="queued", number=number,
        text=text, words=fold_case(text), origin=said.origin or "", call=kept(said.call or ""),
        at=at,
    )  # fmt: skip


def new_in(company: int, said: SmsIn, number: str, at: datetime, entry: int) -> Sms:
    """The row of a message that came in; `at` is when that was written down."""
    text = kept(said.text)
    return Sms(
        company_id=company, uid=kept(said.id), direction="in", state="received", number=number,
        text=text, words=fold_case(text), line=kept(said.line), iccid=kept(said.iccid or ""),
        parts=max(number_of(said.parts) or 1, 1), whole=said.whole,
        at=sane(said.came_at, at), entry=entry,
    )  # fmt: skip
