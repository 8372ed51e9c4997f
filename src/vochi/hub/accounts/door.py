"""The door: sessions, tokens, lock-out. Nobody passes without an account of one company."""

import hashlib
import math
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account, ApiToken
from vochi.hub.answer import Refused

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "vochi"


def digest(secret: str) -> str:
    """The hash of a token or key. They are random and long, so plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The address that asks, as the server saw it; a proxy's word counts only in uvicorn, which
    knows the proxies it trusts.
    """
    return str(request.META.get("REMOTE_ADDR") or "")


def by_token(token: str, method: str, address: str) -> Asker | None:
    """The asker of an API token; one without `write` may only look."""
    if not token or not token.isascii():
        return None
    row = ApiToken.everything.select_related("account").filter(digest=digest(token)).first()
    if row is None or not row.account.is_active:
        return None
    scopes = frozenset(row.scopes.split())
    if ("read" if method in SAFE else "write") not in scopes:
        raise Refused(403, "scope_needed", scope="read" if method in SAFE else "write")
    now = timezone.now()
    if row.used_at is None or (now - row.used_at).total_seconds() > 60:
        ApiToken.everything.filter(pk=row.pk).update(used_at=now)
    return Asker(account=row.account, address=address, scopes=scopes)


def by_session_key(key: str, address: str) -> Asker | None:
    """The asker of a session cookie, for those who answer without Django's own handler."""
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    if isinstance(user, Account) and user.is_active:
        return Asker(account=user, address=address, scopes=None)
    return None


class TokenDoor(HttpBearer):
    """`Authorization: Bearer <api token>`."""

    def authenticate(self, request: HttpRequest, token: str) -> Asker | None:
        """Look the token up by its hash."""
        return by_token(token, request.method or "GET", address_of(request))


class SessionDoor(APIKeyCookie):
    """The session of a browser; changes need the CSRF token beside it."""

    param_name = COOKIE

    def authenticate(self, request: HttpRequest, key: str | None) -> Asker | None:  # noqa: ARG002
        """Take the account that Django's session middleware found."""
        user = request.user
        if isinstance(user, Account) and user.is_active:
            return Asker(account=user, address=address_of(request), scopes=None)
        return None


class DoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's rules of this house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by those inside, never by a stranger."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that everybody here reckons with."""
        return address_of(request)


def locked_out(
    request: HttpRequest,  # noqa: ARG001
    original_response: HttpResponse | None = None,  # noqa: ARG001
    credentials: dict[str, Any] | None = None,  # noqa: ARG001
) -> HttpResponse:
    """What axes answers when there were too many wrong passwords."""
    from django.conf import settings  # noqa: PLC0415 - axes imports this while settings load

    minutes = math.ceil(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return JsonResponse(
        {
            "status": 429,
            "code": "locked_out",
            "detail": "too many wrong passwords",
            "facts": {"minutes": minutes},
        },
        status=429,
    )
