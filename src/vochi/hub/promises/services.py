"""What people do with promises: each is a word that is kept, and what follows is derived."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from vochi.core.link import Originate
from vochi.core.promises.deadline import Deadlines
from vochi.core.promises.obligation import Obligation
from vochi.hub.accounts.areas import opens
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.accounts.sight import Sight
from vochi.hub.answer import Refused
from vochi.hub.calls import closings
from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CloseReason
from vochi.hub.clients.services import read as read_number
from vochi.hub.link import commands
from vochi.hub.offices.current import current, person_of
from vochi.hub.promises import claims, finding
from vochi.hub.promises.derive import derive, hold
from vochi.hub.promises.models import Promise, PromiseTag, WordRow
from vochi.hub.promises.outs import outs
from vochi.hub.promises.schemas import CallBackOut, PromiseIn, PromiseOut
from vochi.hub.promises.subjects import is_hidden, subjects_of

#: What is promised farther ahead is a slip of the pen.
_FARTHEST = timedelta(days=366)


def open_for(
    company: int, numbers: Iterable[str], sight: Sight, client: int | None = None
) -> tuple[PromiseOut, ...]:
    """Open promises to whoever has one of these numbers, or this card, as far as they are seen."""
    return finding.open_for(company, numbers, sight, client)


def one(who: Asker, promise: int) -> PromiseOut:
    """One that the asker sees. Raises Refused 404."""
    return outs(who.company, [finding.one(who, promise)])[0]


@transaction.atomic
def make(who: Asker, body: PromiseIn) -> PromiseOut:
    """Promise by hand to call a number by a time. Raises Refused 422 `phone_invalid`,
    `already_over`, `too_far`, `no_such_person`.
    """
    number = read_number(who.company, body.number)
    if not number:
        raise Refused(422, "phone_invalid", phone=body.number)
    now = timezone.now()
    due = body.due_at if body.due_at.tzinfo else body.due_at.replace(tzinfo=UTC)
    if due <= now:
        raise Refused(422, "already_over")
    if due > now + _FARTHEST:
        raise Refused(422, "too_far")
    owner = who.account.person if body.owner is None else _person(who.company, body.owner)
    hold(who.company)
    word = _say(
        who, "promised", number, now, due_at=due, text=body.text, owner=owner
    )  # fmt: skip
    record(who.company, "promise_made", who.account, f"word/{word.pk}", who.address, number=number)
    derive(who.company, [number], now)
    return _of_number(who.company, number)


def ask(company: int, number: str, *, text: str = "", department: str = "", name: str = "") -> None:
    """A form on a web page asks for a call (`web`): inside a transaction; `number` is E.164."""
    now = timezone.now()
    hold(company)
    due = Deadlines(current(company)).due("web", now, (department,) if department else ())
    WordRow.objects.add(
        company, what="web", number=number, at=now, place=now, due_at=due, text=text[:500],
        department=department, name=name[:80],
    )  # fmt: skip
    derive(company, [number], now)


@transaction.atomic
def close(who: Asker, promise: int, reason: CloseReason) -> PromiseOut:
    """Close it by hand. Raises Refused 404, 409 `not_open`."""
    hold(who.company)
    row, it = _open(who, promise)
    _say(who, "closed", it.number, it.head, reason=reason, call=it.last_call)
    record(
        who.company, "promise_closed", who.account, f"promise/{promise}", who.address,
        reason=reason,
    )  # fmt: skip
    derive(who.company, [it.number], it.opened_at)
    for call in Call.objects.of(who.company).filter(pk=it.last_call or 0):
        closings.tell(who.company, call)
    return _one(who.company, row.pk)


@transaction.atomic
def reopen(who: Asker, promise: int) -> PromiseOut:
    """It is to be remembered after all. Raises Refused 404, 409 `is_open`, `not_last`: the client
    has another one since.
    """
    hold(who.company)
    row = finding.one(who, promise)
    it = Obligation.model_validate_json(row.body)
    if it.state == "open":
        raise Refused(409, "is_open")
    later = Promise.objects.of(who.company).filter(subject=row.subject, opened_at__gt=row.opened_at)
    if later.exists():
        raise Refused(409, "not_last")
    if it.how == "hand":
        _take_back(who.company, it)
    else:
        due = Deadlines(current(who.company)).due("missed", timezone.now(), it.departments)
        _say(who, "again", it.number, it.head, due_at=due)
    record(who.company, "promise_reopened", who.account, f"promise/{promise}", who.address)
    derive(who.company, [it.number], it.opened_at)
    return _one(who.company, row.pk)


def _take_back(company: int, it: Obligation) -> None:
    """Nobody has closed it."""
    words = WordRow.objects.of(company).filter(what="closed", number__in=it.numbers, place=it.head)
    calls = [call for call in words.values_list("call", flat=True) if call is not None]
    words.delete()
    for call in Call.objects.of(company).filter(pk__in=calls):
        closings.tell(company, call)


@transaction.atomic
def take(who: Asker, promise: int, owner: str | None) -> PromiseOut:
    """It is the asker's now, or goes to somebody else (a person's id), or to nobody (empty).

    Raises Refused 404, 409 `not_open`, `no_person` (the asker has no phone here), 422
    `no_such_person`.
    """
    hold(who.company)
    row, it = _open(who, promise)
    person = who.account.person if owner is None else owner and _person(who.company, owner)
    if owner is None and person_of(who.company, person) is None:
        raise Refused(409, "no_person")
    _say(who, "taken", it.number, it.head, owner=person)
    record(
        who.company, "promise_taken", who.account, f"promise/{promise}", who.address, owner=person
    )
    derive(who.company, [it.number], it.opened_at)
    return _one(who.company, row.pk)


def call_back(who: Asker, promise: int, number: str | None) -> CallBackOut:
    """Call him back from the asker's phone; till it is over nobody else can.

    Raises Refused 404, 409 `not_open`, `being_called`, `no_person`, `no_box`, 422 `hidden_number`.
    """
    who.must_have("commands")
    if who.scopes is not None and not opens(who.scopes, "commands", "POST"):
        raise Refused(403, "scope_needed", scope="commands:write")
    with transaction.atomic():
        hold(who.company)
        row, it = _open(who, promise)
        me = person_of(who.company, who.account.person) if who.account.person else None
        if me is None:
            raise Refused(409, "no_person")
        (subject,) = subjects_of(who.company, [it.number])
        to = it.number if number is None else read_number(who.company, number)
        if is_hidden(to) or to not in {*subject.numbers, *it.numbers}:
            raise Refused(422, "hidden_number")
        claims.claim(who, subject, me.extension, me.name)
        command = commands.add(who, Originate(extension=me.extension, to=to))
        derive(who.company, [it.number], it.opened_at)
        claims.told(who.company, subject)
        return CallBackOut(promise=_one(who.company, row.pk), command=command)


def let_go(who: Asker, promise: int) -> None:
    """The asker does not call after all. Raises Refused 404."""
    with transaction.atomic():
        hold(who.company)
        row = finding.one(who, promise)
        claims.drop(who, row.subject)


def _open(who: Asker, promise: int) -> tuple[Promise, Obligation]:
    row = finding.one(who, promise)
    if row.state != "open":
        raise Refused(409, "not_open")
    return row, Obligation.model_validate_json(row.body)


def _say(who: Asker, what: str, number: str, place: datetime, **more: Any) -> WordRow:
    return WordRow.objects.add(
        who.company, what=what, number=number, at=timezone.now(), place=place,
        account=who.account, name=who.account.name or who.account.login, **more,
    )  # fmt: skip


def _person(company: int, person: str) -> str:
    if person_of(company, person) is None:
        raise Refused(422, "no_such_person", person=person)
    return person


def _one(company: int, promise: int) -> PromiseOut:
    (found,) = outs(company, Promise.objects.of(company).filter(pk=promise))
    return found


def _of_number(company: int, number: str) -> PromiseOut:
    tagged = PromiseTag.objects.of(company).filter(kind="n", value=number, state="open")
    rows = Promise.objects.of(company).filter(pk__in=tagged.values("promise"))
    return outs(company, rows[:1])[0]
