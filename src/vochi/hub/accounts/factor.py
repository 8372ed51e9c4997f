"""The second factor: who has one, and of whom the owner asks it."""

from allauth.mfa.models import Authenticator

from vochi.hub.accounts.areas import area_of
from vochi.hub.accounts.models import Account, DoorRule, Role
from vochi.hub.answer import Refused

#: What counts as one: recovery codes alone are no factor, they only stand in for it.
_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def asked_of(company: int) -> str:
    """Of whom the owner asks it: `administrators`, `everybody`, or nobody (empty)."""
    rows = DoorRule.objects.of(company).values_list("second_factor", flat=True)
    return rows.first() or ""


def has_factor(account: Account) -> bool:
    """Whether the account has a second factor set up."""
    return bool(Authenticator.objects.filter(user=account, type__in=_KINDS).exists())


def is_owed(account: Account) -> bool:
    """Whether the owner asks a second factor of the account that it does not have."""
    asked = asked_of(account.company_id)
    if not asked or (asked == "administrators" and not account.may(Role.ADMINISTRATOR)):
        return False
    return not has_factor(account)


def must_have_factor(account: Account, path: str) -> None:
    """Whoever owes one goes nowhere but to himself, where he sets it up. Raises Refused 403
    `second_factor_needed`.
    """
    if area_of(path) != "account" and is_owed(account):
        raise Refused(403, "second_factor_needed")
