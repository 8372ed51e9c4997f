"""What allauth does with accounts, written into the audit log: signing in, passwords, factors."""

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.http import HttpRequest
from pydantic import JsonValue

from vochi.hub.accounts import visits
from vochi.hub.accounts.deeds import record
from vochi.hub.accounts.door import address_of
from vochi.hub.accounts.models import Account


def listen() -> None:
    """Hear of it from now on. Twice does no harm: Django knows a receiver by its name."""
    user_logged_in.connect(_on_login, dispatch_uid="vochi.login")
    password_changed.connect(_on_password, dispatch_uid="vochi.password")
    authenticator_added.connect(_on_added, dispatch_uid="vochi.factor_added")
    authenticator_removed.connect(_on_removed, dispatch_uid="vochi.factor_removed")
    authenticator_reset.connect(_on_reset, dispatch_uid="vochi.factor_reset")


def _on_login(sender: object, request: HttpRequest, user: Account, **more: Any) -> None:  # noqa: ARG001
    device = request.headers.get("User-Agent", "")[:120]
    _write(request, user, "signed_in", device=device)


def _on_password(sender: object, request: HttpRequest, user: Account, **more: Any) -> None:  # noqa: ARG001
    # Django's own check ends the other sessions with their next request; their streams at once.
    _write(request, user, "password_changed")
    visits.turn_out(user)


def _on_added(sender: object, request: HttpRequest, user: Account, **more: Any) -> None:  # noqa: ARG001
    _write(request, user, "factor_added", factor=str(more["authenticator"].type))


def _on_removed(sender: object, request: HttpRequest, user: Account, **more: Any) -> None:  # noqa: ARG001
    _write(request, user, "factor_removed", factor=str(more["authenticator"].type))


def _on_reset(sender: object, request: HttpRequest, user: Account, **more: Any) -> None:  # noqa: ARG001
    _write(request, user, "factor_reset", factor=str(more["authenticator"].type))


def _write(request: HttpRequest, user: Account, action: str, **facts: JsonValue) -> None:
    record(user.company_id, action, user, f"account/{user.login}", address_of(request), **facts)
