"""Endpoints of the door: sessions, passwords, the rule of the second factor, lock-outs."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status

from vochi.core.wording import say
from vochi.hub.accounts import factor, lockouts, visits
from vochi.hub.accounts.asker import Asker, asker
from vochi.hub.accounts.deeds import changes, record
from vochi.hub.accounts.door_schemas import (
    DoorIn,
    DoorOut,
    LockoutOut,
    PasswordIn,
    PasswordVerdict,
    SessionOut,
)
from vochi.hub.accounts.models import Account, DoorRule, Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused, RowId
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import RightsChanged
from vochi.hub.rate import Each

router = Router(tags=["accounts"])


@router.get("/sessions", response=list[SessionOut])
def list_sessions(request: HttpRequest) -> list[SessionOut]:
    """Browsers in which I am signed in, the last seen first."""
    who = _in_person(request)
    return [
        SessionOut(
            id=row.pk, device=row.device, address=row.address, began_at=row.began_at,
            seen_at=row.seen_at, is_this=row.session == who.session,
        )
        for row in visits.of(who.account)
    ]  # fmt: skip


@router.delete("/sessions/{session_id}", response={204: None})
def end_session(request: HttpRequest, session_id: RowId) -> Status[None]:
    """End one of my sessions at once."""
    who = _in_person(request)
    found = [row for row in visits.of(who.account) if row.pk == session_id]
    if not found:
        raise Refused(404, "not_found")
    visits.end(who.account, found)
    record(who.company, "session_ended", who.account, "session", who.address,
           device=found[0].device[:120])  # fmt: skip
    return Status(204, None)


@router.delete("/sessions", response={204: None})
def end_other_sessions(request: HttpRequest) -> Status[None]:
    """End all my sessions but this one."""
    who = _in_person(request)
    visits.end_all(who.account, but=who.session)
    record(who.company, "sessions_ended", who.account, "session", who.address)
    return Status(204, None)


@router.post("/me/password/check", response=PasswordVerdict, throttle=[Each("120/m")])
def check_password(request: HttpRequest, body: PasswordIn) -> PasswordVerdict:
    """Whether a password would be taken as my own, and why not, in words."""
    who = asker(request)
    try:
        validate_password(body.password, who.account)
    except ValidationError as weak:
        why = tuple(str(error.code) for error in weak.error_list)
        language = language_of(who.account)
        return PasswordVerdict(ok=False, why=why, texts=tuple(say(c, {}, language) for c in why))
    return PasswordVerdict(ok=True, why=(), texts=())


@router.get("/door", response=DoorOut)
def get_door(request: HttpRequest) -> DoorOut:
    """Of whom a second factor is asked; administrators may look."""
    who = asker(request)
    who.must(Role.ADMINISTRATOR)
    return _door(who)


@router.put("/door", response=DoorOut)
def put_door(request: HttpRequest, body: DoorIn) -> DoorOut:
    """Ask a second factor of administrators or of everybody; owners may, who have one themselves.
    409 `factor_first`.
    """
    who = asker(request)
    if not who.account.may(Role.OWNER):
        raise Refused(403, "owner_needed")
    if body.second_factor and not factor.has_factor(who.account):
        raise Refused(409, "factor_first")
    before = factor.asked_of(who.company)
    with transaction.atomic():
        DoorRule.objects.of(who.company).update_or_create(
            company_id=who.company, defaults={"second_factor": body.second_factor}
        )
        changed = changes({"second_factor": before}, {"second_factor": body.second_factor})
        if changed:
            record(who.company, "door_changed", who.account, "door", who.address, **changed)
            for account in Account.scoped.of(who.company).filter(is_active=True):
                if factor.is_owed(account):
                    emit(who.company, "rights", RightsChanged(account=account.pk))
    return _door(who)


@router.get("/lockouts", response=list[LockoutOut])
def list_lockouts(request: HttpRequest) -> list[LockoutOut]:
    """Logins that are shut after too many wrong passwords; administrators may look."""
    return lockouts.every(asker(request))


@router.delete("/lockouts/{lockout_id}", response={204: None})
def open_lockout(request: HttpRequest, lockout_id: RowId) -> Status[None]:
    """Let this login try again at once."""
    lockouts.open_door(asker(request), lockout_id)
    return Status(204, None)


def _in_person(request: HttpRequest) -> Asker:
    """Sessions are a person's business: a program with a token neither sees nor ends them."""
    who = asker(request)
    if who.scopes is not None:
        raise Refused(403, "only_in_person")
    return who


def _door(who: Asker) -> DoorOut:
    asked = factor.asked_of(who.company)
    accounts = Account.scoped.of(who.company).filter(is_active=True)
    lacking = sum(factor.is_owed(account) for account in accounts) if asked else 0
    return DoorOut.model_validate({"second_factor": asked, "without": lacking})
