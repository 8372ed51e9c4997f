"""Invitations: a link that is good once and for three days, by which one chooses a password."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.door import digest
from vochi.hub.accounts.models import Account
from vochi.hub.accounts.roles import must_govern
from vochi.hub.accounts.services import record
from vochi.hub.accounts.visits import end_all
from vochi.hub.answer import Refused
from vochi.hub.offices.current import person_of
from vochi.hub.people.models import Invite
from vochi.hub.people.schemas import InvitedOut, InviteOut, InviteUse

LIVES = timedelta(hours=72)


def make(who: Asker, account: Account, origin: str) -> InviteOut:
    """A new link for an account; the one before is good no more. `origin` is this hub as it was
    asked: `http://192.168.1.5:8090`. Raises Refused 403 as changes of rights do, 409
    `account_locked`.
    """
    # Whoever has the link chooses the password: that is as much as being the account.
    must_govern(who, account)
    if not account.is_active:
        raise Refused(409, "account_locked", login=account.login)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        Invite.objects.of(who.company).filter(account=account, used_at=None).delete()
        row = Invite.objects.add(
            who.company, account=account, digest=digest(token), made_at=now,
            expires_at=now + LIVES,
        )  # fmt: skip
        record(
            who.company, "invite_made", who.account, f"account/{account.login}", who.address,
            until=row.expires_at.isoformat(),
        )  # fmt: skip
    path = f"/invite/{token}"
    return InviteOut(
        login=account.login, path=path, url=f"{origin}{path}", expires_at=row.expires_at
    )


def revoke(who: Asker, account: Account) -> None:
    """No link of the account is good any more. Raises Refused 403, 404 `no_invite`."""
    must_govern(who, account)
    with transaction.atomic():
        if not Invite.objects.of(who.company).filter(account=account, used_at=None).delete()[0]:
            raise Refused(404, "no_invite")
        record(who.company, "invite_revoked", who.account, f"account/{account.login}", who.address)


def look(token: str) -> InvitedOut:
    """Whom a link is for. Raises Refused 404 `invite_gone`."""
    return _told(_find(token))


def use(body: InviteUse, address: str) -> InvitedOut:
    """Choose the password; sessions that the account had are over, the link is spent only when
    the password was good. Raises Refused 404 `invite_gone`, 422 `weak_password`.
    """
    with transaction.atomic():
        row = _find(body.token)
        account = row.account
        spent = Invite.objects.of(row.company_id).filter(pk=row.pk, used_at=None)
        if spent.update(used_at=timezone.now()) != 1:
            raise Refused(404, "invite_gone")
        try:
            validate_password(body.password, account)
        except ValidationError as weak:
            why: list[JsonValue] = [str(error.code) for error in weak.error_list]
            raise Refused(422, "weak_password", why=why) from weak
        told = _told(row)
        account.set_password(body.password)
        account.save(update_fields=["password"])
        end_all(account)
        record(row.company_id, "invite_used", account, f"account/{account.login}", address)
    return told


def _told(row: Invite) -> InvitedOut:
    account = row.account
    person = person_of(row.company_id, account.person) if account.person else None
    return InvitedOut(
        company=row.company.name,
        name=account.name,
        login=account.login,
        extension=person.extension if person else None,
    )


def _find(token: str) -> Invite:
    row = (
        Invite.everything.select_related("company", "account")
        .filter(digest=digest(token), used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if row is None or not row.account.is_active:
        raise Refused(404, "invite_gone")
    return row
