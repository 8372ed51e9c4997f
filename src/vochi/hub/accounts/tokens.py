"""API tokens: made for an account, opened by area, told once."""

import secrets
from datetime import timedelta

from django.utils import timezone

from vochi.hub.accounts.areas import SCOPES
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import record
from vochi.hub.accounts.door import digest
from vochi.hub.accounts.models import Account, ApiToken
from vochi.hub.accounts.schemas import TokenIn, TokenOut
from vochi.hub.answer import Refused

_MOST = 50


def make(account: Account, body: TokenIn, address: str = "") -> TokenOut:
    """Make a token; its text is in this answer and nowhere else. Raises Refused 409
    `too_many_tokens`.
    """
    if ApiToken.objects.of(account.company_id).filter(account=account).count() >= _MOST:
        raise Refused(409, "too_many_tokens", most=_MOST)
    token = f"vochi_{secrets.token_urlsafe(32)}"
    scopes = sorted(set(body.scopes), key=SCOPES.index)
    row = ApiToken.objects.add(
        account.company_id,
        account=account,
        digest=digest(token),
        name=body.name,
        scopes=" ".join(scopes),
        expires_at=timezone.now() + timedelta(days=body.days) if body.days else None,
    )
    record(account.company_id, "token_made", account, body.name, address,
           token=row.pk, scopes=[*scopes], days=body.days)  # fmt: skip
    return out(row).model_copy(update={"token": token})


def make_by(who: Asker, body: TokenIn) -> TokenOut:
    """Make one of the asker's own; a token gives no more than it has. Raises Refused 403
    `token_too_wide`.
    """
    if who.scopes is not None:
        for scope in body.scopes:
            if scope not in who.scopes and scope.rpartition(":")[2] not in who.scopes:
                raise Refused(403, "token_too_wide", scope=scope)
    return make(who.account, body, who.address)


def every(account: Account) -> list[TokenOut]:
    """The account's tokens, without their text."""
    rows = ApiToken.objects.of(account.company_id).filter(account=account).order_by("id")
    return [out(row) for row in rows]


def drop(who: Asker, token_id: int) -> None:
    """Revoke one of the asker's own tokens. Raises Refused 404."""
    rows = ApiToken.objects.of(who.company).filter(account=who.account, pk=token_id)
    row = rows.first()
    if row is None:
        raise Refused(404, "not_found")
    rows.delete()
    record(who.company, "token_dropped", who.account, row.name, who.address, token=token_id)


def out(row: ApiToken) -> TokenOut:
    """A token as it is told."""
    return TokenOut(
        id=row.pk,
        name=row.name,
        scopes=tuple(row.scopes.split()),
        created_at=row.created_at,
        used_at=row.used_at,
        expires_at=row.expires_at,
    )
